"""What is done with the figures of a metric over periods or companies: growth, change, yearly growth, mean, sum, difference, multiple."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import pairwise

from research.calendars import is_long_year
from research.comparatives import SAME_DAYS
from research.metrics.calculator import CannotComputeError, title_of
from research.metrics.operands import bare, caveats_of
from research.nouns.answers import Operation
from research.nouns.facts import Calculation, Period, Span

POINTS = "pp"
_CURRENCY = re.compile(r"[A-Z]{3}(?:/|$)")
_DAYS_A_YEAR = Decimal("365.25")
_WEEK = 7
_NAMES: Mapping[Operation, str] = {
    Operation.GROWTH: "growth",
    Operation.CHANGE: "change",
    Operation.CAGR: "compound annual growth",
    Operation.AVERAGE: "average",
    Operation.TOTAL: "total",
    Operation.DIFFERENCE: "difference",
    Operation.RATIO: "multiple",
}


def operation_of(calculation: Calculation) -> str:
    """Return what was done with figures of one metric, in a word ("growth"), "" for the metric itself."""
    return max((name for name in _NAMES.values() if calculation.metric.endswith(f" {name}")), key=len, default="")


def combine(operation: Operation, parts: Sequence[Calculation]) -> Calculation:
    """Return what an operation makes of figures in the order of time, or of companies as the question names them.

    Growth of a percentage is its change in percentage points. Raises CannotComputeError: fewer than two figures, figures in different
    units, growth from nought or from a loss.
    """
    if len(parts) < 2:
        raise CannotComputeError(f"{_NAMES[operation]} needs at least two figures")
    if len(units := list(dict.fromkeys(part.unit for part in parts))) > 1:
        raise CannotComputeError(_apart(units))
    if operation is Operation.GROWTH and parts[0].unit == "%":
        operation = Operation.CHANGE
    value, unit, words = _OPERATIONS[operation](parts)
    return Calculation(
        metric=f"{parts[-1].metric} {_NAMES[operation]}",
        formula=words,
        convention="" if operation is not Operation.CAGR else "yearly growth at a constant rate, by the days between the periods' ends",
        value=value,
        unit=unit,
        period=_over(operation, parts),
        company=" and ".join(dict.fromkeys(part.company for part in parts)),
        inputs=tuple((_named(part, parts), bare(part)) for part in parts),
        caveats=tuple(dict.fromkeys((*(caveat for part in parts for caveat in caveats_of(part)), *_calendar_notes(parts)))),
    )


def _apart(units: Sequence[str]) -> str:
    """Return why figures in several units are not put together."""
    named = " and ".join(units)
    if all(_CURRENCY.match(unit) for unit in units):
        return f"the figures are in different currencies, {named}, and no exchange rate is applied"
    return f"the figures are in different units, {named}"


def _growth(parts: Sequence[Calculation]) -> tuple[Decimal, str, str]:
    first, last = parts[0], parts[-1]
    _must_grow(first)
    return (last.value - first.value) / first.value * 100, "%", f"{_named(last, parts)} ÷ {_named(first, parts)} − 1"


def _change(parts: Sequence[Calculation]) -> tuple[Decimal, str, str]:
    first, last = parts[0], parts[-1]
    unit = POINTS if first.unit == "%" else first.unit
    return last.value - first.value, unit, f"{_named(last, parts)} − {_named(first, parts)}"


def _cagr(parts: Sequence[Calculation]) -> tuple[Decimal, str, str]:
    first, last = parts[0], parts[-1]
    _must_grow(first)
    if last.value <= 0:
        raise CannotComputeError("a loss or nought at the end has no yearly growth rate")
    years = round(Decimal((last.period.end - first.period.end).days) / _DAYS_A_YEAR)
    if years < 1:
        raise CannotComputeError("yearly growth needs at least one year between the figures")
    with localcontext() as context:
        context.prec = 28
        rate = (last.value / first.value) ** (Decimal(1) / Decimal(years)) - 1
    return rate * 100, "%", f"({_named(last, parts)} ÷ {_named(first, parts)}) ^ (1 ÷ {years}) − 1"


def _average(parts: Sequence[Calculation]) -> tuple[Decimal, str, str]:
    total = sum((part.value for part in parts), Decimal(0))
    return total / len(parts), parts[0].unit, f"({' + '.join(_named(part, parts) for part in parts)}) ÷ {len(parts)}"


def _total(parts: Sequence[Calculation]) -> tuple[Decimal, str, str]:
    if parts[0].unit in {"%", "x", "days"} or "/" in parts[0].unit:
        raise CannotComputeError("ratios and figures per share do not add up")
    over_time = not _are_companies(parts)
    if over_time and (parts[0].unit == "shares" or any(part.period.span is Span.INSTANT for part in parts)):
        raise CannotComputeError("shares and balances do not add up over periods")
    if over_time and any(_overlap(one.period, other.period) for one, other in pairwise(_in_time(parts))):
        raise CannotComputeError("the periods lie upon each other: their figures do not add up")
    return sum((part.value for part in parts), Decimal(0)), parts[0].unit, " + ".join(_named(part, parts) for part in parts)


def _difference(parts: Sequence[Calculation]) -> tuple[Decimal, str, str]:
    unit = POINTS if parts[0].unit == "%" else parts[0].unit
    return parts[0].value - parts[1].value, unit, f"{_named(parts[0], parts)} − {_named(parts[1], parts)}"


def _ratio(parts: Sequence[Calculation]) -> tuple[Decimal, str, str]:
    if parts[1].value <= 0:
        raise CannotComputeError(f"a multiple of {'a loss' if parts[1].value else 'nought'} is not meaningful")
    return parts[0].value / parts[1].value, "x", f"{_named(parts[0], parts)} ÷ {_named(parts[1], parts)}"


_OPERATIONS: Mapping[Operation, Callable[[Sequence[Calculation]], tuple[Decimal, str, str]]] = {
    Operation.GROWTH: _growth,
    Operation.CHANGE: _change,
    Operation.CAGR: _cagr,
    Operation.AVERAGE: _average,
    Operation.TOTAL: _total,
    Operation.DIFFERENCE: _difference,
    Operation.RATIO: _ratio,
}


def _in_time(parts: Sequence[Calculation]) -> list[Calculation]:
    return sorted(parts, key=lambda part: part.period.end)


def _overlap(one: Period, other: Period) -> bool:
    """Return whether a period begins well before the one before it has ended."""
    return other.start is not None and (one.end - other.start).days >= SAME_DAYS


def _calendar_notes(parts: Sequence[Calculation]) -> list[str]:
    """Return what is to be said of periods of one company that are not of one length, or whose fiscal years end at another time."""
    notes: list[str] = []
    ordered = _in_time(parts)
    for one, other in pairwise(ordered) if len({part.company for part in parts}) == 1 else ():
        earlier, later = one.period, other.period
        if earlier.span is not later.span:
            continue
        days = [(period.end - period.start).days + 1 for period in (earlier, later) if period.start]
        if len(days) == 2 and abs(days[0] - days[1]) >= _WEEK - 2:
            longer, most, least = (later, days[1], days[0]) if days[1] > days[0] else (earlier, days[0], days[1])
            shorter = earlier if longer is later else later
            has = "53 weeks" if is_long_year(longer) else f"{most} days"
            notes.append(f"{longer.label} has {has}, {shorter.label} {least} days")
        if earlier.fiscal_period == later.fiscal_period:
            apart = _DAYS_A_YEAR * (later.fiscal_year - earlier.fiscal_year)
            if abs((later.end - earlier.end).days - apart) > 2 * SAME_DAYS:
                ends = f"{earlier.label} ended on {earlier.end.isoformat()} and {later.label} on {later.end.isoformat()}"
                notes.append(f"{ends}: the fiscal year changed between them")
    return notes


def _must_grow(first: Calculation) -> None:
    if first.value <= 0:
        raise CannotComputeError(f"growth from {'nought' if not first.value else 'a loss'} in {first.period.label} is not meaningful")


def _named(part: Calculation, parts: Sequence[Calculation]) -> str:
    company = f"{part.company} " if _are_companies(parts) else ""
    return f"{company}{title_of(part.metric)} {part.period.label}"


def _are_companies(parts: Sequence[Calculation]) -> bool:
    return len({one.company for one in parts}) > 1


def _over(operation: Operation, parts: Sequence[Calculation]) -> Period:
    """Return the period that the result is of: the later one for a change on the period before, else the whole stretch."""
    first, last = parts[0].period, parts[-1].period
    if _are_companies(parts):
        return first if first.label == last.label else replace(first, span=Span.OTHER, label=f"{first.label} and {last.label}")
    if first == last or (
        operation in {Operation.GROWTH, Operation.CHANGE} and len(parts) == 2 and last.fiscal_year - first.fiscal_year == 1
    ):
        return last
    first, last = sorted((one.period for one in parts), key=lambda one: one.end)[:: max(len(parts) - 1, 1)][:2]
    return Period(last.end, first.start, Span.OTHER, f"{first.label}–{last.label}", last.fiscal_year, last.fiscal_period)
