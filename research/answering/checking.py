"""The last step of every answer: its sentences pass the number gate, and each gets the verdict that was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from research.answering.doubts import Doubts, with_doubts
from research.answering.sentences import COMPUTED, NOTE
from research.directory import Company
from research.metrics.operands import facts_of
from research.nouns.access import Access
from research.nouns.answers import Answer, Claim, Verdict
from research.nouns.facts import Calculation
from research.verification.citing import EvidenceReader
from research.verification.evidence import Evidence
from research.verification.gate import verify
from research.verification.results import CheckedText, worst

_MARKER = re.compile(r"\s?\[(\d+)\]")
_log = structlog.get_logger(__name__)


class AnswerGate:
    """Holds the sentences of answers against the pages that they cite."""

    def __init__(self, evidence: EvidenceReader, doubts: Doubts | None = None) -> None:
        self._evidence, self._doubts = evidence, doubts

    def finished(self, answer: Answer, access: Access, companies: Sequence[Company]) -> Answer:
        """Return the answer `checked`, its figures, which are of these companies, with what is doubtful of them."""
        return self.checked(with_doubts(answer, self._doubts, companies, access) if self._doubts else answer, access)

    def checked(self, answer: Answer, access: Access) -> Answer:
        """Return the answer with the gate's verdict for each of its claims; what is against its source, or not in it, is logged.

        A computed claim is held against its pages and its calculation, each operand against its own page; a quotation against its page.
        """
        found = self._found(answer.claims, access, answer.question)
        for claim, texts in found:
            if claim.verdict not in {Verdict.SUPPORTED, Verdict.NOT_CHECKABLE}:
                reasons = [reason for one in texts for reason in one.reasons]
                _log.warning("a sentence is not supported by what it cites", verdict=claim.verdict.value, text=claim.text, reasons=reasons)
        return replace(answer, claims=tuple(claim for claim, _ in found))

    def judged(self, claims: Sequence[Claim], access: Access) -> tuple[Claim, ...]:
        """Return claims with the gate's verdict for each, as `checked`; who asks for them decides what becomes of those not supported."""
        return tuple(claim for claim, _ in self._found(claims, access, ""))

    def _found(self, claims: Sequence[Claim], access: Access, question: str) -> list[tuple[Claim, list[CheckedText]]]:
        places = list(dict.fromkeys((one.document, one.page) for claim in claims for one in claim.citations))
        pages = dict(zip(places, self._evidence.pages(access, places), strict=True))
        return [_checked(claim, pages, question) for claim in claims]


def _checked(claim: Claim, pages: Mapping[tuple[str, int], Evidence], question: str) -> tuple[Claim, list[CheckedText]]:
    evidence = {one.marker: pages[one.document, one.page] for one in claim.citations}
    if claim.calculation is None:
        found = [verify(one.quote, [evidence[one.marker]]) for one in claim.citations]
    elif len(evidence) == 1 and len(facts_of(claim.calculation)) == 1:
        found = [verify(_MARKER.sub("", _figures_of(claim, claim.calculation)), list(evidence.values()), [claim.calculation], question)]
    else:
        found = _parts(_figures_of(claim, claim.calculation), evidence, claim.calculation, question)
    return replace(claim, verdict=worst(one.verdict for one in found)), found


def _figures_of(claim: Claim, calculation: Calculation) -> str:
    """Return what a computed claim says of figures: without the formula, whose numbers are its own, and without what is uncertain."""
    said, _, _ = claim.text.partition(NOTE)
    return said.replace(f" {calculation.formula}", "", 1)


def _parts(said: str, evidence: Mapping[str, Evidence], calculation: Calculation, question: str) -> list[CheckedText]:
    """Return what was found of the value, which the calculation gives, and of each operand on the page that its marker cites."""
    value, _, operands = said.partition(COMPUTED)
    found = [verify(value, [], [calculation], question)]
    at = 0
    for marker in _MARKER.finditer(operands):
        found.append(verify(operands[at : marker.start()].rpartition(": ")[2].lstrip("; "), [evidence[marker[1]]]))
        at = marker.end()
    return found
