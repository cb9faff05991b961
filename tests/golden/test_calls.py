"""What is read from transcripts of calls: company, quarter, date, and who speaks where."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.chunking import chunk_document
from ingest.kinds.recognise import headings_of, recognise_kind
from ingest.kinds.turns import read_turns
from ingest.loaded import Heading, Loaded, Stated
from ingest.metadata import read_metadata
from research.nouns.documents import Document, DocumentState, Kind, Page, Tier
from tests.golden import calls


def loaded(text: str) -> Loaded:
    return Loaded(text, (Page(1, 0, len(text), 0.0, 0.0),))


def turns(text: str) -> list[tuple[str, str]]:
    return [(turn.part, turn.who) for turn in read_turns(text).turns]


@pytest.mark.parametrize(
    ("text", "company", "ticker", "year", "period", "on"),
    [
        (calls.DASHES, "Quillmere Pumps", "QLMR", 2024, "Q3", (2024, 11, 7)),
        (calls.BARE_NAMES, "Tarrowby Mills, Inc.", "TWB", 2023, "Q4", (2024, 2, 15)),
        (calls.EDITED, "Brackenford Water PLC", "BRN", 2024, "H1", (2024, 8, 6)),
        (calls.COLONS, "Osterley Tools", None, 2024, "Q4", (2024, 5, 2)),
        (calls.LETTERS, "Osterley Tools AB", None, 2024, "Q3", (2024, 11, 12)),
    ],
)
def test_a_call_says_whose_it_is_and_when(text, company, ticker, year, period, on):
    found = read_metadata(loaded(text))
    assert (found.kind, found.tier, found.form_type) == (Kind.TRANSCRIPT, Tier.COMPANY, None)
    assert (found.company, found.ticker) == (company, ticker)
    assert (found.fiscal_year, found.fiscal_period) == (year, period)
    assert found.published_at == datetime(*on, tzinfo=UTC)
    assert dict(found.sources)["kind"] == "speakers of a call"


def test_double_dashes():
    assert turns(calls.DASHES) == [
        ("Prepared remarks", "Operator"),
        ("Prepared remarks", "Ada Wren, Vice President, Investor Relations"),
        ("Prepared remarks", "Jane Roe, Chief Financial Officer"),
        ("Q&A", "Operator"),
        ("Q&A", "Bob Lee, Harbour Street Securities, Analyst"),
        ("Q&A", "Jane Roe, Chief Financial Officer"),
        ("Q&A", "Operator"),
    ]
    found = read_metadata(loaded(calls.DASHES))
    assert found.title == "Quillmere Pumps (QLMR) Q3 2024 Earnings Call Transcript"
    assert dict(found.details)["speakers"].split("; ") == [
        "Operator",
        "Ada Wren, Vice President, Investor Relations",
        "Jane Roe, Chief Financial Officer",
        "Bob Lee, Harbour Street Securities, Analyst",
    ]


def test_bare_names_take_their_offices_from_the_list():
    assert turns(calls.BARE_NAMES) == [
        ("Prepared remarks", "Operator"),
        ("Prepared remarks", "Dan Fell, Head of IR"),
        ("Prepared remarks", "Mia Stone, CEO"),
        ("Q&A", "Operator"),
        ("Q&A", "Kit Moss, Larch & Co."),
        ("Q&A", "Mia Stone, CEO"),
        ("Q&A", "Kit Moss, Larch & Co."),
    ]


def test_three_parts():
    assert turns(calls.EDITED) == [
        ("Prepared remarks", "Operator"),
        ("Prepared remarks", "Tom Hale, Brackenford Water PLC, Chief Executive"),
        ("Q&A", "Ivy Marsh, Moorgate Bank, Analyst"),
        ("Q&A", "Tom Hale, Brackenford Water PLC, Chief Executive"),
    ]


def test_colons_and_questions_that_only_the_operator_announces():
    assert turns(calls.COLONS) == [
        ("Prepared remarks", "Operator"),
        ("Prepared remarks", "Lena Falk, CEO"),
        ("Prepared remarks", "Raj Anand, CFO"),
        ("Q&A", "Operator"),
        ("Q&A", "Pat Quill"),
        ("Q&A", "Raj Anand, CFO"),
        ("Q&A", "Lena Falk, CEO"),
        ("Q&A", "Pat Quill"),
    ]


def test_letters():
    assert turns(calls.LETTERS) == [
        ("Prepared remarks", "Operator"),
        ("Prepared remarks", "Lena Falk, Chief Executive Officer, Osterley Tools AB"),
        ("Q&A", "Pat Quill, Larch & Co."),
        ("Q&A", "Lena Falk, Osterley Tools AB"),
        ("Q&A", "Question"),
        ("Q&A", "Answer"),
    ]


def test_a_turn_starts_where_its_part_or_its_speaker_is_named():
    file = loaded(calls.DASHES)
    headings = headings_of(file, Kind.TRANSCRIPT)
    assert headings[3] == Heading(calls.DASHES.index("Questions & Answers:"), "Q&A › Operator")
    assert headings[-1] == Heading(calls.DASHES.index("Call participants:"), "Participants")
    assert headings_of(file, Kind.OTHER) == ()


@pytest.mark.parametrize("text", [calls.DASHES, calls.BARE_NAMES, calls.EDITED, calls.COLONS, calls.LETTERS])
def test_no_chunk_mixes_speakers(text):
    file = loaded(text)
    document = Document(
        id="d", name="call", source_key="call", content_hash="h", kind=Kind.TRANSCRIPT, tier=Tier.COMPANY, state=DocumentState.LEXICAL,
        known_at=datetime(2024, 11, 8, tzinfo=UTC), company="Quillmere Pumps", text=text, pages=file.pages,
    )  # fmt: skip
    headings = headings_of(file, Kind.TRANSCRIPT)
    sizes = {"max_pieces": 120, "count_pieces": lambda texts: [len(one.split()) for one in texts]}
    chunks = chunk_document(document, (), headings=headings, **sizes)
    for chunk in chunks:
        assert {one.text for one in headings if chunk.start < one.start < chunk.end} <= {chunk.section}
    assert {chunk.section for chunk in chunks} - {""} == {heading.text for heading in headings}
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(text.split())
    other = chunk_document(replace(document, kind=Kind.OTHER), (), headings=headings, **sizes)
    assert len(other) < len(chunks)


@pytest.mark.parametrize(
    "text",
    [
        # a release that invites to a call
        "QUILLMERE REPORTS THIRD QUARTER 2024 RESULTS\nConference call\nThe company will hold an earnings call at 8:30 a.m.; "
        "the operator will take questions.\nOperator: 1-800-555-0100\nInvestor contact: Ada Wren\nMedia contact: Bob Lee\n",
        # an annual report's lists of officers
        "ANNUAL REPORT 2024\nDirectors\nJane Roe – Chairman\nShe joined in 2019.\nTom Hale – Chief Executive\n"
        "He joined in 2020.\nMia Stone – Director\nShe joined in 2021.\nIvy Marsh – Director\nShe joined in 2022.\nQuestions and answers\n"
        "Why do we buy? We hold.\n",
        # an interview
        "A talk with Jane Roe\nQ: How is trade?\nA: Good.\nQ: And next year?\nA: Better.\nQ: Why?\nA: Orders.\n",
        "",
    ],
)
def test_other_texts_are_no_calls(text):
    assert recognise_kind(loaded(text)) is None


def test_a_document_that_states_its_kind_is_believed():
    assert recognise_kind(replace(loaded(calls.DASHES), stated=(Stated("kind", "news", "feed entry"),))) is None
