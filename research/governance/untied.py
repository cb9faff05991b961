"""What does not tie out, as ingest found it: each finding with the figures that it involves, and which doubt it is by its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from research.coverage import NOT_TIED
from research.governance.making import of_document, of_figures
from research.governance.record import Record
from research.nouns.documents import Document
from research.nouns.facts import Fact
from research.nouns.quality import (
    HEADED_TWICE,
    OTHER_SIGN,
    OTHER_UNIT,
    ROW_UNREAD,
    THOUSANDFOLD,
    THOUSANDTH,
    TURNED,
    UNTIED,
    WRONG_SIGN,
    Doubt,
    Finding,
    Severity,
)

_BOTH_SIDES = {"total_assets", "total_liabilities_and_equity"}
# Words of a finding and the doubt that they tell, with how much it matters.
_TOLD = (
    ((THOUSANDTH, THOUSANDFOLD, OTHER_UNIT), Doubt.SCALE, Severity.ERROR),
    ((TURNED, WRONG_SIGN, OTHER_SIGN), Doubt.SIGN, Severity.ERROR),
    ((HEADED_TWICE,), Doubt.PERIOD, Severity.WARNING),
    ((ROW_UNREAD,), Doubt.UNREAD, Severity.WARNING),
)
_CULPRIT = (THOUSANDTH, THOUSANDFOLD, TURNED)


def find_untied(record: Record) -> Iterator[Finding]:
    """Yield each finding of the tie-outs with its figures; those that involve no figure of the whole group as the document says them."""
    for document in record.documents.values():
        by_caveat: dict[str, list[Fact]] = {}
        for fact in record.by_document.get(document.id, ()):
            for caveat in fact.caveats:
                if caveat.startswith(UNTIED):
                    by_caveat.setdefault(caveat, []).append(fact)
        for caveat, facts in by_caveat.items():
            doubt, severity = _doubt(caveat, facts)
            yield of_figures(record, doubt, severity, _sentence(caveat), doubted=_named_first(caveat, facts))
        yield from _without_figures(record.company, document, by_caveat)


def _without_figures(company: str, document: Document, told: dict[str, list[Fact]]) -> Iterator[Finding]:
    for defect in document.defects:
        if defect.code == NOT_TIED and defect.message not in told:
            doubt, severity = _doubt(defect.message, ())
            yield of_document(company, document, doubt, severity, message=_sentence(defect.message), page=defect.page)


def _doubt(caveat: str, facts: Sequence[Fact]) -> tuple[Doubt, Severity]:
    for words, doubt, severity in _TOLD:
        if any(word in caveat for word in words):
            return doubt, severity
    both = bool(facts) and {fact.concept for fact in facts} <= _BOTH_SIDES
    return (Doubt.BALANCE if both else Doubt.TOTALS), Severity.ERROR


def _named_first(caveat: str, facts: Sequence[Fact]) -> list[Fact]:
    """Return the figures of a finding, that of the row first which would make it tie, else of the row that it names."""
    for words in _CULPRIT:
        _, found, named = caveat.partition(words)
        if found:
            return [fact for fact in facts if fact.label in named] or list(facts)
    return sorted(facts, key=lambda fact: f"“{fact.label}”" not in caveat)


def _sentence(caveat: str) -> str:
    return caveat.removeprefix(UNTIED).strip()
