"""Periods counted back from the newest that has the figure: "the last three years", "the last four quarters", "LTM"."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from research.metrics.spans import name_of
from research.nouns.answers import Operation, PeriodTerm, QuestionPlan, RelativePeriods

_BY_STEPS = frozenset({Operation.GROWTH, Operation.CHANGE, Operation.CAGR})
# How many quarters a period has, and by how many the one before ends earlier.
_LENGTHS = {"FY": (4, 4), "LTM": (4, 4), "Q": (1, 1)}


def newest_period(fiscal_period: str, ends: Iterable[int], has: Callable[[PeriodTerm], bool]) -> PeriodTerm | None:
    """Return the newest period ("FY", "LTM" or "Q") that has the figure, None when none has.

    `ends` are the ends of fiscal quarters, counted from year 0, at which something of the figure is stated.
    """
    length, _ = _LENGTHS[fiscal_period]
    for end in sorted(set(ends), reverse=True):
        if fiscal_period == "FY" and end % length:
            continue
        term = _term(end, length)
        if term is not None and has(term):
            return term
    return None


def counted_periods(relative: RelativePeriods, plan: QuestionPlan, newest: int) -> tuple[PeriodTerm, ...]:
    """Return the periods that a plan counts back from the one that ends with the quarter `newest`, newest first, none left out.

    Twelve months are a year apart. For growth the count is that of its steps, so that there is one period more, unless each period is
    compared with its own base.
    """
    operation = plan.operation.value if plan.operation else ""
    count = relative.count + (operation in _BY_STEPS and not plan.base)
    length, step = _LENGTHS[relative.fiscal_period]
    terms = (_term(newest - step * number, length) for number in range(count))
    return tuple(term for term in terms if term is not None)


def _term(end: int, length: int) -> PeriodTerm | None:
    named = name_of((end - length, end))
    return PeriodTerm(named[0], named[1], "") if named else None
