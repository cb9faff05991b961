"""What means nothing for a company beside others is n.m. and is not missed; what its statements would have is."""

import pytest

from research.drafting.templates.evidence import RowSpec
from research.drafting.writing.figures import Grid, Lack, Named, Outcome, Row
from research.drafting.writing.peers import _cell, _lacking
from research.nouns.answers import PeriodTerm

YEAR = PeriodTerm(2024, "FY", "")
ABSENT = Outcome(YEAR, lack=Lack.ABSENT, lacking=Named("FY2024", "operating income"))


class Company:
    """A company for which rows mean something, or do not."""

    def __init__(self, *, suits):
        self._suits = suits

    def suits(self, spec):
        return self._suits


@pytest.mark.parametrize(("suits", "optional", "shown"), [(True, False, "n.a."), (False, False, "n.m."), (True, True, "n.m.")])
def test_a_row_that_means_nothing_is_told_from_one_that_is_lacking(suits, optional, shown):
    grid = Grid((YEAR,), (Row(RowSpec(figure="operating_income"), "Operating income", (ABSENT,), optional),), 1)
    company = Company(suits=suits)
    assert _cell(company, grid, 0).text == shown
    assert _lacking(company, grid) == ([ABSENT.lacking] if shown == "n.a." else [])
