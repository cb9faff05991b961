"""Periods of any table's columns: heads with the words around the period taken apart, expected ones too, instants told from spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ingest.statements.heads import is_estimate, named_part, span_between
from ingest.statements.periods import GRACE_DAYS, FiscalCalendar, name_period, read_period
from ingest.statements.units import unit_text
from ingest.tables.vocabulary import words
from research.nouns.facts import Period, Span, Statement, Status
from research.text.dates import DATE, DAY_FIRST, MONTH_DAY, YEAR, date_in, find_dates, find_spans, find_years, is_month_end, month_days

_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
)
_SPAN_WORDS = re.compile(
    r"(?<![\w-])(?:fiscal|calendar|years?|quarters?|half|months?|weeks?|periods?|full|annual|ended|ending|"
    r"year[- ]to[- ]date|to date|"
    r"three|six|nine|twelve|thirteen|fourteen|twenty[- ]?six|twenty[- ]?seven|thirty[- ]?nine|forty|fifty[- ]?two|fifty[- ]?three|"
    r"3|6|9|12|13|26|39|52|53|first|second|third|fourth|[1-4]Q|Q[1-4]|[12]H|H[12]|FY|unaudited|audited|actuals?|estimates?d?|guidance|outlook|"
    r"consensus|forecasts?|current)(?![\w-])",
    re.IGNORECASE,
)
_EXPECTED_YEAR = re.compile(r"\b((?:19|20)\d\d|\d\d)\s?\(?[AEFPB]\)?(?!\w)")
_EXPECTED = re.compile(
    r"\b(?:guidance|outlook|estimate[sd]?|expect\w*|targets?|forecasts?|project(?:ed|ions?)|budget(?:ed)?|consensus|prior|current|updated|"
    r"revised|previous)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"\b{_MONTHS}\.?\b", re.IGNORECASE)
_MARKS = re.compile(r"\(\s?(?:(?-i:[a-z]{1,2})|\d{1,2}|\*)\s?\)(?:\s?,)?|[*†‡#]|\(\s*(?:un)?audited\s*\)", re.IGNORECASE)
_STRAY = re.compile(r"(?<!\w)[,.;:/–—-]+(?!\w)|(?<=\w),(?=\s*$)|\(\s*\)")
_SMALL = re.compile(
    r"^(?:for|the|as|of|at|in|and|from|through|each|to|or)(?!\w)|(?<!\w)(?:for|the|as|of|at|in|and|from|through|each|to|or)$", re.IGNORECASE
)
_QUARTER_FIRST = re.compile(r"\b(quarters?)((?:\s+ended)?)\s+(first|second|third|fourth)\b", re.IGNORECASE)
_YEAR_ENDED = re.compile(r"\b(?:fiscal\s+)?years?\s+(?:ended|ending)\s+", re.IGNORECASE)
_FISCAL_YEAR = re.compile(r"\bfiscal(?:\s+years?)?(?:\s+ended)?\s+((?:19|20)\d\d)\b|\bFY\s?((?:19|20)\d\d)\b", re.IGNORECASE)
# How long something lasts, which is no period of a column.
_LENGTH = re.compile(
    r"\b\d+(?:\.\d+)?[\s-]+years?\b(?!\s+end)|\b(?:less than|under|over|more than|within)\s+(?:12|twelve)\s+months\b|"
    r"\b(?:12|twelve)\s+months\s+or\s+(?:greater|longer|more)\b",
    re.IGNORECASE,
)
# What is measured by an estimate ("Estimated fair value") is no estimate of what will be.
_ESTIMATED = re.compile(r"\bestimated\b(?!\s*(?:for\s+)?(?:fiscal\s+)?(?:19|20)\d\d)", re.IGNORECASE)
_AT = re.compile(r"\b(?:as of|as at|at)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:ended|ending|for the|periods?|to date)\b", re.IGNORECASE)
# Figures of other years than these around a document's own are no results of it.
YEARS_BACK, YEARS_ON = 12, 6


@dataclass(frozen=True, slots=True)
class When:
    """A column's or a row's period, whether its figures happened, and what the reader should know of it."""

    period: Period
    status: Status = Status.ACTUAL
    caveats: tuple[str, ...] = ()


@lru_cache(maxsize=16_384)
def is_only_period(text: str) -> bool:
    """Return whether words state a period (or only its year, half or quarter) and nothing else, footnote marks aside."""
    if not (YEAR.search(text) or MONTH_DAY.search(text) or find_spans(text) or named_part(text)):
        return False
    return not without_period(text)


@lru_cache(maxsize=16_384)
def without_period(text: str) -> str:
    """Return what words say besides a period and units: "Year Ended December 31, 2018 As Restated" gives "As Restated"."""
    text = _EXPECTED_YEAR.sub(r"\1", _MARKS.sub(" ", text))
    units = unit_text(text)
    text = text.replace(units, " ") if units.startswith("(") else text
    for pattern in (DATE, DAY_FIRST, MONTH_DAY, YEAR, _SPAN_WORDS, _SHORT):
        text = pattern.sub(" ", text)
    text = " ".join(_STRAY.sub(" ", text).split())
    before = ""
    while text != before:
        before, text = text, _SMALL.sub("", text.strip(" ,.:;/-–—&"))
    return text


def states_period(text: str) -> bool:
    """Return whether words hold a year or a day, with which a period can be told."""
    return bool(YEAR.search(text) or _EXPECTED_YEAR.search(text))


def read_when(text: str, calendar: FiscalCalendar, *, unnamed: Span | None = Span.YEAR, expected: bool = False) -> When | None:
    """Return the period that words state with certainty, None for any other.

    A day without a span is an instant, unless `unnamed` tells how long the columns' periods are. What ends after the document's own
    period counts only where the words, or with `expected` those around them, say that it is expected.
    """
    status = _status(text, expected=expected)
    bare = _plain(text, calendar)
    found = _read(bare, calendar, unnamed)
    if found is None:
        return None
    period, caveats = found
    days = (period.end - calendar.end).days
    late = days > GRACE_DAYS
    if not -YEARS_BACK * 366 <= days <= YEARS_ON * 366:
        return None
    if status is Status.ACTUAL:
        return None if late else When(period, status, caveats)
    if not late and status is Status.GUIDANCE and not _EXPECTED.search(text):
        return When(period, Status.ACTUAL, caveats)
    return When(period, status, caveats)


def common_span(heads: Sequence[str]) -> Span | None:
    """Return how long the periods of columns are that name only their last day, None when nothing tells."""
    dated = [head for head in heads if find_dates(head)]
    return span_between(heads) if len(dated) > 2 else None


def _status(text: str, *, expected: bool) -> Status:
    lower = text.lower()
    if "consensus" in lower:
        return Status.CONSENSUS
    if words("tables", "guidance").search(text):
        return Status.GUIDANCE
    if is_estimate(_ESTIMATED.sub(" ", text)):
        return Status.ESTIMATE
    return Status.GUIDANCE if expected else Status.ACTUAL


def _plain(text: str, calendar: FiscalCalendar) -> str:
    """Return a head in the form that the statements' reader of periods takes."""
    text = _LENGTH.sub(" ", text)
    text = _EXPECTED.sub(" ", _EXPECTED_YEAR.sub(r"\1", _MARKS.sub(" ", text)))
    text = _QUARTER_FIRST.sub(r"\3 \1", text)
    text = re.sub(r"\b(first|second|third|fourth)\b(?!\s+(?:quarter|half))", _with_quarter(text), text, flags=re.IGNORECASE)
    if named_part(text) and _YEAR_ENDED.search(text):
        ends = find_dates(text)
        placed = calendar.place(ends[0].on) if len({one.on for one in ends}) == 1 else None
        text = f"{DATE.sub(' ', _YEAR_ENDED.sub(' ', text))} fiscal {placed[0]}" if placed else ""
    return _dated_in_fiscal_year(text, calendar)


