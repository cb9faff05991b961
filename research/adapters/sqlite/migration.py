"""Numbered, append-only migrations: what a database file has been through, and bringing it up to this program."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from research.adapters.sqlite.connections import make_private
from research.errors import CouldNotAskError

_FILE_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_SCHEMA_VERSION = """
CREATE TABLE IF NOT EXISTS schema_version (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at TEXT NOT NULL
)"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered SQL file; `checksum` is of its text with Unix line ends."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of the text, in hex."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """Yield the file's statements; a trigger's body stays in one piece."""
        pending = ""
        for line in self.sql.splitlines(keepends=True):
            pending += line
            if sqlite3.complete_statement(pending):
                yield pending
                pending = ""
        if any(line.strip() and not line.lstrip().startswith("--") for line in pending.splitlines()):
            raise ValueError(f"migration {self.number:04d} ends inside a statement")


def read_migrations(folder: Path) -> tuple[Migration, ...]:
    """Return the migrations of a folder in order; raises ValueError unless they are numbered 1, 2, 3 and on."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        if not (match := _FILE_NAME.fullmatch(path.name)):
            raise ValueError(f"{path} is not named 0001_words.sql")
        found.append(Migration(int(match[1]), match[2], path.read_text(encoding="utf-8")))
    if not found or [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"{folder}: migrations must be numbered from 0001 without gaps")
    return tuple(found)


def pending_migrations(connection: sqlite3.Connection, path: Path, known: Sequence[Migration]) -> tuple[Migration, ...]:
    """Return the migrations that the file still needs.

    Raises CouldNotAskError when the file is newer than this program, was made by other migrations of the same numbers, or is
    a database of another program.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").fetchone():
        raise CouldNotAskError(f"database {path} is not one of this program", "move it away, or name another folder with --home")
    applied = connection.execute("SELECT number, checksum FROM schema_version ORDER BY number").fetchall()
    if len(applied) > len(known):
        raise CouldNotAskError(
            f"database {path} has schema {applied[-1]['number']}, this program knows schemas up to {len(known)}",
            "open it with the newer program that wrote it",
        )
    for row, migration in zip(applied, known, strict=False):
        if (row["number"], row["checksum"]) != (migration.number, migration.checksum):
            raise CouldNotAskError(
                f"database {path} was made by another migration {row['number']:04d} than this program's {migration.name}",
                "open it with the program that wrote it",
            )
    return tuple(known[len(applied) :])


def apply_migrations(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    """Apply migrations and record them, all in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_SCHEMA_VERSION)
        for migration in migrations:
            for statement in migration.statements():
                connection.execute(statement)
            connection.execute(
                "INSERT INTO schema_version (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                (migration.number, migration.name, migration.checksum, datetime.now(UTC).isoformat()),
            )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise


def upgrade(connection: sqlite3.Connection, path: Path, known: Sequence[Migration]) -> None:
    """Copy the database beside itself (`….schema0001`), then apply what it still needs; nothing when another process has done it."""
    if pending := pending_migrations(connection, path, known):
        _copy(connection, path.with_name(f"{path.name}.schema{pending[0].number - 1:04d}"))
        apply_migrations(connection, pending)


def _copy(connection: sqlite3.Connection, copy: Path) -> None:
    """Write a copy; an earlier one of the same name is replaced, for it was made by an upgrade that did not finish."""
    unfinished = copy.with_name(f"{copy.name}.part")
    unfinished.unlink(missing_ok=True)
    make_private(unfinished)
    connection.execute("VACUUM INTO ?", (str(unfinished),))
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(copy)
