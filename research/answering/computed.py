"""Figure answers: one value for each company and period asked for, or what is made of them, each operand with its printed row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from research.answering.figures import show_figure
from research.answering.reading import Reading
from research.answering.sentences import figure_sentence, lacking_line
from research.answering.targets import Figures, Target
from research.citations import resolve_fact
from research.concepts.catalogue import Concept, find_concept
from research.concepts.readings import readings_of
from research.directory import Company
from research.metrics.calculator import CannotComputeError
from research.metrics.definitions import Metric
from research.metrics.engine import Question
from research.metrics.operands import facts_of
from research.metrics.operations import combine
from research.metrics.spans import name_of, stretch_of
from research.nouns.access import Access
from research.nouns.answers import (
    CONVENTION,
    AnswerTable,
    Citation,
    Claim,
    FigureValue,
    Operation,
    OtherReading,
    PeriodTerm,
    QuestionPlan,
    Verdict,
)
from research.nouns.facts import Calculation, Fact, scale_words
from research.protocols.documents import DocumentStore, FactStore

MOST_VALUES = 60
# Other readings are looked for beside so many figures; a longer answer is a table.
MOST_READINGS = 3
_ACROSS_TIME = frozenset({Operation.GROWTH, Operation.CHANGE, Operation.CAGR})


@dataclass(frozen=True, slots=True)
class ComputedAnswer:
    """The values found, each with its sentence and citation, and one line for each that was not found."""

    values: tuple[FigureValue, ...]
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    missing: tuple[str, ...]
    readings: tuple[OtherReading, ...] = ()

    def table(self) -> AnswerTable | None:
        """Return the values side by side when there are several."""
        if len(self.values) < 2:
            return None
        pairs = zip(self.values, self.claims, strict=True)
        rows = tuple((value.calculation.company, value.period, value.display, _markers(claim)) for value, claim in pairs)
        return AnswerTable(("Company", "Period", "Value", "Source"), rows)


@dataclass(slots=True)
class _Writing:
    """The answer as it grows: what was cited gets one marker, however often it is used."""

    plan: QuestionPlan
    values: list[FigureValue] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    readings: list[OtherReading] = field(default_factory=list)
    by_fact: dict[str, Citation] = field(default_factory=dict)

    def finished(self) -> ComputedAnswer:
        return ComputedAnswer(
            tuple(self.values), tuple(self.claims), tuple(self.citations), tuple(dict.fromkeys(self.missing)), tuple(self.readings)
        )


class FigureAnswerer:
    """Answers questions for figures from facts: printed, computed, or set side by side."""

    def __init__(self, facts: FactStore, documents: DocumentStore) -> None:
        self._figures = Figures(facts)
        self._documents = documents

    def known_periods(self, access: Access, target: Target, reading: Reading) -> tuple[PeriodTerm, ...]:
        """Return the fiscal years known for all the companies, newest first, as assumed periods."""
        known = [set(self._figures.years(_asked(access, company, reading), target)) for company in reading.companies]
        shared = set.intersection(*known) if known else set()
        return tuple(PeriodTerm(year, "FY", "") for year in sorted(shared, reverse=True))

    def answer(self, access: Access, target: Target, reading: Reading) -> ComputedAnswer:
        """Return each value for the companies and periods read, or what the plan's operation makes of them.

        For each that was not found there is a line that says which operand is lacking.
        """
        writing = _Writing(reading.plan)
        if reading.plan.operation:
            self._operated(access, target, reading, writing)
        else:
            self._each(access, target, reading, writing)
        return writing.finished()

    def _each(self, access: Access, target: Target, reading: Reading, writing: _Writing) -> None:
        requests = [(company, period) for company in reading.companies for period in reading.plan.periods][:MOST_VALUES]
        found: list[Calculation | None] = []
        for company in reading.companies:
            periods = [period for one, period in requests if one is company]
            found += self._together(access, target, reading, company=company, periods=periods, writing=writing)
        for (company, period), calculation in zip(requests, found, strict=True):
            if calculation is None or any(calculation == value.calculation for value in writing.values):
                continue  # two ways to name one period
            marker = self._write(access, target, calculation, writing)
            if len(requests) > MOST_READINGS:
                continue
            if isinstance(target, Concept):
                writing.readings += self._other_readings(access, target, reading, company=company, period=period, marker=marker)
            elif isinstance(target, Metric):
                writing.readings += self._other_conventions(access, target, reading, company=company, period=period, marker=marker)

    def _operated(self, access: Access, target: Target, reading: Reading, writing: _Writing) -> None:
        operation = Operation(reading.plan.operation.value) if reading.plan.operation else Operation.CHANGE
        across = operation in {Operation.DIFFERENCE, Operation.RATIO} and len(reading.companies) > 1
        if operation is Operation.DIFFERENCE and not across:
            operation = Operation.CHANGE
        if across and len(reading.plan.periods) > 1:
            named = " and ".join(company.name for company in reading.companies)
            writing.missing.append(f"{named}: the question names several periods; ask for one, so that it is certain which is compared")
            return
        for companies, periods in _groups(reading, operation, across=across):
            parts: list[Calculation | None] = []
            for company in companies:
                parts += self._together(access, target, reading, company=company, periods=periods, writing=writing)
            found = [part for part in parts if part is not None]
            if len(found) < len(parts):
                continue
            try:
                result = combine(operation, found)
            except CannotComputeError as error:
                writing.missing.append(f"{companies[0].name}: {error.reason}")
                continue
            self._write(access, target, result, writing)

    def _together(
        self, access: Access, target: Target, reading: Reading, *, company: Company, periods: Sequence[PeriodTerm], writing: _Writing
    ) -> list[Calculation | None]:
        """Return a company's figures of some periods, of one filing where one has them all, None for each that cannot be had."""
        asked = _asked(access, company, reading)
        why = ""
        if len(periods) > 1:
            try:
                convention = reading.plan.convention
                return [
                    *self._figures.together(
                        asked, target, periods, convention=convention, text_of=lambda key: self._documents.get(access, key).text
                    )
                ]
            except CannotComputeError as error:
                why = error.reason
        found = [self._calculate(access, target, reading, company=company, period=period, writing=writing) for period in periods]
        if why and all(found):  # each is there, but not beside the others
            writing.missing.append(f"{company.name}: {why}")
            return [None for _ in periods]
        return found

    def _calculate(
        self, access: Access, target: Target, reading: Reading, *, company: Company, period: PeriodTerm, writing: _Writing
    ) -> Calculation | None:
        """Return a figure, None when it cannot be had, which is then said in a line."""
        asked = _asked(access, company, reading)
        try:
            return self._figures.compute(asked, target, period, convention=reading.plan.convention)
        except CannotComputeError as error:
            writing.missing.append(lacking_line(error, target, asked, period))
            return None

    def _write(self, access: Access, target: Target, calculation: Calculation, writing: _Writing) -> str:
        """Add a figure with its sentence and citations; return its marker, the first of them."""
        cited = [self._cite(access, fact, writing) for fact in facts_of(calculation)]
        citations = tuple({citation.marker: citation for citation in cited}.values())
        value = _figure_value(calculation, target, writing.plan, citations[0].marker)
        markers = {fact.id: writing.by_fact[fact.id].marker for fact in facts_of(calculation)}
        writing.values.append(value)
        writing.claims.append(Claim(figure_sentence(target, calculation, value, markers), citations, calculation, Verdict.SUPPORTED))
        return value.marker

    def _other_readings(
        self, access: Access, target: Concept, reading: Reading, *, company: Company, period: PeriodTerm, marker: str
    ) -> Iterator[OtherReading]:
        """Yield the readings of a concept, other than the one taken, that a statement prints for its company and period."""
        all_readings = readings_of(target.name)
        chosen = next((one.label for one in all_readings if one.concept == target.name), "")
        for one in all_readings:
            concept = find_concept(one.concept)
            if concept is None or concept.name == target.name:
                continue
            try:
                self._figures.compute(_asked(access, company, reading), concept, period)
            except CannotComputeError:
                continue
            yield OtherReading(marker, chosen, one.concept, one.label)

    def _other_conventions(
        self, access: Access, target: Metric, reading: Reading, *, company: Company, period: PeriodTerm, marker: str
    ) -> Iterator[OtherReading]:
        """Yield the other ways to compute a metric for which there are operands."""
        chosen = target.convention(reading.plan.convention)
        for one in target.conventions:
            if one is chosen:
                continue
            try:
                self._figures.compute(_asked(access, company, reading), target, period, convention=one.name)
            except CannotComputeError:
                continue
            yield OtherReading(marker, chosen.name, f"{CONVENTION}{one.name}", one.name)

    def _cite(self, access: Access, fact: Fact, writing: _Writing) -> Citation:
        if fact.id in writing.by_fact:
            return writing.by_fact[fact.id]
        citation = resolve_fact(self._documents, access, fact, marker=str(len(writing.citations) + 1))
        writing.citations.append(citation)
        writing.by_fact[fact.id] = citation
        return citation


