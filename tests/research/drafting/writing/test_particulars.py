"""What later filings state otherwise: not what a split alone changed, and a row by a name that is clear away from its table."""

from dataclasses import replace

import pytest

from research.comparatives import Difference
from research.drafting.writing.particulars import _called, _is_by_split
from research.splits import find_splits
from tests.research.test_splits import DOCUMENTS, NEW, OLD


class Company:
    """A company by its papers."""

    by_id = DOCUMENTS


@pytest.mark.parametrize(("value", "by_split"), [("2.32", True), ("2.40", False), ("4.63", False)])
def test_what_a_split_alone_changed_is_no_restatement(value, by_split):
    later = replace(NEW[1], value=type(NEW[1].value)(value), printed=value)
    splits = find_splits(OLD + NEW, DOCUMENTS, dict.fromkeys(DOCUMENTS, "a two-for-one stock split").__getitem__)
    assert _is_by_split(Difference(OLD[1], later), splits, Company) is by_split


def test_a_row_of_one_word_is_called_by_its_figure_too():
    basic = replace(OLD[1], label="Diluted")
    assert _called(basic) == "Diluted earnings per share (“Diluted”)"
    assert _called(replace(basic, label="Diluted earnings")) == "Diluted earnings"
    assert _called(replace(basic, concept=None)) == "Diluted"
