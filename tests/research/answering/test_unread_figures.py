"""Questions asked while a new document is found by its words and its figures are not read yet."""

from dataclasses import replace

import pytest

from research.answering.refusals import NOT_ENOUGH, NOT_YET
from research.nouns.answers import AnswerStatus
from research.nouns.documents import DocumentState
from tests.research.answering.shelf import INCOME, QUILLMERE, READER, TARROW, ask, fake_catalog, file, shown

SALES = (INCOME, "Net sales", "revenue")
SAID = ("Sales rose because more pumps were sold to water works than in the year before.",)
UNREAD = "the figures of quillmere-2025 are not read yet; ask again in a moment, or run desk ingest if nothing is being read"


@pytest.fixture
def catalog():
    """A library of three filings, the newest of which has its words only."""
    catalog = fake_catalog()
    file(catalog, QUILLMERE, "quillmere-2024", ("FY2024", "FY2023"), [(*SALES, ("1,200.0", "1,000.0"))])
    file(catalog, TARROW, "tarrow-2024", ("FY2024", "FY2023"), [(*SALES, ("3,000.0", "2,900.0"))])
    file(catalog, QUILLMERE, "quillmere-2025", ("FY2025", "FY2024"), [(*SALES, ("1,500.0", "1,200.0"))], said=SAID)
    return catalog


@pytest.fixture
def facts(catalog):
    """Take the newest filing's facts back, and return it with them."""
    whole = catalog.documents.get(READER, "id-quillmere-2025")
    facts, chunks = catalog.documents.facts_of[whole.id], catalog.documents.chunks_of[whole.id]
    catalog.documents.add(replace(whole, state=DocumentState.PARSED), chunks, [])
    return whole, facts


def test_a_figure_of_that_document_is_refused_as_not_read_yet_and_not_as_missing(catalog, facts):
    answer = ask("What was Quillmere's revenue in FY2025?", catalog)
    assert (answer.status, answer.text) == (AnswerStatus.INSUFFICIENT_EVIDENCE, NOT_YET)
    assert (answer.missing, answer.values, answer.claims) == ((UNREAD,), (), ())
    whole, read = facts
    catalog.documents.add_facts(whole, read)
    assert shown(ask("What was Quillmere's revenue in FY2025?", catalog)) == ["$1,500.0 million"]


def test_no_row_of_it_is_quoted_for_an_amount_that_is_to_come(catalog, facts):
    answer = ask("How much revenue did Quillmere make in FY2025, and from which pumps?", catalog)
    assert (answer.status, answer.claims) == (AnswerStatus.INSUFFICIENT_EVIDENCE, ())
    assert UNREAD in answer.missing


@pytest.mark.parametrize(
    ("question", "figures"),
    [("What is Quillmere's revenue?", ["$1,200.0 million"]), ("Quillmere revenue FY2023", ["$1,000.0 million"])],
)
def test_a_figure_of_another_document_stands_with_what_is_not_read_yet_beside_it(catalog, facts, question, figures):
    answer = ask(question, catalog)
    assert (shown(answer), answer.status) == (figures, AnswerStatus.PARTIAL)
    assert answer.missing == (UNREAD,)


def test_words_of_it_answer_at_once(catalog, facts):
    answer = ask("Why did sales rise at Quillmere in FY2025?", catalog)
    assert set(answer.missing) <= {UNREAD}
    assert [(one.document, one.quote) for one in answer.citations] == [("quillmere-2025", SAID[0])]


def test_other_companies_are_answered_as_ever(catalog, facts):
    answer = ask("Tarrow revenue FY2024", catalog)
    assert (shown(answer), answer.status, answer.missing) == (["$3,000.0 million"], AnswerStatus.ANSWERED, ())
    unknown = ask("What was Tarrow's inventory in FY2024?", catalog)
    assert (unknown.status, unknown.text) == (AnswerStatus.INSUFFICIENT_EVIDENCE, NOT_ENOUGH)
