"""The whole audit trail of `ledger.db`, all users' rows with their hashes, for those who look after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from research.adapters.sqlite.audit_tallies import conditions, tally
from research.adapters.sqlite.database import Database
from research.nouns.audit import AuditEnd, AuditFilter, AuditRow
from research.nouns.audit_tallies import AuditTally

_Field: TypeAlias = int | bytes | None
# As bytes: what was changed past this program may be no text.
_FIELDS = "CAST(a.at AS BLOB), CAST(a.user AS BLOB), CAST(a.action AS BLOB), CAST(a.subject AS BLOB), CAST(a.details AS BLOB)"
# Two cursors in the order of the numbers, side by side: a join of both would sort the whole trail before its first row is there.
_ROWS = f"""
SELECT a.id, {_FIELDS}, CAST(w.words AS BLOB) FROM audit AS a LEFT JOIN audit_words AS w ON w.id = a.id ORDER BY a.id"""  # noqa: S608
_HASHES = "SELECT id, CAST(hash AS BLOB) FROM audit_hashes ORDER BY id"
_WANTED = f"SELECT a.id, {_FIELDS}, NULL, CAST(l.hash AS BLOB), 0 FROM audit AS a LEFT JOIN audit_hashes AS l ON l.id = a.id"  # noqa: S608
_GUARDS = (
    "audit_is_never_changed",
    "audit_is_never_deleted",
    "audit_is_never_replaced",
    "audit_hashes_are_never_changed",
    "audit_hashes_are_never_deleted",
    "audit_hashes_are_never_replaced",
)

_NOTHING: tuple[_Field, ...] = (None,) * 6


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
            yield end, _whole(map(tuple, connection.execute(_ROWS)), map(tuple, connection.execute(_HASHES)))

    def newest(self, wanted: AuditFilter, *, limit: int) -> list[AuditRow]:
        """Return the rows wanted, the last recorded first, at most `limit`."""
        where, values = conditions(wanted)
        select = f"{_WANTED} WHERE {where} ORDER BY a.id DESC LIMIT :limit"
        with self._database.read() as connection:
            return [_row(tuple(row)) for row in connection.execute(select, {**values, "limit": max(limit, 0)})]

    def tally(self, wanted: AuditFilter) -> AuditTally:
        """Return what the rows wanted come to, all of one moment."""
        with self._database.read() as connection:
            return tally(connection, wanted)

    def named(self) -> tuple[list[str], list[str]]:
        """Return the users and the actions that rows have, each once, in order."""
        with self._database.read() as connection:
            users, actions = (connection.execute(f"SELECT DISTINCT {name} FROM audit ORDER BY 1") for name in ("user", "action"))  # noqa: S608
            return [str(row[0]) for row in users], [str(row[0]) for row in actions]


def _whole(rows: Iterator[tuple[_Field, ...]], hashes: Iterator[tuple[_Field, ...]]) -> Iterator[AuditRow]:
    """Yield each row with its hash, a row without one, and a hash without its row, in the order of the numbers."""
    row, kept = next(rows, None), next(hashes, None)
    while row is not None or kept is not None:
        number = min(int(one[0] or 0) for one in (row, kept) if one is not None)
        has_row, has_hash = (one is not None and one[0] == number for one in (row, kept))
        fields = row[1:] if row is not None and has_row else _NOTHING
        yield _row((number, *fields, kept[1] if kept is not None and has_hash else None, not has_row))
        row = next(rows, None) if has_row else row
        kept = next(hashes, None) if has_hash else kept


def _row(fields: tuple[_Field, ...]) -> AuditRow:
    number, *texts, gone = fields
    at, user, action, subject, details, words, kept = map(_text, texts)
    return AuditRow(int(number or 0), at, user, action, subject, details, kept, bool(gone), words)


def _text(value: _Field) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else ""