def _with_quarter(text: str) -> str:
    return r"\1 quarter" if re.search(r"\bquarters?\b", text, re.IGNORECASE) else r"\1"


def _dated_in_fiscal_year(text: str, calendar: FiscalCalendar) -> str:
    """Return a head such as "September 30 fiscal 2016" with the calendar year that the day has; "" where that is not certain."""
    fiscal = {int(match[1] or match[2]) for match in _FISCAL_YEAR.finditer(text)}
    days = set(month_days(text))
    if not fiscal or not days or find_dates(text) or calendar.ends_with_year:
        return text
    if len(fiscal) != 1 or len(days) != 1:
        return ""
    year, (month, day) = fiscal.pop(), days.pop()
    dates = [on for at in (year - 1, year, year + 1) if (on := date_in(at, month, day))]
    placed = [on for on in dates if (found := calendar.place(on)) and found[0] == year]
    return (
        f"{_FISCAL_YEAR.sub(' ', MONTH_DAY.sub(' ', text))} ended {placed[0]:%B} {placed[0].day}, {placed[0].year}"
        if len(placed) == 1
        else ""
    )


def _read(text: str, calendar: FiscalCalendar, unnamed: Span | None) -> tuple[Period, tuple[str, ...]] | None:
    if not find_years(text):
        return None
    days, part, spans = month_days(text) or find_dates(text), named_part(text), find_spans(text)
    if not days and not part and spans and spans != [Span.YEAR]:
        return None
    if days and not (spans or part or _OVER.search(text)):
        if unnamed in (Span.QUARTER, Span.HALF) and not _AT.search(text):
            return read_period(text, Statement.INCOME, calendar, unnamed=unnamed)
        return read_period(text, Statement.BALANCE, calendar)
    return read_period(text, Statement.INCOME, calendar)


def names_stretch(text: str) -> bool:
    """Return whether words say that a period lasts ("ended", "fiscal", "months", a named quarter), not only when it is."""
    text = _LENGTH.sub(" ", text)
    return bool(find_spans(text) or named_part(text) or _OVER.search(text))


def instant_of(when: When, calendar: FiscalCalendar) -> When | None:
    """Return the last day of a period as an instant, None where the document's calendar has no name for it."""
    return when if when.period.start is None else at_day(when, when.period.end, calendar)


def at_day(when: When, on: date, calendar: FiscalCalendar) -> When | None:
    """Return what there is on a day; the first day of a period stands for the last of the one before, as balances are carried over."""
    before = on - timedelta(days=1)
    if on.day == 1 and is_month_end(before) and not calendar.weekly:
        on = before
    period = name_period(None, on, calendar)
    return replace(when, period=period) if period else None
