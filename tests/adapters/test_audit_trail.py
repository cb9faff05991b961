"""A hundred ways to tamper with the audit trail of a ledger on the disk, each found; and ledgers of before the hashes."""

import random
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from research.adapters.sqlite import open_ledger
from research.adapters.sqlite.migration import apply_migrations, read_migrations
from research.nouns.audit import AuditHead
from research.nouns.queries import AuditEvent
from tests.bench.audit_trail import MIGRATIONS
from tests.bench.tampers import AT_ITS_ROW, BY_A_HEAD, KINDS, double, double_with_hash, proof_of, rehash_one, tampered
from tests.contracts.samples import JANUARY

ROWS = 40


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


@pytest.mark.parametrize("number", range(100))
def test_each_of_a_hundred_tampers_is_found_at_its_row(number, ledger, tmp_path):
    chance = random.Random(number)  # noqa: S311 - which row is tampered with is no secret
    content, head = ledger
    tamper = KINDS[number % len(KINDS)]
    row = tampered(content, tmp_path, tamper, chance, rows=ROWS)
    with closing(open_ledger(tmp_path)) as stores:
        alone, beside = proof_of(stores), proof_of(stores, head)
    is_last = tamper is rehash_one and row == ROWS
    assert bool(alone.fault) is (tamper not in BY_A_HEAD and not is_last)
    assert beside.fault
    if tamper in AT_ITS_ROW:
        assert beside.row == row
    if tamper in (double, double_with_hash):
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
