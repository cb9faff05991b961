"""Schedules in `ledger.db`, and which lines of digests were read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, time
from functools import cache

from pydantic import TypeAdapter, ValidationError

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, pack_json, unpack_instant, unpack_instant_or_none, unpack_strings
from research.errors import CannotReadError, NotFoundError
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.sending import FileFormat, Schedule

_ADD = """
INSERT INTO schedules (user, watchlist, at, zone, days, recipients, folder, format, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ALL = "SELECT * FROM schedules WHERE user = ? ORDER BY id"
_MARK = "INSERT INTO read_marks (user, line, at) VALUES (?, ?, ?) ON CONFLICT (user, line) DO NOTHING"
_READ = "SELECT line FROM read_marks WHERE user = ? AND line IN (SELECT value FROM json_each(?))"


class SqliteScheduleStore:
    """The `ScheduleStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, schedule: Schedule) -> Schedule:
        """Keep a schedule and return it with its id, which no other ever had."""
        row = (
            schedule.user,
            schedule.watchlist,
            schedule.at.isoformat(timespec="minutes"),
            schedule.zone,
            pack_json(schedule.days),
            pack_json(schedule.recipients),
            schedule.folder,
            schedule.format.value,
            pack_instant(schedule.created_at),
        )
        with self._database.write() as connection:
            number = connection.execute(_ADD, row).lastrowid
            return _read(connection.execute("SELECT * FROM schedules WHERE id = ?", (number,)).fetchone())

    def all(self, access: Access) -> list[Schedule]:
        """Return the reader's own schedules, ordered by id."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_ALL, (access.user,))]

    def remove(self, access: Access, schedule_id: int) -> None:
        """Forget a schedule of the reader's; raises NotFoundError. What is on its way goes out."""
        with self._database.write() as connection:
            if not connection.execute("DELETE FROM schedules WHERE user = ? AND id = ?", (access.user, schedule_id)).rowcount:
                raise NotFoundError(f"no schedule {schedule_id} of {access.user}", "desk schedule list names those that there are")

    def last_sent(self, access: Access, schedule_id: int) -> Digest | None:
        """Return the digest that a schedule of the reader's sent last, None when it sent none; raises CannotReadError."""
        with self._database.read() as connection:
            row = connection.execute("SELECT sent FROM schedules WHERE user = ? AND id = ?", (access.user, schedule_id)).fetchone()
        if row is None or row["sent"] is None:
            return None
        try:
            return _codec().validate_json(row["sent"])
        except ValidationError as error:
            raise CannotReadError(f"the last digest of schedule {schedule_id} was kept by another version of this program") from error


class SqliteReadMarks:
    """The `ReadMarks` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self, access: Access, lines: Sequence[str], at: datetime) -> None:
        """Mark lines, by their ids, as read; one that is marked stays as it is."""
        with self._database.write() as connection:
            connection.executemany(_MARK, [(access.user, line, pack_instant(at)) for line in lines])

    def unmark(self, access: Access, lines: Sequence[str]) -> None:
        """Mark lines as not read."""
        with self._database.write() as connection:
            connection.executemany("DELETE FROM read_marks WHERE user = ? AND line = ?", [(access.user, line) for line in lines])

    def read(self, access: Access, lines: Sequence[str]) -> frozenset[str]:
        """Return which of the lines the reader has read."""
        with self._database.read() as connection:
            return frozenset(row["line"] for row in connection.execute(_READ, (access.user, pack_json(lines))))


def pack_digest(digest: Digest) -> str:
    """Return a digest as JSON that is read back equal."""
    return _codec().dump_json(digest).decode()


@cache
def _codec() -> TypeAdapter[Digest]:
    return TypeAdapter(Digest)


def _read(row: sqlite3.Row) -> Schedule:
    return Schedule(
        id=row["id"],
        user=row["user"],
        watchlist=row["watchlist"],
        at=time.fromisoformat(row["at"]),
        zone=row["zone"],
        created_at=unpack_instant(row["created_at"]),
        days=tuple(int(day) for day in json.loads(row["days"])),
        recipients=unpack_strings(row["recipients"]),
        folder=row["folder"],
        format=FileFormat(row["format"]),
        done_at=unpack_instant_or_none(row["done_at"]),
        window_end=unpack_instant_or_none(row["window_end"]),
    )
