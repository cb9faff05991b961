"""Figure answers: one value for each company and period asked for, or what is made of them, each operand with its printed row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from research.answering.counted import counted_periods, newest_period
from research.answering.grouping import Request, groups_of, operation_for, requests_of
from research.answering.paths import FEWEST, goes_one_way, said_path, went
from research.answering.reading import Reading
from research.answering.sentences import apart_line, figure_sentence, lacking_line, no_common_line, unknown_line
from research.answering.strangers import printed_part, said_name
from research.answering.targets import Figures, Target
from research.answering.values import figure_value, look_of
from research.answering.writing import ComputedAnswer, Writing
from research.citations import resolve_fact
from research.concepts.catalogue import Concept, find_concept
from research.concepts.readings import reading_named, readings_of
from research.directory import Company
from research.metrics.calculator import CannotComputeError
from research.metrics.definitions import Metric
from research.metrics.operands import caveats_of, facts_of
from research.metrics.operations import combine
from research.metrics.spans import quarter_end, stretch_of
from research.nouns.access import Access
from research.nouns.answers import (
    CONVENTION,
    Citation,
    Claim,
    Operation,
    OtherReading,
    PeriodTerm,
    PlanTerm,
)
from research.nouns.facts import Calculation, Fact, Statement
from research.planning.wordlists import phrases
from research.protocols.documents import DocumentStore, FactStore

MOST_VALUES = 60
# Words of a question that say whose income is meant.
_ATTRIBUTED = re.compile(r"attributable|attributed|available|common|parent|company|holders|interests|consolidated", re.IGNORECASE)
# Other readings are looked for beside so many figures; a longer answer is a table.
MOST_READINGS = 3


class FigureAnswerer:
    """Answers questions for figures from facts: printed, computed, or set side by side."""

    def __init__(self, facts: FactStore, documents: DocumentStore) -> None:
        self._figures = Figures(facts, documents)
        self._documents = documents

    def known_years(self, access: Access, target: Target, reading: Reading) -> tuple[PeriodTerm, ...]:
        """Return the fiscal years for which all the companies state the figure, newest first, as assumed periods."""
        ends = sorted(self._ends(access, target, reading), reverse=True)
        years = (PeriodTerm(end // 4 - 1, "FY", "") for end in ends if end % 4 == 0)
        return tuple(year for year in years if self._have(access, target, reading, year))

    def newest_year(self, access: Access, target: Target, reading: Reading) -> PeriodTerm | None:
        """Return the newest fiscal year for which all the companies state the figure, None when there is none."""
        return self._newest(access, target, reading, "FY", ends=self._ends(access, target, reading))

    def newest_usual(self, access: Access, target: Target, reading: Reading) -> PeriodTerm | None:
        """Return the newest period that a question without one means: of a balance its newest day, of all else its newest year.

        A company of which no year is known is asked for its newest quarter; several companies are always asked for a year.
        """
        ends = self._ends(access, target, reading)
        year = self._newest(access, target, reading, "FY", ends=ends)
        is_balance = isinstance(target, Concept) and target.statement is Statement.BALANCE
        if len(reading.companies) != 1 or (year and not is_balance):
            return year
        newest = self._newest(access, target, reading, "Q", ends=ends)
        stretch = stretch_of(newest.fiscal_year or 0, newest.fiscal_period) if newest else None
        if stretch is None:
            return year
        return PeriodTerm(*quarter_end(stretch[1]), "") if is_balance else newest

    def counted(self, access: Access, target: Target, reading: Reading) -> tuple[PeriodTerm, ...]:
        """Return the periods that the plan counts back from the newest for which all the companies state the figure, none left out."""
        relative = reading.plan.relative
        ends = self._ends(access, target, reading) if relative else set()
        newest = self._newest(access, target, reading, relative.fiscal_period, ends=ends) if relative else None
        stretch = stretch_of(newest.fiscal_year or 0, newest.fiscal_period) if newest else None
        return counted_periods(relative, reading.plan, stretch[1]) if relative and stretch else ()

    def answer(self, access: Access, target: Target, reading: Reading) -> ComputedAnswer:
        """Return each value for the companies and periods read, or what the plan's operation makes of them.

        For each that was not found there is a line that says which operand is lacking; without a period one that no document states it.
        """
        writing = Writing(reading.plan)
        if not reading.plan.periods:
            self._nowhere(access, target, reading, writing)
        elif reading.plan.operation:
            self._operated(access, target, reading, writing)
        elif path := self._path(access, target, reading):
            return path
        else:
            self._each(access, target, reading, writing)
        return writing.finished()

    def present(self, access: Access, figures: Sequence[tuple[Target, Calculation]], reading: Reading) -> ComputedAnswer:
        """Return figures that were found otherwise as an answer: each with its sentence and its citations, in their order."""
        writing = Writing(reading.plan)
        for target, calculation in figures:
            self._write(access, target, calculation, writing)
        return writing.finished()

    def above(self, access: Access, document_id: str, page: int, start: int) -> str:
        """Return what is printed on a page of a document before an offset."""
        found = self._documents.pages(access, document_id, [page])
        return found[0][1][: start - found[0][0].start] if found else ""

    def why_senseless(self, access: Access, target: Target, reading: Reading) -> tuple[str, ...]:
        """Return a line for each company for which the figure means nothing, whatever the period."""
        questions = [reading.asked(access, company) for company in reading.companies]
        found = [(asked, self._figures.why_not(asked, target)) for asked in questions]
        return tuple(unknown_line(target, asked, why) for asked, why in found if why)

    def printed_part(self, access: Access, company: Company, term: PlanTerm, reading: Reading) -> str:
        """Return the part or row, as the documents in scope print it, that carries a name which is no company's; "" when none does."""
        in_scope = replace(reading.asked(access, company), documents=reading.scope.documents)
        return printed_part(said_name(term), self._figures.printed(in_scope))

    def currencies(self, access: Access, company: Company, reading: Reading) -> frozenset[str]:
        """Return the currencies of what the statements of a company in scope print."""
        in_scope = replace(reading.asked(access, company), documents=reading.scope.documents)
        return frozenset(fact.currency for fact in self._figures.stated(in_scope) if fact.currency)

    def _newest(self, access: Access, target: Target, reading: Reading, kind: str, *, ends: set[int]) -> PeriodTerm | None:
        return newest_period(kind, ends, lambda period: self._have(access, target, reading, period))

    def _ends(self, access: Access, target: Target, reading: Reading) -> set[int]:
        return {end for company in reading.companies for end in self._figures.ends(reading.asked(access, company), target)}

    def _have(self, access: Access, target: Target, reading: Reading, period: PeriodTerm) -> bool:
        return all(self._figures.has(reading.asked(access, company), target, period) for company in reading.companies)

    def _nowhere(self, access: Access, target: Target, reading: Reading, writing: Writing) -> None:
        """Say that no period is known, of each company that states the figure for none, else of all together."""
        writing.senseless += self.why_senseless(access, target, reading)
        writing.missing += writing.senseless
        if writing.senseless:
            return
        questions = [reading.asked(access, company) for company in reading.companies]
        without = [asked for asked in questions if not self._figures.ends(asked, target)]
        if len(questions) > 1 and not without:
            writing.missing.append(no_common_line(target, [asked.company for asked in questions]))
            return
        writing.missing += [unknown_line(target, asked) for asked in without or questions]

    def _each(self, access: Access, target: Target, reading: Reading, writing: Writing) -> None:
        requests = requests_of(reading.plan, reading.companies)[:MOST_VALUES]
        for request, calculation in zip(requests, self._all(access, target, reading, requests, writing=writing), strict=True):
            if calculation is None or any(calculation == value.calculation for value in writing.values):
                continue  # two ways to name one period
            marker = self._write(access, target, calculation, writing)
            if len(requests) == 1:
                self._beside_it(access, target, reading, request, written=(calculation, writing))
            if len(requests) > MOST_READINGS:
                continue
            if isinstance(target, Concept):
                writing.readings += self._other_readings(access, target, reading, request, marker=marker)
            elif isinstance(target, Metric):
                writing.readings += self._other_conventions(access, target, reading, request, marker=marker)

    def _path(self, access: Access, target: Target, reading: Reading) -> ComputedAnswer | None:
        """Return how the figure of one company went over the years where that is asked and each year's is there; None otherwise.

        The values are its change where it went one way, else its first, its last and those at which it turned; the table has all.
        """
        plan, requests = reading.plan, requests_of(reading.plan, reading.companies)
        asks = phrases("operations")["path"].search(plan.direction) is not None
        if not asks or len(reading.companies) != 1 or not FEWEST <= len(requests) <= MOST_VALUES:
            return None
        writing = Writing(plan)
        found = self._all(access, target, reading, requests, writing=writing)
        figures = sorted((one for one in found if one is not None), key=lambda one: one.period.end)
        if len(figures) < len(requests) or not (said := said_path(went(figures))):
            return None
        for figure in figures:
            self._write(access, target, figure, writing)
        every = writing.finished()
        points = [value for value in every.values if value.calculation in went(figures)]
        if goes_one_way(figures):
            self._write(access, target, combine(Operation.CHANGE, [figures[0], figures[-1]]), writing)
            points, said = writing.values[-1:], f"{said} in every year"
            writing.claims = [writing.claims[-1], *writing.claims[:-1]]
        first, *others = writing.claims
        lead = replace(first, text=f"{reading.companies[0].name}: it {said}.\n{first.text}")
        return replace(writing.finished(), values=tuple(points), claims=(lead, *others), whole=every.table())

    def _beside_it(
        self, access: Access, target: Target, reading: Reading, request: Request, *, written: tuple[Calculation, Writing]
    ) -> None:
        """Add the figure that the question may as well mean: the company's own of that name, or a reading that is far from the one taken.

        None where the question names the reading or the way to compute.
        """
        company, period = request
        (calculation, writing), plan = written, reading.plan
        asked = reading.asked(access, company)
        if isinstance(target, Metric) and not plan.convention:
            own = self._figures.own_of_company(asked, target, period)
            if own and own[1].unit == calculation.unit and own[1].value != calculation.value:
                self._write(access, own[0], own[1], writing)
        if not isinstance(target, Concept) or plan.metric is None or not plan.metric.words or reading_named(plan.question, target.name):
            return
        for one in readings_of(target.name):
            other = find_concept(one.concept)
            if other is None or other.name == target.name or _ATTRIBUTED.search(plan.metric.words):
                continue
            try:
                found = self._figures.compute(asked, other, period)
            except CannotComputeError:
                continue
            if found.unit == calculation.unit and _are_far(found.value, calculation.value):
                self._write(access, other, found, writing)

    def _operated(self, access: Access, target: Target, reading: Reading, writing: Writing) -> None:
        operation = operation_for(reading.plan, reading.companies)
        try:
            groups = groups_of(reading.plan, reading.companies)
        except CannotComputeError as error:
            self._apart(error, target, reading.companies, writing)
            return
        for group in groups:
            parts = self._all(access, target, reading, group, writing=writing)
            found = [part for part in parts if part is not None]
            if len(found) < len(parts):
                continue
            if operation is Operation.DIFFERENCE and reading.plan.direction:
                found.sort(key=lambda part: part.value, reverse=True)  # "who made more, and by how much": the larger less the smaller
            try:
                result = combine(operation, found)
            except CannotComputeError as error:
                self._apart(error, target, [company for company, _ in group], writing)
                continue
            self._write(access, target, result, writing)

    def _all(
        self, access: Access, target: Target, reading: Reading, requests: Sequence[Request], *, writing: Writing
    ) -> list[Calculation | None]:
        """Return a figure for each request, a company's of one filing where one has them all, None for each that cannot be had."""
        found: dict[Request, Calculation | None] = {}
        for company in dict.fromkeys(company for company, _ in requests):
            own = [request for request in dict.fromkeys(requests) if request[0] is company]
            found |= dict(zip(own, self._together(access, target, reading, own, writing=writing), strict=True))
        return [found[request] for request in requests]

    def _together(
        self, access: Access, target: Target, reading: Reading, requests: Sequence[Request], *, writing: Writing
    ) -> list[Calculation | None]:
        """Return a figure for each of one company's requests, None with a line for each that lacks; the others are on one basis.

        Where they are there, but not beside each other, there is none and a line why.
        """
        if len(requests) < 2:
            return [self._calculate(access, target, reading, request, writing=writing) for request in requests]
        beside, why = self._beside(access, target, reading, requests)
        if not why:
            return [*beside]
        found = [self._calculate(access, target, reading, request, writing=writing) for request in requests]
        held = [request for request, one in zip(requests, found, strict=True) if one is not None]
        if 1 < len(held) < len(requests):
            beside, why = self._beside(access, target, reading, held)
        if len(held) > 1 and why:
            self._apart(CannotComputeError(why), target, [requests[0][0]], writing)
            return [None for _ in requests]
        together = dict(zip(held, beside, strict=True)) if len(held) > 1 else {}
        return [together.get(request, one) for request, one in zip(requests, found, strict=True)]

    def _beside(self, access: Access, target: Target, reading: Reading, requests: Sequence[Request]) -> tuple[Sequence[Calculation], str]:
        """Return the figures of one company's requests on one basis, or none and why they do not go together."""
        asked, periods = reading.asked(access, requests[0][0]), [period for _, period in requests]
        text_of = partial(self._text, access)
        try:
            return self._figures.together(asked, target, periods, convention=reading.plan.convention, text_of=text_of), ""
        except CannotComputeError as error:
            return (), error.reason

    def _text(self, access: Access, document_id: str) -> str:
        return self._documents.get(access, document_id).text

    def _calculate(self, access: Access, target: Target, reading: Reading, request: Request, *, writing: Writing) -> Calculation | None:
        """Return a figure, None when it cannot be had, which is then said in a line."""
        company, period = request
        asked = reading.asked(access, company)
        try:
            return self._figures.compute(asked, target, period, convention=reading.plan.convention)
        except CannotComputeError as error:
            line = lacking_line(error, target, asked, period)
            writing.missing.append(line)
            writing.senseless += [line] if error.lacking is None else []
            return None

    @staticmethod
    def _apart(error: CannotComputeError, target: Target, companies: Sequence[Company], writing: Writing) -> None:
        """Say why figures that are there are not put together."""
        line = apart_line(error, target, tuple(dict.fromkeys(company.name for company in companies)))
        writing.missing.append(line)
        writing.senseless.append(line)

    def _write(self, access: Access, target: Target, calculation: Calculation, writing: Writing) -> str:
        """Add a figure with its sentence and citations; return its marker, the first of them."""
        cited = [self._cite(access, fact, writing) for fact in facts_of(calculation)]
        citations = tuple({citation.marker: citation for citation in cited}.values())
        value = figure_value(calculation, target, writing.plan, citations[0].marker)
        markers = {fact.id: writing.by_fact[fact.id].marker for fact in facts_of(calculation)}
        text = figure_sentence(target, calculation, value, markers, look=look_of(writing.plan), said=writing.caveats)
        writing.caveats.update(caveats_of(calculation))
        writing.values.append(value)
        writing.claims.append(Claim(text, citations, calculation))
        return value.marker

    def _other_readings(
        self, access: Access, target: Concept, reading: Reading, request: Request, *, marker: str
    ) -> Iterator[OtherReading]:
        """Yield the readings of a concept, other than the one taken, that a statement prints for its company and period."""
        company, period = request
        all_readings = readings_of(target.name)
        chosen = next((one.label for one in all_readings if one.concept == target.name), "")
        for one in all_readings:
            concept = find_concept(one.concept)
            if concept is None or concept.name == target.name:
                continue
            try:
                self._figures.compute(reading.asked(access, company), concept, period)
            except CannotComputeError:
                continue
            yield OtherReading(marker, chosen, one.concept, one.label)

    def _other_conventions(
        self, access: Access, target: Metric, reading: Reading, request: Request, *, marker: str
    ) -> Iterator[OtherReading]:
        """Yield the other ways to compute a metric for which there are operands."""
        company, period = request
        chosen = target.convention(reading.plan.convention)
        for one in target.conventions:
            if one is chosen:
                continue
            try:
                self._figures.compute(reading.asked(access, company), target, period, convention=one.name)
            except CannotComputeError:
                continue
            yield OtherReading(marker, chosen.name, f"{CONVENTION}{one.name}", one.name)

    def _cite(self, access: Access, fact: Fact, writing: Writing) -> Citation:
        if fact.id in writing.by_fact:
            return writing.by_fact[fact.id]
        citation = resolve_fact(self._documents, access, fact, marker=str(len(writing.citations) + 1))
        writing.citations.append(citation)
        writing.by_fact[fact.id] = citation
        return citation


def _are_far(one: Decimal, other: Decimal) -> bool:
    """Return whether of two readings one is twice the other or more, or of the other sign."""
    return abs(one - other) * 2 >= max(abs(one), abs(other))
