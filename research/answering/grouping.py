"""Which figures a question sets beside each other or puts together: companies by periods, each company with its own, or one over time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from research.directory import Company
from research.metrics.calculator import CannotComputeError
from research.metrics.spans import name_of, stretch_of
from research.nouns.answers import Operation, PeriodTerm, QuestionPlan
from research.planning.companies import find_companies
from research.planning.periods import place_periods

# What is asked of one company and period.
Request: TypeAlias = tuple[Company, PeriodTerm]

_OVER_TIME = frozenset({Operation.GROWTH, Operation.CHANGE, Operation.CAGR})
_OF_TWO = frozenset({Operation.DIFFERENCE, Operation.RATIO})


def requests_of(plan: QuestionPlan, companies: Sequence[Company]) -> list[Request]:
    """Return the figures to be listed: every company's for every period, unless the question gives each company a period of its own."""
    return paired(plan, companies) or [(company, period) for company in companies for period in plan.periods]


def operation_for(plan: QuestionPlan, companies: Sequence[Company]) -> Operation:
    """Return what is to be done with the figures: the difference of one company's figures is their change."""
    operation = Operation(plan.operation.value) if plan.operation else Operation.CHANGE
    return Operation.CHANGE if operation is Operation.DIFFERENCE and len(companies) < 2 else operation


def groups_of(plan: QuestionPlan, companies: Sequence[Company]) -> list[list[Request]]:
    """Return the figures of each result in the order that the plan's operation takes them.

    Raises CannotComputeError when the question does not say which figures go together.
    """
    operation = operation_for(plan, companies)
    if not companies or not plan.periods:
        raise CannotComputeError("no period of it is known")
    if len(companies) > 1 and operation in _OF_TWO:
        return [_of_two(plan, companies)]
    if paired(plan, companies):
        raise CannotComputeError("the question gives each company a period of its own; ask for one company at a time")
    periods = sorted(dict.fromkeys(plan.periods), key=_when)
    if len(companies) > 1 and operation is Operation.TOTAL:
        if len(periods) > 1:
            raise CannotComputeError("the question names several companies and several periods; ask for the sum over one of them")
        return [[(company, periods[0]) for company in companies]]
    return [group for company in companies for group in _over(plan, operation, company, periods)]


def paired(plan: QuestionPlan, companies: Sequence[Company]) -> list[Request]:
    """Return each company with the period that is its own ("A's 2023 margin against B's 2022 margin"), [] when they are crossed.

    A period is of the company named last before it or, where periods come first, of the next one; each must be of another company.
    """
    placed = place_periods(plan.question)
    several = len(companies) > 1 and len(placed) == len(companies) and len({one.term.label for one in placed}) > 1
    if not several or not all(any(_same(term, one.term) for term in plan.periods) for one in placed):
        return []
    named = find_companies(plan.question, {company.name: (*company.spellings, *company.other_names) for company in companies})
    by_name = {company.name: company for company in companies}
    before = [next((one.company for one in reversed(named) if one.start < period.start), "") for period in placed]
    after = [next((one.company for one in named if one.start > period.start), "") for period in placed]
    for owners in (before, after):
        if set(owners) == set(by_name):
            return [(by_name[owner], period.term) for owner, period in zip(owners, placed, strict=True)]
    return []


def _same(one: PeriodTerm, other: PeriodTerm) -> bool:
    return (one.fiscal_year, one.fiscal_period, one.on) == (other.fiscal_year, other.fiscal_period, other.on)


def _of_two(plan: QuestionPlan, companies: Sequence[Company]) -> list[Request]:
    named = " and ".join(company.name for company in companies)
    if len(companies) > 2:
        raise CannotComputeError(f"it is of two companies, and the question names {named}")
    if pairs := paired(plan, companies):
        return pairs
    if len(set(plan.periods)) > 1:
        raise CannotComputeError("the question names several periods; ask for one, so that it is certain which is compared")
    return [(company, plan.periods[0]) for company in companies]


def _over(plan: QuestionPlan, operation: Operation, company: Company, periods: Sequence[PeriodTerm]) -> list[list[Request]]:
    """Return the groups of one company: each period with its base, the first and the last, or all of them."""
    over = operation in _OVER_TIME or operation is Operation.RATIO
    base = plan.base or ("prior" if over and len(periods) == 1 else "")
    if base:
        groups = [[_before(period, sequential=base == "previous"), period] for period in periods]
    else:
        groups = [[periods[0], periods[-1]] if over else list(periods)]
    if operation is Operation.RATIO:
        groups = [group[::-1] for group in groups]
    return [[(company, period) for period in group] for group in groups]


def _when(period: PeriodTerm) -> tuple[int, int]:
    """Return what orders periods by time: the quarter that they end with, counted from year 0, then where they begin or the very day."""
    if period.on is not None:
        return period.on.year * 4 + (period.on.month + 2) // 3, period.on.toordinal()
    start, end = stretch_of(period.fiscal_year or 0, period.fiscal_period) or (0, 0)
    return end, start


def _before(period: PeriodTerm, *, sequential: bool) -> PeriodTerm:
    """Return the same part of the year before, or, for a sequential comparison, the part just before."""
    stretch = stretch_of(period.fiscal_year, period.fiscal_period) if period.fiscal_year is not None else None
    if sequential and stretch and (found := name_of((2 * stretch[0] - stretch[1], stretch[0]))):
        return PeriodTerm(found[0], found[1], "")
    if period.on is not None:
        return replace(period, on=_year_before(period.on), words="")
    return replace(period, fiscal_year=(period.fiscal_year or 0) - 1, words="")


def _year_before(day: date) -> date:
    """Return the same day a year before; of the last day of a month the last day."""
    last = monthrange(day.year - 1, day.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=day.year - 1, day=last if is_last else min(day.day, last))
