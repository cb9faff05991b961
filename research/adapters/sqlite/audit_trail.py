"""The whole audit trail of `ledger.db`, all users' rows with their hashes, for those who look after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant_or_none
from research.nouns.audit import AuditEnd, AuditFilter, AuditRow

# As bytes: what was changed past this program may be no text.
_FIELDS = "CAST(a.at AS BLOB), CAST(a.user AS BLOB), CAST(a.action AS BLOB), CAST(a.subject AS BLOB), CAST(a.details AS BLOB)"
_ROWS = f"""
SELECT coalesce(a.id, l.id), {_FIELDS}, CAST(l.hash AS BLOB), a.id IS NULL
FROM audit AS a FULL JOIN audit_hashes AS l ON l.id = a.id
ORDER BY 1"""  # noqa: S608 - constants only
_WANTED = f"""
SELECT a.id, {_FIELDS}, CAST(l.hash AS BLOB), 0
FROM audit AS a LEFT JOIN audit_hashes AS l ON l.id = a.id
WHERE (:user = '' OR a.user = :user) AND (:action = '' OR a.action = :action)
    AND (:since IS NULL OR a.at >= :since) AND (:until IS NULL OR a.at < :until)
ORDER BY a.id DESC LIMIT :limit"""  # noqa: S608 - constants only
_GUARDS = (
    "audit_is_never_changed",
    "audit_is_never_deleted",
    "audit_is_never_replaced",
    "audit_hashes_are_never_changed",
    "audit_hashes_are_never_deleted",
    "audit_hashes_are_never_replaced",
)


class SqliteAuditTrail:
    """The `AuditTrail` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def whole(self) -> Iterator[tuple[AuditEnd, Iterator[AuditRow]]]:
        """Lend what the database says of the trail as a whole and every row in the order of the numbers; all of one moment."""
        with self._database.read() as connection:
            issued = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").fetchone()
            guards = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
            end = AuditEnd(int(issued["seq"]) if issued else 0, tuple(name for name in _GUARDS if name not in guards))
            yield end, (_row(tuple(row)) for row in connection.execute(_ROWS))

    def newest(self, wanted: AuditFilter, *, limit: int) -> list[AuditRow]:
        """Return the rows wanted, the last recorded first, at most `limit`."""
        parameters = {
            "user": wanted.user,
            "action": wanted.action,
            "since": pack_instant_or_none(wanted.since),
            "until": pack_instant_or_none(wanted.until),
            "limit": max(limit, 0),
        }
        with self._database.read() as connection:
            return [_row(tuple(row)) for row in connection.execute(_WANTED, parameters)]


def _row(fields: tuple[int | bytes | None, ...]) -> AuditRow:
    number, *words, gone = fields
    at, user, action, subject, details, kept = (_text(word) for word in words)
    return AuditRow(int(number or 0), at, user, action, subject, details, kept, bool(gone))


def _text(value: int | bytes | None) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else ""
