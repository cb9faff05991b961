"""Periods counted back from the newest that the library knows: "the last three years", "the last four quarters", "LTM"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from research.metrics.spans import name_of, stretch_of
from research.nouns.answers import Operation, PeriodTerm, RelativePeriods
from research.nouns.documents import Document

_BY_STEPS = frozenset({Operation.GROWTH, Operation.CHANGE, Operation.CAGR})


def counted_periods(
    relative: RelativePeriods, operation: str, years: Sequence[PeriodTerm], documents: Iterable[Document]
) -> tuple[PeriodTerm, ...]:
    """Return the periods, newest first; `years` are the fiscal years known, newest first, `documents` tell the newest quarter.

    For growth the count is that of its steps, so that there is one period more.
    """
    count = relative.count + (operation in _BY_STEPS)
    if relative.fiscal_period == "FY":
        return tuple(years[:count])
    ends = [stretch for one in documents if one.fiscal_year and (stretch := stretch_of(one.fiscal_year, one.fiscal_period or "FY"))]
    if not ends:
        return ()
    newest = max(end for _, end in ends)
    length = 4 if relative.fiscal_period == "LTM" else 1
    named = [name_of((newest - step - length, newest - step)) for step in range(count)]
    return tuple(PeriodTerm(found[0], found[1], "") for found in named if found)
