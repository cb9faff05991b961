"""What may stand in a draft: figures that the gate bears out on the pages that they cite, and quotations that stand where they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from research.answering.checking import AnswerGate
from research.answering.figures import Look
from research.answering.sentences import figure_sentence
from research.answering.targets import Target
from research.answering.values import figure_value
from research.citations import Quote, resolve, resolve_fact
from research.drafting.writing.held import HeldDocuments
from research.errors import NotFoundError, QuoteNotFoundError
from research.metrics.operands import caveats_of, facts_of
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim, QuestionPlan, Verdict
from research.nouns.documents import Page
from research.nouns.facts import Calculation, Fact, Operand
from research.verification.citing import EvidenceReader
from research.verification.gate import verify

# Where figures in a label begin: "Long-term debt (includes …: 2022, $12,662)", "Revenue 2021-01-01 – 2021-12-31".
_FIGURES = re.compile(r"\s*(?:\([^()\d]*)?(?:,?\s*(?:net|including|of|excluding)\s+of)?\s*[$€£¥]?\s?\d")
_SHORTEST_LABEL = 4
# How a fact says that a reader's value stands for it.
_CORRECTED = "stands in place of the printed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that is to stand in a draft: what it is, how it was worked out, and at which scale and with how many decimals."""

    target: Target
    calculation: Calculation
    scale: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Passed:
    """A figure that may stand in a draft: its number at its scale, and the places that it comes from."""

    number: Decimal
    citations: tuple[Citation, ...]


@dataclass(slots=True)
class Counts:
    """How many figures and quotations were put to the gate, how many passed, and how many citations were found at their place."""

    figures: int = 0
    passed: int = 0
    quotes: int = 0
    quotes_passed: int = 0
    removed: list[str] = field(default_factory=list)


class Gatekeeper:
    """Holds what a draft would say against its sources, for one reader; what does not pass is not written."""

    def __init__(self, documents: HeldDocuments, evidence: EvidenceReader) -> None:
        self._documents, self._evidence = documents, evidence
        self._gate = AnswerGate(evidence)
        self._known: dict[str, Citation] = {}
        self.counts = Counts()

    @property
    def access(self) -> Access:
        """Return for whom is written."""
        return self._documents.access

    def figures(self, candidates: Sequence[Candidate]) -> list[Passed | None]:
        """Return each figure with its sources, None for one that its sources do not bear out as it would be shown.

        A label with figures of its own is said a second time without them.
        """
        found: list[Passed | None] = [None] * len(candidates)
        for worded in (_as_labelled, _without_figures):
            waiting = [(at, made) for at, one in enumerate(candidates) if found[at] is None and (made := self._sentence(one, worded))]
            judged = self._gate.judged([claim for _, (claim, _) in waiting], self.access)
            for (at, (claim, number)), verdict in zip(waiting, judged, strict=True):
                if verdict.verdict is Verdict.SUPPORTED:
                    found[at] = Passed(number, claim.citations)
        self.counts.figures += len(found)
        self.counts.passed += sum(one is not None for one in found)
        return found

    def quote(self, document_id: str, page: int, text: str, at: tuple[int, int] | None = None) -> Citation | None:
        """Return the citation of words that stand on a page and whose figures the gate finds there; None for any others."""
        self.counts.quotes += 1
        try:
            citation = resolve(self._documents, self.access, Quote(document_id, page, text, at), marker="")
            evidence = self._evidence.pages(self.access, [(citation.document, page)])
        except (QuoteNotFoundError, NotFoundError):
            return None
        if verify(citation.quote, evidence).verdict in {Verdict.MISMATCH, Verdict.NO_EVIDENCE}:
            return None
        self.counts.quotes_passed += 1
        return citation

    def pages(self, document_id: str, number: int) -> list[tuple[Page, str]]:
        """Return a page of a document with its text, none where it is not there for the reader."""
        try:
            return self._documents.pages(self.access, document_id, [number])
        except NotFoundError:
            return []

    def resolves(self, citation: Citation) -> bool:
        """Return whether a citation's words stand where it says."""
        at = (citation.start, citation.end)
        try:
            found = resolve(self._documents, self.access, Quote(citation.document_id, citation.page, citation.quote, at), marker="")
        except (QuoteNotFoundError, NotFoundError):
            return False
        return found.quote == citation.quote

    def _sentence(self, one: Candidate, worded: Callable[[Calculation], Calculation]) -> tuple[Claim, Decimal] | None:
        """Return a figure as a sentence with its citations, and its number as it would be shown; None where a row is not there."""
        facts = facts_of(one.calculation)
        try:
            for fact in facts:
                if not _is_printed(fact):
                    return None
                if fact.id not in self._known:
                    self._known[fact.id] = resolve_fact(self._documents, self.access, fact, marker=str(len(self._known) + 1))
        except (QuoteNotFoundError, NotFoundError):
            return None
        cited = tuple(self._known[fact.id] for fact in facts)
        plan = QuestionPlan("", scale=one.scale, decimals=_telling(one))
        value = figure_value(one.calculation, one.target, plan, cited[0].marker)
        markers = {fact.id: citation.marker for fact, citation in zip(facts, cited, strict=True)}
        told = worded(one.calculation)
        text = figure_sentence(one.target, told, value, markers, look=Look(), said=caveats_of(told))
        return Claim(text, tuple({citation.marker: citation for citation in cited}.values()), one.calculation), value.number


def _telling(one: Candidate) -> int:
    """Return with how many decimals a figure is held against its source: so many that one that is not nought is not said to be."""
    number = one.calculation.value / one.scale
    return max(one.decimals, -number.adjusted()) if number else one.decimals


def _is_printed(fact: Fact) -> bool:
    """Return whether a fact is worth what is printed: the same digits in the same order, whatever marks and zeros are around them.

    One that a reader corrected is worth what they say, and says so.
    """
    if fact.low is not None or any(_CORRECTED in caveat for caveat in fact.caveats):
        return True
    printed = "".join(character for character in fact.printed if character.isdigit()).strip("0")
    worth = "".join(character for character in f"{abs(fact.value):f}" if character.isdigit()).strip("0")
    return printed == worth


def _as_labelled(calculation: Calculation) -> Calculation:
    """Return a calculation as it is."""
    return calculation


def _without_figures(calculation: Calculation) -> Calculation:
    """Return a calculation whose rows are called by the words that their labels begin with: figures in a label are not the row's own."""

    def told(operand: Operand) -> Operand:
        """Return an operand whose label has no figure in it."""
        if isinstance(operand, Calculation):
            return _without_figures(operand)
        words = _FIGURES.split(operand.label, maxsplit=1)[0].strip(" ,;:(–—-")
        return replace(operand, label=words) if len(words) >= _SHORTEST_LABEL else operand

    return replace(calculation, inputs=tuple((name, told(operand)) for name, operand in calculation.inputs))


def as_cell(text: str, calculation: Calculation, citations: tuple[Citation, ...]) -> Claim:
    """Return a figure that passed as the claim of a cell or a sentence."""
    return replace(Claim(text), citations=citations, calculation=calculation, verdict=Verdict.SUPPORTED)