def describe_row(facts: Sequence[Fact]) -> str:
    """Return what a printed row is, which it does not say itself: company, statement, unit, and the period of each of its figures."""
    first = facts[0]
    unit = f"{first.unit} {scale_words(first.scale)}".strip()
    periods = " | ".join(fact.period.label for fact in sorted(facts, key=lambda fact: fact.cell_start))
    statement = f", {first.statement.value}" if first.statement else ""
    return f"{first.company}{statement} ({unit}; {periods})"


def _asked(access: Access, company: Company, reading: Reading) -> Question:
    return Question(access, company.name, tuple(company.spellings), tuple(reading.documents))


def _groups(reading: Reading, operation: Operation, *, across: bool) -> Iterator[tuple[Sequence[Company], Sequence[PeriodTerm]]]:
    """Yield the companies and periods of each result: companies side by side for each period, else one company over its periods."""
    periods = sorted(dict.fromkeys(reading.plan.periods), key=_when)
    if across:
        yield from ((reading.companies[:2], [period]) for period in periods)
        return
    over = operation in _ACROSS_TIME or operation is Operation.RATIO
    base = reading.plan.base or ("prior" if over and len(periods) == 1 else "")
    for company in reading.companies:
        if base:
            yield from (([company], [_before(period, sequential=base == "previous"), period]) for period in periods)
        elif over:
            yield [company], [periods[-1], periods[0]] if operation is Operation.RATIO else [periods[0], periods[-1]]
        else:
            yield [company], periods


