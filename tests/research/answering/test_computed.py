"""Figure answers: what is said when there is no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.concepts.catalogue import find_concept
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.queries import DocumentFilter
from research.retrieval.scope import Scope
from tests.fakes.stores import fake_catalog
from tests.research.books import add, row
from tests.research.library import ROWS_2024, make_document, make_fact, make_library

READER = Access("reader")
NAME = "Quillmere Pumps, Inc."


def answer(catalog, *years, name="capital_expenditure"):
    found = catalog.documents.find(READER, DocumentFilter())
    documents = tuple(replace(one, period_end=date(one.fiscal_year, 12, 31)) for one in found)
    plan = QuestionPlan(f"{name}?", periods=tuple(PeriodTerm(year, "FY", "") for year in years))
    concept = find_concept(name)
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


def test_the_figures_that_are_left_of_a_series_with_a_gap_are_on_one_split_basis():
    catalog = fake_catalog()

    def shares(**values):
        return row("Diluted shares", "shares_diluted", unit="shares", scale=1, **values)

    def each(**values):
        return row("Diluted", "eps_diluted", unit="USD/share", scale=1, **values)

    add(catalog, "quillmere-2021", 2021, (shares(FY2021="1000", FY2020="1000"), each(FY2021="4.00")))
    add(catalog, "quillmere-2022", 2022, (shares(FY2022="2000", FY2021="2000"), each(FY2022="2.50", FY2021="2.00")))
    add(catalog, "quillmere-2023", 2023, (shares(FY2023="2000", FY2022="2000"), each(FY2023="3.00", FY2022="2.50")))
    whole, gap = (answer(catalog, *years, name="eps_diluted") for years in ((2021, 2022, 2023), (2021, 2022, 2023, 2024)))
    assert [value.number for value in gap.values] == [2, Decimal("2.50"), 3]
    assert [value.number for value in whole.values] == [2, Decimal("2.50"), 3]
    assert "put on the basis after the 2-for-1 split" in gap.claims[0].text
    assert len(gap.missing) == 1
    assert "for FY2024: not found" in gap.missing[0]
