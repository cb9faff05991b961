"""Dates and spans as filings print them."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from research.nouns.facts import Span

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_SHORT = {name[:3]: index for index, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
MONTH_DAY = re.compile(rf"\b{_MONTH}\.?\s*(?P<day>\d{{1,2}})(?!\d)(?:\s*,)?", re.IGNORECASE)
DATE = re.compile(rf"\b{_MONTH}\.?\s*(?P<day>\d{{1,2}})\s*,?\s*(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\.?,?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
ISO_DATE = re.compile(r"(?<![\w-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
YEAR = re.compile(r"(?<![\d,.$/])(?:19|20)\d\d(?![\d,/]|\.\d)")
_SPANS = (
    (Span.QUARTER, r"three[\s-]+months?|3\s+months?|quarters?|(?:thirteen|fourteen|twelve|sixteen|1[2-46])[\s-]+weeks?"),
    (Span.HALF, r"six[\s-]+months?|6\s+months?|(?:twenty[\s-]?(?:four|six|seven|eight)|2[4-8])[\s-]+weeks?|half[\s-]+years?|two quarters"),
    (Span.NINE_MONTHS, r"nine[\s-]+months?|9\s+months?|(?:thirty[\s-]?(?:six|nine)|forty|36|39|40)[\s-]+weeks?|three quarters"),
    (Span.YEAR, r"years?|twelve[\s-]+months?|12\s+months?|(?:fifty[\s-]?(?:two|three)|52|53)[\s-]+weeks?|fiscal|annual|FY"),
)
_SPAN = tuple((span, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for span, pattern in _SPANS)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text and where it stands there."""

    on: date
    start: int
    end: int


def find_dates(text: str) -> list[PrintedDate]:
    """Return the full dates of a text in order; impossible ones ("June 31, 2018") are left out."""
    if "19" not in text and "20" not in text:
        return []
    found: list[PrintedDate] = []
    for pattern in (DATE, DAY_FIRST, ISO_DATE):
        starts, more = [one.start for one in found], list[PrintedDate]()
        for match in pattern.finditer(text):
            before = bisect_left(starts, match.end())
            on = _date(match["month"], int(match["day"]), int(match["year"]))
            if on and not (before and found[before - 1].end > match.start()):
                more.append(PrintedDate(on, *match.span()))
        found = sorted([*found, *more], key=lambda one: one.start)
    return found


def month_days(text: str) -> list[tuple[int, int]]:
    """Return the (month, day) pairs of a text in order, those of full dates included."""
    return [(month_number(match["month"]), int(match["day"])) for match in MONTH_DAY.finditer(text) if 1 <= int(match["day"]) <= 31]


def find_years(text: str) -> list[int]:
    """Return the bare or dated years of a text in order."""
    return [int(match[0]) for match in YEAR.finditer(text)]


def find_spans(text: str) -> list[Span]:
    """Return the spans that a heading names, shortest first; "three months" wins over the "year" in "fiscal year"."""
    found = [span for span, pattern in _SPAN if pattern.search(text)]
    return [span for span in found if span is not Span.YEAR] or found


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's full or short name."""
    return _SHORT.get(name.lower()[:4], 0) or _SHORT[name.lower()[:3]]


def shift_years(on: date, years: int) -> date:
    """Return the same day in another year; the last day of February stays the last."""
    year = on.year + years
    if on.day == monthrange(on.year, on.month)[1]:
        return date(year, on.month, monthrange(year, on.month)[1])
    return date(year, on.month, min(on.day, monthrange(year, on.month)[1]))


def is_month_end(on: date) -> bool:
    """Return whether this is the last day of its month."""
    return (on + timedelta(days=1)).day == 1


def date_in(year: int, month: int, day: int) -> date | None:
    """Return the date, None when the calendar has none such."""
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _date(month: str, day: int, year: int) -> date | None:
    return date_in(year, int(month) if month.isdigit() else month_number(month), day)