def _when(period: PeriodTerm) -> tuple[int, int]:
    if period.on is not None:
        return period.on.toordinal(), 0
    return stretch_of(period.fiscal_year or 0, period.fiscal_period) or (0, 0)


def _before(period: PeriodTerm, *, sequential: bool) -> PeriodTerm:
    """Return the same part of the year before, or, for a sequential comparison, the part just before."""
    stretch = stretch_of(period.fiscal_year, period.fiscal_period) if period.fiscal_year is not None else None
    if sequential and stretch and (found := name_of((2 * stretch[0] - stretch[1], stretch[0]))):
        return PeriodTerm(found[0], found[1], "")
    if period.on is not None:
        return replace(period, on=period.on.replace(year=period.on.year - 1, day=min(period.on.day, 28)), words="")
    return replace(period, fiscal_year=(period.fiscal_year or 0) - 1, words="")


def _markers(claim: Claim) -> str:
    return "".join(f"[{citation.marker}]" for citation in claim.citations)


def _figure_value(calculation: Calculation, target: Target, plan: QuestionPlan, marker: str) -> FigureValue:
    facts = facts_of(calculation)
    scale = max((fact.scale for fact in facts), default=1)
    decimals = plan.decimals if plan.decimals is not None else _decimals(calculation, target, facts, plan.scale or scale)
    value, unit = _in_asked_unit(calculation, plan)
    shown = show_figure(value, unit, printed_scale=scale, scale=plan.scale, decimals=decimals)
    basis = _basis(facts[0]) if len(facts) == 1 else "computed"
    return FigureValue(shown.number, unit, shown.scale, shown.display, basis, calculation.period.label, calculation, marker)


def _in_asked_unit(calculation: Calculation, plan: QuestionPlan) -> tuple[Decimal, str]:
    """Return a ratio as the question wants it, as a percentage or as a multiple; anything else as it is."""
    if (calculation.unit, plan.unit) == ("%", "x"):
        return calculation.value / 100, "x"
    if (calculation.unit, plan.unit) == ("x", "%"):
        return calculation.value * 100, "%"
    return calculation.value, calculation.unit


def _basis(fact: Fact) -> str:
    return ", ".join(part for part in (fact.basis.share, fact.basis.accounting, fact.basis.restated or "as reported") if part)


def _decimals(calculation: Calculation, target: Target, facts: Sequence[Fact], scale: int) -> int | None:
    """Return how many decimals a computed figure is shown with, None for one that is printed: as many as it has.

    Ratios have those of their metric, amounts as many as their operands, and never so few that a figure is nought.
    """
    if len(facts) == 1 and abs(facts[0].value) == abs(calculation.value):
        return None
    if calculation.unit in {"%", "x", "days", "pp"} or "/" in calculation.unit:
        usual = target.decimals if isinstance(target, Metric) and target.unit == calculation.unit else 2
        return max(usual, 2 - calculation.value.adjusted()) if calculation.value and calculation.value.adjusted() < 0 else usual
    finest = min((fact.last_digit for fact in facts if fact.unit == calculation.unit), default=Decimal(1))
    return max(0, -int((finest / scale).adjusted()))
