"""The library's documents as columns of plain values, and the filter over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.coverage import period_label
from research.nouns.documents import Document, DocumentState, Kind
from ui.render.words import counted

STATE_WORDS = {
    DocumentState.PARSED: "found by words, figures not read yet",
    DocumentState.LEXICAL: "found by words, not yet by meaning",
    DocumentState.COMPLETE: "ready",
    DocumentState.SUPERSEDED: "deleted",
    DocumentState.FAILED: "failed",
}
COLUMNS = ("Document", "Company", "Form", "Period", "State", "Defects", "Facts", "Pages", "Kind", "Tier", "Label")
UNKNOWN = "unknown"
# Only filings have forms: news without one lacks nothing.
NO_FORM = "—"
# A spreadsheet takes text that begins so for a formula, when the table is saved as CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A document as the table shows it: its cells in the order of `COLUMNS`; `found_by` is what the filter looks at, in small letters."""

    document: Document
    cells: tuple[str | int, ...]
    found_by: str


def library_rows(documents: Sequence[Document]) -> tuple[LibraryRow, ...]:
    """Return the rows of documents, in their order."""
    return tuple(LibraryRow(one, _cells(one), _found_by(one)) for one in documents)


def filter_rows(rows: Sequence[LibraryRow], typed: str) -> Sequence[LibraryRow]:
    """Return the rows that hold every word that was typed."""
    words = typed.casefold().split()
    return [row for row in rows if all(word in row.found_by for word in words)] if words else rows


def table_columns(rows: Sequence[LibraryRow]) -> dict[str, list[str | int]]:
    """Return the table by columns: text that is no formula, and whole numbers."""
    columns = zip(*(row.cells for row in rows), strict=True) if rows else ((),) * len(COLUMNS)
    return {name: list(cells) for name, cells in zip(COLUMNS, columns, strict=True)}


def count_line(shown: int, held: int, typed: str) -> str:
    """Return how many documents are shown: "12 of 340 documents match “10-K”"."""
    documents = counted(held, "document")
    if not typed.strip():
        return documents
    return f"{shown:,} of {documents} {'matches' if shown == 1 else 'match'} “{typed.strip()}”"


def _cells(one: Document) -> tuple[str | int, ...]:
    return (
        _cell(one.name),
        _cell(one.company or UNKNOWN),
        _cell(one.form_type or (UNKNOWN if one.kind is Kind.FILING else NO_FORM)),
        period_label(one),
        STATE_WORDS[one.state],
        len(one.defects),
        one.fact_count,
        one.page_count,
        one.kind.value,
        one.tier.value,
        _cell(one.label),
    )


def _found_by(one: Document) -> str:
    words = (one.name, one.title, one.company, one.ticker, one.form_type, period_label(one), one.kind.value, one.tier.value, one.label)
    return " ".join(word for word in (*words, STATE_WORDS[one.state]) if word).casefold()


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line
