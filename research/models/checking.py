"""A draft's sentences held against their sources: what may be said, and why the rest may not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from research.answering.figures import UNSCALED, Look, show_figure
from research.citations import Quote, resolve
from research.errors import DeskError
from research.metrics.operands import facts_of
from research.models.carried import is_verbatim, misquotes, sentences_of, turned, uncarried, unsaid
from research.models.figures import UncomputedError, compute
from research.models.instructions import instruction_spans, without_instructions
from research.models.sources import ComputedFact, Source
from research.models.vocabulary import cleaned, is_odd
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim, QuestionPlan, Verdict
from research.nouns.facts import Calculation, Fact
from research.nouns.models import DraftClaim, DraftQuote
from research.protocols.documents import DocumentStore
from research.text.figures import printed_figures
from research.text.han import is_han
from research.text.matching import find_quote
from research.verification.citing import EvidenceReader
from research.verification.evidence import Evidence
from research.verification.gate import verify
from research.verification.results import CheckedText

SHORTEST_QUOTE = 8
LONGEST_QUOTE = 900
_MARKERS = re.compile(r"\s*[\[(](?:[SF]\d{1,3}(?:\s*[,;]\s*)?)+[\])]")
_FRAME = re.compile(r"<{2,}|>{2,}|\b(?:SOURCE|END) [SF]\d")
# Quotation marks inside a quotation are those of the second rank, so that it ends where it ends.
_INNER = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence of a draft that may not be shown, and why, in words that may be told to the model and to the reader."""

    claim: DraftClaim
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a draft may rest on: the question, the sources and the computed figures that were in its prompt, by their ids."""

    plan: QuestionPlan
    sources: Mapping[str, Source]
    facts: Mapping[str, ComputedFact]


class _RefusedError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DraftChecker:
    """Checks sentences of drafts against the pages that they cite, for one reader."""

    def __init__(self, documents: DocumentStore, evidence: EvidenceReader) -> None:
        self._documents = documents
        self._evidence = evidence

    def check(self, claim: DraftClaim, given: Given, access: Access) -> Claim | Rejected:
        """Return the sentence with its citations, not yet numbered, and its verdict; else why it may not be shown.

        Shown is what the number gate holds for supported; a sentence without figures is shown when its quotes carry its words. One that
        has words as no language writes them is shown as the quote that it rests on.
        """
        try:
            return self._checked(claim, given, access)
        except _RefusedError as refused:
            return Rejected(claim, refused.reason)

    def _checked(self, claim: DraftClaim, given: Given, access: Access) -> Claim:
        text = _MARKERS.sub("", cleaned(claim.text))
        if _FRAME.search(text):
            raise _RefusedError("it repeats the frame of the prompt")
        cited = [self._cited(quote, given, access) for quote in claim.quotes]
        citations = _once([one for group in cited for one in group])
        shown = [given.facts[quote.source].calculation for quote in claim.quotes if quote.source in given.facts]
        computed: list[Calculation] = []
        for figure in claim.figures:
            calculation, operands = self._computed(figure.name, claim, given, access)
            computed.append(calculation)
            citations = _once([*citations, *operands])
            text = text.replace(f"{{{figure.name}}}", _display(calculation, given.plan))
        if "{" in text or "}" in text:
            raise _RefusedError("it names a figure that it does not define")
        if not citations:
            raise _RefusedError("it names no source")
        pages = self._pages(citations, access)
        _must_hold(verify(text, pages, [*shown, *computed], given.plan.question))
        known = _known(given, pages, [given.facts[quote.source] for quote in claim.quotes if quote.source in given.facts])
        if is_odd(text, known) or (is_han(text) and is_verbatim(text, "\n".join(one.quote for one in citations))):
            return _as_quote(citations)
        if why := _own_words(text, citations, pages, known):
            raise _RefusedError(why)
        return Claim(text, citations, computed[0] if len(computed) == 1 else None, Verdict.SUPPORTED)

    def _cited(self, quote: DraftQuote, given: Given, access: Access) -> list[Citation]:
        if quote.source in given.facts:
            return list(given.facts[quote.source].citations)
        source = given.sources.get(quote.source)
        if source is None:
            raise _RefusedError(f"{quote.source} is no source")
        if not SHORTEST_QUOTE <= len(quote.quote) <= LONGEST_QUOTE:
            raise _RefusedError(f"its quote has {len(quote.quote)} characters, not {SHORTEST_QUOTE} to {LONGEST_QUOTE}")
        if instruction_spans(quote.quote):
            raise _RefusedError("its quote gives instructions")
        if find_quote(quote.quote, source.text) is None:
            raise _RefusedError(f"“{quote.quote[:60]}” does not stand in {quote.source}")
        try:
            return [resolve(self._documents, access, Quote(source.document_id, source.page, quote.quote), marker="")]
        except DeskError as error:
            raise _RefusedError(f"“{quote.quote[:60]}” does not stand in {quote.source}") from error

    def _computed(self, name: str, claim: DraftClaim, given: Given, access: Access) -> tuple[Calculation, list[Citation]]:
        figure = next(one for one in claim.figures if one.name == name)
        rests: dict[str, Citation | Calculation] = {}
        citations: list[Citation] = []
        for operand, quote in figure.operands:
            found = self._cited(quote, given, access)
            citations += found
            rests[operand] = given.facts[quote.source].calculation if quote.source in given.facts else found[0]
        try:
            return compute(figure, rests, lambda citation: self._facts(citation, access)), citations
        except UncomputedError as error:
            raise _RefusedError(error.reason) from error

    def _facts(self, citation: Citation, access: Access) -> tuple[Fact, ...]:
        return self._evidence.pages(access, [(citation.document, citation.page)])[0].facts

    def _pages(self, citations: Sequence[Citation], access: Access) -> list[Evidence]:
        return self._evidence.pages(access, list(dict.fromkeys((one.document, one.page) for one in citations)))


def _must_hold(found: CheckedText) -> None:
    """Raise for a sentence that the gate holds for wrong, or whose figures it does not hold for supported."""
    if found.verdict is Verdict.MISMATCH or (found.figures and found.verdict is not Verdict.SUPPORTED):
        raise _RefusedError(found.reasons[0] if found.reasons else found.verdict.value.replace("_", " "))


def _own_words(text: str, citations: Sequence[Citation], pages: Sequence[Evidence], known: str) -> str:
    """Return why a sentence says more than its quotes carry, "" when it does not.

    Figures are the gate's; what is told with them may have its words from the heads of a table.
    """
    quotes = "\n".join(citation.quote for citation in citations)
    if misquotes(text, quotes, known):
        return "it puts into quotation marks what it does not quote"
    if turned(text, quotes):
        return "what it quotes says that it went the other way"
    around = "\n".join((quotes, known, *(without_instructions(page.text) for page in pages)))
    own = [one for one in sentences_of(text) if not is_verbatim(one, quotes)]
    whys = (unsaid(one, around) if printed_figures(one) else uncarried(one, quotes, known=known) for one in own)
    return next(filter(None, whys), "")


def _known(given: Given, pages: Sequence[Evidence], facts: Sequence[ComputedFact]) -> str:
    """Return the words that a sentence may use: those of the question, of its computed figures, companies' names, the papers' periods."""
    papers = [f"FY{one.fiscal_year} fiscal year {one.fiscal_year}" for one in pages if one.fiscal_year and not years_asked(given.plan)]
    return " ".join((given.plan.question, *(fact.text for fact in facts), *(name for one in pages for name in one.names), *papers))


def years_asked(plan: QuestionPlan) -> frozenset[int]:
    """Return the fiscal years that a question asks for."""
    return frozenset(period.fiscal_year for period in plan.periods if period.fiscal_year is not None)


def _display(calculation: Calculation, plan: QuestionPlan) -> str:
    """Return a computed figure as the question wants it; a ratio is rounded to a tenth where it says nothing of that."""
    decimals = 1 if plan.decimals is None and calculation.unit in UNSCALED else plan.decimals
    return show_figure(
        calculation.value, calculation.unit, printed_scale=facts_of(calculation)[0].scale, look=Look(plan.scale, decimals)
    ).display


def _as_quote(citations: Sequence[Citation]) -> Claim:
    first = citations[0]
    return Claim(f"“{' '.join(first.quote.translate(_INNER).split())}”", (first,), None, Verdict.SUPPORTED)


def _once(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple({(one.document_id, one.start, one.end): replace(one, marker="") for one in citations}.values())
