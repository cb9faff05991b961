"""The other printed reading of a figure is offered when the same filing prints it."""

from dataclasses import replace

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.concepts.catalogue import find_concept
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import OtherReading, PeriodTerm, QuestionPlan
from research.nouns.queries import DocumentFilter
from research.retrieval.scope import Scope
from tests.research.library import ROWS_2024, make_document, make_fact, make_library

READER = Access("reader")
NAME = "Quillmere Pumps, Inc."
ROWS = (*ROWS_2024, "Net income per share, diluted 2.09 2.48", "Net income per share, basic 2.12 2.52")


def answer(*, basic):
    catalog = make_library()
    document = make_document("quillmere-2024", NAME, 2024, ROWS)
    facts = [make_fact(document, ROWS[-2], "2.09", concept="eps_diluted", value="2.09", year=2024, scale=1)]
    facts += [make_fact(document, ROWS[-1], "2.12", concept="eps_basic", value="2.12", year=2024, scale=1)] if basic else []
    catalog.documents.add(document, [], [replace(fact, unit="USD/share") for fact in facts])
    documents = tuple(catalog.documents.find(READER, DocumentFilter()))
    plan = QuestionPlan("eps?", periods=(PeriodTerm(2024, "FY", ""),))
    concept = find_concept("eps_diluted")
    reading = Reading(plan, concept, (Company(NAME, (NAME, NAME.upper()), ()),), documents, Scope(documents))
    return FigureAnswerer(catalog.facts, catalog.documents).answer(READER, concept, reading)


def test_a_second_printed_reading_is_offered():
    assert answer(basic=True).readings == (OtherReading("1", "diluted", "eps_basic", "basic"),)


def test_a_reading_that_is_not_printed_is_not_offered():
    assert answer(basic=False).readings == ()
