"""When a schedule is due: once on each of its days, on the reader's clock, whatever daylight saving does to that day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from research.errors import UsageError
from research.nouns.sending import WORKDAYS, Schedule

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY_DAY = tuple(range(7))
_WORDS = {"daily": _EVERY_DAY, "workdays": WORKDAYS, "weekdays": WORKDAYS}
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
# A schedule has a day a week at least; a day more for zones that are far from UTC.
_LOOK_DAYS = 9


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when a clock in a zone shows a time on a day, in UTC.

    A time that the clock leaves out is as much later as the clock is put on (02:30 becomes 03:30); of one that it shows twice, the first.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def last_due(schedule: Schedule, now: datetime) -> datetime | None:
    """Return the last moment until now at which a schedule was due and has not been done; None when there is none.

    However many it missed, it is one: they are caught up at once. What lay before the schedule was made is not due.
    """
    zone, since = zone_named(schedule.zone), schedule.done_at or schedule.created_at
    today = now.astimezone(zone).date()
    for back in range(-1, _LOOK_DAYS):
        day = today - timedelta(days=back)
        at = moment(day, schedule.at, zone)
        if day.weekday() in schedule.days and since < at <= now:
            return at
    return None


def next_due(schedule: Schedule, now: datetime) -> datetime:
    """Return the first moment after now at which a schedule is due."""
    zone = zone_named(schedule.zone)
    today = now.astimezone(zone).date()
    found = (moment(day, schedule.at, zone) for day in _days_from(today - timedelta(days=1)) if day.weekday() in schedule.days)
    return next(at for at in found if at > now)


@cache
def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; raises UsageError."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError) as error:
        raise UsageError(f"time zone {name[:60]!r} is not known", "name one as Europe/Berlin or America/New_York") from error


def read_time(text: str) -> time:
    """Return a time of day written as 07:30; raises UsageError."""
    found = _TIME.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise UsageError(f"time {text[:20]!r} is not one", "write it as 07:30")
    return time(int(found[1]), int(found[2]))


def read_days(text: str) -> tuple[int, ...]:
    """Return days written as "mon-fri", "mon,wed,sun", "daily" or "workdays", in order; raises UsageError."""
    days: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if part in _WORDS:
            days.update(_WORDS[part])
        elif first[:3] in DAYS and (not dash or last[:3] in DAYS):
            begin = DAYS.index(first[:3])
            length = (DAYS.index(last[:3]) - begin) % 7 if dash else 0
            days.update((begin + step) % 7 for step in range(length + 1))
        else:
            raise UsageError(f"days {text[:60]!r} are not understood", "write them as mon-fri, mon,wed or daily")
    return tuple(sorted(days))


def days_words(days: tuple[int, ...]) -> str:
    """Return days as they are written: "daily", "mon-fri", "mon,wed"."""
    if days == _EVERY_DAY:
        return "daily"
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
    return ",".join(DAYS[day] for day in days)


def _days_from(day: date) -> list[date]:
    return [day + timedelta(days=on) for on in range(_LOOK_DAYS)]
