"""A calculation as the figure that a question wants: in its unit, at its scale, with as many decimals as it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from research.answering.figures import UNSCALED, Look, show_figure, shown_scale
from research.answering.targets import Target
from research.metrics.definitions import Metric
from research.metrics.operands import facts_of
from research.nouns.answers import FigureValue, QuestionPlan
from research.nouns.facts import Calculation, Fact
from research.text.han import is_han

_MOST_DECIMALS = 4
_PERCENTAGES, _PERCENT_DECIMALS = frozenset({"%", "pp"}), 2


def look_of(plan: QuestionPlan) -> Look:
    """Return how a plan wants its figures."""
    return Look(plan.scale, plan.decimals, is_han(plan.question))


def figure_value(calculation: Calculation, target: Target, plan: QuestionPlan, marker: str) -> FigureValue:
    """Return a calculation as the plan wants it shown, cited by `marker`."""
    facts = facts_of(calculation)
    scale = max((fact.scale for fact in facts), default=1)
    look = look_of(plan)
    value, unit = _in_asked_unit(calculation, plan)
    if look.decimals is None and len(facts) == 1 and abs(facts[0].value) == abs(calculation.value):
        factor = value / calculation.value if calculation.value else Decimal(1)
        look = replace(look, decimals=printed_decimals(facts[0], value, shown_scale(unit, scale, look), factor=factor))
    elif look.decimals is None:
        look = replace(look, decimals=_decimals(value, unit, target, facts, scale=look.scale or scale))
    shown = show_figure(value, unit, printed_scale=scale, look=look)
    basis = _basis(facts[0]) if len(facts) == 1 else "computed"
    return FigureValue(shown.number, unit, shown.scale, shown.display, basis, calculation.period.label, calculation, marker)


def printed_decimals(fact: Fact, value: Decimal, scale: int, *, factor: Decimal = Decimal(1)) -> int | None:
    """Return with how many decimals a printed figure, `factor` times as large, is shown at a scale: no more than are printed.

    At the scale that it is printed at it keeps the zeros that end it. None, for as many as its value has, where fewer would be another
    figure.
    """
    number = value / scale
    printed = max(0, -int((fact.last_digit * factor / scale).normalize().adjusted()))
    exponent = number.as_tuple().exponent
    has = max(0, -exponent) if isinstance(exponent, int) else 0
    if printed > has:
        return printed if scale == fact.scale and factor == 1 else None
    return printed if printed < has and round(number, printed) == number else None


def _in_asked_unit(calculation: Calculation, plan: QuestionPlan) -> tuple[Decimal, str]:
    """Return a ratio as the question wants it, as a percentage or as a multiple; anything else as it is."""
    if (calculation.unit, plan.unit) == ("%", "x"):
        return calculation.value / 100, "x"
    if (calculation.unit, plan.unit) == ("x", "%"):
        return calculation.value * 100, "%"
    return calculation.value, calculation.unit


def _basis(fact: Fact) -> str:
    return ", ".join(part for part in (fact.basis.share, fact.basis.accounting, fact.basis.restated or "as reported") if part)


def _decimals(value: Decimal, unit: str, target: Target, facts: Sequence[Fact], *, scale: int) -> int:
    """Return how many decimals a computed figure is shown with.

    Ratios have those of their metric, percentages two at most, amounts as many as their operands but few; and never so few that a figure
    is nought.
    """
    small = value and value.adjusted() < 0
    if unit in _PERCENTAGES:
        usual = min(target.decimals, _PERCENT_DECIMALS) if isinstance(target, Metric) and target.unit == unit else _PERCENT_DECIMALS
        return max(usual, -value.adjusted()) if small else usual
    if unit in UNSCALED or "/" in unit:
        usual = target.decimals if isinstance(target, Metric) and target.unit == unit else 2
        return max(usual, 2 - value.adjusted()) if small else usual
    finest = min((fact.last_digit for fact in facts if fact.unit == unit), default=Decimal(1))
    places = max(0, -int((finest / scale).adjusted()))
    return min(places, max(_MOST_DECIMALS, 2 - (value / scale).adjusted())) if value else places
