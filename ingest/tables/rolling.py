"""Balances that are carried on: a table that begins with what there was, states what came and went, and ends with what there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from ingest.statements.periods import FiscalCalendar
from ingest.tables.periods import When, at_day, instant_of
from research.nouns.documents import TableRow
from research.text.dates import find_dates, month_days

_BEGINNING = re.compile(
    r"\b(?:beginning|opening|start)\s+(?:of\b|balances?\b)|\bbalances?\b\W*(?:at\s+)?(?:the\s+)?(?:beginning|opening)\b|\bbeginning\s*$",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:end|close)\s+of\s+(?:the\s+|each\s+)?(?:fiscal\s+)?(?:years?|periods?|quarters?|months?)\b|\b(?:ending|closing)\s+balances?\b|"
    r"\bbalances?\b\W*(?:at\s+)?(?:the\s+)?(?:end|ending|closing)\b",
    re.IGNORECASE,
)
_BALANCE = re.compile(r"\b(?:balances?|outstanding|nonvested|unvested|contingencies|as of|at)\b", re.IGNORECASE)


def is_rolling(rows: Sequence[TableRow]) -> bool:
    """Return whether a table carries balances on: it has a row for the beginning, or two that name their days."""
    labels = [row.label for row in rows if row.cells]
    return any(_BEGINNING.search(label) for label in labels) or sum(1 for label in labels if names_day(label)) > 1


@lru_cache(maxsize=16_384)
def names_day(label: str) -> bool:
    """Return whether a label states a balance on a day of its own ("Balance at December 31, 2017", "Allowance – January 1")."""
    return bool(month_days(label)) and bool(_BALANCE.search(label) or re.search(r"[–—,-]\s*\w+\.?\s+\d{1,2}(?:,\s*\d{4})?\s*$", label))


def balance_when(label: str, when: When | None, calendar: FiscalCalendar, *, rolling: bool) -> When | None:
    """Return the day of a row that states a balance, the column's period for one that does not; None where they contradict each other.

    In a table that carries balances on, what is no balance happened over a period: under the head of a day it has none.
    """
    dates = {one.on for one in find_dates(label)}
    if names_day(label) and len(dates) == 1:
        return at_day(when, dates.pop(), calendar) if when else None
    if when is None:
        return None
    period = when.period
    if _END.search(label):
        return instant_of(when, calendar)
    if _BEGINNING.search(label):
        return at_day(when, period.start - timedelta(days=1), calendar) if period.start else None
    if names_day(label):
        days = set(month_days(label))
        if period.start and days == {(period.start.month, period.start.day)}:
            return at_day(when, period.start - timedelta(days=1), calendar)
        return instant_of(when, calendar) if days == {(period.end.month, period.end.day)} else None
    return None if rolling and period.start is None else when
