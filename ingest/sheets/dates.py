"""A workbook's serial numbers as dates and times, shown as their format says or, where that would be ambiguous, as ISO dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from ingest.sheets.format_codes import Mark, Section, Token

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# 1900 counts as a leap year in serial numbers, so those before 60 are a day off.
_LEAP_DAY = 60
_LAST_SERIAL = 2_958_466


def moment_of(serial: Decimal, *, from_1904: bool) -> datetime | None:
    """Return the instant that a serial number stands for, to the second; None when no calendar has it."""
    if not 0 <= serial < _LAST_SERIAL:
        return None
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if serial < _LEAP_DAY else 30)  # noqa: DTZ001 (no zone in a cell)
    return first + timedelta(seconds=round(serial * 86_400))


def show_date(moment: datetime, serial: Decimal, section: Section) -> str:
    """Return the date as the format shows it; a day with a month in digits or a year of two digits as ISO date."""
    tokens = _with_minutes(section.tokens)
    kinds = {token.text for token in tokens if token.mark is Mark.DATE}
    day, short_year = bool(kinds & {"d", "dd"}), bool(kinds & {"y", "yy"})
    if day and (kinds & {"m", "mm"} or short_year):
        timed = any(kind.startswith("h") for kind in kinds)
        return moment.isoformat(sep=" ", timespec="minutes") if timed else moment.date().isoformat()
    noon = section.holds(Mark.NOON)
    return "".join(_show(token, moment, serial, noon=noon) for token in tokens)


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the "m" of minutes (after hours or before seconds) as "n"."""
    dated = [at for at, token in enumerate(tokens) if token.mark in (Mark.DATE, Mark.ELAPSED)]
    out = list(tokens)
    for order, at in enumerate(dated):
        before = tokens[dated[order - 1]].text[0] if order else ""
        after = tokens[dated[order + 1]].text[0] if order + 1 < len(dated) else ""
        if tokens[at].text in ("m", "mm") and tokens[at].mark is Mark.DATE and (before == "h" or after == "s"):
            out[at] = Token(Mark.DATE, "n" * len(tokens[at].text))
    return out


def _show(token: Token, moment: datetime, serial: Decimal, *, noon: bool) -> str:
    if token.mark is Mark.ELAPSED:
        seconds = round(serial * 86_400)
        return str(seconds // {"h": 3_600, "m": 60, "s": 1}[token.text[0]])
    if token.mark is Mark.NOON:
        return "AM" if moment.hour < 12 else "PM"
    if token.mark is Mark.DATE:
        return _part(token.text, moment, noon=noon)
    return token.text if token.mark in (Mark.LITERAL, Mark.COMMA) else ""


def _part(code: str, moment: datetime, *, noon: bool) -> str:
    hour = (moment.hour % 12 or 12) if noon else moment.hour
    month, day = MONTHS[moment.month - 1], DAYS[moment.weekday()]
    named = {"mmm": month[:3], "mmmm": month, "mmmmm": month[0], "ddd": day[:3], "dddd": day}
    if code in named:
        return named[code]
    if code[0] == "y":
        return f"{moment.year:04d}" if len(code) > 2 else f"{moment.year % 100:02d}"
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[code[0]]
    return f"{number:02d}" if len(code) > 1 else str(number)
