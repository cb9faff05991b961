"""Figures over periods: what each row of a table is worked out to be, or why it is not there, every one held against its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from research.answering.sentences import lowered
from research.answering.targets import Figure, Figures, title_of_target
from research.drafting.templates.evidence import RowSpec, figure_called
from research.drafting.writing.gatekeeper import Candidate, Gatekeeper, Passed
from research.drafting.writing.held import HeldCompany
from research.drafting.writing.house import are_whole, decimals_of, is_amount
from research.drafting.writing.meaning import is_meaningful
from research.metrics.calculator import CannotComputeError
from research.metrics.engine import MetricEngine
from research.metrics.operands import facts_of
from research.metrics.operations import combine
from research.metrics.spans import stretch_of
from research.nouns.answers import Operation, PeriodTerm
from research.nouns.facts import Calculation
from research.protocols.documents import DocumentStore
from research.splits import PER_SHARE, SHARES


class Lack(StrEnum):
    """Why a figure is not shown."""

    ABSENT = "absent"
    SENSELESS = "senseless"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Named:
    """A figure that is not shown, by its period and its name, and why, "" when it is just not there."""

    period: str
    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure of one period: its calculation and what passed of it, else why it is not shown and what is lacking."""

    period: PeriodTerm
    calculation: Calculation | None = None
    passed: Passed | None = None
    lack: Lack | None = None
    lacking: Named | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures: what it is called, how each of its periods came out, and whether it is not missed."""

    spec: RowSpec
    label: str
    outcomes: tuple[Outcome, ...]
    optional: bool = False

    @property
    def calculations(self) -> tuple[Calculation, ...]:
        """Return the figures that are shown."""
        return tuple(one.calculation for one in self.outcomes if one.calculation and one.passed)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of figures over periods, oldest first, at one scale."""

    periods: tuple[PeriodTerm, ...]
    rows: tuple[Row, ...]
    scale: int


