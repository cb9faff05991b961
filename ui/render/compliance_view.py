"""What the page Compliance shows of the audit trail: filters as they are chosen, rows in words, and the trail as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from research.nouns.audit import AuditFilter, AuditRow
from ui.render.words import counted

# Windows of days by what they are called, today counted; None for all.
WINDOWS: dict[str, int | None] = {"Last 7 days": 7, "Last 30 days": 30, "Last 12 months": 365, "All days": None}
CHOSEN_DAYS = "Chosen days"
USUAL_WINDOW = "Last 30 days"
MOST_WORDS = 8
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of the page: user and action ("" for all), the window's name, the days where they are chosen, words of the subject."""

    user: str = ""
    action: str = ""
    window: str = USUAL_WINDOW
    first: date | None = None
    last: date | None = None
    words: str = ""

    def wanted(self, today: date) -> AuditFilter:
        """Return them as a filter; days are those of UTC, and both ends count."""
        first, last = self.days(today)
        return AuditFilter(
            self.user,
            self.action,
            _midnight(first) if first else None,
            _midnight(last + timedelta(days=1)) if last else None,
            tuple(dict.fromkeys(self.words.split()))[:MOST_WORDS],
        )

    def days(self, today: date) -> tuple[date | None, date | None]:
        """Return the first and the last day, None where there is none."""
        if self.window == CHOSEN_DAYS:
            return self.first, self.last
        length = WINDOWS.get(self.window)
        return (today - timedelta(days=length - 1) if length else None), None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """A row of the trail in words: its number, when (UTC, to the second), who, what was done, to what, and the details by name."""

    number: int
    when: str
    user: str
    action: str
    subject: str
    details: tuple[tuple[str, str], ...]


def trail_row(row: AuditRow) -> TrailRow:
    """Return a row in words; details that are no pairs, in a row that was changed past the program, are shown as they stand."""
    return TrailRow(row.id, row.at[:19].replace("T", " "), row.user, row.action, row.subject, tuple(_details(row)))


def fitting_words(rows: int, chosen: Chosen, today: date) -> str:
    """Return how many rows fit, and of which days: "1,204 rows, 2026-10-28 to 2026-11-26"."""
    first, last = chosen.days(today)
    days = f"{first or 'the beginning'} to {last or today}" if first or last else "of all days"
    return f"{counted(rows, 'row')}, {days}"


def trail_lines(rows: Iterable[AuditRow]) -> bytes:
    """Return rows as a file, one JSON object a line, each with its hash."""
    return "".join(json.dumps(trail_json(row), ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "backslashreplace")


def trail_json(row: AuditRow) -> dict[str, int | str]:
    """Return a row as plain data, its details as the text that is hashed."""
    return {
        "id": row.id,
        "at": row.at,
        "user": row.user,
        "action": row.action,
        "subject": row.subject,
        "details": row.details,
        "hash": row.hash,
    }


def _details(row: AuditRow) -> Iterator[tuple[str, str]]:
    try:
        pairs = [(str(name), str(value)) for name, value in json.loads(row.details)]
    except (ValueError, TypeError):
        pairs = [("details", row.details)]
    yield from ((name, value) for name, value in pairs if value)
    yield "hash", row.hash or "none"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
