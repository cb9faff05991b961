"""Rows of one filing that differ under the same words, and what tells which of them is meant."""

import pytest

from research.metrics.labelled import LabelledFigures, Topic
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation
from tests.research.books import books, question
from tests.research.books import row as printed


def found(phrases, *rows, metric="", said=""):
    catalog = books(("quillmere-notes", 2024, rows))
    topic = Topic.of(phrases, metric=metric, said=said)
    made = LabelledFigures(catalog.facts).compute(question(catalog), topic, PeriodTerm(2024, "FY", ""))
    return made if isinstance(made, Calculation) else None


def note(label, value, axis="", member=""):
    return printed(label, statement=None, of=((axis, member),) if axis else (), FY2024=value)


SOLD = (note("Net sales", "40.0", "segment", "Filters"), note("Total revenues", "42.0", "segment", "Filters"))


@pytest.mark.parametrize(("said", "value"), [("net sales", 40), ("total revenues", 42), ("revenues", 42), ("sales", 40)])
def test_the_row_that_is_called_as_the_question_calls_it_is_meant(said, value):
    assert found(["filters"], *SOLD, metric="revenue", said=said).value == value * 10**6


def test_another_name_than_either_row_has_means_none():
    assert found(["filters"], *SOLD, metric="revenue", said="turnover") is None


@pytest.mark.parametrize(
    ("axis", "value"),
    [("income statement location", 61), ("segment", None), ("product", None)],
)
def test_a_statements_row_is_meant_beside_what_was_booked_in_it_alone(axis, value):
    rows = (printed("Freight expense", FY2024="61.0"), note("Freight", "3.0", axis, "Freight expense"))
    made = found(["freight", "expense"], *rows)
    assert (int(made.value / 10**6) if made else None) == value


ALIKE = (note("Net sales", "40.0", "segment", "Pets"), note("Net sales", "40.7", "product", "Pets"))


def test_a_segment_is_meant_where_a_product_line_has_its_name_and_that_is_noted():
    made = found(["pets"], *ALIKE, metric="revenue", said="net sales")
    assert made.value == 40_000_000
    assert "This is the segment; the product line of that name has 40.7." in made.caveats


def test_two_segments_of_one_name_are_none():
    rows = (*ALIKE, note("Net sales", "41.0", "segment", "Pets"))
    assert found(["pets"], *rows, metric="revenue", said="net sales") is None
