"""What a question wants figures of: a concept, a metric, a formula of its own, or a row by its printed words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from research.concepts.catalogue import Concept, find_concept
from research.errors import UsageError
from research.formulas.expressions import Node, parse_formula
from research.metrics.calculator import CannotComputeError, Lacking, MetricCalculator
from research.metrics.definitions import UNITS, Convention, Metric, find_metric
from research.metrics.engine import MetricEngine, NoFigure, Question
from research.metrics.labelled import LabelledFigures, Topic
from research.metrics.series import FigureSeries
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.facts import Calculation
from research.protocols.documents import FactStore


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that a question states: its words' reading, as text and tree, and what it is shown as."""

    shown: Metric
    formula: tuple[str, Node]


Target: TypeAlias = Concept | Metric | Formula | Topic


def target_of(plan: QuestionPlan) -> Target | None:
    """Return what the plan wants figures of when it is understood to the last word, None otherwise."""
    if not plan.wants_figure and not plan.wants_computed:
        return None
    if plan.formula:
        return _stated(plan)
    if plan.metric is None:
        return None
    return find_metric(plan.metric.value) or find_concept(plan.metric.value)


def topic_of(plan: QuestionPlan) -> Topic:
    """Return the row that the plan's own words name: those that nothing else explains, and those of its metric."""
    metric = plan.metric
    return Topic.of(plan.qualifiers, metric=metric.value if metric else "", said=metric.words if metric else "")


def title_of_target(target: Target) -> str:
    """Return how what is asked is called in a line about it."""
    if isinstance(target, Formula):
        return target.shown.title
    return " ".join(sorted(target.stems)) if isinstance(target, Topic) else target.title


class Figures:
    """Computes targets, each by the way that is its own."""

    def __init__(self, facts: FactStore) -> None:
        self.engine = MetricEngine(facts)
        self._series = FigureSeries(self.engine)
        self._calculator = MetricCalculator(self.engine)
        self._labelled = LabelledFigures(facts)

    def compute(self, asked: Question, target: Target, period: PeriodTerm, *, convention: str = "") -> Calculation:
        """Return a target's figure; raises CannotComputeError saying what is lacking."""
        if isinstance(target, Topic):
            found = self._labelled.compute(asked, target, period)
            if isinstance(found, NoFigure):
                title = title_of_target(target)
                raise CannotComputeError(f"no row “{title}” for {period.label}", Lacking(title, period.label, found))
            return found
        if isinstance(target, Formula):
            return self._calculator.evaluate(asked, target.formula, period, metric=target.shown)
        return self._calculator.compute(asked, target, period, convention=convention)

    def together(
        self, asked: Question, target: Target, periods: Sequence[PeriodTerm], *, convention: str, text_of: Callable[[str], str]
    ) -> list[Calculation]:
        """Return a target's figures of several periods, of one filing where one has them all; raises CannotComputeError for any lacking."""

        def work(question: Question, period: PeriodTerm) -> Calculation:
            return self.compute(question, target, period, convention=convention)

        return self._series.compute(asked, periods, work, text_of=text_of)

    def years(self, asked: Question, target: Target) -> list[int]:
        """Return the fiscal years for which a target can be looked for, newest first."""
        if isinstance(target, Topic):
            found = self._labelled.periods(asked, target)
        elif isinstance(target, Concept):
            found = self.engine.periods(asked.access, target, asked.spellings, asked.documents)
        else:
            annual = [one for one in asked.documents if one.company in asked.spellings and one.fiscal_period in {"FY", "Q4", None}]
            return sorted({one.fiscal_year for one in annual if one.fiscal_year}, reverse=True)
        return [term.fiscal_year for term in found if term.fiscal_year is not None]


def _stated(plan: QuestionPlan) -> Formula | None:
    unit = plan.unit if plan.unit in UNITS else "currency"
    title = plan.metric.words if plan.metric and plan.metric.words else "the figure asked for"
    try:
        tree = parse_formula(plan.formula)
    except UsageError:
        return None
    known = find_metric(plan.metric.value) if plan.metric else None
    shown = Metric(known.name if known else title, known.title if known else title, (), unit, (Convention("", ()),), 2)
    return Formula(shown, (plan.formula, tree))
