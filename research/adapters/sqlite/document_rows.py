"""Documents, pages and chunks as rows, and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence

from research.adapters.sqlite.packing import (
    NOTHING,
    pack_date,
    pack_instant,
    pack_instant_or_none,
    pack_json,
    pack_lines,
    unpack_date,
    unpack_instant,
    unpack_instant_or_none,
    unpack_lines,
    unpack_pairs,
    unpack_strings,
)
from research.nouns.corrections import CORRECTED
from research.nouns.documents import Chunk, Defect, Document, DocumentState, Kind, Page, Tier

Row = dict[str, object]

_DOCUMENT_COLUMNS = [
    "id",
    "name",
    "source_key",
    "content_hash",
    "kind",
    "tier",
    "state",
    "known_at",
    "title",
    "company",
    "also_called",
    "ticker",
    "form_type",
    "fiscal_year",
    "fiscal_period",
    "period_end",
    "published_at",
    "language",
    "label",
    "supersedes",
    "defects",
    "sources",
    "details",
    "given",
    "corrected",
    "chunk_count",
    "fact_count",
    "page_count",
    "tail",
]
INSERT_DOCUMENT = f"""INSERT INTO documents ({", ".join(_DOCUMENT_COLUMNS)})
VALUES ({", ".join(f":{column}" for column in _DOCUMENT_COLUMNS)})"""  # noqa: S608 - constants only
INSERT_PAGE = """INSERT INTO pages (document, number, start, stop, width, height, gap, text, lines)
VALUES (:document, :number, :start, :stop, :width, :height, :gap, :text, :lines)"""
INSERT_CHUNK = """INSERT INTO chunks (document, ordinal, id, start, stop, page, text, section, context, text_hash)
VALUES (:document, :ordinal, :id, :start, :stop, :page, :text, :section, :context, :text_hash)"""


# 100,000 documents are read at a time: a look into a dictionary takes a fifth of what the enumeration takes.
_KINDS = {kind.value: kind for kind in Kind}
_TIERS = {tier.value: tier for tier in Tier}
_STATES = {state.value: state for state in DocumentState}


def document_row(document: Document, *, chunk_count: int, fact_count: int) -> Row:
    """Return the row of a document; its pages have rows of their own."""
    return {
        "id": document.id,
        "name": document.name,
        "source_key": document.source_key,
        "content_hash": document.content_hash,
        "kind": document.kind.value,
        "tier": document.tier.value,
        "state": document.state.value,
        "known_at": pack_instant(document.known_at),
        "title": document.title,
        "company": document.company,
        "also_called": pack_json(document.also_called),
        "ticker": document.ticker,
        "form_type": document.form_type,
        "fiscal_year": document.fiscal_year,
        "fiscal_period": document.fiscal_period,
        "period_end": pack_date(document.period_end),
        "published_at": pack_instant_or_none(document.published_at),
        "language": document.language,
        "label": document.label,
        "supersedes": document.supersedes,
        "defects": pack_json((defect.code, defect.message, defect.page) for defect in document.defects),
        "sources": pack_json(document.sources),
        "details": pack_json(document.details),
        "given": pack_json(document.given),
        "corrected": pack_json(document.corrected),
        "chunk_count": chunk_count,
        "fact_count": fact_count,
        "page_count": len(document.pages),
        "tail": document.text[document.pages[-1].end if document.pages else 0 :],
    }


def read_document(row: sqlite3.Row, *, text: str = "", pages: tuple[Page, ...] = ()) -> Document:
    """Return the document of a row, with the text and pages given."""
    return Document(
        id=row["id"],
        name=row["name"],
        source_key=row["source_key"],
        content_hash=row["content_hash"],
        kind=_KINDS[row["kind"]],
        tier=_TIERS[row["tier"]],
        state=_STATES[row["state"]],
        known_at=unpack_instant(row["known_at"]),
        title=row["title"],
        company=row["company"],
        also_called=unpack_strings(row["also_called"]),
        ticker=row["ticker"],
        form_type=row["form_type"],
        fiscal_year=row["fiscal_year"],
        fiscal_period=row["fiscal_period"],
        period_end=unpack_date(row["period_end"]),
        published_at=unpack_instant_or_none(row["published_at"]),
        language=row["language"],
        label=row["label"],
        text=text,
        pages=pages,
        supersedes=row["supersedes"],
        defects=_defects(row["defects"]),
        chunk_count=row["chunk_count"],
        fact_count=row["fact_count"],
        page_count=row["page_count"],
        sources=unpack_pairs(row["sources"]),
        details=unpack_pairs(row["details"]),
        given=unpack_pairs(row["given"]),
        corrected=unpack_pairs(row["corrected"]),
    )


def _defects(text: str) -> tuple[Defect, ...]:
    return () if text == NOTHING else tuple(Defect(code, message, page) for code, message, page in json.loads(text))


def page_rows(document: Document, seq: int) -> Iterator[Row]:
    """Yield the rows of a document's pages; ValueError unless they are in order, apart, and inside the text."""
    end, number = 0, 0
    for page in document.pages:
        if not (end <= page.start <= page.end <= len(document.text)) or page.number <= number:
            raise ValueError(f"page {page.number} ({page.start}-{page.end}) of {document.name} is out of order or outside the text")
        yield {
            "document": seq,
            "number": page.number,
            "start": page.start,
            "stop": page.end,
            "width": page.width,
            "height": page.height,
            "gap": document.text[end : page.start],
            "text": document.text[page.start : page.end],
            "lines": pack_lines(page.lines),
        }
        end, number = page.end, page.number


def read_page(row: sqlite3.Row) -> Page:
    """Return the page of a row."""
    return Page(row["number"], row["start"], row["stop"], row["width"], row["height"], unpack_lines(row["lines"]))


def text_hash(chunk: Chunk) -> bytes:
    """Return the SHA-256 of what is embedded of a chunk: the key of its vectors."""
    return hashlib.sha256(chunk.indexed_text.encode()).digest()


def chunk_rows(document: Document, chunks: Sequence[Chunk], seq: int) -> Iterator[Row]:
    """Yield the rows of a document's chunks; ValueError for a chunk of another document."""
    for chunk in chunks:
        if chunk.document_id != document.id:
            raise ValueError(f"chunk {chunk.id} belongs to document {chunk.document_id}, not to {document.id}")
        yield {
            "document": seq,
            "ordinal": chunk.ordinal,
            "id": chunk.id,
            "start": chunk.start,
            "stop": chunk.end,
            "page": chunk.page,
            "text": chunk.text,
            "section": chunk.section,
            "context": chunk.context,
            "text_hash": text_hash(chunk),
        }


def read_chunk(row: sqlite3.Row) -> Chunk:
    """Return the chunk of a row that also has its document's id as `document_id`."""
    return Chunk(
        id=row["id"],
        document_id=row["document_id"],
        ordinal=row["ordinal"],
        start=row["start"],
        end=row["stop"],
        text=row["text"],
        page=row["page"],
        section=row["section"],
        context=row["context"],
    )


def relabelled_row(row: sqlite3.Row, label: str) -> tuple[str, str, int]:
    """Return label, given fields and number of a document whose caller says another label; a corrected one stands."""
    given = dict(unpack_pairs(row["given"])) | {"label": label}
    corrected = dict(unpack_pairs(row["sources"])).get("label", "").startswith(CORRECTED)
    return row["label"] if corrected else label, pack_json(tuple(given.items())), row["seq"]
