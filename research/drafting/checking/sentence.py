"""The verdict on one sentence of a draft, put together from what was found of its figures, its quotations and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.citations import resolve_fact
from research.drafting.checking.claims import FigureClaim
from research.drafting.checking.judging import Judged
from research.drafting.checking.passages import Found
from research.drafting.checking.words import checking_words
from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation, Verdict
from research.nouns.facts import Fact
from research.protocols.documents import DocumentStore
from research.text.figures import printed_figures
from research.text.words import words
from research.verification.results import worst

NOTHING_TO_CHECK = "no figure, date or quotation to check"
REASONS_LEFT = "what is said as a reason is not checked"
HAD_EXPECTED = "what had been expected is not checked"
_VIEW = "a view"
_EXPECTED = "what is expected, which no filing states as what happened"
_MARKET = "a price or a multiple of the shares"
_HOW_FOUND = "figures"
_OF_HOUSE = {
    "made": "says when the draft was made",
    "missing": "says what the draft lacks",
    _HOW_FOUND: "says how figures of the draft were found",
    "disclaimer": "says what the draft is good for",
}
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found of a sentence: the verdict, why, where, and what it should say."""

    verdict: Verdict
    reason: str
    citation: Citation | None = None
    expected: str = ""


def of_judged(judged: Judged, documents: DocumentStore, access: Access) -> Finding:
    """Return what the library's figures say of a figure, with the row that shows it."""
    return Finding(judged.verdict, judged.reason, _cited(judged.fact, documents, access), judged.expected)


def of_found(found: Found) -> Finding:
    """Return what the library's texts say."""
    return Finding(found.verdict, found.reason, found.citation, found.expected)


def put_together(findings: Sequence[Finding]) -> Finding:
    """Return the verdict on a sentence by its worst part, with the reasons of all parts that have it and the first place."""
    expected_too = [one for one in findings if one.reason == HAD_EXPECTED]
    if expected_too and len(expected_too) < len(findings):
        whole = put_together([one for one in findings if one.reason != HAD_EXPECTED])
        return replace(whole, reason=f"{whole.reason}; {HAD_EXPECTED}")
    verdict = worst(one.verdict for one in findings)
    having = [one for one in findings if one.verdict is verdict]
    reasons = "; ".join(dict.fromkeys(one.reason for one in having if one.reason))
    cited = next((one.citation for one in having if one.citation), None) or next((one.citation for one in findings if one.citation), None)
    expected = "; ".join(dict.fromkeys(one.expected for one in having if one.expected))
    return Finding(verdict, reasons, cited, expected)


def why_no_check(text: str, start: int | None = None) -> str:
    """Return why a sentence, or its figure at `start`, cannot be held against what happened; "" where it can.

    What is expected is so from its word on to the end of the clause.
    """
    known = checking_words()
    if known.opinion.search(text):
        return _VIEW
    clause = text if start is None else text[max(text.rfind(";", 0, start), 0) : start]
    if known.market.search(clause):
        return _MARKET
    if start is None:
        return _EXPECTED if known.forecast.search(text) else ""
    tail = re.split(r"[;,]|\b(?:and|but|while)\b", text[start:])[0]
    if re.search(r"\bmay\s+not\b", text[start:]):
        return _EXPECTED
    return _EXPECTED if known.forecast.search(clause) or known.forecast.search(tail) else ""


def why_no_claim(text: str) -> str:
    """Return why a line says nothing of a company: it is about the draft itself; "" for any other.

    One with a figure may say something, unless it tells how a figure was found.
    """
    found = next((name for name, pattern in checking_words().house.items() if pattern.search(text)), "")
    return "" if not found or (found != _HOW_FOUND and printed_figures(text)) else _OF_HOUSE[found]


def may_be_found(text: str, claims: Sequence[FigureClaim]) -> bool:
    """Return whether a sentence without a figure says something that a source may say: it has a name or a date besides its first word."""
    return not claims and len(words(text)) >= _FEWEST_WORDS and bool(re.search(r"\s[A-Z][a-z]|\d", text))


def _cited(fact: Fact | None, documents: DocumentStore, access: Access) -> Citation | None:
    if fact is None:
        return None
    try:
        return resolve_fact(documents, access, fact, marker="")
    except (QuoteNotFoundError, NotFoundError):
        return None