class CompanyFigures:
    """Works out the figures of one company."""

    def __init__(self, held: HeldCompany, documents: DocumentStore, gate: Gatekeeper) -> None:
        self.held, self._gate, self._documents = held, gate, documents
        self._figures = Figures(held.facts, documents)
        self._series: dict[tuple[str, bool, tuple[PeriodTerm, ...]], list[Outcome]] = {}
        self._texts: dict[str, str] = {}
        self._families = MetricEngine(held.facts).families(held.question)

    def grid(self, specs: Sequence[RowSpec], periods: Sequence[PeriodTerm], *, scale: int | None = None) -> Grid:
        """Return the rows that are wanted over the periods, at the company's scale or a given one; a head is a row without figures."""
        drawn = [self._drawn(spec, tuple(periods)) if spec.figure else [] for spec in specs]
        held = [one.calculation for outcomes in drawn for one in outcomes if one.calculation]
        scale = scale or self.held.scale
        wanted = [(one, what) for spec, row in zip(specs, drawn, strict=True) if (what := figure_called(spec.figure)) for one in row]
        checked = iter(self._checked(wanted, scale=scale, whole=are_whole(held, scale)))
        rows = [
            Row(spec, label_of(spec), tuple(next(checked) for _ in outcomes), self.is_optional(spec))
            for spec, outcomes in zip(specs, drawn, strict=True)
        ]
        return Grid(tuple(periods), tuple(rows), scale)

    def years(self, specs: Sequence[RowSpec], most: int) -> tuple[PeriodTerm, ...]:
        """Return so many fiscal years up to the newest for which a row is known, oldest first; none where no row is."""
        known = {end // 4 - 1 for spec in specs if spec.figure for end in self._ends(spec) if end % 4 == 0}
        return tuple(PeriodTerm(year, "FY", "") for year in range(max(known) - most + 1, max(known) + 1)) if known else ()

    def latest(self, specs: Sequence[RowSpec]) -> tuple[PeriodTerm, ...]:
        """Return the newest period that a report of the company is of, after the same of the year before."""
        for report in self.held.reports:
            if report.fiscal_year is None:
                continue
            term = PeriodTerm(report.fiscal_year, report.fiscal_period or "FY", "")
            stretch = stretch_of(report.fiscal_year, term.fiscal_period)
            if stretch and any(stretch[1] in self._ends(spec) for spec in specs if spec.figure):
                return replace(term, fiscal_year=report.fiscal_year - 1), term
        return ()

    def suits(self, spec: RowSpec) -> bool:
        """Return whether a row means something for a company of this sort, and is one that its statements have where it is optional."""
        what = figure_called(spec.figure) if spec.figure else None
        if what is None:
            return True
        return not self._figures.why_not(self.held.question, what) and not (self.is_optional(spec) and not self._ends(spec))

    def is_optional(self, spec: RowSpec) -> bool:
        """Return whether a row is not missed where it is known for no period."""
        return spec.optional or bool(self._families & set(spec.optional_for))

    def _ends(self, spec: RowSpec) -> list[int]:
        what = figure_called(spec.figure)
        return self._figures.ends(self.held.question, what) if what else []

    def _drawn(self, spec: RowSpec, periods: tuple[PeriodTerm, ...]) -> list[Outcome]:
        key, what = (spec.figure, spec.growth, periods), figure_called(spec.figure)
        if key not in self._series and what is not None:
            made = [self._tried(period, self._grown, what) for period in periods] if spec.growth else self._plain(what, periods)
            self._series[key] = made
        return self._series.get(key, [])

    def _plain(self, what: Figure, periods: Sequence[PeriodTerm]) -> list[Outcome]:
        """Return a figure of each period, all of one filing where one has them all, so that they are on one basis.

        Shares and what is per share are on one basis or not there: from the oldest on, what cannot be put on it is left out.
        """
        alone = [self._tried(period, self._one, what) for period in periods]
        there = [outcome.period for outcome in alone if outcome.calculation]
        over_shares = any(_is_over_shares(one.calculation) for one in alone if one.calculation)
        while len(there) > 1:
            try:
                beside = dict(zip(there, self._together(what, there), strict=True))
            except CannotComputeError:
                if not over_shares:
                    return alone
                there = there[1:]
                continue
            kept = (replace(one, calculation=beside.get(one.period)) if one.calculation else one for one in alone)
            return [one if one.calculation or one.lack else _before_split(what, one.period) for one in kept]
        return alone if not over_shares else [one if one.period in there or one.lack else _before_split(what, one.period) for one in alone]

    def _grown(self, what: Figure, period: PeriodTerm) -> Calculation:
        """Return the growth of a period over the year before; raises CannotComputeError."""
        before = replace(period, fiscal_year=(period.fiscal_year or 0) - 1)
        return combine(Operation.GROWTH, self._together(what, [before, period]))

    def _tried(self, period: PeriodTerm, work: Callable[[Figure, PeriodTerm], Calculation], what: Figure) -> Outcome:
        """Return how a figure of a period comes out."""
        try:
            found = work(what, period)
        except CannotComputeError as error:
            lacking = error.lacking
            if lacking is None:
                return Outcome(period, lack=Lack.SENSELESS)
            named = Named(lacking.period, lowered(lacking.title))
            if not error.is_absence:
                return Outcome(period, lack=Lack.DOUBTFUL, lacking=replace(named, why="its filing states two values"))
            return Outcome(period, lack=Lack.ABSENT, lacking=named)
        return Outcome(period, found) if is_meaningful(found) else Outcome(period, lack=Lack.SENSELESS)

    def _one(self, what: Figure, period: PeriodTerm) -> Calculation:
        return self._figures.compute(self.held.question, what, period)

    def _together(self, what: Figure, periods: Sequence[PeriodTerm]) -> list[Calculation]:
        return self._figures.together(self.held.question, what, periods, convention="", text_of=self._text_of)

    def _text_of(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts[document_id] = self._documents.get(self.held.access, document_id).text
        return self._texts[document_id]

    def _checked(self, wanted: Sequence[tuple[Outcome, Figure]], *, scale: int, whole: bool) -> list[Outcome]:
        """Return outcomes with what passed of each; what did not is lacking."""
        candidates = [
            Candidate(what, one.calculation, scale if is_amount(one.calculation) else 1, decimals_of(one.calculation, scale, whole=whole))
            for one, what in wanted
            if one.calculation
        ]
        passed = iter(zip(self._gate.figures(candidates), candidates, strict=True))
        found = []
        for one, what in wanted:
            if one.calculation is None:
                found.append(one)
                continue
            by, candidate = next(passed)
            lost = Named(one.period.label, lowered(title_of_target(what)), "it could not be borne out by its source")
            held = replace(one, passed=by, decimals=candidate.decimals)
            found.append(held if by else Outcome(one.period, lack=Lack.DOUBTFUL, lacking=lost))
        return found


def label_of(spec: RowSpec) -> str:
    """Return what a row is called: as the template says, else by its figure's own title."""
    what = figure_called(spec.figure) if spec.figure else None
    title = spec.label or spec.head or (title_of_target(what) if what else "")
    return f"{title} growth" if spec.growth and not spec.label else title


def _is_over_shares(calculation: Calculation) -> bool:
    return any(fact.concept in (*SHARES, *PER_SHARE) for fact in facts_of(calculation))


def _before_split(what: Figure, period: PeriodTerm) -> Outcome:
    named = Named(period.label, lowered(title_of_target(what)), "its shares are counted as before a split")
    return Outcome(period, lack=Lack.DOUBTFUL, lacking=named)
