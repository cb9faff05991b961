"""Amounts of stretches that no statement prints, made of those that one does: the fourth quarter is the year less nine months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from research.comparatives import SAME_DAYS
from research.concepts.catalogue import Concept
from research.metrics.operands import bare, caveats_of
from research.metrics.spans import quarters_of
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation, Period, Span

# A stretch that is added (1) or taken off (-1).
Part: TypeAlias = tuple[int, Calculation]

# How many days a quarter may have: one of 12 weeks to one of 17.
_QUARTER_DAYS = (80, 120)
_WORKED_OUT = "worked out from the periods that are printed"
_SPANS = {"FY": Span.YEAR, "H1": Span.HALF, "H2": Span.HALF, "9M": Span.NINE_MONTHS}


def sum_parts(concept: Concept, period: PeriodTerm, parts: Sequence[Part]) -> Calculation | None:
    """Return a concept's amount for a period from the parts in the order in which they lead from its start to its end.

    None without parts, with parts in different units or of rows of different names beside the concept's own, or when one does not begin
    where the one before ends or they leave a stretch of another length: then the fiscal year's end was changed between them, and quarters
    of one name are not the same days.
    """
    edges = _walk(parts)
    kinds = {(part.unit, part.metric.casefold()) for _, part in parts}
    if edges is None or len(kinds) != 1 or not _is_length_of(period, edges):
        return None
    first, last = edges
    value = sum((sign * part.value for sign, part in parts), Decimal(0))
    shown = sorted(parts, key=lambda one: (-one[0], -one[1].period.end.toordinal()))
    words = " ".join(f"{'−' if sign < 0 else '+'} {part.period.label}" for sign, part in shown).removeprefix("+ ")
    span = _SPANS.get(period.fiscal_period, Span.YEAR if period.fiscal_period.startswith("LTM") else Span.QUARTER)
    return Calculation(
        metric=concept.name,
        formula=f"{concept.title} {period.label} = {words}",
        convention=_WORKED_OUT,
        value=value,
        unit=parts[0][1].unit,
        period=Period(last, first, span, period.label, period.fiscal_year or last.year, period.fiscal_period),
        company=parts[0][1].company,
        inputs=tuple((f"{concept.title} {part.period.label}", bare(part)) for _, part in shown),
        caveats=tuple(dict.fromkeys(caveat for _, part in parts for caveat in caveats_of(part))),
    )


def _is_length_of(period: PeriodTerm, edges: tuple[date, date]) -> bool:
    quarters, days = quarters_of(period.fiscal_period) or 0, (edges[1] - edges[0]).days + 1
    return quarters * _QUARTER_DAYS[0] <= days <= quarters * _QUARTER_DAYS[1]


def _walk(parts: Sequence[Part]) -> tuple[date, date] | None:
    """Return the first and the last day that parts lead over, None when they leave a gap or lie upon each other."""
    first: date | None = None
    at: date | None = None  # the last day reached
    for sign, part in parts:
        if part.period.start is None:
            return None
        before, end = part.period.start - timedelta(days=1), part.period.end
        start, reached = (before, end) if sign > 0 else (end, before)
        if at is not None and abs((start - at).days) > SAME_DAYS:
            return None
        first, at = first or start + timedelta(days=1), reached
    return (first, at) if first and at and first <= at else None
