"""The metric engine: the fact that answers a metric, a company and a period, or why none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from research.concepts.catalogue import Concept
from research.metrics.definitions import families
from research.metrics.namesakes import also_printed, is_called, namesakes
from research.metrics.operands import printed_with_unit
from research.metrics.signs import PrintedSign, printed_sign, sign_convention
from research.metrics.spans import Stretch, stretch_of
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document, Tier
from research.nouns.facts import Calculation, Fact, Span, Statement
from research.nouns.queries import FactFilter
from research.protocols.documents import FactStore
from research.retrieval.scope import carries_comparative, own_filing
from research.splits import PER_SHARE, SHARES
from research.text.words import topic_stems

# What a date in a question may end: where its words do not tell, the year or the instant.
_DATED_SPANS = {
    "date": {Span.INSTANT, Span.YEAR},
    "year to date": {Span.HALF, Span.NINE_MONTHS, Span.YEAR},
    "year": {Span.YEAR, Span.INSTANT},
    "half": {Span.HALF},
    "nine months": {Span.NINE_MONTHS},
    "quarter": {Span.QUARTER},
}
# What is said of a figure whose statement does not tell whether it is an expense or a benefit.
SIGN_AS_PRINTED = "sign as printed"
_SUMMING = frozenset({"less", "plus", "add", "total", "net"})
_SPANS = {"FY": Span.YEAR, "H1": Span.HALF, "H2": Span.HALF, "9M": Span.NINE_MONTHS}


@dataclass(frozen=True, slots=True)
class MetricRequest:
    """What is to be computed: the concept, the ways that the company's name is printed, the period.

    `filing` is the id of the document that must state it, "" for whichever does.
    """

    concept: Concept
    company: str
    spellings: tuple[str, ...]
    period: PeriodTerm
    filing: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Of which company figures are asked, under which printed names, in which documents.

    `filing` is the id of the document that every figure is to be taken from, "" when each may come from another. `part` are the words of
    the part of the company whose figures are asked for, none for the whole.
    """

    access: Access
    company: str
    spellings: tuple[str, ...]
    documents: tuple[Document, ...]
    filing: str = ""
    part: tuple[str, ...] = ()

    @property
    def of_company(self) -> tuple[str, ...]:
        """Return the ids of the company's documents; of the one that is asked alone, where one is."""
        own = (one.id for one in self.documents if one.company in self.spellings)
        return tuple(one for one in own if self.filing in {"", one})

    def filings_of(self, period: PeriodTerm) -> list[Document]:
        """Return the company's own documents of a period, then those that carry it beside a later one: the nearest first."""
        held = [one for one in self.documents if one.company in self.spellings]
        stating = [one for one in held if own_filing(one, period) or carries_comparative(one, period)]
        return sorted(stating, key=lambda one: (*closeness(one, period), list(Tier).index(one.tier), one.name))

    def own_filings(self, period: PeriodTerm) -> list[Document]:
        """Return the company's documents on this very period, the best vouched for first."""
        return [one for one in self.filings_of(period) if own_filing(one, period)]


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Why there is no figure: `stated` are two facts of one document that contradict each other, empty when nothing states it."""

    stated: tuple[Fact, ...] = ()
    document: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact with its value in the canonical sign, the convention that says so, and what is uncertain of it."""

    fact: Fact
    value: Decimal
    convention: str = "as printed"
    caveats: tuple[str, ...] = ()


