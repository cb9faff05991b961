"""What the library states of a figure: every value that its filings give, the newest first, each worked out once for a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from research.answering.targets import Figures, Target
from research.concepts.catalogue import Concept, find_concept, normalize_label
from research.concepts.readings import reading_named, readings_of
from research.directory import Company, CompanyDirectory
from research.drafting.checking.kept_facts import KeptFacts
from research.errors import DeskError
from research.metrics.calculator import CannotComputeError
from research.metrics.definitions import Metric, find_metric
from research.metrics.engine import Question, is_of_period
from research.metrics.operands import facts_of
from research.metrics.operations import combine
from research.nouns.access import Access
from research.nouns.answers import Operation, PeriodTerm, QuestionPlan
from research.nouns.documents import Document, Kind
from research.nouns.facts import Calculation, Fact
from research.nouns.queries import FactFilter
from research.protocols.documents import DocumentStore, FactStore
from research.retrieval.scope import stating_figures
from research.text.words import words

_QUARTERS = ("Q1", "Q2", "Q3", "Q4")
# Margins that companies call amounts too: "gross margin decreased 1 percent".
_AMOUNTS = {"gross_margin": "gross_profit", "operating_margin": "operating_income"}
# How many of a period's filings are asked one by one.
_MOST_FILINGS = 6


@dataclass(frozen=True, slots=True)
class Value:
    """One value that the library gives for a figure.

    `note` says how it is read where that is not the usual way ("basic"); `is_old` that a newer filing states another value.
    """

    calculation: Calculation
    note: str = ""
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure to look for: whose, what, of which period; done with it what `operation` says, from `base` on (the period before without).

    `said` are the words that name it, `is_plain` that it is wanted in no other reading than its own.
    """

    company: str
    target: Target
    period: PeriodTerm
    said: str = ""
    operation: Operation | None = None
    base: PeriodTerm | None = None
    back: str = ""
    is_plain: bool = False


