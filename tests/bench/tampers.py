"""How many of so many tampers with an audit trail are found: python -m tests.bench.tampers [COUNT] [ROWS].

Each takes the ledger of a trail with made-up rows, drops the guards, does one thing to it past the program, and puts the guards back (but
for the kind that leaves them out). Then the trail is proved, by itself and beside the head that was kept of it. Prints one JSON object:
how many there were and were found, and of each kind how many, how many without the kept head, and how many at the very row.

A row that is put at the end with the right hash is none of them: that is what recording one is.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from research.adapters.sqlite import LedgerStores, open_ledger
from research.audit.proving import prove
from research.nouns.audit import BEGINNING, AuditHead, AuditProof, fields_hash
from tests.bench.audit_trail import MIGRATIONS, fill

Tamper: TypeAlias = Callable[[sqlite3.Connection, int, str, random.Random], None]
FIELDS = ("at", "user", "action", "subject", "details")
_ROW = "SELECT id, at, user, action, subject, details FROM audit WHERE id = ?"
_INSERT = "INSERT INTO audit (id, at, user, action, subject, details) VALUES (?, ?, ?, ?, ?, ?)"


def proof_of(stores: LedgerStores, *kept: AuditHead) -> AuditProof:
    """Return what is found of a trail, beside heads that were kept of it."""
    with stores.trail.whole() as (end, rows):
        return prove(rows, end, kept)


def drop_guards(connection: sqlite3.Connection) -> None:
    """Take away every trigger of a ledger."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def put_guards_back(connection: sqlite3.Connection) -> None:
    """Put the triggers back, as somebody would who wants to leave no trace."""
    for script in sorted(MIGRATIONS.glob("*.sql")):
        for part in script.read_text(encoding="utf-8").split("CREATE TRIGGER ")[1:]:
            connection.execute("CREATE TRIGGER " + part.split("END;")[0] + "END;")


