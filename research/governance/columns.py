"""Columns under a wrong period: a document that does not state its own, one after its end, one that is skipped, or another's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import TypeAlias

from research.comparatives import same_period
from research.governance.making import of_figures
from research.governance.periods import is_same_day
from research.governance.record import Record, columns, row_of
from research.nouns.facts import Fact, Period, Span
from research.nouns.quality import Doubt, Finding, Severity

_Column: TypeAlias = tuple[str, str, Period]
# A document of fewer figures, and a column of fewer, do not tell which periods are the document's.
_LEAST_FACTS, _LEAST_ROWS = 10, 5
# So many of the rows that two columns have in common must be equal for them to be one column.
_ALIKE = 0.8
# Columns of years lie this many days apart.
_MOST_YEAR = 400
# Which quarter's end a period ends with; a quarter's days; and from so many days on a label is a year off.
_QUARTERS = {"Q1": 1, "Q2": 2, "H1": 2, "Q3": 3, "9M": 3, "Q4": 4, "FY": 4}
_QUARTER_DAYS, _YEAR_OFF = 91, 300


def find_columns(record: Record) -> Iterator[Finding]:
    """Yield a finding for each column that stands under a period which cannot be its own."""
    for key, facts in record.by_document.items():
        ends = record.documents[key].period_end
        held = {at: column for at, column in columns(facts).items() if len(column) >= _LEAST_ROWS}
        if ends and len(facts) >= _LEAST_FACTS and held:
            yield from _own_period(record, key, facts, held)
        yield from _skipped(record, facts, held)
        yield from _labels(record, key, facts)
        yield from _twice(record, held)
    yield from _another_period(record)


def _own_period(record: Record, key: str, facts: Sequence[Fact], held: Mapping[_Column, Sequence[Fact]]) -> Iterator[Finding]:
    """Yield whether each statement of a document has a column of its period and none after it."""
    document = record.documents[key]
    ends = document.period_end or date.min
    for statement in dict.fromkeys(at[1] for at in held):
        own = {at: column for at, column in held.items() if at[1] == statement}
        later = [column for at, column in own.items() if at[2].end > ends and not is_same_day(at[2].end, ends)]
        for column in later:
            message = (
                f"{document.name}, {statement}: a column of {len(column)} figures is headed {_said(column[0].period)}, after the "
                f"document's own period to {ends.isoformat()}."
            )
            yield of_figures(record, Doubt.PERIOD, Severity.WARNING, message, doubted=column)
        if not later and not any(is_same_day(one.period.end, ends) for one in facts if one.statement == statement):
            newest = max(own.values(), key=lambda column: column[0].period.end)
            message = (
                f"{document.name}, {statement}: no column is of the document's own period to {ends.isoformat()}; "
                f"the newest is headed {_said(newest[0].period)}."
            )
            yield of_figures(record, Doubt.PERIOD, Severity.WARNING, message, doubted=newest)


def _skipped(record: Record, facts: Sequence[Fact], held: Mapping[_Column, Sequence[Fact]]) -> Iterator[Finding]:
    """Yield the columns that follow others of their statement more than a year apart: one between them is skipped."""
    for (_, statement, period), column in held.items():
        newer = [one for one in facts if one.statement == statement and _is_beside(one.period, period) and one.period.end > period.end]
        nearest = min(newer, key=lambda one: one.period.end, default=None)
        if nearest and (nearest.period.end - period.end).days > _MOST_YEAR:
            after = f"after {_said(nearest.period)} the next column is headed {_said(period)}"
            message = f"{record.name(nearest)}, {statement}: {after}; a period between them is skipped."
            yield of_figures(record, Doubt.PERIOD, Severity.WARNING, message, doubted=column, against=[nearest])


def _is_beside(one: Period, other: Period) -> bool:
    """Return whether two columns of a statement may stand beside each other a year apart: both days, or the same part of a year."""
    if Span.INSTANT in {one.span, other.span}:
        return one.span is other.span
    return one.span is other.span is not Span.OTHER and one.fiscal_period == other.fiscal_period


def _labels(record: Record, key: str, facts: Sequence[Fact]) -> Iterator[Finding]:
    """Yield the periods of a document that are labelled a year or more off, by the days on which they and its own period end."""
    document = record.documents[key]
    own = _QUARTERS.get(document.fiscal_period or "")
    if own is None or document.period_end is None or document.fiscal_year is None:
        return
    drift = (document.period_end - date(document.fiscal_year, 12, 31)).days
    for (_, statement, period), column in columns(facts).items():
        quarter = _QUARTERS.get(period.fiscal_period)
        if quarter is None:
            continue
        expected = drift + _QUARTER_DAYS * (quarter - own)
        if abs((period.end - date(period.fiscal_year, 12, 31)).days - expected) > _YEAR_OFF:
            ended = f"the period that ended on {period.end.isoformat()}"
            message = f"{document.name}, {statement}: {ended} is labelled {period.label}, unlike the document's own period."
            yield of_figures(record, Doubt.PERIOD, Severity.WARNING, message, doubted=column)


def _twice(record: Record, held: Mapping[_Column, Sequence[Fact]]) -> Iterator[Finding]:
    """Yield the columns of a statement that are headed one period, but for some days."""
    for (one, first), (other, second) in combinations(held.items(), 2):
        if one[1] == other[1] and same_period(one[2], other[2]):
            headed = f"two columns are headed {_said(one[2])} and {_said(other[2])}"
            message = f"{record.name(first[0])}, {one[1]}: {headed}, which is one period."
            yield of_figures(record, Doubt.PERIOD, Severity.WARNING, message, doubted=second, against=first)


def _another_period(record: Record) -> Iterator[Finding]:
    """Yield the columns whose figures another document prints under another period."""
    held = [column for column in columns(record.facts).values() if len(column) >= _LEAST_ROWS]
    amounts = [_amounts(column) for column in held]
    for (one, own), (other, others) in combinations(list(zip(held, amounts, strict=True)), 2):
        first, second = one[0], other[0]
        if first.document_id == second.document_id or first.statement is not second.statement or same_period(first.period, second.period):
            continue
        common = own.keys() & others.keys()
        alike = sum(1 for row in common if own[row] == others[row])
        if alike >= _LEAST_ROWS and alike >= _ALIKE * len(common):
            message = (
                f"{record.name(first)}, {first.statement}: the figures headed {_said(first.period)} are those that {record.name(second)} "
                f"(page {second.page}) prints under {_said(second.period)}."
            )
            yield of_figures(record, Doubt.PERIOD, Severity.WARNING, message, doubted=one, against=other)


def _amounts(column: Sequence[Fact]) -> dict[tuple[str, ...], object]:
    return {key: fact.value for fact in column if fact.value and (key := row_of(fact))}


def _said(period: Period) -> str:
    return f"{period.label} ({period.end.isoformat()})"
