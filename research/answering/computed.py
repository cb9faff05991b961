"""Figure answers: one value for each company and period asked for, each with its printed row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.answering.figures import show_figure
from research.answering.reading import Reading
from research.citations import resolve_fact
from research.concepts.catalogue import Concept, concepts
from research.concepts.readings import readings_of
from research.metrics.engine import MetricEngine, MetricRequest, NoFigure
from research.nouns.access import Access
from research.nouns.answers import AnswerTable, Citation, Claim, FigureValue, OtherReading, PeriodTerm, QuestionPlan, Verdict
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact, Span, scale_words
from research.protocols.documents import DocumentStore

MOST_VALUES = 60
# Other readings are looked for beside so many figures; a longer answer is a table.
MOST_READINGS = 3


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
        rows = tuple((v.calculation.company, v.period, v.display, f"[{v.marker}]") for v in self.values)
        return AnswerTable(("Company", "Period", "Value", "Source"), rows)


class FigureAnswerer:
    """Answers questions for printed figures from facts."""

    def __init__(self, engine: MetricEngine, documents: DocumentStore) -> None:
        self._engine = engine
        self._documents = documents

    def known_periods(self, access: Access, concept: Concept, reading: Reading) -> tuple[PeriodTerm, ...]:
        """Return the fiscal years known for all the companies, newest first, as assumed periods."""
        known = [
            {p.fiscal_year for p in self._engine.periods(access, concept, company.spellings, reading.documents)}
            for company in reading.companies
        ]
        shared = set.intersection(*known) if known else set()
        years = sorted((year for year in shared if year is not None), reverse=True)
        return tuple(PeriodTerm(year, "FY", "") for year in years)

    def answer(self, access: Access, concept: Concept, reading: Reading) -> ComputedAnswer:
        """Return each value of `concept` for the companies and periods read, or the line that says it was not found."""
        plan, documents = reading.plan, reading.documents
        values: list[FigureValue] = []
        claims: list[Claim] = []
        citations: list[Citation] = []
        missing: list[str] = []
        readings: list[OtherReading] = []
        requests = [
            MetricRequest(concept, company.name, company.spellings, period) for company in reading.companies for period in plan.periods
        ]
        for request in requests[:MOST_VALUES]:
            calculation = self._engine.compute(access, request, documents)
            if isinstance(calculation, NoFigure):
                missing.append(_no_figure(request, calculation, documents))
                continue
            if any(_fact(calculation).id == _fact(value.calculation).id for value in values):
                continue  # two ways to name one period
            marker = str(len(citations) + 1)
            citation = resolve_fact(self._documents, access, _fact(calculation), marker=marker)
            value = _figure_value(calculation, plan, marker)
            values.append(value)
            citations.append(citation)
            claims.append(Claim(_sentence(concept, calculation, value), (citation,), calculation, Verdict.SUPPORTED))
            if len(requests) <= MOST_READINGS:
                readings += self._other_readings(access, request, marker, documents)
        return ComputedAnswer(tuple(values), tuple(claims), tuple(citations), tuple(missing), tuple(readings))

    def _other_readings(self, access: Access, request: MetricRequest, marker: str, documents: Sequence[Document]) -> list[OtherReading]:
        """Return the readings of a request's metric, other than the one taken, that a statement prints for its company and period."""
        all_readings = readings_of(request.concept.name)
        chosen = next((one.label for one in all_readings if one.concept == request.concept.name), "")
        found: list[OtherReading] = []
        for one in all_readings:
            concept = next((concept for concept in concepts() if concept.name == one.concept), None)
            if concept is None or concept.name == request.concept.name:
                continue
            if isinstance(self._engine.compute(access, replace(request, concept=concept), documents), Calculation):
                found.append(OtherReading(marker, chosen, one.concept, one.label))
        return found


def describe_row(facts: Sequence[Fact]) -> str:
    """Return what a printed row is, which it does not say itself: company, statement, unit, and the period of each of its figures."""
    first = facts[0]
    unit = f"{first.unit} {scale_words(first.scale)}".strip()
    periods = " | ".join(fact.period.label for fact in sorted(facts, key=lambda fact: fact.cell_start))
    statement = f", {first.statement.value}" if first.statement else ""
    return f"{first.company}{statement} ({unit}; {periods})"


def _figure_value(calculation: Calculation, plan: QuestionPlan, marker: str) -> FigureValue:
    fact = _fact(calculation)
    shown = show_figure(calculation.value, calculation.unit, printed_scale=fact.scale, scale=plan.scale, decimals=plan.decimals)
    basis = ", ".join(part for part in (fact.basis.share, fact.basis.accounting, fact.basis.restated or "as reported") if part)
    return FigureValue(shown.number, calculation.unit, shown.scale, shown.display, basis, calculation.period.label, calculation, marker)


def _sentence(concept: Concept, calculation: Calculation, value: FigureValue) -> str:
    """Return the answer's sentence, its period's end spelt out and its marker last."""
    period = calculation.period
    end = f"{period.end.day} {period.end:%B %Y}"
    if period.span is Span.INSTANT:
        when = f"at the end of {period.label} ({end})"
    else:
        when = f"for {period.label} ({period.span.value} ended {end})"
    title = concept.title if concept.title.isupper() else concept.title[:1].lower() + concept.title[1:]
    notes = "".join(f" Note: {caveat}." for caveat in calculation.caveats)
    return f"{calculation.company}: {title} {when} was {value.display} [{value.marker}].{notes}"


def _no_figure(request: MetricRequest, why: NoFigure, documents: Sequence[Document]) -> str:
    """Return the line for a figure that is not given: stated twice and differently, or not found."""
    asked = f"{request.concept.title.lower()} of {request.company} for {request.period.label}"
    if why.stated:
        pages = sorted({fact.page for fact in why.stated})
        where = f"page{'s' if len(pages) > 1 else ''} {' and '.join(map(str, pages))}"
        printed = " and ".join(fact.printed for fact in why.stated)
        return f"{asked}: {why.document} states two values, {printed}, on {where}: neither is taken"
    held = sorted({d.name for d in documents if d.company in request.spellings})
    looked = f"looked in {', '.join(held[:5])}{' and others' if len(held) > 5 else ''}" if held else "no filing for it is in the library"
    return f"{asked}: not found in a statement; {looked}"


def _fact(calculation: Calculation) -> Fact:
    operand = calculation.inputs[0][1]
    while isinstance(operand, Calculation):
        operand = operand.inputs[0][1]
    return operand
