"""Schedules in words, on their reader's clock."""

from dataclasses import replace
from datetime import UTC, datetime, time

from research.nouns.sending import FileFormat, Schedule
from ui.render.schedule_view import schedule_line, schedule_row

NOW = datetime(2025, 2, 11, 12, tzinfo=UTC)
MADE = Schedule(3, "ann", "Pumps", time(7, 30), "Europe/Berlin", NOW, (0, 2), ("ann@example.org",), "/drop", FileFormat.JSON)


def test_a_row_says_when_to_whom_when_next_and_when_last():
    row = schedule_row(MADE, NOW)
    assert (row.id, row.watchlist, row.when, row.to) == (3, "Pumps", "mon,wed 07:30 Europe/Berlin", "ann@example.org, /drop (json)")
    assert (row.upcoming, row.last) == ("Wed 12 Feb 2025, 07:30 CET", "never")
    sent = replace(MADE, done_at=datetime(2025, 2, 10, 6, 30, tzinfo=UTC))
    assert schedule_row(sent, NOW).last == "Mon 10 Feb 2025, 07:30 CET"
    assert schedule_line(row) == f"Pumps, {row.when}, to {row.to}; next {row.upcoming}"
