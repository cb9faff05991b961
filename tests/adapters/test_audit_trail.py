"""A hundred ways to tamper with the audit trail of a ledger on the disk, each found; and ledgers of before the hashes."""

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

import research.adapters.sqlite.migrations
from research.adapters.sqlite import open_ledger
from research.adapters.sqlite.migration import apply_migrations, read_migrations
from research.audit.proving import prove
from research.nouns.audit import BEGINNING, AuditHead, fields_hash
from research.nouns.queries import AuditEvent
from tests.contracts.samples import JANUARY

MIGRATIONS = Path(*research.adapters.sqlite.migrations.__path__) / "ledger"
ROWS = 40
CHANGE = "UPDATE audit SET {0} = {0} || ? WHERE id = ?"
CHANGE_TYPE = "UPDATE audit SET {0} = CAST(? AS BLOB) WHERE id = ?"
FIELDS = ("at", "user", "action", "subject", "details")


def events(number):
    return [AuditEvent(JANUARY + timedelta(minutes=at), "ann", "ask", f"question {at}", (("status", "answered"),)) for at in range(number)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A ledger's file with its rows, as bytes, and the head that was kept of it."""
    folder = tmp_path_factory.mktemp("trail")
    with closing(open_ledger(folder)) as stores:
        for event in events(ROWS):
            stores.ledger.record(event)
        head = proof_of(stores).head
    return (folder / "ledger.db").read_bytes(), head


def proof_of(stores, *kept):
    with stores.trail.whole() as (end, rows):
        return prove(rows, end, kept)


def without_guards(connection):
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def with_guards(connection):
    """Put the guards back, as somebody would who wants to leave no trace."""
    for folder in sorted(MIGRATIONS.glob("*.sql")):
        for part in folder.read_text(encoding="utf-8").split("CREATE TRIGGER ")[1:]:
            connection.execute("CREATE TRIGGER " + part.split("END;")[0] + "END;")


def change_field(connection, row, field, chance):
    connection.execute(CHANGE.format(field), (chance.choice([" ", "x", "\u200b"]), row))


def change_type(connection, row, field, chance):
    connection.execute(CHANGE_TYPE.format(field), (chance.randbytes(6), row))


def remove(connection, row, field, chance):
    connection.execute("DELETE FROM audit WHERE id = ?", (row,))


def remove_with_hash(connection, row, field, chance):
    connection.execute("DELETE FROM audit WHERE id = ?", (row,))
    connection.execute("DELETE FROM audit_hashes WHERE id = ?", (row,))


def remove_the_end(connection, row, field, chance):
    connection.execute("DELETE FROM audit WHERE id >= ?", (row,))
    connection.execute("DELETE FROM audit_hashes WHERE id >= ?", (row,))


def change_hash(connection, row, field, chance):
    connection.execute("UPDATE audit_hashes SET hash = ? WHERE id = ?", (chance.randbytes(32).hex(), row))


def exchange(connection, row, field, chance):
    other = row % ROWS + 1
    for old, new in ((row, -1), (other, row), (-1, other)):
        connection.execute("UPDATE audit SET id = ? WHERE id = ?", (new, old))


def double(connection, row, field, chance):
    connection.execute(
        "INSERT INTO audit (at, user, action, subject, details) SELECT at, user, action, subject, details FROM audit WHERE id = ?", (row,)
    )


def hide_the_end(connection, row, field, chance):
    remove_the_end(connection, row, field, chance)
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'", (row - 1,))


def write_anew(connection, row, field, chance):
    connection.execute(CHANGE.format(field), ("x", row))
    before = BEGINNING
    for number, *fields in connection.execute("SELECT id, at, user, action, subject, details FROM audit ORDER BY id").fetchall():
        before = fields_hash(before, number, *fields)
        connection.execute("UPDATE audit_hashes SET hash = ? WHERE id = ?", (before, number))


SEEN_ALONE = (change_field, change_type, remove, remove_with_hash, remove_the_end, change_hash, exchange, double)
SEEN_BY_A_HEAD = (hide_the_end, write_anew)


@pytest.mark.parametrize("number", range(100))
def test_each_of_a_hundred_tampers_is_found_at_its_row(number, ledger, tmp_path):
    chance = random.Random(number)  # noqa: S311 - which row is tampered with is no secret
    content, head = ledger
    tamper = [*SEEN_ALONE, *SEEN_BY_A_HEAD][number % 10]
    row, field = chance.randint(1, ROWS), chance.choice(FIELDS)
    (tmp_path / "ledger.db").write_bytes(content)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        without_guards(connection)
        tamper(connection, row, field, chance)
        with_guards(connection)
        connection.commit()
    with closing(open_ledger(tmp_path)) as stores:
        alone, beside = proof_of(stores), proof_of(stores, head)
    assert bool(alone.fault) is (tamper in SEEN_ALONE)
    assert beside.fault
    if tamper in (change_field, change_type, remove, remove_with_hash, remove_the_end, change_hash, hide_the_end):
        assert beside.row == row
    if tamper is double:
        assert beside.row == ROWS + 1


def test_an_untouched_trail_is_whole_with_its_head_and_goes_on(ledger, tmp_path):
    content, head = ledger
    (tmp_path / "ledger.db").write_bytes(content)
    with closing(open_ledger(tmp_path)) as stores:
        assert proof_of(stores, head).fault == ""
        stores.ledger.record(events(1)[0])
        proof = proof_of(stores, head)
    assert (proof.fault, proof.rows, proof.head.id) == ("", ROWS + 1, ROWS + 1)


def test_guards_that_are_gone_are_told(ledger, tmp_path):
    (tmp_path / "ledger.db").write_bytes(ledger[0])
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.execute("DROP TRIGGER audit_is_never_deleted")
    with closing(open_ledger(tmp_path)) as stores:
        assert "guard audit_is_never_deleted is gone" in proof_of(stores).fault


def test_rows_of_before_the_hashes_are_bound_when_the_ledger_is_first_opened(tmp_path):
    known = read_migrations(MIGRATIONS)
    before = next(at for at, one in enumerate(known) if one.name == "audit_hashes")
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        apply_migrations(connection, known[:before])
        for at in range(5):
            connection.execute(
                "INSERT INTO audit (at, user, action, subject, details) VALUES ('2024', 'ann', 'ask', ?, '[]')", (f"ä {at}",)
            )
    with closing(open_ledger(tmp_path)) as stores:
        stores.ledger.record(events(1)[0])
        proof = proof_of(stores)
    assert (proof.rows, proof.fault) == (6, "")
    assert proof.head != AuditHead(0, "0" * 64)
