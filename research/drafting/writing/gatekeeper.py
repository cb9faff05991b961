"""What may stand in a draft: figures that the gate bears out on the pages that they cite, and quotations that stand where they say."""

from __future__ import annotations

from collections.abc import Sequence
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
from research.nouns.answers import Answer, AnswerStatus, Citation, Claim, QuestionPlan, Verdict
from research.nouns.documents import Page
from research.nouns.facts import Calculation
from research.verification.citing import EvidenceReader
from research.verification.gate import verify


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
        """Return each figure with its sources, None for one that its sources do not bear out as it would be shown."""
        made = [self._sentence(one) for one in candidates]
        claims = tuple(claim for claim, _ in filter(None, made))
        answer = Answer("", AnswerStatus.ANSWERED, "", QuestionPlan(""), claims=claims)
        verdicts = iter(self._gate.checked(answer, self.access).claims)
        found: list[Passed | None] = []
        for one in made:
            bears = one is not None and next(verdicts).verdict is Verdict.SUPPORTED
            found.append(Passed(one[1], one[0].citations) if one is not None and bears else None)
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

    def _sentence(self, one: Candidate) -> tuple[Claim, Decimal] | None:
        """Return a figure as a sentence with its citations, and its number as it would be shown; None where a row is not there."""
        facts = facts_of(one.calculation)
        try:
            for fact in facts:
                if fact.id not in self._known:
                    self._known[fact.id] = resolve_fact(self._documents, self.access, fact, marker=str(len(self._known) + 1))
        except (QuoteNotFoundError, NotFoundError):
            return None
        cited = tuple(self._known[fact.id] for fact in facts)
        plan = QuestionPlan("", scale=one.scale, decimals=one.decimals)
        value = figure_value(one.calculation, one.target, plan, cited[0].marker)
        markers = {fact.id: citation.marker for fact, citation in zip(facts, cited, strict=True)}
        bare = caveats_of(one.calculation)
        text = figure_sentence(one.target, one.calculation, value, markers, look=Look(), said=bare)
        return Claim(text, tuple({citation.marker: citation for citation in cited}.values()), one.calculation), value.number


def as_cell(text: str, calculation: Calculation, citations: tuple[Citation, ...]) -> Claim:
    """Return a figure that passed as the claim of a cell or a sentence."""
    return replace(Claim(text), citations=citations, calculation=calculation, verdict=Verdict.SUPPORTED)
