"""Five-year tables that repeat the statement's figures give the years that it does not show."""

import pytest

from research.concepts.catalogue import find_concept
from research.metrics.calculator import CannotComputeError, MetricCalculator
from research.metrics.engine import MetricEngine
from research.nouns.answers import PeriodTerm
from tests.research.books import books, question, row

STATED = row("Net sales", "revenue", FY2024="952.5", FY2023="901.0", FY2022="850.0")


def revenue(year, *rows):
    catalog = books(("quillmere-five", 2024, rows))
    try:
        found = MetricCalculator(MetricEngine(catalog.facts)).compute(
            question(catalog), find_concept("revenue"), PeriodTerm(year, "FY", "")
        )
    except CannotComputeError:
        return None
    return found


def five(*values, label="Net sales", **more):
    years = [f"FY{2024 - number}" for number in range(len(values))]
    return row(label, statement=None, **dict(zip(years, values, strict=True)), **more)


def test_a_year_beyond_the_statement_is_taken_from_a_table_that_repeats_it():
    found = revenue(2020, STATED, five("952.5", "901.0", "850.0", "812.0", "790.5"))
    assert found.value == 790_500_000
    assert found.caveats[-1] == "from a table that prints the statement's own figures for FY2022 and FY2023 and FY2024"


@pytest.mark.parametrize(
    "rows",
    [
        (STATED, five("952.5", "901.5", "850.0", "812.0", "790.5")),
        (STATED, five("952.5", "901.0", "850.0", "812.0")),
        (STATED, five("952.5", "901.0", "850.0", "812.0", "790.5"), five("952.5", "901.0", "850.0", "812.0", "791.5")),
        (STATED, five("952.5", "901.0", "850.0", "812.0", "790.5", of=(("segment", "Filters"),))),
        (STATED, five("952.5", "901.0", "850.0", "812.0", "790.5", accounting="adjusted")),
        (STATED, five("952.5", "901.0", "850.0", "812.0", "-790.5")),
        (five("952.5", "901.0", "850.0", "812.0", "790.5"),),
    ],
)
def test_a_table_that_is_not_the_statements_gives_none(rows):
    found = revenue(2020, *rows)
    assert found is None
