"""Schedules in words: when each goes out, to whom, when next and when last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from research.nouns.sending import Schedule
from ui.out.times import days_words, next_due
from ui.render.digest_view import moment_words


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule in words; `upcoming` is when it is due next, `last` when it was last sent, "never" before."""

    id: int
    watchlist: str
    when: str
    to: str
    upcoming: str
    last: str


def schedule_row(one: Schedule, now: datetime) -> ScheduleRow:
    """Return a schedule in words, its moments on its reader's clock."""
    last = moment_words(one.done_at, one.zone) if one.done_at else "never"
    when = f"{days_words(one.days)} {one.at:%H:%M} {one.zone}"
    return ScheduleRow(one.id, one.watchlist, when, ", ".join(_targets(one)), moment_words(next_due(one, now), one.zone), last)


def schedule_line(row: ScheduleRow) -> str:
    """Return what a schedule does, in a line."""
    return f"{row.watchlist}, {row.when}, to {row.to}; next {row.upcoming}"


def _targets(one: Schedule) -> Iterable[str]:
    yield from one.recipients
    if one.folder:
        yield f"{one.folder} ({one.format.value})"
