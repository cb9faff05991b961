"""Document → chunks: spans of one page, small enough that all of each is embedded with its context.

Prose is cut at headings and sentence ends, statement tables between rows. No span overlaps another, and together they
cover every printed character of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.loaded import Heading
from ingest.naming import chunk_id
from ingest.outline import Outline, read_outline
from ingest.packing import Span, pack_spans
from ingest.pieces import CountPieces
from research.nouns.documents import Chunk, Document, Kind, Page, Table
from research.nouns.facts import fiscal_label

SEPARATOR = " · "
LONGEST_NAME = 60
LONGEST_HEADS = 200


def chunk_document(
    document: Document, tables: Sequence[Table], *, count_pieces: CountPieces, max_pieces: int, headings: Sequence[Heading] = ()
) -> tuple[Chunk, ...]:
    """Return the chunks of a document in reading order, each at most `max_pieces` word pieces long with its context.

    `headings` are those that the file itself marks, or a call's turns: no chunk of a transcript holds two speakers. `count_pieces`
    counts many texts in one call. The ids depend on the document's id, the order and the indexed text only.
    """
    regions = list(_regions(document, tables, read_outline(document, tables, headings=headings)))
    if document.kind is Kind.TRANSCRIPT:
        regions = [replace(region, apart=True) for region in regions]
    spans = pack_spans(document.text, regions, count_pieces=count_pieces, max_pieces=max_pieces)
    return tuple(_chunk(document, ordinal, span) for ordinal, span in enumerate(spans))


def describe_document(document: Document) -> str:
    """Return the company (or the title), the form and the fiscal label, as every chunk's context begins."""
    label = "" if document.fiscal_year is None else fiscal_label(document.fiscal_year, document.fiscal_period)
    return _join((document.company or document.title or document.name)[:LONGEST_NAME], document.form_type or document.kind.value, label)


def _chunk(document: Document, ordinal: int, span: Span) -> Chunk:
    text = document.text[span.start : span.end]
    identity = chunk_id(document.id, ordinal, f"{span.context}\n{text}")
    return Chunk(identity, document.id, ordinal, span.start, span.end, text, span.page, span.section, span.context)


def _regions(document: Document, tables: Sequence[Table], outline: Outline) -> Iterator[Span]:
    """Yield each page's tables and the prose between them, in order; prose is cut at its headings."""
    opening = describe_document(document)
    for page in document.pages:
        cursor = page.start
        for table in _apart(tables, page):
            yield from _prose(cursor, table.start, page=page.number, opening=opening, outline=outline)
            section = _flat(table.title) or outline.section_at(table.start)
            heads = " | ".join(_flat(head) for head in table.heads if head.strip())[:LONGEST_HEADS]
            rows = tuple(sorted({row.start for row in table.rows if table.start < row.start < table.end}))
            yield Span(table.start, table.end, page.number, section, _join(opening, section, table.units, heads), rows)
            cursor = table.end
        yield from _prose(cursor, page.end, page=page.number, opening=opening, outline=outline)


def _apart(tables: Sequence[Table], page: Page) -> Iterator[Table]:
    """Yield the page's tables in order; one that begins inside another is left to it."""
    cursor = page.start
    for table in sorted((table for table in tables if table.page == page.number), key=lambda table: table.start):
        if cursor <= table.start < table.end <= page.end:
            cursor = table.end
            yield table


def _prose(start: int, end: int, *, page: int, opening: str, outline: Outline) -> Iterator[Span]:
    for before, after in pairwise([start, *outline.between(start + 1, end), end]):
        section = outline.section_at(before)
        yield Span(before, after, page, section, _join(opening, section))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _join(*parts: str) -> str:
    return SEPARATOR.join(flat for part in parts if (flat := _flat(part)))
