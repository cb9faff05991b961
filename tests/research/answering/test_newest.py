"""Questions that name no period: of a balance the newest day, of all else the newest year, and a quarter where no year is known."""

import pytest

from tests.research.answering.shelf import BALANCE, INCOME, QUILLMERE, TARROW, ask, file, shelf, shown

ROWS = (
    (INCOME, "Net sales", "revenue", ("330.0",)),
    (BALANCE, "Inventories", "inventories", ("97.0",)),
    (BALANCE, "Total assets", "total_assets", ("1,950.0",)),
)


def library(*, years=True):
    """Return the shelf with the first quarter of 2025 of Quillmere; without its year where that is not wanted."""
    catalog = shelf(but=() if years else (QUILLMERE,))
    file(catalog, QUILLMERE, "quillmere-2025-q1", ("Q1 FY2025",), ROWS, month=3, part="Q1")
    return catalog


@pytest.mark.parametrize(
    ("question", "years", "figures", "period"),
    [
        ("What are Quillmere's inventories?", True, ["$97.0 million"], "Q1 FY2025"),
        ("What is Quillmere's revenue?", True, ["$1,200.0 million"], "FY2024"),
        ("What is Quillmere's revenue?", False, ["$330.0 million"], "Q1 FY2025"),
        ("What were Quillmere's inventories in 2024?", True, ["$100.0 million"], "FY2024"),
    ],
)
def test_the_newest_that_is_known_is_meant(question, years, figures, period):
    answer = ask(question, library(years=years))
    assert shown(answer) == figures
    assert [one.label for one in answer.plan.periods] == [period]


def test_several_companies_are_asked_for_a_year():
    answer = ask("Total assets of Quillmere and Tarrow", library())
    assert {value.calculation.company for value in answer.values} == {QUILLMERE, TARROW}
    assert [one.label for one in answer.plan.periods] == ["FY2024"]
