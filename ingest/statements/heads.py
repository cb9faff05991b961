"""Short column heads of workbooks and brokers' tables ("Dec-24", "FY24A", "1H24", "31.12.2024") spelled out; estimates told apart."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from research.nouns.facts import Span
from research.text.dates import find_dates, find_spans, month_number

_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
)
_YEAR = r"(?:19|20)\d\d"
_SHORT_YEAR = r"(?:(?:19|20)\d\d|\d\d)"
# "A" or "actual" after a year says what the column holds anyway.
_ACTUAL = r"(?:\s?\(?(?:A|actuals?)\)?)?(?!\w)"
_MONTH_YEAR = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})[-./ ])?{_MONTH}\.?(?:\s?[-–/'’]\s?'?(?P<short>{_SHORT_YEAR})|\s+(?P<year>{_YEAR})){_ACTUAL}", re.IGNORECASE
)
_POINTED = re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{_SHORT_YEAR})(?![\d.]|\w)")
_SLASHED = re.compile(rf"(?<![\d/])(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<year>{_SHORT_YEAR})(?![\d/]|\w)")
_FISCAL = re.compile(rf"\b(?:FY|F)\s?['’]?(?P<year>{_SHORT_YEAR}){_ACTUAL}", re.IGNORECASE)
_ACTUAL_YEAR = re.compile(rf"(?<![\d.,/$])(?P<year>{_YEAR})\s?\(?A\)?(?!\w)", re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:(?P<half>[12])\s?H|H\s?(?P<half2>[12])|(?P<quarter>[1-4])\s?Q|Q\s?(?P<quarter2>[1-4])|(?P<months>6M|9M)|"
    r"(?P<word>first|second|third|fourth)[\s-]+(?P<unit>quarter|half))"
    rf"(?:[\s\-–'’]*(?:of\s+)?(?:FY|F|fiscal(?:\s+year)?)?[\s'’]*(?P<year>{_SHORT_YEAR}))?{_ACTUAL}",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    # A small letter in brackets is a footnote's mark.
    rf"(?<![\d.,])(?:{_YEAR}\s?|['’]?\d\d)(?:[EFPB](?!\w)|\s?(?-i:\([EFPB]\)))|{_SHORT_YEAR}\s?\(?(?:est|proj|fcst|cons|bud)\b|\bNTM\b|"
    r"\bestimate[sd]?\b|\boutlook\b|\bforecasts?\b|\bproject(?:ed|ions?)\b|\bbudget(?:ed)?\b|\bconsensus\b|\bguidance\b",
    re.IGNORECASE,
)
_CALENDAR_YEAR = re.compile(rf"\bCY\s?['’]?{_SHORT_YEAR}", re.IGNORECASE)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
# The last two digits of a year from here on are of the last century.
CENTURY_TURNS = 70
# Ends of columns that lie so many days apart bound periods of that length.
_GAPS = ((Span.QUARTER, range(80, 105)), (Span.HALF, range(165, 200)), (Span.YEAR, range(345, 385)))
FEWEST_COLUMNS = 3


def is_estimate(head: str) -> bool:
    """Return whether a column holds what is expected, not what was: "2025E", "FY26F", "Consensus", "NTM"."""
    return bool(_ESTIMATE.search(head))


def is_calendar_year(head: str) -> bool:
    """Return whether a column is of a calendar year by name ("CY24"), which need not be the fiscal one."""
    return bool(_CALENDAR_YEAR.search(head))


def is_short_head(text: str) -> bool:
    """Return whether words hold a short name of a period."""
    return any(pattern.search(text) for pattern in (_MONTH_YEAR, _POINTED, _SLASHED, _FISCAL, _PARTS, _ACTUAL_YEAR, _ESTIMATE))


def short_starts(text: str) -> list[int]:
    """Return where the short names of periods in a text begin, by the first kind of name that there is more than one of."""
    found = ([match.start() for match in pattern.finditer(text)] for pattern in (_PARTS, _FISCAL, _MONTH_YEAR, _ACTUAL_YEAR))
    return next((starts for starts in found if len(starts) > 1), [])


def spell_out(head: str) -> str:
    """Return a head with its short dates and years in full: "Dec-24" as "December 31, 2024", "FY24A" as "fiscal 2024".

    A month without a day means its last one. A date in figures that may be read in two ways ("06/07/2024") stays as it is.
    """
    for pattern in (_MONTH_YEAR, _POINTED):
        head = pattern.sub(_spelled, head)
    head = _SLASHED.sub(_unslashed, head)
    head = _PARTS.sub(
        lambda match: match[0] if match["year"] is None else match[0].replace(match["year"], f" {_full(match['year'])}"), head
    )
    head = _FISCAL.sub(lambda match: f"fiscal {_full(match['year'])}", head)
    return " ".join(_ACTUAL_YEAR.sub(r"\g<year>", head).split())


def named_part(head: str) -> tuple[Span, int] | None:
    """Return the part of a fiscal year that a head names, and the quarter (1 to 4) that it ends with; None without one, or with two."""
    found = {_part(match) for match in _PARTS.finditer(head)}
    return found.pop() if len(found) == 1 else None


def ends_printed(heads: Sequence[str]) -> list[date]:
    """Return the days on which the columns of actual figures end, as far as their heads say so, in order."""
    return [one.on for head in heads if not is_estimate(head) for one in find_dates(spell_out(head))]


def span_between(heads: Sequence[str]) -> Span | None:
    """Return how long the periods are of columns that name only their last day, by how far these lie apart; None when that is uneven.

    Fewer than three columns, or years, say nothing against whole years.
    """
    bare = [head for head in heads if not find_spans(head) and named_part(head) is None]
    ends = sorted({one.on for head in bare for one in find_dates(spell_out(head))})
    gaps = [(after - before).days for before, after in pairwise(ends)]
    for span, days in _GAPS:
        if gaps and all(gap in days for gap in gaps):
            return span if span is Span.YEAR or len(ends) >= FEWEST_COLUMNS else None
    return Span.YEAR if all(gap >= _GAPS[-1][1].start for gap in gaps) else None


def _part(match: re.Match[str]) -> tuple[Span, int]:
    if half := match["half"] or match["half2"]:
        return Span.HALF, 2 * int(half)
    if quarter := match["quarter"] or match["quarter2"]:
        return Span.QUARTER, int(quarter)
    if months := match["months"]:
        return (Span.HALF, 2) if months[0] == "6" else (Span.NINE_MONTHS, 3)
    number = _ORDINALS[match["word"].lower()]
    return (Span.QUARTER, number) if match["unit"].lower() == "quarter" else (Span.HALF, 2 * number)


def _full(year: str) -> int:
    number = int(year)
    return number if number > 99 else number + (2000 if number < CENTURY_TURNS else 1900)


def _spelled(match: re.Match[str]) -> str:
    fields = match.groupdict()
    month = fields["month"]
    number = int(month) if month.isdigit() else month_number(month)
    return _date_words(fields.get("day"), number, _full(fields.get("short") or fields["year"]), match[0])


def _unslashed(match: re.Match[str]) -> str:
    first, second = int(match["first"]), int(match["second"])
    if (first > 12) == (second > 12) and first != second:
        return match[0]
    day, month = (first, second) if first > 12 else (second, first)
    return _date_words(str(day), month, _full(match["year"]), match[0])


def _date_words(day: str | None, month: int, year: int, printed: str) -> str:
    """Return the date as "Month day, year", as it is printed when the calendar has none such."""
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= monthrange(year, month)[1]):
        return printed
    return f"{date(year, month, 1):%B} {int(day) if day else monthrange(year, month)[1]}, {year}"
