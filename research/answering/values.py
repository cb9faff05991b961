"""A calculation as the figure that a question wants: in its unit, at its scale, with as many decimals as it has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from research.answering.figures import UNSCALED, Look, show_figure
from research.answering.targets import Target
from research.metrics.definitions import Metric
from research.metrics.operands import facts_of
from research.nouns.answers import FigureValue, QuestionPlan
from research.nouns.facts import Calculation, Fact
from research.text.han import is_han

_MOST_DECIMALS = 4


def look_of(plan: QuestionPlan) -> Look:
    """Return how a plan wants its figures."""
    return Look(plan.scale, plan.decimals, is_han(plan.question))


def figure_value(calculation: Calculation, target: Target, plan: QuestionPlan, marker: str) -> FigureValue:
    """Return a calculation as the plan wants it shown, cited by `marker`."""
    facts = facts_of(calculation)
    scale = max((fact.scale for fact in facts), default=1)
    look = look_of(plan)
    if look.decimals is None:
        look = Look(look.scale, _decimals(calculation, target, facts, look.scale or scale), look.han)
    value, unit = _in_asked_unit(calculation, plan)
    shown = show_figure(value, unit, printed_scale=scale, look=look)
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

    Ratios have those of their metric, amounts as many as their operands but few, and never so few that a figure is nought.
    """
    if len(facts) == 1 and abs(facts[0].value) == abs(calculation.value):
        return None
    if calculation.unit in UNSCALED or "/" in calculation.unit:
        usual = target.decimals if isinstance(target, Metric) and target.unit == calculation.unit else 2
        return max(usual, 2 - calculation.value.adjusted()) if calculation.value and calculation.value.adjusted() < 0 else usual
    finest = min((fact.last_digit for fact in facts if fact.unit == calculation.unit), default=Decimal(1))
    places = max(0, -int((finest / scale).adjusted()))
    return min(places, max(_MOST_DECIMALS, 2 - (calculation.value / scale).adjusted())) if calculation.value else places