class LibraryFigures:
    """Looks up figures in the documents that one reader may see; what it found is kept as long as it is."""

    def __init__(self, documents: DocumentStore, facts: FactStore, directory: CompanyDirectory, access: Access) -> None:
        self._documents = documents
        self._access = access
        carriers = directory.carriers(access)
        self.companies: tuple[Company, ...] = directory.of(carriers)
        papers = [one for one in carriers if one.kind is not Kind.NEWS]
        self._stating = stating_figures(QuestionPlan(""), papers, {})
        self._facts = KeptFacts(facts, {one.id: one.name for one in papers})
        self._figures = Figures(self._facts, documents)
        self._kept: dict[object, list[Value]] = {}

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Return what each company of the library is called besides."""
        return {one.name: (*one.spellings, *one.other_names) for one in self.companies}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Return the documents that figures are taken from, by id."""
        return {one.id: one for one in self._stating}

    def asked(self, company: str) -> Question:
        """Return what figures of a company are asked with."""
        spellings = next((one.spellings for one in self.companies if one.name == company), (company,))
        own = tuple(one for one in self._stating if one.company in spellings)
        return Question(self._access, company, tuple(spellings), own)

    def values(self, wanted: Wanted) -> list[Value]:
        """Return what the library gives for a figure, that of the newest filing first; none where it has none."""
        if wanted not in self._kept:
            self._kept[wanted] = list(self._values(wanted))
        return self._kept[wanted]

    def newest_year(self, company: str, target: Target) -> PeriodTerm | None:
        """Return the newest fiscal year for which a figure of a company is stated, None without one."""
        asked = self.asked(company)
        ends = self._figures.ends(asked, target)
        years = (PeriodTerm(end // 4 - 1, "FY", "") for end in ends if end % 4 == 0)
        return next((one for one in years if self._figures.has(asked, target, one)), None)

    def fiscal(self, company: str, period: PeriodTerm) -> PeriodTerm:
        """Return a year that is named by the day on which it ended as the company's fiscal year, any other period as it is."""
        if period.on is None or period.fiscal_period != "year":
            return period
        years = {one.fiscal_year for one in self.asked(company).documents if one.period_end == period.on and one.fiscal_period == "FY"}
        year = years.pop() if len(years) == 1 else None
        return PeriodTerm(year, "FY", period.words) if year else period

    def holds(self, company: str, period: PeriodTerm) -> bool:
        """Return whether a document of a company reports on a period, or may show it beside a later one."""
        return bool(self.asked(company).filings_of(period))

    def facts_of(self, wanted: FactFilter) -> list[Fact]:
        """Return figures of allowed documents, by document, page and position."""
        return self._facts.find(self._access, wanted)

    def parts(self, company: str) -> frozenset[str]:
        """Return what the parts of a company are called, in small letters: its segments, places, products; its own name is none of them."""
        if company not in self._part_names:
            own = {word for name in (company, *self.names.get(company, ())) for word in words(name)}
            members = {member.casefold() for fact in self._of_parts(company) for _, member in fact.dimensions}
            self._part_names[company] = frozenset(one for one in members if not set(words(one)) <= own)
        return self._part_names[company]

    def part_facts(self, company: str, period: PeriodTerm) -> list[Fact]:
        """Return the figures of a company's parts for a period."""
        year = period.fiscal_year
        return [one for one in self._of_parts(company) if is_of_period(one, period) and year in {None, one.period.fiscal_year}]

    def _of_parts(self, company: str) -> list[Fact]:
        asked = self.asked(company)
        wanted = FactFilter(companies=asked.spellings, document_ids=asked.of_company, everything=True)
        return [one for one in (self._facts.find(self._access, wanted) if asked.of_company else []) if one.dimensions]

    @cached_property
    def _part_names(self) -> dict[str, frozenset[str]]:
        return {}

    def _values(self, wanted: Wanted) -> Iterator[Value]:
        own = self._of_filings(wanted)
        yield from own
        if wanted.is_plain:
            return
        for target, note in _other_readings(wanted):
            for value in self._of_filings(replace(wanted, target=target))[:1]:
                yield replace(value, note=note)
        amount = _amount_of(wanted)
        if amount is not None:
            yield from (replace(one, note="as an amount") for one in self._of_filings(replace(wanted, target=amount)))
        if isinstance(wanted.target, Metric):
            for one in wanted.target.conventions[1:]:
                yield from self._in_convention(wanted, one.name)

    def _in_convention(self, wanted: Wanted, convention: str) -> Iterator[Value]:
        found = self._work(wanted, self.asked(wanted.company), convention=convention)
        if found is not None:
            yield Value(found, convention)

    def _of_filings(self, wanted: Wanted) -> list[Value]:
        """Return the value of each filing that states the figure, the newest first, then the one put together from several."""
        asked = self.asked(wanted.company)
        period = wanted.period
        filings = sorted(asked.filings_of(period)[:_MOST_FILINGS], key=document_age, reverse=True)
        of_each = [self._work(wanted, replace(asked, filing=one.id)) for one in filings]
        together = self._work(wanted, asked)
        found = [one for one in (*of_each, together) if one is not None]
        if own := self._own_of_company(wanted, asked):
            found.append(own)
        if not found:
            return []
        newest = found[0]
        return [
            Value(one, is_old=number > 0 and not _agree(one, newest) and _is_older(one, newest, self.documents))
            for number, one in enumerate(found)
        ]

    def _own_of_company(self, wanted: Wanted, asked: Question) -> Calculation | None:
        """Return an amount that the company prints under a metric's own name, None without one."""
        if not isinstance(wanted.target, Metric) or wanted.operation is not None:
            return None
        try:
            own = self._figures.own_of_company(asked, wanted.target, wanted.period)
        except CannotComputeError:
            return None
        return own[1] if own else None

    def _work(self, wanted: Wanted, asked: Question, *, convention: str = "") -> Calculation | None:
        """Return a figure as the documents asked give it, None where they do not."""
        try:
            if wanted.operation is None:
                return self._level(wanted, asked, convention)
            return self._moved(wanted, asked, convention)
        except (CannotComputeError, DeskError):
            return None

    def _level(self, wanted: Wanted, asked: Question, convention: str) -> Calculation:
        term = wanted.period
        if wanted.back:
            now = self._figures.compute(replace(asked, filing=""), wanted.target, term, convention=convention)
            term = before(now, wanted.back)
        return self._figures.compute(asked, wanted.target, term, convention=convention)

    def _moved(self, wanted: Wanted, asked: Question, convention: str) -> Calculation:
        """Return what an operation makes of a figure and that of the period before, both as one filing states them where one does."""
        assert wanted.operation is not None  # noqa: S101  (told by the caller)
        now = self._figures.compute(replace(asked, filing=""), wanted.target, wanted.period, convention=convention)
        base = wanted.base or before(now, wanted.back or "year")
        if asked.filing:
            parts = [self._figures.compute(asked, wanted.target, one, convention=convention) for one in (base, wanted.period)]
        else:
            parts = self._figures.together(asked, wanted.target, (base, wanted.period), convention=convention, text_of=self._text_of)
        labels = {normalize_label(fact.label) for part in parts for fact in facts_of(part)}
        if isinstance(wanted.target, Concept) and asked.filing and len(labels) > 1:
            raise CannotComputeError("the two periods are stated in rows of different names")
        return combine(wanted.operation, parts)

    @property
    def _text_of(self) -> Callable[[str], str]:
        return partial(_text, self._documents, self._access)


def _text(documents: DocumentStore, access: Access, document_id: str) -> str:
    return documents.get(access, document_id).text


def before(now: Calculation, back: str) -> PeriodTerm:
    """Return the period before that of a figure: the same part of the year before, or the quarter before."""
    year, part = now.period.fiscal_year, now.period.fiscal_period
    if back != "quarter":
        return PeriodTerm(year - 1, part, "")
    at = _QUARTERS.index(part) if part in _QUARTERS else 3
    return PeriodTerm(year, _QUARTERS[at - 1], "") if at else PeriodTerm(year - 1, "Q4", "")


def target_named(name: str) -> Concept | Metric | None:
    """Return the concept or metric of a name."""
    return find_metric(name) or find_concept(name)


def first_fact(calculation: Calculation) -> Fact:
    """Return the printed row that stands for a figure: of a change that of its later period."""
    facts = facts_of(calculation)
    of_period = [one for one in facts if one.period.end == calculation.period.end]
    return (of_period or list(facts))[0]


def _other_readings(wanted: Wanted) -> Iterator[tuple[Target, str]]:
    """Yield the other readings of a concept that a statement prints in several, none where the words name one."""
    target = wanted.target
    if not isinstance(target, Concept) or reading_named(wanted.said, target.name):
        return
    for one in readings_of(target.name):
        other = find_concept(one.concept)
        if other is not None and other.name != target.name:
            yield other, one.label


def _amount_of(wanted: Wanted) -> Concept | None:
    """Return the amount that a margin of this name may be, where its growth in percent is wanted; None otherwise."""
    is_growth = isinstance(wanted.target, Metric) and wanted.operation is Operation.GROWTH
    return find_concept(_AMOUNTS.get(wanted.target.name, "")) if is_growth and isinstance(wanted.target, Metric) else None


def _agree(one: Calculation, other: Calculation) -> bool:
    """Return whether two values are the same as far as both are printed."""
    digits = [fact.last_digit for calculation in (one, other) for fact in facts_of(calculation) if fact.unit == calculation.unit]
    slack = max(digits, default=abs(other.value) / 10_000) / 2
    return one.unit == other.unit and abs(one.value - other.value) <= slack


def _is_older(one: Calculation, newest: Calculation, documents: dict[str, Document]) -> bool:
    """Return whether a value comes from older filings than another."""
    ages = [
        max((document_age(documents[fact.document_id]) for fact in facts_of(value) if fact.document_id in documents), default=None)
        for value in (one, newest)
    ]
    return ages[0] is not None and ages[1] is not None and ages[0] < ages[1]


def document_age(document: Document) -> tuple[date, date, str]:
    """Return by what documents are put in the order of time: the end of their period, then the day on which they came out."""
    end = document.period_end or date(document.fiscal_year or 1, 1, 1)
    published = (document.published_at or document.known_at).date()
    return end, published, document.name
