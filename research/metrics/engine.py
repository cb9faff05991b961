"""The metric engine: the fact that answers a metric, a company and a period, or why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from research.concepts.catalogue import Concept
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact, Span
from research.nouns.queries import FactFilter
from research.protocols import FactStore
from research.retrieval.scope import own_filing

# What a date in a question may end: where its words do not tell, the year or the instant.
_DATED_SPANS = {
    "date": {Span.INSTANT, Span.YEAR},
    "year": {Span.YEAR, Span.INSTANT},
    "half": {Span.HALF},
    "nine months": {Span.NINE_MONTHS},
    "quarter": {Span.QUARTER},
}
_SPANS = {"FY": Span.YEAR, "H1": Span.HALF, "H2": Span.HALF, "9M": Span.NINE_MONTHS}


@dataclass(frozen=True, slots=True)
class MetricRequest:
    """What is to be computed: the concept, the ways that the company's name is printed, and the period."""

    concept: Concept
    company: str
    spellings: tuple[str, ...]
    period: PeriodTerm


class MetricEngine:
    """Computes metrics from the facts of the documents it is given; it never looks beyond them."""

    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    def periods(self, access: Access, concept: Concept, spellings: Sequence[str], documents: Sequence[Document]) -> list[PeriodTerm]:
        """Return the fiscal years for which the concept is known, newest first."""
        found = self._find(access, concept, spellings, documents, year=None)
        years = sorted({fact.period.fiscal_year for fact in found if fact.period.fiscal_period == "FY"}, reverse=True)
        return [PeriodTerm(year, "FY", "") for year in years]

    def compute(self, access: Access, request: MetricRequest, documents: Sequence[Document]) -> Calculation | None:
        """Return the metric with its operand, or None when no document states it for that very period.

        The period's own filing wins over later filings' comparative columns; among these the nearest wins. Another value in
        another filing becomes a caveat that names both.
        """
        by_id = {document.id: document for document in documents}
        found = self._find(access, request.concept, request.spellings, documents, year=request.period.fiscal_year)
        facts = [fact for fact in found if _is_of_period(fact, request.period)]
        if not facts:
            return None
        facts.sort(key=lambda fact: _preference(fact, by_id[fact.document_id], request.period))
        chosen = facts[0]
        if _contradicted(chosen, facts):
            return None
        value = request.concept.canonical(chosen.value)
        return Calculation(
            metric=request.concept.name,
            formula=_formula(request.concept, chosen),
            convention="as printed" if value == chosen.value else "an outflow or cost, stated as a positive amount",
            value=value,
            unit=chosen.unit,
            period=chosen.period,
            company=request.company,
            inputs=((request.concept.title, chosen),),
            caveats=(*chosen.caveats, *_caveats(request, chosen, facts, by_id)),
        )

    def _find(
        self, access: Access, concept: Concept, spellings: Sequence[str], documents: Sequence[Document], *, year: int | None
    ) -> list[Fact]:
        if not documents:
            return []
        wanted = FactFilter(
            companies=tuple(spellings),
            concepts=(concept.name,),
            fiscal_years=(year,) if year is not None else (),
            document_ids=tuple(document.id for document in documents),
        )
        return self._facts.find(access, wanted)


def of_periods(fact: Fact, periods: Sequence[PeriodTerm]) -> bool:
    """Return whether a fact is of one of the periods, in its span too: a year's figure is none of its quarters."""
    return any(_is_of_period(fact, period) and period.fiscal_year in (None, fact.period.fiscal_year) for period in periods)


def _is_of_period(fact: Fact, period: PeriodTerm) -> bool:
    if period.on is not None:
        return fact.period.end == period.on and fact.period.span in _DATED_SPANS[period.fiscal_period]
    if fact.period.span is Span.INSTANT:
        same = {"H1": "Q2", "9M": "Q3", "H2": "FY", "Q4": "FY"}.get(period.fiscal_period, period.fiscal_period)
        return fact.period.fiscal_period == same
    return fact.period.fiscal_period == period.fiscal_period and fact.period.span is _SPANS.get(period.fiscal_period, Span.QUARTER)


def _preference(fact: Fact, document: Document, period: PeriodTerm) -> tuple[bool, int, str, int]:
    if period.on is not None:
        away = abs((document.period_end - period.on).days) if document.period_end else 0
    else:
        away = abs((document.fiscal_year or 0) - (period.fiscal_year or 0))
    return not own_filing(document, period), away, document.name, fact.start


def _contradicted(chosen: Fact, facts: list[Fact]) -> bool:
    """Return whether the chosen document itself states the concept twice with different values: then neither is safe."""
    return any(fact.document_id == chosen.document_id and fact.value != chosen.value for fact in facts)


def _last_digit(fact: Fact) -> Decimal:
    """Return one unit of the last printed digit: 100,000 for "75.1" in millions."""
    _, _, places = fact.printed.partition(".")
    return Decimal(fact.scale).scaleb(-sum(character.isdigit() for character in places))


def _formula(concept: Concept, fact: Fact) -> str:
    return f"{concept.title} = {fact.label}"


def _caveats(request: MetricRequest, chosen: Fact, facts: list[Fact], documents: dict[str, Document]) -> list[str]:
    caveats: list[str] = []
    if not own_filing(documents[chosen.document_id], request.period):
        caveats.append(
            f"from the comparative column of {documents[chosen.document_id].name}; the period's own filing is not in the library"
        )
    for fact in facts:
        if abs(fact.value - chosen.value) >= max(_last_digit(fact), _last_digit(chosen)) and fact.document_id != chosen.document_id:
            caveats.append(f"{documents[fact.document_id].name} states {fact.printed} for the same period (page {fact.page})")
    return caveats
