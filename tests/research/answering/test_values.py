"""Decimals of shown figures: as many as are printed, two of a computed percentage, and never so few that it is nought."""

from dataclasses import replace
from decimal import Decimal

import pytest

from research.answering.values import figure_value
from research.concepts.catalogue import find_concept
from research.metrics.definitions import find_metric
from research.nouns.answers import QuestionPlan
from research.nouns.facts import Calculation
from tests.research.books import books
from tests.research.metrics.test_series import series


def printed(value, shown, unit):
    fact = replace(series(books(), "revenue", 2024)[0].inputs[0][1], value=Decimal(value), printed=shown, scale=1, unit=unit)
    return Calculation("rate", "Rate", "", fact.value, unit, fact.period, fact.company, (("Rate", fact),))


@pytest.mark.parametrize(
    ("value", "shown", "unit", "wanted", "display"),
    [
        ("3.3900", "3.39", "%", None, "3.39 %"),
        ("0.2800", "0.28", "%", None, "0.28 %"),
        ("0.1142", "0.1142", "x", "%", "11.42 %"),
        ("12.50", "12.50", "%", None, "12.50 %"),
        ("12.505", "12.5", "%", None, "12.505 %"),
        ("-4.20", "(4.20)", "USD/share", None, "-$4.20 per share"),
    ],
)
def test_a_printed_figure_has_no_more_decimals_than_are_printed(value, shown, unit, wanted, display):
    found = figure_value(printed(value, shown, unit), find_concept("revenue"), QuestionPlan("?", unit=wanted), "1")
    assert found.display == display


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "display"),
    [
        ("3.38765", "%", None, "3.39 %"),
        ("0.28123", "%", None, "0.28 %"),
        ("0.00381", "%", None, "0.004 %"),
        ("0.033912", "x", "%", "3.39 %"),
        ("0.400", "x", None, "0.400x"),
        ("0", "%", None, "0.00 %"),
    ],
)
def test_a_computed_percentage_has_two_decimals_unless_it_were_nought(value, unit, wanted, display):
    one, other = (part.inputs[0] for part in series(books(), "revenue", 2024, 2023))
    whole = replace(printed("1", "1", unit), value=Decimal(value), inputs=(one, other))
    found = figure_value(whole, find_metric("gross_margin"), QuestionPlan("?", unit=wanted), "1")
    assert found.display == display
