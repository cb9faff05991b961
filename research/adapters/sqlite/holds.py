"""Legal holds in `ledger.db`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.ledger import record_event
from research.adapters.sqlite.packing import pack_instant, unpack_instant, unpack_instant_or_none
from research.errors import NotFoundError
from research.nouns.purging import Chosen, Hold
from research.nouns.queries import AuditEvent

_ADD = "INSERT INTO holds (kind, target, shown, reason, held_by, held_at) VALUES (?, ?, ?, ?, ?, ?)"
_LIFT = "UPDATE holds SET lifted_by = ?, lifted_at = ? WHERE number = ? AND lifted_at IS NULL RETURNING *"
_STANDING = "SELECT * FROM holds WHERE lifted_at IS NULL ORDER BY number"


class SqliteHoldStore:
    """The `HoldStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, hold: Hold, event: AuditEvent) -> Hold:
        """Keep a hold and its event in one step and return it numbered; durable when it returns."""
        row = (hold.kind.value, hold.target, hold.shown, hold.reason, hold.held_by, pack_instant(hold.held_at))
        with self._database.write() as connection:
            number = int(connection.execute(_ADD, row).lastrowid or 0)
            record_event(connection, replace(event, details=(("hold", str(number)), *event.details)))
        return replace(hold, number=number)

    def lift(self, number: int, *, by: str, at: datetime, event: AuditEvent) -> Hold:
        """Lift a hold and return it; raises NotFoundError where none of the number stands."""
        with self._database.write() as connection:
            row = connection.execute(_LIFT, (by, pack_instant(at), number)).fetchone()
            if row is None:
                raise NotFoundError(f"no hold {number} stands", "desk hold list names those that do")
            record_event(connection, replace(event, subject=row["shown"], details=(("hold", str(number)), *event.details)))
        return _read(row)

    def standing(self) -> Sequence[Hold]:
        """Return the holds that stand, in the order of their numbers."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_STANDING)]


def _read(row: sqlite3.Row) -> Hold:
    return Hold(
        kind=Chosen(row["kind"]),
        target=row["target"],
        shown=row["shown"],
        reason=row["reason"],
        held_by=row["held_by"],
        held_at=unpack_instant(row["held_at"]),
        number=row["number"],
        lifted_by=row["lifted_by"],
        lifted_at=unpack_instant_or_none(row["lifted_at"]),
    )
