"""One figure set against another of the same company; which words of a part's name a question needs."""

from dataclasses import replace

import pytest

from research.metrics.calculator import CannotComputeError
from research.metrics.paired import share_of, without
from research.nouns.facts import Calculation
from tests.research.books import books
from tests.research.metrics.test_labelled import find, note, told


def figure(words, *rows):
    found = find(*words, catalog=books(("quillmere-notes", 2024, rows)))
    assert isinstance(found, Calculation)
    return found


ROWS = (note("Rental takings", FY2024="8.0"), note("Rental takings", "Filters", FY2024="2.0"), note("Repair takings", FY2024="9.0"))


def test_a_part_is_a_share_of_the_whole_and_the_whole_is_less_without_it():
    whole, part = figure(["rental", "takings"], *ROWS), figure(["filters", "rental", "takings"], *ROWS)
    share, rest = share_of(part, whole, "share"), without(whole, part, "rest")
    assert (share.value, share.unit) == (25, "%")
    assert rest.value == 6_000_000
    assert share.formula == "Rental takings (Filters) ÷ Rental takings × 100"


def test_a_larger_figure_and_one_of_the_whole_are_no_part():
    whole, part, more = (figure(words, *ROWS) for words in (["rental", "takings"], ["filters", "rental", "takings"], ["repair", "takings"]))
    for first, second in ((more, whole), (whole, part)):
        with pytest.raises(CannotComputeError, match="no part"):
            share_of(first, second, "share")


@pytest.mark.parametrize(
    ("words", "member", "axis"),
    [
        (["lacc", "takings"], "Lowlands and Coast (LACC)", "geography"),
        (["lowlands", "coast", "takings"], "Lowlands and Coast (LACC)", "geography"),
        (["outside", "canada", "takings"], "Non-Canada", "geography"),
        (["printing", "takings"], "Printing services", "product"),
    ],
)
def test_a_part_may_be_called_by_its_letters_or_without_what_goes_without_saying(words, member, axis):
    assert told(words, note("Takings", member, axis=axis, FY2024="7.0")) == 7


def test_a_segments_name_is_needed_whole_beside_another_of_its_words():
    services, machines = note("Takings", "Printing services", FY2024="7.0"), note("Takings", "Printing machines", FY2024="5.0")
    assert told(["printing", "takings"], services) == 7
    assert told(["printing", "takings"], services, machines) is None


def test_an_amount_for_each_answers_where_the_words_ask_for_one():
    each = replace(note("Average takings per room", FY2024="7.0"), unit="USD/room")
    asked = {"metric": "revenue", "said": "takings"}
    assert told(["average", "per", "room"], each, **asked) == 7
    assert told(["average", "room"], each, **asked) is None