class MetricEngine:
    """Computes metrics from the facts of the documents it is given; it never looks beyond them."""

    def __init__(self, facts: FactStore) -> None:
        self.facts = facts

    def periods(self, access: Access, concept: Concept, spellings: Sequence[str], documents: Sequence[Document]) -> list[PeriodTerm]:
        """Return the fiscal years for which the concept is known, newest first."""
        found = self._find(access, concept, spellings, documents, year=None)
        years = sorted({fact.period.fiscal_year for fact in found if fact.period.fiscal_period == "FY"}, reverse=True)
        return [PeriodTerm(year, "FY", "") for year in years]

    def stretches(self, access: Access, concept: Concept, spellings: Sequence[str], documents: Sequence[Document]) -> set[Stretch]:
        """Return the stretches of fiscal quarters for which the documents print the concept."""
        found = (
            stretch_of(fact.period.fiscal_year, fact.period.fiscal_period) for fact in self._flows(access, concept, spellings, documents)
        )
        return {stretch for stretch in found if stretch}

    def _flows(self, access: Access, concept: Concept, spellings: Sequence[str], documents: Sequence[Document]) -> list[Fact]:
        found = self._find(access, concept, spellings, documents, year=None)
        return [fact for fact in found if fact.period.span is not Span.INSTANT]

    def compute(self, access: Access, request: MetricRequest, documents: Sequence[Document]) -> Calculation | NoFigure:
        """Return the metric with its operand, or why there is none: no document states it for that very period, or one states two.

        The period's own filing wins over later filings' comparative columns, unless the request names its filing; among these the
        nearest wins. Another value in another filing becomes a caveat that names both. Of a total, a row of the statement that prints
        another value under the very name that the question says is meant; under another of the total's names it is a caveat.
        """
        by_id = {document.id: document for document in documents}
        found = self._find(access, request.concept, request.spellings, documents, year=request.period.fiscal_year)
        stated = [self._stated(access, request.concept, fact) for fact in found if is_of_period(fact, request.period)]
        taken = [one for one in stated if request.filing in {"", one.fact.document_id}]
        if not taken:
            return NoFigure()
        chosen = min(taken, key=lambda one: preference(one.fact, by_id[one.fact.document_id], request.period))
        if other := _contradicting(chosen, stated):
            return NoFigure((chosen.fact, other.fact), by_id[chosen.fact.document_id].name)
        beside = self._beside(access, request.concept, chosen.fact)
        if meant := [fact for fact in beside if is_called(fact, request.concept.said)]:
            return _row_meant(meant, chosen.fact, request.company, by_id)
        return Calculation(
            metric=request.concept.name,
            formula=_formula(request.concept, chosen.fact),
            convention=chosen.convention,
            value=chosen.value,
            unit=chosen.fact.unit,
            period=chosen.fact.period,
            company=request.company,
            inputs=((request.concept.title, chosen.fact),),
            caveats=tuple(
                dict.fromkeys(
                    (
                        *chosen.fact.caveats,
                        *chosen.caveats,
                        *said_elsewhere(chosen, stated, request.period, documents=by_id),
                        *map(also_printed, beside),
                    )
                )
            ),
        )

    def of_shares(self, question: Question) -> list[Fact]:
        """Return the share counts and the figures per share of all periods that the documents state."""
        documents = question.of_company
        wanted = FactFilter(companies=question.spellings, concepts=(*SHARES, *PER_SHARE), document_ids=documents)
        return self.facts.find(question.access, wanted) if documents else []

    def families(self, question: Question) -> frozenset[str]:
        """Return of which sorts the company is, by the concepts that its statements print ("bank", "insurer"), none for no special one."""
        known = families()
        names = tuple({name for one in known for name in (*one.all_of, *one.any_of, *one.none_of)})
        documents = question.of_company
        wanted = FactFilter(companies=question.spellings, concepts=names, document_ids=documents)
        printed = {fact.concept or "" for fact in self.facts.find(question.access, wanted)} if documents else set()
        return frozenset(one.name for one in known if one.fits(printed))

    def absence(self, question: Question, concept: Concept, period: PeriodTerm) -> str | None:
        """Return "" when a period's statement has no row of a concept, None when the statement is not there, else a row that may be it.

        A row that was not read as any concept but has all the words of one of its names may be it, and is not nothing unless it is nought.
        Figures of the period that something speaks against, as that a sentence states them, make no statement: a quarter's dividend in a
        note does not tell that the cash flows of that quarter are printed.
        """
        documents = question.of_company
        wanted = FactFilter(
            companies=question.spellings,
            fiscal_years=(period.fiscal_year,) if period.fiscal_year is not None else (),
            statements=(concept.statement,),
            document_ids=documents,
        )
        found = self.facts.find(question.access, wanted) if documents else []
        rows = [fact for fact in found if is_of_period(fact, period)]
        names = [set(_name_stems(name)) for name in (concept.title, *concept.aliases)]
        unread = (fact for fact in rows if fact.concept is None and fact.value)
        like = (fact.label for fact in unread if any(name <= set(_name_stems(fact.label)) for name in names))
        of_kind = (fact for fact in rows if (fact.period.span is Span.INSTANT) is (concept.statement is Statement.BALANCE))
        return next(like, "") if any(not fact.caveats for fact in of_kind) else None

    def held_elsewhere(self, question: Question, concept: Concept, period: PeriodTerm) -> Fact | None:
        """Return a figure other than nought that a document of the company states outside its statements for a concept and a period.

        It has the concept, or is a row of the whole company in the concept's unit with no other words than one of its names.
        """
        own = (one.id for one in question.own_filings(period))
        documents = tuple(dict.fromkeys((*question.of_company, *own)))
        years = (period.fiscal_year,) if period.fiscal_year is not None else ()
        wanted = FactFilter(companies=question.spellings, fiscal_years=years, document_ids=documents, everything=True)
        found = self.facts.find(question.access, wanted) if documents else []
        names = [_row_stems(name) for name in (concept.title, *concept.aliases)]
        rows = (fact for fact in found if fact.value and fact.is_of_whole and _is_in_unit(fact, concept) and is_of_period(fact, period))
        return next(
            (fact for fact in rows if fact.concept == concept.name or (fact.concept is None and _row_stems(fact.label) in names)), None
        )

    def _stated(self, access: Access, concept: Concept, fact: Fact) -> Stated:
        """Return what a fact states, in the canonical sign."""
        if not concept.told_by_statement:
            value = concept.canonical(fact.value)
            kind = "a liability" if concept.statement is Statement.BALANCE else "an outflow or cost"
            return Stated(fact, value, "as printed" if value == fact.value else f"{kind}, stated as a positive amount")
        sign = printed_sign(fact, self._siblings(access, fact))
        if sign is PrintedSign.UNKNOWN:
            return Stated(fact, fact.value, "as printed", (SIGN_AS_PRINTED,))
        return Stated(fact, -fact.value if sign is PrintedSign.OPPOSITE else fact.value, sign_convention(concept.name, sign))

    def _beside(self, access: Access, concept: Concept, chosen: Fact) -> list[Fact]:
        """Return the rows beside a total that have another value under another of its names, none where its own label is the one said."""
        if concept.total_of is None or is_called(chosen, concept.said):
            return []
        return namesakes(concept, chosen, self._siblings(access, chosen))

    def _siblings(self, access: Access, fact: Fact) -> list[Fact]:
        """Return the facts of a fact's document, statement and very period."""
        wanted = FactFilter(
            fiscal_years=(fact.period.fiscal_year,),
            fiscal_periods=(fact.period.fiscal_period,),
            statements=(fact.statement,) if fact.statement else (),
            document_ids=(fact.document_id,),
        )
        return [one for one in self.facts.find(access, wanted) if one.period == fact.period and one.statement is fact.statement]

    def _find(
        self, access: Access, concept: Concept, spellings: Sequence[str], documents: Sequence[Document], *, year: int | None
    ) -> list[Fact]:
        # The store reads the fewer rows the fewer documents it is asked for.
        own = tuple(document.id for document in documents if document.company in spellings)
        if not own:
            return []
        wanted = FactFilter(
            companies=tuple(spellings),
            concepts=(concept.name,),
            fiscal_years=(year,) if year is not None else (),
            document_ids=own,
        )
        return self.facts.find(access, wanted)


