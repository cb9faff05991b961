"""The audit trail in `ledger.db`: triggers of the database refuse to change or delete its rows, hashes show where they were."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, pack_instant_or_none, pack_json, unpack_instant, unpack_pairs
from research.nouns.access import Access
from research.nouns.audit import BEGINNING, WORDS_HASH, fields_hash, words_hash
from research.nouns.queries import AuditEvent

_RECORD = "INSERT INTO audit (at, user, action, subject, details) VALUES (?, ?, ?, ?, ?)"
_HASH_BEFORE = "SELECT hash FROM audit_hashes ORDER BY id DESC LIMIT 1"
_KEEP_HASH = "INSERT INTO audit_hashes (id, hash) VALUES (?, ?)"
_KEEP_WORDS = "INSERT INTO audit_words (id, words) VALUES (?, ?)"
_EVENTS = """
SELECT audit.*, w.words FROM audit LEFT JOIN audit_words AS w ON w.id = audit.id
WHERE user = :user AND (:action = '' OR action = :action) AND (:since IS NULL OR at >= :since) ORDER BY audit.id DESC LIMIT :limit"""


class SqliteLedger:
    """The `Ledger` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, event: AuditEvent) -> int:
        """Append one event and return its id, which grows; durable when it returns. The event's own `id` is not read."""
        with self._database.write() as connection:
            return record_event(connection, event)

    def together(self) -> AbstractContextManager[None]:
        """Return a block in which what is written to the ledger, by any of its stores, is kept in one step, or nothing of it."""
        return self._database.together()

    def record_all(self, events: Sequence[AuditEvent]) -> None:
        """Append events in their order, all in one transaction; durable when it returns."""
        with self._database.write() as connection:
            for event in events:
                record_event(connection, event)

    def events(self, access: Access, *, action: str = "", since: datetime | None = None, limit: int = 100) -> list[AuditEvent]:
        """Return the reader's own events, the last recorded first: of one `action`, at or after `since`, at most `limit`."""
        wanted = {"user": access.user, "action": action, "since": pack_instant_or_none(since), "limit": max(limit, 0)}
        with self._database.read() as connection:
            return [
                AuditEvent(
                    at=unpack_instant(row["at"]),
                    user=row["user"],
                    action=row["action"],
                    subject=row["subject"],
                    details=(*unpack_pairs(row["details"]), *unpack_pairs(row["words"] or "[]")),
                    id=row["id"],
                )
                for row in connection.execute(_EVENTS, wanted)
            ]


def record_event(connection: sqlite3.Connection, event: AuditEvent) -> int:
    """Append an event within a transaction that is under way and return its id: it is recorded with what it tells of, or not at all."""
    words = pack_json(event.apart) if event.apart else ""
    told = (*event.details, *([(WORDS_HASH, words_hash(words))] if words else []))
    row = (pack_instant(event.at), event.user, event.action, event.subject, pack_json(told))
    before = connection.execute(_HASH_BEFORE).fetchone()
    number = int(connection.execute(_RECORD, row).lastrowid or 0)
    connection.execute(_KEEP_HASH, (number, fields_hash(before["hash"] if before else BEGINNING, number, *row)))
    if words:
        connection.execute(_KEEP_WORDS, (number, words))
    return number
