"""Figure answers: what is said when there is no figure."""

from __future__ import annotations

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.concepts.catalogue import find_concept
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.queries import DocumentFilter
from research.retrieval.scope import Scope
from tests.research.library import ROWS_2024, make_document, make_fact, make_library

READER = Access("reader")
NAME = "Quillmere Pumps, Inc."


def answer(catalog, year):
    documents = tuple(catalog.documents.find(READER, DocumentFilter()))
    plan = QuestionPlan("capex?", periods=(PeriodTerm(year, "FY", ""),))
    concept = find_concept("capital_expenditure")
    reading = Reading(plan, concept, (Company(NAME, (NAME, NAME.upper()), ()),), documents, Scope(documents))
    return FigureAnswerer(catalog.facts, catalog.documents).answer(READER, concept, reading)


def test_a_value_that_no_statement_gives_is_not_found_and_says_where_it_was_looked_for():
    found = answer(make_library(), 2021)
    assert found.values == ()
    assert found.missing == (
        "capital expenditure of Quillmere Pumps, Inc. for FY2021: not found in a statement; looked in quillmere-2023, quillmere-2024; "
        "the FY2021 filing is not in the library",
    )


def test_a_filing_with_two_values_is_not_called_a_filing_without():
    catalog = make_library()
    document = make_document("quillmere-2024", NAME, 2024, ROWS_2024)
    row, other = "Purchases of property, plant and equipment", "Net cash provided"
    one = make_fact(document, row, "(88.4)", concept="capital_expenditure", value="-88400000", year=2024)
    two = make_fact(document, other, "240.5", concept="capital_expenditure", value="-240500000", year=2024)
    catalog.documents.add(document, [], [one, two])
    found = answer(catalog, 2024)
    assert found.values == ()
    assert found.missing == (
        "capital expenditure of Quillmere Pumps, Inc. for FY2024: "
        "quillmere-2024 states two values, (88.4) and 240.5, on page 1: neither is taken",
    )
