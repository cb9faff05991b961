"""A filing that the reader may not see reads the same as one that is truly absent, in every way of answering."""

from dataclasses import replace

import pytest

from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from tests.research.answering.shelf import INCOME, QUILLMERE, TARROW, TARROW_ROWS, YEARS, answerer_over, fake_catalog, file

OUTSIDER = Access("reader", frozenset({"public"}))
QUESTIONS = (
    "Quillmere revenue FY2024",
    "Quillmere revenue FY2023",
    "Quillmere average revenue over the last three years",
    "Quillmere revenue over the last two years",
    "Why did net sales of Quillmere rise in fiscal 2024?",
    "Which of Quillmere and Tarrow had higher revenue in FY2024?",
    "Is the FY2024 10-K of Quillmere in the library?",
    "What is the revenue of Wexcombe in FY2024?",
    "How much did Quillmere's revenue grow in FY2024?",
    "Did Quillmere's net sales exceed $1 billion in FY2024?",
    "In which year was Quillmere's revenue highest?",
)


def library(*, with_hidden):
    """Return a library with two filings of one company and one of another; with newer ones beside them that have another label."""
    catalog = fake_catalog()
    file(catalog, QUILLMERE, "quillmere-2022", ("FY2022",), [(INCOME, "Net sales", "revenue", ("800.0",))])
    file(catalog, TARROW, "tarrow-2024", YEARS, TARROW_ROWS)
    if with_hidden:
        sales = (INCOME, "Net sales", "revenue", ("1,200.0", "1,000.0"))
        for name, company in (("quillmere-2024", QUILLMERE), ("wexcombe-2024", "Wexcombe Bancshares, Inc.")):
            hidden = file(catalog, company, name, YEARS[:2], [sales], said=("Net sales rose because of the Zorblatt pump.",))
            catalog.documents.relabel(hidden.id, "deal:x")
    return catalog


@pytest.fixture(scope="module")
def absent():
    return answerer_over(library(with_hidden=False))


@pytest.fixture(scope="module")
def hidden():
    return answerer_over(library(with_hidden=True))


def said(answerer, question):
    answer = answerer.ask(question, OUTSIDER, DocumentFilter(), top_k=5)
    return replace(answer, created_at=None, seconds=0.0)


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_reads_as_one_that_is_not_there(absent, hidden, question):
    assert said(hidden, question) == said(absent, question)


def test_it_is_said_to_be_lacking(hidden):
    assert "the FY2024 filing of Quillmere Pumps, Inc. is not in the library" in " ".join(said(hidden, QUESTIONS[4]).missing)
