"""The library's documents as columns of plain values, and the filter over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.coverage import period_label
from research.nouns.documents import Document, DocumentState

STATE_WORDS = {
    DocumentState.PARSED: "being read",
    DocumentState.LEXICAL: "found by words, not yet by meaning",
    DocumentState.COMPLETE: "ready",
    DocumentState.SUPERSEDED: "deleted",
    DocumentState.FAILED: "failed",
}
UNKNOWN = "unknown"
# A spreadsheet takes text that begins so for a formula, when the table is saved as CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A document as the table shows it; `found_by` is what the filter looks at, in small letters."""

    document: Document
    found_by: str


def library_rows(documents: Sequence[Document]) -> tuple[LibraryRow, ...]:
    """Return the rows of documents, in their order."""
    return tuple(LibraryRow(one, _found_by(one)) for one in documents)


def filter_rows(rows: Sequence[LibraryRow], typed: str) -> list[Document]:
    """Return the documents whose row holds every word that was typed."""
    words = typed.casefold().split()
    return [row.document for row in rows if all(word in row.found_by for word in words)]


def table_columns(documents: Sequence[Document]) -> dict[str, list[str] | list[int]]:
    """Return the table by columns: text that is no formula, and whole numbers."""
    return {
        "Document": [_cell(one.name) for one in documents],
        "Company": [_cell(one.company or UNKNOWN) for one in documents],
        "Form": [_cell(one.form_type or UNKNOWN) for one in documents],
        "Period": [period_label(one) for one in documents],
        "Kind": [one.kind.value for one in documents],
        "Tier": [one.tier.value for one in documents],
        "Label": [_cell(one.label) for one in documents],
        "Pages": [one.page_count for one in documents],
        "Facts": [one.fact_count for one in documents],
        "Defects": [len(one.defects) for one in documents],
        "State": [STATE_WORDS[one.state] for one in documents],
    }


def count_line(shown: int, held: int, typed: str) -> str:
    """Return how many documents are shown: "12 of 340 documents match “10-K”"."""
    noun = "document" if held == 1 else "documents"
    if not typed.strip():
        return f"{held:,} {noun}"
    return f"{shown:,} of {held:,} {noun} {'matches' if shown == 1 else 'match'} “{typed.strip()}”"


def _found_by(one: Document) -> str:
    words = (one.name, one.title, one.company, one.ticker, one.form_type, period_label(one), one.kind.value, one.tier.value, one.label)
    return " ".join(word for word in (*words, STATE_WORDS[one.state]) if word).casefold()


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line
