"""Citations: the only place where one is made, and only when its quote stands at the place that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.documents import Box, Document, Page
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter
from research.text.matching import find_quote, normal_form


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that are said to stand on a page (1-based) of a document.

    `at` gives their offsets in the document's text when they are known, else the first place on the page is meant; `focus` gives the
    offsets of the figure inside them.
    """

    document_id: str
    page: int
    text: str
    at: tuple[int, int] | None = None
    focus: tuple[int, int] | None = None


class CitedDocuments(Protocol):
    """What citing needs of the documents, as `DocumentStore` has it."""

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return allowed documents without text and pages, ordered by name."""
        ...

    def pages(self, access: Access, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:
        """Return pages of one document with their text, in number order; raises NotFoundError."""
        ...


def resolve(documents: CitedDocuments, access: Access, quote: Quote, *, marker: str) -> Citation:
    """Return the citation of a quote as its page prints it, with the boxes of the lines that it covers.

    Raises QuoteNotFoundError when the quote is not there, NotFoundError when the document is not there for this reader.
    """
    known = documents.find(access, DocumentFilter(ids=(quote.document_id,), any_state=True))
    if not known:
        raise NotFoundError(f"document {quote.document_id} is not in the library", "ask again; it may have been removed")
    document = known[0]
    found = documents.pages(access, document.id, [quote.page])
    if not found:
        raise QuoteNotFoundError(f"{document.name} has no page {quote.page}", "ask again; the document may have been replaced")
    page, text = found[0]
    start, end = _place(page, text, quote)
    if start < 0:
        raise QuoteNotFoundError(f"{document.name} page {quote.page} does not carry the quote {quote.text[:60]!r}", "ask again")
    return Citation(
        marker=marker,
        document_id=document.id,
        document=document.name,
        page=quote.page,
        start=start,
        end=end,
        quote=text[start - page.start : end - page.start],
        boxes=row_boxes(page, start, end),
        focus=row_boxes(page, *quote.focus) if quote.focus else (),
        figure=quote.focus,
    )


def resolve_fact(documents: CitedDocuments, access: Access, fact: Fact, *, marker: str) -> Citation:
    """Return the citation of a fact's printed row, its figure in focus; raises QuoteNotFoundError when the row does not print it."""
    found = documents.pages(access, fact.document_id, [fact.page])
    if not found:
        raise QuoteNotFoundError(f"page {fact.page} of document {fact.document_id} is gone", "ask again")
    page, text = found[0]
    row = text[fact.start - page.start : fact.end - page.start]
    quote = Quote(fact.document_id, fact.page, row, at=(fact.start, fact.end), focus=(fact.cell_start, fact.cell_end))
    citation = resolve(documents, access, quote, marker=marker)
    if normal_form(fact.printed) not in normal_form(citation.quote):
        raise QuoteNotFoundError(
            f"{citation.document} page {fact.page} does not print {fact.printed} in the cited row", "ingest the file again"
        )
    return citation


def row_boxes(page: Page, start: int, end: int) -> tuple[Box, ...]:
    """Return one box for each visual line that has text in `start`–`end`, top to bottom."""
    rows: dict[int, Box] = {}
    for line in page.lines:
        if line.start < end and start < line.end:
            rows[line.row] = _around(rows[line.row], line.box) if line.row in rows else line.box
    return tuple(sorted(rows.values(), key=lambda box: (box.y0, box.x0)))


def markers(citations: Iterable[Citation]) -> tuple[str, ...]:
    """Return the markers of citations in order, each once."""
    return tuple(dict.fromkeys(citation.marker for citation in citations))


def _place(page: Page, text: str, quote: Quote) -> tuple[int, int]:
    """Return the offsets at which the document prints a quote, (-1, -1) when its page does not."""
    if quote.at is not None:
        start, end = quote.at
        inside = page.start <= start < end <= page.end
        printed = text[start - page.start : end - page.start]
        same = inside and (printed == quote.text or normal_form(printed) == normal_form(quote.text))
        return quote.at if same else (-1, -1)
    found = find_quote(quote.text, text)
    return (page.start + found[0], page.start + found[1]) if found else (-1, -1)


def _around(one: Box, other: Box) -> Box:
    return Box(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