def change_field(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Write something behind what a field says."""
    connection.execute(f"UPDATE audit SET {field} = {field} || ? WHERE id = ?", (chance.choice([" ", "x", "\u200b"]), row))  # noqa: S608


def change_type(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Put bytes that are no text in place of a field."""
    connection.execute(f"UPDATE audit SET {field} = CAST(? AS BLOB) WHERE id = ?", (chance.randbytes(6), row))  # noqa: S608


def change_time(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Have a row say another time, as it would be written."""
    said = datetime.fromtimestamp(chance.randrange(1_500_000_000, 1_700_000_000), UTC).isoformat(timespec="microseconds")
    connection.execute("UPDATE audit SET at = ? WHERE id = ?", (said, row))


def change_user(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Have somebody else have done it."""
    connection.execute("UPDATE audit SET user = 'somebody else' WHERE id = ?", (row,))


def empty_details(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Take away what a row says in particular."""
    connection.execute("UPDATE audit SET details = '[]' WHERE id = ?", (row,))


def remove(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Remove a row and leave its hash."""
    connection.execute("DELETE FROM audit WHERE id = ?", (row,))


def remove_with_hash(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Remove a row with its hash."""
    for table in ("audit", "audit_hashes"):
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (row,))  # noqa: S608


def remove_the_end(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Remove a row and all after it, with their hashes."""
    for table in ("audit", "audit_hashes"):
        connection.execute(f"DELETE FROM {table} WHERE id >= ?", (row,))  # noqa: S608


def hide_the_end(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Remove a row and all after it, and that there ever were so many."""
    remove_the_end(connection, row, field, chance)
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'", (row - 1,))


def close_the_gap(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Remove a row with its hash, and give all after it a number less."""
    remove_with_hash(connection, row, field, chance)
    _shift(connection, row, -1)


def change_hash(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Put another hash in place of a row's."""
    connection.execute("UPDATE audit_hashes SET hash = ? WHERE id = ?", (chance.randbytes(32).hex(), row))


def change_words(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Put other words beside a row."""
    connection.execute("INSERT OR REPLACE INTO audit_words VALUES (?, ?)", (row, f'[["question","{chance.randbytes(4).hex()}"]]'))


def exchange(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Have two rows change places, not their hashes."""
    _exchange(connection, row, ("audit",))


def exchange_with_hashes(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Have two rows change places with their hashes."""
    _exchange(connection, row, ("audit", "audit_hashes"))


def double(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Put a copy of a row at the end."""
    connection.execute(_INSERT, (_rows(connection) + 1, *connection.execute(_ROW, (row,)).fetchone()[1:]))


def double_with_hash(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Put a copy of a row at the end, with a copy of its hash."""
    number = _rows(connection) + 1
    double(connection, row, field, chance)
    connection.execute("INSERT INTO audit_hashes SELECT ?, hash FROM audit_hashes WHERE id = ?", (number, row))


def insert(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Put a made row in front of another, with the hash that it would have had there, and give all after it a number more."""
    _shift(connection, row, 1)
    fields = (*connection.execute(_ROW, (row + 1,)).fetchone()[1:4], "made up", "[]")
    connection.execute(_INSERT, (row, *fields))
    connection.execute("INSERT INTO audit_hashes VALUES (?, ?)", (row, fields_hash(_hash_before(connection, row), row, *fields)))


def rehash_one(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Change a row and put the hash that it has then in place of its own."""
    change_field(connection, row, field, chance)
    fields = connection.execute(_ROW, (row,)).fetchone()
    connection.execute("UPDATE audit_hashes SET hash = ? WHERE id = ?", (fields_hash(_hash_before(connection, row), *fields), row))


def write_anew(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Change a row and put the right hashes in place of all."""
    change_field(connection, row, field, chance)
    before = BEGINNING
    for number, *fields in connection.execute("SELECT id, at, user, action, subject, details FROM audit ORDER BY id").fetchall():
        before = fields_hash(before, number, *fields)
        connection.execute("UPDATE audit_hashes SET hash = ? WHERE id = ?", (before, number))


def drop_a_guard(connection: sqlite3.Connection, row: int, field: str, chance: random.Random) -> None:
    """Drop one of the triggers that guard the trail, and leave it out."""
    put_guards_back(connection)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%never%'").fetchall()
    connection.execute(f"DROP TRIGGER {chance.choice([name for (name,) in names if 'words' not in name])}")


AT_ITS_ROW: tuple[Tamper, ...] = (
    *(
        change_field,
        change_type,
        change_time,
        change_user,
        empty_details,
        remove,
        remove_with_hash,
        remove_the_end,
        change_hash,
        change_words,
    ),
    hide_the_end,
)
NEAR_ITS_ROW: tuple[Tamper, ...] = (close_the_gap, exchange, exchange_with_hashes, double, double_with_hash, insert)
KINDS: tuple[Tamper, ...] = (*AT_ITS_ROW, *NEAR_ITS_ROW, rehash_one, write_anew, drop_a_guard)
# What a trail shows only beside a head that was kept of it; the last row changed with its hash too.
BY_A_HEAD = (hide_the_end, write_anew)


def tampered(content: bytes, folder: Path, tamper: Tamper, chance: random.Random, *, rows: int) -> int:
    """Write a ledger that somebody tampered with to a folder, and return at which row they did."""
    row, field = chance.randint(1, rows), chance.choice(FIELDS)
    path = folder / "ledger.db"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as connection:
        drop_guards(connection)
        tamper(connection, row, field, chance)
        if tamper is not drop_a_guard:
            put_guards_back(connection)
        connection.commit()
    return row


def _rows(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT max(id) FROM audit").fetchone()[0])


def _hash_before(connection: sqlite3.Connection, row: int) -> str:
    found = connection.execute("SELECT hash FROM audit_hashes WHERE id = ?", (row - 1,)).fetchone()
    return str(found[0]) if found else BEGINNING


def _shift(connection: sqlite3.Connection, row: int, by: int) -> None:
    """Give the rows from a number on others, hashes too, and have the database count on from there."""
    for table in ("audit", "audit_hashes"):
        connection.execute(f"UPDATE {table} SET id = -id - ? WHERE id >= ?", (by, row))  # noqa: S608
        connection.execute(f"UPDATE {table} SET id = -id WHERE id < 0")  # noqa: S608
    connection.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'audit'", (by,))


def _exchange(connection: sqlite3.Connection, row: int, tables: tuple[str, ...]) -> None:
    other = row % _rows(connection) + 1
    for table in tables:
        for old, new in ((row, -1), (other, row), (-1, other)):
            connection.execute(f"UPDATE {table} SET id = ? WHERE id = ?", (new, old))  # noqa: S608


def main() -> None:
    """Tamper so often, and print what was found."""
    count, rows = (int(sys.argv[at]) if len(sys.argv) > at else default for at, default in ((1, 100), (2, 400)))
    told: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, rows, datetime.now(UTC))
        with closing(open_ledger(folder)) as stores:
            head = proof_of(stores).head
        content = (folder / "ledger.db").read_bytes()
        for number in range(count):
            tamper = KINDS[number % len(KINDS)]
            own = folder / str(number)
            own.mkdir()
            row = tampered(content, own, tamper, random.Random(number), rows=rows)  # noqa: S311 - which row is no secret
            with closing(open_ledger(own)) as stores:
                alone, beside = proof_of(stores), proof_of(stores, head)
            counts = told.setdefault(tamper.__name__, {"tampers": 0, "found": 0, "without_the_head": 0, "at_the_row": 0})
            for word, is_so in (("tampers", True), ("found", beside.fault), ("without_the_head", alone.fault)):
                counts[word] += bool(is_so)
            counts["at_the_row"] += bool(beside.fault) and beside.row == row
    found = sum(one["found"] for one in told.values())
    sys.stdout.write(json.dumps({"tampers": count, "rows": rows, "found": found, "kinds": told}) + "\n")
    sys.exit(0 if found == count else 1)


if __name__ == "__main__":
    main()
