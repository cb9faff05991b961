"""What a document as a whole lacks: text on its pages, figures that were not read, its date; and what else ingest remarked on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from research.coverage import NOT_TIED
from research.governance.making import of_document
from research.nouns.documents import Document
from research.nouns.quality import Doubt, Finding, Severity

# From this part of its pages on, a document without text on them does not say all that it holds.
_MUCH = 0.2
_TEXTLESS = frozenset({"no_text", "little_text"})
_UNREAD = frozenset({"garbled_text", "unreadable_page", "facts_unread", "facts_failed", "markup_too_deep", "bad_characters"})
_LACKING, _DATE = "missing_metadata", "date of publication"
# What is told otherwise than as a remark.
_TOLD = frozenset({*_TEXTLESS, NOT_TIED, _LACKING})
_MOST_PAGES = 12


def find_lacks(company: str, document: Document) -> Iterator[Finding]:
    """Yield what a document lacks, and its other remarks as notes."""
    yield from _textless(company, document)
    lacking = next((one for one in document.defects if one.code == _LACKING), None)
    if document.published_at is None or (lacking and _DATE in lacking.message):
        said = lacking.message if lacking else f"{document.name} has no date of publication."
        yield of_document(company, document, Doubt.UNDATED, Severity.WARNING, message=said)
    elif lacking:
        yield of_document(company, document, Doubt.UNREAD, Severity.WARNING, message=lacking.message)
    for defect in document.defects:
        if defect.code not in _TOLD:
            unread = defect.code in _UNREAD
            doubt, severity = (Doubt.UNREAD, Severity.WARNING) if unread else (Doubt.REMARK, Severity.NOTE)
            yield of_document(company, document, doubt, severity, message=defect.message, page=defect.page)


def _textless(company: str, document: Document) -> Iterator[Finding]:
    pages = sorted({one.page for one in document.defects if one.code == "no_text" and one.page})
    whole = next((one for one in document.defects if one.code == "little_text"), None)
    if pages:
        much = len(pages) >= _MUCH * max(document.page_count, 1) or whole is not None
        severity = Severity.WARNING if much else Severity.NOTE
        some, have = ("pages", "have") if len(pages) > 1 else ("page", "has")
        listed = f"{some} {_listed(pages)} of {document.page_count:,}"
        message = f"{listed[0].upper()}{listed[1:]} {have} no text: blank, or a scanned image."
        yield of_document(company, document, Doubt.TEXTLESS, severity, message=message, page=pages[0])
    elif whole is not None:
        yield of_document(company, document, Doubt.TEXTLESS, Severity.WARNING, message=whole.message)


def _listed(pages: Sequence[int]) -> str:
    shown = ", ".join(map(str, pages[:_MOST_PAGES]))
    return f"{shown} and {len(pages) - _MOST_PAGES} more" if len(pages) > _MOST_PAGES else shown
