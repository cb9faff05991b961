"""What a model is given to read: passages between markers with ids, and the figures that the engine computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from research.metrics.operands import facts_of
from research.models.instructions import LEFT_OUT, is_instruction, without_instructions
from research.nouns.access import Access
from research.nouns.answers import Answer, Citation, RetrievedChunk
from research.nouns.documents import Document
from research.nouns.facts import Calculation, fiscal_label
from research.protocols.documents import DocumentStore
from research.text.han import is_han

# A page is given from so many characters before its passage to so many after it; tables need their heads.
AROUND = 1_500
MOST_SOURCES = 8
# Tokens are estimated on the safe side: of English text four characters make one, of figures two, of Chinese one.
_CHARS_PER_TOKEN = 3.0
_HAN_PER_TOKEN = 1.0
_MARKER = re.compile(r"<{3,}|>{3,}")


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as a model is given it: its id, where it stands, and its words, in which nothing looks like a marker."""

    id: str
    document_id: str
    document: str
    page: int
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class ComputedFact:
    """A figure of the engine as a model is given it: its id, its sentence, and what shows it."""

    id: str
    text: str
    calculation: Calculation
    citations: tuple[Citation, ...]


def tokens_of(text: str) -> int:
    """Return how many tokens a text has at most, by its characters."""
    han = sum(is_han(character) for character in text)
    return int((len(text) - han) / _CHARS_PER_TOKEN + han / _HAN_PER_TOKEN) + 1


def defused(text: str) -> str:
    """Return text in which no run of angle brackets looks like a marker; by the quote check it stays the same text."""
    return _MARKER.sub(lambda found: " ".join(found[0]), text)


def sources_of(
    results: Iterable[RetrievedChunk],
    documents: Sequence[Document],
    *,
    read: Callable[[RetrievedChunk], str],
    room: int,
) -> tuple[Source, ...]:
    """Return the passages of retrieved pages in the order of rank, one a page, at most eight, and no more than `room` tokens.

    `documents` are those that may be sent; passages of others are left out. `read` gives a result's passage with its surroundings; what
    in it reads like an instruction is left out.
    """
    known = {document.id: document for document in documents}
    found: list[Source] = []
    for one in results:
        document = known.get(one.chunk.document_id)
        if document is None or any((source.document_id, source.page) == (document.id, one.chunk.page) for source in found):
            continue
        text = defused(without_instructions(read(one)))
        room -= tokens_of(text)
        if room < 0 and found:
            break
        found.append(Source(f"S{len(found) + 1}", document.id, document.name, one.chunk.page, about_document(document), text))
        if len(found) == MOST_SOURCES:
            break
    return tuple(found)


def passage_reader(documents: DocumentStore, access: Access) -> Callable[[RetrievedChunk], str]:
    """Return what reads the passage of a retrieved chunk from its page, with up to 1,500 characters on either side."""

    def read(one: RetrievedChunk) -> str:
        """Return the passage with its surroundings, cut at line breaks."""
        for page, text in documents.pages(access, one.chunk.document_id, [one.chunk.page]):
            start, end = one.chunk.start - page.start - AROUND, one.chunk.end - page.start + AROUND
            first = text.find("\n", start) + 1 if start > 0 else 0
            last = text.rfind("\n", 0, end) if end < len(text) else len(text)
            return text[first : last if last > first else end].strip()
        return one.chunk.text

    return read


def computed_facts(answer: Answer, documents: Iterable[Document]) -> tuple[ComputedFact, ...]:
    """Return the figures that an answer has computed from documents that may be sent alone, each with its sentence and citations."""
    ids = {document.id for document in documents}
    known = [
        (claim, claim.calculation)
        for claim in answer.claims
        if claim.calculation is not None
        and ids.issuperset(one.document_id for one in claim.citations)
        and ids.issuperset(fact.document_id for fact in facts_of(claim.calculation))
    ]
    numbered = enumerate(known, 1)
    return tuple(ComputedFact(f"F{at}", defused(claim.text), figure, claim.citations) for at, (claim, figure) in numbered)


def shown(sources: Iterable[Source]) -> str:
    """Return the passages as a prompt shows them, each between markers that carry its id."""
    return "\n\n".join(
        f"<<<SOURCE {one.id}: {defused(one.about)}, {defused(one.document)} page {one.page}>>>\n{one.text}\n<<<END {one.id}>>>"
        for one in sources
    )


def about_document(document: Document) -> str:
    """Return what a document is in words: its company, form and period, without what reads like an instruction."""
    period = fiscal_label(document.fiscal_year, document.fiscal_period or "FY") if document.fiscal_year else ""
    kind = document.form_type or document.kind.value
    name = document.company or document.title or ""
    return ", ".join(filter(None, (LEFT_OUT if is_instruction(name) else name, kind, period)))
