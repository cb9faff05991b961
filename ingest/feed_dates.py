"""The dates that feeds write, in the standards' forms and in those that publishers use beside them → instants in UTC.

A form that is not known gives nothing: a date that is guessed is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from research.text.patterns import read_beside

# Before this there were no feeds: such a date is a clock that was not set.
FIRST_YEAR = 1971
LAST_YEAR = 2200
_LONGEST = 80
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_DAY_NAME = r"(?:[A-Za-z]{3,9}\.?,?\s+)?"
_MONTH_NAME = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
_ZONE = r"(?:\s*\(?(?P<zone>[A-Za-z][A-Za-z_/+:\-\d]*|[+-]\d{1,2}(?::?\d{2})?)\)?(?:\s*\([\w .]+\))?)?"
_CLOCK = rf"(?:(?:\s*,?\s+|\s*T\s*)(?:at\s+)?{_TIME}{_ZONE})?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 2025-02-10T08:30:00+01:00, 2025/02/10 08:30, 2025.02.10
        rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_CLOCK}",
        # 20250210T083000Z
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?" + _ZONE + ")?",
        # Mon, 10 Feb 2025 08:30:00 +0100; Monday, 10-Feb-25 08:30:00 GMT
        rf"{_DAY_NAME}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME}[\s,-]+(?P<year>\d{{4}}|\d{{2}}){_CLOCK}",
        # February 10, 2025 8:30 AM EST
        rf"{_DAY_NAME}{_MONTH_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}",
        # Mon Feb 10 08:30:00 EST 2025
        rf"{_DAY_NAME}{_MONTH_NAME}\s+(?P<day>\d{{1,2}})\s+{_TIME}{_ZONE}\s+(?P<year>\d{{4}})",
        # 2025年2月10日 08:30
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
        r"(?:\s*(?P<hour>\d{1,2})[:时時点](?P<minute>\d{2})(?:[:分](?:(?P<second>\d{2})秒?)?)?" + _ZONE + ")?",
    )
)
_UNIX = re.compile(r"\d{10}(?:\d{3})?")
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedDate:
    """An instant in UTC; `zoned` tells whether the feed said in which zone it stands, else it was read as UTC."""

    at: datetime
    zoned: bool


def read_date(text: str) -> FeedDate | None:
    """Return what a feed writes as a date; None for what is no date, or one of no form that is known."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    if _UNIX.fullmatch(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return FeedDate(datetime.fromtimestamp(int(seconds), UTC), zoned=True)
    for form in _FORMS:
        if match := form.fullmatch(text):
            try:
                return _read(match.groupdict())
            except (ValueError, OverflowError):
                return None
    return None


def _read(parts: dict[str, Any]) -> FeedDate | None:
    """Return the date of the parts of a form; raises ValueError for a day or an hour that there is not."""
    year = int(parts["year"]) + (0 if len(parts["year"]) > 2 else 2000 if int(parts["year"]) < 70 else 1900)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS.index(parts["month"][:3].lower()) + 1
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if (half := parts.get("half")) and hour <= 12:
        hour = hour % 12 + (12 if half in "pP" else 0)
    if minute > 59 or second > 60 or hour > 24 or (hour == 24 and minute + second):
        raise ValueError("there is no such time")
    local = datetime(year, month, int(parts["day"])) + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))  # noqa: DTZ001 - its zone follows
    zone = _zone(parts.get("zone") or "")
    return FeedDate(local.replace(tzinfo=zone or UTC).astimezone(UTC), zoned=zone is not None)


def _zone(word: str) -> tzinfo | None:
    """Return the zone that a word means, None when it means none or several."""
    data = _zones()
    if (minutes := data["offsets"].get(word.upper())) is not None:
        return timezone(timedelta(minutes=minutes))
    if offset := _OFFSET.fullmatch(word):
        ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return timezone(ahead if offset["sign"] == "+" else -ahead)
    place = data["places"].get(word.upper()) or (word if "/" in word else "")
    return _place(place) if place else None


@cache
def _zones() -> dict[str, Any]:
    return read_beside(__file__, "feed_dates.toml")


@lru_cache(maxsize=256)
def _place(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None
