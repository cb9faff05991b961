"""Rows that a statement does not print: of selected data, of one subject divided by kinds, under a label that says net."""

import pytest

from research.metrics.calculator import CannotComputeError
from research.nouns.facts import Calculation
from tests.research.books import ROWS, books, compute, row
from tests.research.metrics.test_labelled import find

STATED = [
    row("Net sales", statement=None, FY2024="1200.0"),
    row("Cost of sales", statement=None, FY2024="720.0"),
    row("Operating income", statement=None, FY2024="180.0"),
]
RESEARCH = row("Research and development expense", statement=None, FY2024="24.4")


def research(*rows):
    try:
        return compute("research_and_development", catalog=books(("quillmere-data", 2024, (*ROWS, *rows)))).value
    except CannotComputeError:
        return None


def test_a_row_of_selected_data_stands_for_one_that_no_statement_prints():
    assert research(*STATED, RESEARCH) == 24_400_000


@pytest.mark.parametrize(
    "rows",
    [
        (RESEARCH,),
        (*STATED[:1], RESEARCH),
        (*STATED, row("Research and development expense", statement=None, of=(("segment", "Dosing"),), FY2024="24.4")),
        (*STATED, row("Research and development expense", statement=None, accounting="adjusted", FY2024="24.4")),
        (*STATED, row("Research and development expense of Dosing", statement=None, FY2024="24.4")),
        (*STATED, RESEARCH, row("Research and development expense", statement=None, FY2024="25.9")),
    ],
)
def test_a_row_that_may_be_anothers_does_not(rows):
    assert research(*rows) is None


def test_the_only_row_of_a_subject_is_its_figure():
    kinds = [row("Subscription revenue", FY2024="310.0"), row("Brindle subscription revenue", FY2024="41.0")]
    catalog = books(("quillmere-notes", 2024, kinds))
    found = find("Brindle", catalog=catalog, metric="revenue", said="revenue")
    assert isinstance(found, Calculation)
    assert found.value == 41_000_000


@pytest.mark.parametrize(
    "rows",
    [
        (row("Brindle subscription revenue", FY2024="41.0"),),
        (
            row("Subscription revenue", FY2024="310.0"),
            row("Brindle subscription revenue", FY2024="41.0"),
            row("Brindle hardware revenue", FY2024="5.0"),
        ),
        (row("Subscription revenue", FY2024="310.0"), row("Brindle subscription costs", FY2024="41.0")),
    ],
)
def test_one_of_several_rows_of_a_subject_is_not(rows):
    found = find("Brindle", catalog=books(("quillmere-notes", 2024, rows)), metric="revenue", said="revenue")
    assert not isinstance(found, Calculation)


@pytest.mark.parametrize(("label", "value"), [("Interest expense, net of amounts capitalized", 12_000_000), ("Interest expense", None)])
def test_interest_is_net_where_its_label_says_so(label, value):
    catalog = books(("quillmere-more", 2024, (row(label, "interest_expense", FY2024="12.0"),)))
    try:
        found = compute("net_interest_expense", catalog=catalog).value
    except CannotComputeError:
        found = None
    assert found == value