def _is_in_unit(fact: Fact, concept: Concept) -> bool:
    """Return whether a fact is in a concept's unit, and a balance where the concept is one."""
    if (fact.period.span is Span.INSTANT) is not (concept.statement is Statement.BALANCE):
        return False
    return concept.unit != "currency" or (fact.currency is not None and fact.unit == fact.currency)


def _row_stems(text: str) -> frozenset[str]:
    """Return the stems of a row's label without the words that only say how it enters a sum."""
    return frozenset(_name_stems(text)) - _SUMMING


def _name_stems(text: str) -> list[str]:
    return topic_stems(text.replace("-", " "))


def of_periods(fact: Fact, periods: Sequence[PeriodTerm]) -> bool:
    """Return whether a fact is of one of the periods, in its span too: a year's figure is none of its quarters."""
    return any(is_of_period(fact, period) and period.fiscal_year in (None, fact.period.fiscal_year) for period in periods)


def is_of_period(fact: Fact, period: PeriodTerm) -> bool:
    """Return whether a fact is of this part of a year, in its span too, or ends on this date; its year is not looked at."""
    if period.on is not None:
        first = period.fiscal_period == "year to date" and fact.period.fiscal_period == "Q1"
        return fact.period.end == period.on and (first or fact.period.span in _DATED_SPANS[period.fiscal_period])
    if fact.period.span is Span.INSTANT:
        same = {"H1": "Q2", "9M": "Q3", "H2": "FY", "Q4": "FY"}.get(period.fiscal_period, period.fiscal_period)
        return fact.period.fiscal_period == same
    return fact.period.fiscal_period == period.fiscal_period and fact.period.span is _SPANS.get(period.fiscal_period, Span.QUARTER)


