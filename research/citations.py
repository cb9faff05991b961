"""Citations: the only place where one is made, and only when its quote stands at the place that it names."""

from __future__ import annotations

from collections.abc import Iterable

from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.documents import Box, Page
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.text.matching import find_quote, normal_form


def resolve(
    documents: DocumentStore,
    access: Access,
    *,
    marker: str,
    document_id: str,
    page: int,
    quote: str,
    at: tuple[int, int] | None = None,
    focus: tuple[int, int] | None = None,
) -> Citation:
    """Return the citation of `quote` on `page`, with the boxes of the lines it covers.

    `at` gives the quote's offsets in the document when they are known, else the first place on the page is taken; `focus`
    gives the offsets of the figure inside it. Raises QuoteNotFoundError when the quote is not there, NotFoundError when
    the document is not there for this reader.
    """
    known = documents.find(access, DocumentFilter(ids=(document_id,), any_state=True))
    if not known:
        raise NotFoundError(f"document {document_id} is not in the library", "ask again; it may have been removed")
    document = known[0]
    found = documents.pages(access, document_id, [page])
    if not found:
        raise QuoteNotFoundError(f"{document.name} has no page {page}", "ask again; the document may have been replaced")
    sheet, text = found[0]
    start, end = _place(sheet, text, quote, at)
    if start < 0:
        raise QuoteNotFoundError(f"{document.name} page {page} does not carry the quote {quote[:60]!r}", "ask again")
    return Citation(
        marker=marker,
        document_id=document_id,
        document=document.name,
        page=page,
        start=start,
        end=end,
        quote=text[start - sheet.start : end - sheet.start],
        boxes=row_boxes(sheet, start, end),
        focus=row_boxes(sheet, *focus) if focus else (),
        figure=focus,
    )


def resolve_fact(documents: DocumentStore, access: Access, fact: Fact, *, marker: str) -> Citation:
    """Return the citation of a fact's printed row, its figure in focus; raises QuoteNotFoundError when the row does not print it."""
    found = documents.pages(access, fact.document_id, [fact.page])
    if not found:
        raise QuoteNotFoundError(f"page {fact.page} of document {fact.document_id} is gone", "ask again")
    page, text = found[0]
    citation = resolve(
        documents,
        access,
        marker=marker,
        document_id=fact.document_id,
        page=fact.page,
        quote=text[fact.start - page.start : fact.end - page.start],
        at=(fact.start, fact.end),
        focus=(fact.cell_start, fact.cell_end),
    )
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


def _place(page: Page, text: str, quote: str, at: tuple[int, int] | None) -> tuple[int, int]:
    if at is not None:
        start, end = at
        inside = page.start <= start < end <= page.end
        same = inside and normal_form(text[start - page.start : end - page.start]) == normal_form(quote)
        return at if same else (-1, -1)
    found = find_quote(quote, text)
    return (page.start + found[0], page.start + found[1]) if found else (-1, -1)


def _around(one: Box, other: Box) -> Box:
    return Box(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
