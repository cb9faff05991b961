"""Originals, packed page lines, the append-only trail, and the identity of processes."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest

from research.adapters.sqlite import open_catalog, open_ledger
from research.adapters.sqlite.liveness import is_dead, this_process
from research.adapters.sqlite.originals import Originals
from research.adapters.sqlite.packing import pack_instant, pack_lines, unpack_lines
from research.errors import CouldNotAskError, NotFoundError, WorkspaceDamagedError
from research.nouns.access import Access
from research.nouns.documents import Box, Line
from research.nouns.queries import AuditEvent, DocumentFilter
from tests.contracts.samples import JANUARY, make_chunks, make_document

CONTENT = b"%PDF-1.7 content"
HASH = hashlib.sha256(CONTENT).hexdigest()


def test_an_original_lies_under_its_hash_and_leaves_no_parts(tmp_path):
    originals = Originals(tmp_path / "originals")
    originals.keep(HASH, CONTENT)
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert files == [f"originals/{HASH[:2]}/{HASH}"]


def test_an_unchanged_library_is_not_read_again(tmp_path):
    with closing(open_catalog(tmp_path)) as catalog:
        for key in ("alpha", "beta"):
            document = make_document(key)
            catalog.documents.add(document, make_chunks(document), [])
        first, again = (catalog.documents.find(Access("ann"), DocumentFilter()) for _ in range(2))
        assert [one is other for one, other in zip(first, again, strict=True)] == [True, True]
        catalog.documents.relabel(document.id, "desk")
        assert catalog.documents.find(Access("ann"), DocumentFilter())[0] is not first[0]


def test_an_original_with_other_bytes_is_damaged_and_ingesting_again_mends_it(tmp_path):
    originals = Originals(tmp_path)
    originals.keep(HASH, CONTENT)
    (tmp_path / HASH[:2] / HASH).write_bytes(CONTENT[:5])
    with pytest.raises(WorkspaceDamagedError, match="not those that were ingested"):
        originals.read(HASH)
    originals.keep(HASH, CONTENT)
    assert originals.read(HASH) == CONTENT
    (tmp_path / HASH[:2] / HASH).unlink()
    with pytest.raises(NotFoundError, match="is gone"):
        originals.read(HASH)


def test_parts_of_a_killed_process_are_swept_after_a_day(tmp_path):
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    for name, age in (("old", 2 * 86_400), ("fresh", 60)):
        (unfinished / name).write_bytes(b"part")
        os.utime(unfinished / name, (time.time() - age,) * 2)
    Originals(tmp_path)
    assert [path.name for path in unfinished.iterdir()] == ["fresh"]


def test_an_original_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "originals").write_text("in the way")
    with pytest.raises(CouldNotAskError, match="cannot be written"):
        Originals(tmp_path / "originals").keep(HASH, CONTENT)


def test_a_hash_is_never_a_path(tmp_path):
    with pytest.raises(ValueError, match="not a hash"):
        Originals(tmp_path / "originals").read("../../etc/passwd")


def test_lines_are_packed_small_and_exactly():
    lines = tuple(Line(row * 50, row * 50 + 48, row, Box(72.0, 90.5 + row * 11.3, 1 / 3 + 500, 101.25 + row * 11.3)) for row in range(60))
    packed = pack_lines(lines)
    assert unpack_lines(packed) == lines
    assert len(packed) < 60 * 30
    assert unpack_lines(pack_lines(())) == ()


def test_lines_of_an_unknown_format_are_refused():
    import zlib

    with pytest.raises(ValueError, match="format 9"):
        unpack_lines(zlib.compress(b"\x09\x00\x00\x00\x00"))


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        pack_instant(datetime(2024, 1, 1))  # noqa: DTZ001 - the case under test


def test_the_audit_trail_refuses_changes_from_any_program(tmp_path):
    stores = open_ledger(tmp_path)
    event = AuditEvent(JANUARY, "ann", "ask", "question")
    stores.ledger.record(event)
    stores.close()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        for statement in (
            "UPDATE audit SET user = 'bob'",
            "DELETE FROM audit",
            "REPLACE INTO audit VALUES (1, '', 'bob', '', '', '[]')",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                connection.execute(statement)
    stores = open_ledger(tmp_path)
    assert stores.ledger.events(Access("ann")) == [replace(event, id=1)]
    stores.close()


def test_every_version_of_a_draft_is_kept(tmp_path):
    from tests.contracts.test_draft_store import make_draft

    stores = open_ledger(tmp_path)
    for version in range(3):
        stores.drafts.save(Access("ann"), make_draft(), expected=version)
    stores.close()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        assert connection.execute("SELECT version FROM drafts WHERE id = 'd1' ORDER BY version").fetchall() == [(1,), (2,), (3,)]


def test_vectors_stay_when_their_document_is_replaced(tmp_path):
    import numpy as np

    stores = open_catalog(tmp_path)
    document = make_document()
    stores.documents.add(document, make_chunks(document), [])
    stores.embeddings.put(make_chunks(document), "m", np.eye(2, dtype=np.float32))
    stores.documents.add(document, make_chunks(document), [])
    assert stores.embeddings.missing(document.id, "m") == []
    stores.close()


def test_processes_are_told_apart():
    me = this_process()
    assert not is_dead(me)
    assert is_dead(replace(me, started=f"{me.started}0"))
    assert not is_dead(replace(me, started=""))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert is_dead(replace(me, pid=ended.pid, started="long ago"))
    assert not is_dead(replace(me, host="another host", pid=ended.pid))


def test_a_process_that_waits_to_be_reaped_is_dead():
    process = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_dead(replace(this_process(), pid=process.pid))
    process.wait()
