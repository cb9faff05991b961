"""One figure set against another of the same company and period: its share of it, or what is left without it."""

from __future__ import annotations

from decimal import Decimal

from research.metrics.calculator import CannotComputeError
from research.metrics.operands import bare, different_filings, facts_of
from research.nouns.facts import Calculation


def share_of(first: Calculation, second: Calculation, title: str) -> Calculation:
    """Return the first figure as a percentage of the second; raises CannotComputeError where it is no part of it."""
    _check(first, second)
    return _paired(first, second, title, formula="{0} ÷ {1} × 100", value=(first.value / second.value * 100, "%"))


def without(first: Calculation, second: Calculation, title: str) -> Calculation:
    """Return what is left of the first figure without the second; raises CannotComputeError where that is no part of it."""
    _check(second, first)
    return _paired(first, second, title, formula="{0} − {1}", value=(first.value - second.value, first.unit))


def parts_named(calculation: Calculation) -> frozenset[tuple[str, str]]:
    """Return the parts of the company that every fact of a figure is of."""
    found = [frozenset(fact.dimensions) for fact in facts_of(calculation)]
    return frozenset.intersection(*found) if found else frozenset()


def _check(part: Calculation, whole: Calculation) -> None:
    """Raise CannotComputeError unless one figure may be a part of the other: a smaller amount of one unit, period and part."""
    if part.unit != whole.unit or part.unit == "%":
        raise CannotComputeError(f"the figures are in different units, {part.unit} and {whole.unit}")
    if (part.period.start, part.period.end) != (whole.period.start, whole.period.end):
        raise CannotComputeError("the figures are not of the same period")
    if not parts_named(whole) <= parts_named(part) or not 0 < part.value < whole.value:
        raise CannotComputeError(f"{part.metric} is no part of {whole.metric} as they are printed")


def _paired(first: Calculation, second: Calculation, title: str, *, formula: str, value: tuple[Decimal, str]) -> Calculation:
    names = [_named(one) for one in (first, second)]
    found = Calculation(
        metric=title,
        formula=formula.format(*names),
        convention="",
        value=value[0],
        unit=value[1],
        period=second.period,
        company=second.company,
        inputs=tuple((name, bare(one)) for name, one in zip(names, (first, second), strict=True)),
    )
    return different_filings(found)


def _named(calculation: Calculation) -> str:
    """Return what a figure is called in a formula: its row's name and of whom it is, where one row gives it."""
    facts = facts_of(calculation)
    members = ", ".join(member for _, member in facts[0].dimensions) if len(facts) == 1 else ""
    told = not members or members.casefold() in calculation.metric.casefold()
    title = facts[0].label if len(facts) == 1 and "_" in calculation.metric else calculation.metric
    return title if told else f"{title} ({members})"
