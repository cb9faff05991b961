"""How a document names its fiscal years and quarters: read from its own words, else from the year in which the period ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from research.text.dates import find_dates, find_years, month_days, shift_years

_FISCAL = re.compile(r"\bfiscal(?: year)?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR_ENDED = re.compile(r"\byears?\s+(?:then\s+)?end(?:ed|ing|s)\s+(?:on\s+)?", re.IGNORECASE)
_NAME_ENDED = re.compile(r"[^.;:()]*\bend(?:ed|ing|s)\s+(?:on\s+)?", re.IGNORECASE)
_DATE_NAMED = re.compile(r"\s*\(\s*(?:the\s+)?[“\"]?\s*", re.IGNORECASE)
# Words between a fiscal year's name and its date, in either order, in characters.
NEAR = 45
# A name counts by frequency alone when it is used this often, and the later of two years when it is used half as often as the other.
MENTIONS = 8
# The source of a year that the document does not name.
FROM_PERIOD_END = "year of the period's end"


def name_fiscal_year(text: str, year_end: date, *, heads: Sequence[Sequence[str]] = ()) -> tuple[int, str]:
    """Return the document's own number for the fiscal year that ends on `year_end`, and where it comes from.

    `heads` are the column heads of each of its statements. First the bare years that head them ("2017", without a day), then its
    definitions ("fiscal 2018" beside "January 31, 2018"), then the fiscal year it speaks of most, then the year of the last day (a 52-
    or 53-week year that ends in the first week of January counts as the year before).
    """
    bare = [year for table in heads for year in _bare_years(table)]
    if bare and year_end.year - 1 <= max(bare) <= year_end.year:
        return max(bare), "heads of the statements"
    offsets = Counter(_defined_offsets(text, year_end))
    if offsets:
        return year_end.year + offsets.most_common(1)[0][0], "the document's own name for the year"
    mentions = Counter(int(match[1]) for match in _FISCAL.finditer(text))
    later, earlier = mentions[year_end.year], mentions[year_end.year - 1]
    if max(later, earlier) >= MENTIONS:
        return year_end.year if later * 2 >= earlier else year_end.year - 1, "the fiscal year the document speaks of most"
    return (year_end - timedelta(days=7)).year, FROM_PERIOD_END


def _bare_years(heads: Sequence[str]) -> list[int]:
    """Return the years that stand without a day over a statement's columns; none where a column of a later year has its day."""
    bare = [find_years(head)[0] for head in heads if not month_days(head) and len(set(find_years(head))) == 1]
    dated = [year for head in heads if month_days(head) for year in find_years(head)]
    return [] if bare and max(dated, default=0) > max(bare) else bare


def _defined_offsets(text: str, year_end: date) -> list[int]:
    """Return, for each definition found, the fiscal year's number minus the calendar year in which that fiscal year ends."""
    dates = [one for one in find_dates(text) if _same_season(one.on, year_end)]
    names = [(match.start(), match.end(), int(match[1])) for match in _FISCAL.finditer(text)]
    found: list[int] = []
    at = 0
    for one in dates:
        while at < len(names) and names[at][1] < one.start - NEAR:
            at += 1
        for start, end, number in names[at : at + 4]:
            before = end <= one.start <= end + NEAR and _NAME_ENDED.fullmatch(text, end, one.start)
            after = one.end <= start <= one.end + 8 and _DATE_NAMED.fullmatch(text, one.end, start)
            if (before or after) and abs(number - one.on.year) <= 1:
                found.append(number - one.on.year)
    return found


def _same_season(on: date, year_end: date) -> bool:
    """Return whether a date falls within two weeks of the fiscal year's end in its own year."""
    return any(abs((on - shift_years(year_end, on.year - year_end.year + shift)).days) <= 14 for shift in (-1, 0, 1))


def find_year_end(text: str, period_end: date) -> date | None:
    """Return the last fiscal year end before a quarter's end, from "year ended …"; None when the text names none."""
    counts: Counter[date] = Counter()
    for match in _YEAR_ENDED.finditer(text):
        for one in find_dates(text[match.end() : match.end() + 24])[:1]:
            if 60 < (period_end - one.on).days < 310:
                counts[one.on] += 1
    return counts.most_common(1)[0][0] if counts else None


def quarter_of(period_end: date, last_year_end: date) -> int:
    """Return which quarter (1 to 3) ends on `period_end`, counted from the last year's end."""
    return min(3, max(1, round((period_end - last_year_end).days / 91.3)))


def next_year_end(period_end: date, quarter: int) -> date:
    """Return about when the fiscal year ends whose quarter ends on `period_end`."""
    months = period_end.year * 12 + period_end.month - 1 + 3 * (4 - quarter)
    return period_end if quarter == 4 else date(months // 12, months % 12 + 1, min(period_end.day, 28))
