"""Grants and the restricted list in `ledger.db`."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from datetime import datetime

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.ledger import record_event
from research.adapters.sqlite.packing import pack_instant, unpack_instant, unpack_instant_or_none
from research.nouns.labels import Grant, Restriction
from research.nouns.queries import AuditEvent

_GIVEN = tuple(field.name for field in fields(Grant) if field.name != "id")
_GIVE = f"INSERT INTO grants ({', '.join(_GIVEN)}) VALUES ({', '.join(f':{name}' for name in _GIVEN)})"  # noqa: S608 - constants only
# A grant counts from `since` on, until it is over.
_IS_NOT_OVER = "ended_at IS NULL AND (until IS NULL OR until > :at)"
_END = f"UPDATE grants SET ended_at = :at, ended_by = :by WHERE user = :user AND label = :label AND {_IS_NOT_OVER}"  # noqa: S608
_HELD = f"SELECT label FROM grants WHERE user = :user AND since <= :at AND {_IS_NOT_OVER}"  # noqa: S608 - constants only
_FIND = f"""
SELECT * FROM grants WHERE (:user = '' OR user = :user) AND (:label = '' OR label = :label) AND (:at IS NULL OR {_IS_NOT_OVER})
ORDER BY id"""  # noqa: S608 - constants only
_RESTRICT = "INSERT OR IGNORE INTO restrictions (company, reason, made_at, made_by) VALUES (?, ?, ?, ?)"
_LIFT = "UPDATE restrictions SET ended_at = ?, ended_by = ? WHERE company = ? AND ended_at IS NULL"
_RESTRICTED = "SELECT * FROM restrictions WHERE ended_at IS NULL ORDER BY company"


class SqliteGrantStore:
    """The `GrantStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, grant: Grant, event: AuditEvent) -> Grant:
        """Keep a grant and return it numbered (its own `id` is not read); durable when it returns."""
        row = {name: _packed(getattr(grant, name)) for name in _GIVEN}
        with self._database.write() as connection:
            number = connection.execute(_GIVE, row).lastrowid or 0
            record_event(connection, event)
            return _read(connection.execute("SELECT * FROM grants WHERE id = ?", (number,)).fetchone())

    def end(self, user: str, label: str, *, at: datetime, by: str, event: AuditEvent) -> int:
        """End the grants of a label that a user has, or is to have; return how many, and record nothing for none."""
        with self._database.write() as connection:
            ended = connection.execute(_END, {"user": user, "label": label, "at": pack_instant(at), "by": by}).rowcount
            if ended:
                record_event(connection, event)
        return ended

    def held(self, user: str, at: datetime) -> frozenset[str]:
        """Return the labels that are granted to a user at an instant."""
        with self._database.read() as connection:
            return frozenset(row["label"] for row in connection.execute(_HELD, {"user": user, "at": pack_instant(at)}))

    def grants(self, *, user: str = "", label: str = "", not_over_at: datetime | None = None) -> list[Grant]:
        """Return grants in the order they were given: of a user, of a label, those that are over left out as of an instant, if given."""
        wanted = {"user": user, "label": label, "at": _packed(not_over_at)}
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_FIND, wanted)]

    def restrict(self, restriction: Restriction, event: AuditEvent) -> bool:
        """Put a company on the restricted list; return False, and change nothing, when it is there."""
        row = (restriction.company, restriction.reason, pack_instant(restriction.made_at), restriction.made_by)
        with self._database.write() as connection:
            made = connection.execute(_RESTRICT, row).rowcount > 0
            if made:
                record_event(connection, event)
        return made

    def lift(self, company: str, *, at: datetime, by: str, event: AuditEvent) -> bool:
        """Take a company off the restricted list; return whether it was there."""
        with self._database.write() as connection:
            lifted = connection.execute(_LIFT, (pack_instant(at), by, company)).rowcount > 0
            if lifted:
                record_event(connection, event)
        return lifted

    def restricted(self) -> list[Restriction]:
        """Return the restricted list, ordered by company."""
        with self._database.read() as connection:
            rows = connection.execute(_RESTRICTED).fetchall()
        return [Restriction(row["company"], row["reason"], unpack_instant(row["made_at"]), row["made_by"]) for row in rows]


def _packed(value: str | datetime | None) -> str | None:
    return pack_instant(value) if isinstance(value, datetime) else value


def _read(row: sqlite3.Row) -> Grant:
    return Grant(
        user=row["user"],
        label=row["label"],
        since=unpack_instant(row["since"]),
        until=unpack_instant_or_none(row["until"]),
        approver=row["approver"],
        reason=row["reason"],
        given_at=unpack_instant(row["given_at"]),
        given_by=row["given_by"],
        ended_at=unpack_instant_or_none(row["ended_at"]),
        ended_by=row["ended_by"],
        id=row["id"],
    )
