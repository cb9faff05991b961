from decimal import Decimal

import pytest

from research.concepts.catalogue import find_concept
from research.metrics.calculator import CannotComputeError, MetricCalculator
from research.metrics.definitions import find_metric
from research.metrics.engine import MetricEngine
from research.metrics.operations import combine, operation_of
from research.nouns.answers import Operation, PeriodTerm
from tests.research.books import books, question


def parts(name, *years):
    catalog = books()
    calculator = MetricCalculator(MetricEngine(catalog.facts))
    what = find_metric(name) or find_concept(name)
    return [calculator.compute(question(catalog), what, PeriodTerm(year, "FY", "")) for year in years]


@pytest.mark.parametrize(
    ("operation", "name", "years", "value", "unit", "label"),
    [
        (Operation.GROWTH, "revenue", (2023, 2024), "20", "%", "FY2024"),
        (Operation.GROWTH, "gross_margin", (2023, 2024), "5", "pp", "FY2024"),
        (Operation.CHANGE, "revenue", (2022, 2024), "400000000", "USD", "FY2022–FY2024"),
        (Operation.AVERAGE, "revenue", (2022, 2023, 2024), "1000000000", "USD", "FY2022–FY2024"),
        (Operation.TOTAL, "revenue", (2023, 2024), "2200000000", "USD", "FY2023–FY2024"),
        (Operation.RATIO, "revenue", (2024, 2023), "1.2", "x", "FY2023–FY2024"),
        (Operation.DIFFERENCE, "inventories", (2024, 2023), "20000000", "USD", "FY2023–FY2024"),
    ],
)
def test_values(operation, name, years, value, unit, label):
    found = combine(operation, parts(name, *years))
    assert (found.value, found.unit, found.period.label) == (Decimal(value), unit, label)
    assert len(found.inputs) == len(years)
    assert operation_of(found)


def test_yearly_growth():
    found = combine(Operation.CAGR, parts("revenue", 2022, 2024))
    assert round(found.value, 4) == Decimal("22.4745")
    assert found.formula == "(Revenue FY2024 ÷ Revenue FY2022) ^ (1 ÷ 2) − 1"


@pytest.mark.parametrize(
    ("operation", "name", "years", "why"),
    [
        (Operation.GROWTH, "operating_income", (2023, 2024), "a loss in FY2023"),
        (Operation.CAGR, "operating_income", (2022, 2023), "loss or nought at the end"),
        (Operation.TOTAL, "inventories", (2023, 2024), "do not add up"),
        (Operation.TOTAL, "gross_margin", (2023, 2024), "do not add up"),
        (Operation.GROWTH, "revenue", (2024,), "at least two"),
    ],
)
def test_what_has_no_meaning_is_refused(operation, name, years, why):
    with pytest.raises(CannotComputeError, match=why):
        combine(operation, parts(name, *years))


def test_different_units_are_not_compared():
    with pytest.raises(CannotComputeError, match="different units"):
        combine(Operation.RATIO, [*parts("revenue", 2024), *parts("current_ratio", 2024)])
