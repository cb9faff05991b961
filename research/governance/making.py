"""Findings made in one way: their advice is the rules' own, and figures are said as they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from research.governance.known import known
from research.governance.record import Record
from research.metrics.operands import printed_with_unit
from research.nouns.documents import Document
from research.nouns.facts import Fact
from research.nouns.quality import Doubt, Finding, Severity

# So many figures go with a finding; its sentence counts the others.
MOST_FIGURES = 12
_MOST_LABEL = 60


def of_figures(
    record: Record, doubt: Doubt, severity: Severity, message: str, *, doubted: Sequence[Fact], against: Sequence[Fact] = ()
) -> Finding:
    """Return a finding on figures of one document, with those that they are held against."""
    first, shown = doubted[0], tuple(doubted[:MOST_FIGURES])
    document = record.documents[first.document_id]
    names = dict.fromkeys(record.name(one) for one in against)
    return Finding(
        doubt,
        severity,
        record.company,
        message,
        known().advice[doubt],
        document=document.name,
        document_id=document.id,
        page=first.page,
        figures=(*shown, *against[:MOST_FIGURES]),
        doubted=len(shown),
        others=tuple(name for name in names if name != document.name),
    )


def of_document(company: str, document: Document, doubt: Doubt, severity: Severity, *, message: str, page: int | None = None) -> Finding:
    """Return a finding on a document as a whole or on a page of it."""
    advice = known().advice[doubt]
    return Finding(doubt, severity, company, message, advice, document=document.name, document_id=document.id, page=page)


def of_company(company: str, doubt: Doubt, severity: Severity, message: str, *, others: Sequence[str] = ()) -> Finding:
    """Return a finding on a company's documents together."""
    return Finding(doubt, severity, company, message, known().advice[doubt], others=tuple(others))


def said(fact: Fact) -> str:
    """Return a figure in words: its row, its period and how it is printed."""
    label = fact.label if len(fact.label) <= _MOST_LABEL else f"{fact.label[:_MOST_LABEL]}…"
    return f"“{label}” of {fact.period.label}, {printed_with_unit(fact)}"


def said_as_read(fact: Fact) -> str:
    """Return a figure in words with the value that it was read as, which may not be what is printed."""
    return f"{said(fact)}, read as {fact.value:,f}"


def more(facts: Sequence[Fact]) -> str:
    """Return how many figures there are besides the first, "" for none."""
    left = len(facts) - 1
    return "" if left < 1 else f" (and {left:,} more figure{'s' if left > 1 else ''} there)"