def preference(fact: Fact, document: Document, period: PeriodTerm) -> tuple[bool, int, str, int]:
    """Return by what the facts of several filings for one period are ordered, the best first: its own filing, else the nearest."""
    return *closeness(document, period), document.name, fact.start


def closeness(document: Document, period: PeriodTerm) -> tuple[bool, int]:
    """Return how near a document is to a period, the least the nearest: its own filings before all others."""
    if period.on is not None:
        away = abs((document.period_end - period.on).days) if document.period_end else 0
    else:
        away = abs((document.fiscal_year or 0) - (period.fiscal_year or 0))
    return not own_filing(document, period), away


def _contradicting(chosen: Stated, stated: list[Stated]) -> Stated | None:
    """Return what the chosen document itself states otherwise for the same concept: then neither is safe."""
    return next((one for one in stated if one.fact.document_id == chosen.fact.document_id and one.value != chosen.value), None)


def _row_meant(rows: Sequence[Fact], total: Fact, company: str, documents: Mapping[str, Document]) -> Calculation | NoFigure:
    """Return the figure of the row that the question's own words name beside a total; no figure when such rows have several values."""
    row = rows[0]
    if other := next((one for one in rows if one.value != row.value), None):
        return NoFigure((row, other), documents[row.document_id].name)
    caveats = (*row.caveats, f"of the row “{row.label}”; {also_printed(total)}")
    return Calculation(row.label, row.label, "as printed", row.value, row.unit, row.period, company, ((row.label, row),), caveats)


def _formula(concept: Concept, fact: Fact) -> str:
    return f"{concept.title} = {fact.label}"


def said_elsewhere(chosen: Stated, stated: Sequence[Stated], period: PeriodTerm, *, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return what is to be said of a figure beside what other documents state for its period: the other values, and whose column it is.

    `documents` are all that were looked in, by id.
    """
    own = documents[chosen.fact.document_id]
    caveats: list[str] = []
    others = [one for one in stated if one.fact.document_id != own.id]
    if not own_filing(own, period) and not any(own_filing(documents[one.fact.document_id], period) for one in others):
        held = any(own_filing(one, period) and one.company == own.company for one in documents.values())
        why = "does not state it" if held else "is not in the library"
        caveats.append(f"from the comparative column of {own.name}; the period's own filing {why}")
    for one in others:
        other = documents[one.fact.document_id]
        if abs(one.value - chosen.value) < max(one.fact.last_digit, chosen.fact.last_digit):
            continue
        said = f"states {printed_with_unit(one.fact)} for the same period (page {one.fact.page})"
        restated = own_filing(other, period) and not own_filing(own, period)
        caveats.append(f"restated in {own.name}: {other.name}, the period's own filing, {said}" if restated else f"{other.name} {said}")
    return tuple(dict.fromkeys(caveats))
