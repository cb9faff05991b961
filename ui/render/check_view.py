"""A checked draft as its page shows it: which sentences, in which words, and what is said of them all together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from research.nouns.answers import Verdict
from research.nouns.drafts import CheckedSentence, DraftCheck
from ui.render.words import counted

WORDS = {
    Verdict.SUPPORTED: "supported",
    Verdict.MISMATCH: "mismatch",
    Verdict.STALE: "stale",
    Verdict.NO_EVIDENCE: "no evidence",
    Verdict.NOT_CHECKABLE: "not checkable",
}
_MANY = {Verdict.MISMATCH: "mismatches"}
FINDINGS = (Verdict.MISMATCH, Verdict.STALE, Verdict.NO_EVIDENCE)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One sentence or cell as the page shows it: its number, what it says and where, the verdict in a word, and the source beside it.

    `may_stand` tells that a reader may let it stand with a reason; `place` is "row, column" of a cell, "" for a sentence.
    """

    number: int
    text: str
    place: str
    verdict: Verdict
    reason: str
    expected: str
    source: str
    quote: str
    accepted: str
    may_stand: bool


def check_rows(check: DraftCheck, *, everything: bool) -> tuple[CheckRow, ...]:
    """Return the rows of a draft: those that something speaks against, or all of them, in the order of the draft."""
    rows = (_row(one, number) for number, one in enumerate(check.sentences, 1))
    return tuple(row for row in rows if everything or row.verdict in FINDINGS)


def check_summary(check: DraftCheck) -> str:
    """Return one line that counts what was found: "12 mismatches, 3 stale, 40 supported; 2 let stand"."""
    counts = Counter(one.verdict for one in check.sentences)
    order = (*FINDINGS, Verdict.SUPPORTED, Verdict.NOT_CHECKABLE)
    parts = [counted(counts[one], WORDS[one], _MANY.get(one, WORDS[one])) for one in order if counts[one]]
    standing = sum(bool(one.accepted) for one in check.sentences)
    apart = counted(len(check.contradictions), "contradiction") if check.contradictions else ""
    return "; ".join(filter(None, (", ".join(parts) or "no sentence", apart, f"{standing:,} let stand" if standing else "")))


def _row(checked: CheckedSentence, number: int) -> CheckRow:
    citation, cell = checked.citation, checked.sentence.table
    return CheckRow(
        number=number,
        text=checked.sentence.text,
        place=", ".join(filter(None, (cell.row_head, " ".join(cell.column_heads)))) if cell else "",
        verdict=checked.verdict,
        reason=checked.reason,
        expected=checked.expected or "",
        source=f"{citation.document}, page {citation.page}" if citation else "",
        quote=" ".join(citation.quote.split()) if citation else "",
        accepted=checked.accepted,
        may_stand=checked.verdict in FINDINGS,
    )
