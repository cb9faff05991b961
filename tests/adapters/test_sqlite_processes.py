"""Several processes on one workspace: kills, concurrent writers, and the lease."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from research.adapters.sqlite import open_catalog, open_ledger
from research.nouns.access import Access
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from tests.contracts.samples import make_chunks, make_document
from tests.waiting import LONG_SECONDS, wait_until

CHECKOUT = Path(__file__).resolve().parents[2]
ANYONE = Access("ann")
JOBS = [IngestJob(0, "", path, None, None, (), JobState.QUEUED) for path in ("a", "b")]

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a Python program in the checkout, with the workspace folder as its argument; killed at the end of the test."""
    running = []

    def run(program: str, *arguments: str) -> Any:
        command = [sys.executable, "-c", textwrap.dedent(program), str(tmp_path / "home"), *arguments]
        running.append(subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True))
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


HALF_WRITTEN = """
import sys, time
from pathlib import Path
from research.adapters.sqlite.database import Database
folder = Path(sys.argv[1])
import research.adapters.sqlite as package
database = Database(folder / "catalog.db", Path(package.__file__).parent / "migrations" / "catalog")
with database.write() as connection:
    connection.execute("DELETE FROM documents")
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("PRAGMA cache_size = 5")
    put = "INSERT INTO feeds (url, title, label, failures) VALUES (?, ?, '', 0)"
    connection.executemany(put, ((f"u{n}", "x" * 3000) for n in range(3000)))
    print("written", flush=True)
    time.sleep(600)
"""


def test_a_kill_inside_a_transaction_leaves_what_was_there(tmp_path, start):
    catalog = open_catalog(tmp_path / "home")
    document = make_document()
    catalog.documents.add(document, make_chunks(document), [])
    process = start(HALF_WRITTEN)
    assert process.stdout.readline() == "written\n"
    assert (tmp_path / "home" / "catalog.db-wal").stat().st_size > 5_000_000
    assert [one.name for one in catalog.documents.find(ANYONE, DocumentFilter())] == ["alpha"]
    process.kill()
    process.wait()
    catalog.documents.add(make_document("beta"), [], [])
    catalog.close()
    catalog = open_catalog(tmp_path / "home")
    assert [one.name for one in catalog.documents.find(ANYONE, DocumentFilter())] == ["alpha", "beta"]
    assert catalog.documents.chunks(ANYONE, document_ids=[document.id]) == make_chunks(document)
    assert catalog.feeds.all(ANYONE) == []
    catalog.close()


ENDLESS = """
import itertools, sys
from pathlib import Path
from research.adapters.sqlite import open_catalog
from tests.contracts.samples import make_chunks, make_document
for number in itertools.count(int(sys.argv[2])):
    catalog = open_catalog(Path(sys.argv[1]))
    document = make_document(f"d{number:06d}")
    catalog.documents.add(document, make_chunks(document), [])
    print(number, flush=True)
    if number % 3 == 0:
        catalog.close()
"""


def test_kills_at_any_moment_lose_nothing_that_was_reported(tmp_path, start):
    written = 0
    for delay in (0.0, 0.01, 0.033, 0.07):
        process = start(ENDLESS, str(written))
        written = int(process.stdout.readline()) + 1
        time.sleep(delay)
        process.kill()
        process.wait()
        written = max([written, *(int(line) + 1 for line in process.stdout if line.endswith("\n"))])
        catalog = open_catalog(tmp_path / "home")
        names = [document.name for document in catalog.documents.find(ANYONE, DocumentFilter())]
        assert names[:written] == [f"d{number:06d}" for number in range(written)]
        assert len(names) <= written + 1
        written = len(names)
        assert all(len(catalog.documents.chunks(ANYONE, document_ids=[f"id-{name}"])) == 2 for name in names)
        catalog.close()


WRITER = """
import sys
from pathlib import Path
from research.adapters.sqlite import open_catalog, open_ledger
from research.nouns.queries import AuditEvent
from research.nouns.jobs import IngestJob, JobState
from tests.contracts.samples import JANUARY
name = sys.argv[2]
catalog, ledger = open_catalog(Path(sys.argv[1])), open_ledger(Path(sys.argv[1]))
for number in range(200):
    ledger.ledger.record(AuditEvent(JANUARY, "ann", name, str(number), (("padding", "x" * 20_000),)))
    catalog.jobs.enqueue([IngestJob(0, "", f"{name}-{number}", None, None, (), JobState.QUEUED)])
    if number % 50 == 49:
        catalog.close()
        ledger.close()
        catalog, ledger = open_catalog(Path(sys.argv[1])), open_ledger(Path(sys.argv[1]))
"""


def test_two_processes_that_write_at_once_lose_nothing(tmp_path, start):
    processes = [start(WRITER, name) for name in ("one", "two")]
    assert [process.wait(timeout=LONG_SECONDS) for process in processes] == [0, 0]
    ledger, catalog = open_ledger(tmp_path / "home"), open_catalog(tmp_path / "home")
    for name in ("one", "two"):
        events = ledger.ledger.events(ANYONE, action=name, limit=1000)
        assert [event.subject for event in events] == [str(number) for number in reversed(range(200))]
    assert len({event.id for event in ledger.ledger.events(ANYONE, limit=1000)}) == 400
    assert catalog.jobs.waiting() == 400
    ledger.close()
    catalog.close()
    with closing(sqlite3.connect(tmp_path / "home" / "ledger.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


HOLDER = """
import sys, time
from pathlib import Path
from research.adapters.sqlite import open_catalog
jobs = open_catalog(Path(sys.argv[1])).jobs
with jobs.lease("worker", seconds=float(sys.argv[2])) as held:
    print(held, jobs.claim("worker").path, flush=True)
    time.sleep(600)
"""


def test_the_lease_and_the_job_of_a_killed_process_are_taken_over_at_once(tmp_path, start):
    catalog = open_catalog(tmp_path / "home")
    batch = catalog.jobs.enqueue(JOBS)
    process = start(HOLDER, "3600")
    assert process.stdout.readline() == "True a\n"
    assert catalog.jobs.holder().holder == "worker"
    with catalog.jobs.lease("worker", seconds=60) as held:
        assert held is False
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert catalog.jobs.holder() is None
    with catalog.jobs.lease("worker", seconds=60) as held:
        assert held is True
        again = catalog.jobs.claim("worker")
        assert (again.path, again.attempts) == ("a", 2)
        catalog.jobs.finish(again.id, JobState.DONE, outcome="added", document_id="d")
    assert [job.state for job in catalog.jobs.batch(batch)] == [JobState.DONE, JobState.QUEUED]
    catalog.close()


def test_a_job_of_a_killed_process_waits_again_without_a_lease(tmp_path, start):
    catalog = open_catalog(tmp_path / "home")
    catalog.jobs.enqueue(JOBS)
    process = start(HOLDER, "3600")
    assert process.stdout.readline() == "True a\n"
    process.kill()
    process.wait()
    assert [catalog.jobs.claim("other").path for _ in range(2)] == ["a", "b"]
    catalog.close()


def test_a_process_that_stopped_renewing_loses_the_lease_when_it_expires(tmp_path, start):
    catalog = open_catalog(tmp_path / "home")
    catalog.jobs.enqueue(JOBS)
    process = start(HOLDER, "4")
    assert process.stdout.readline() == "True a\n"
    for _ in range(2):
        before = catalog.jobs.holder().expires_at
        wait_until(lambda before=before: catalog.jobs.holder().expires_at != before, "a renewal")
        assert catalog.jobs.holder().expires_at > before
    time.sleep(0.05)  # out of the renewing transaction, in which it would hold up every writer
    process.send_signal(signal.SIGSTOP)
    wait_until(lambda: catalog.jobs.holder() is None, "the end of the lease")
    with catalog.jobs.lease("other", seconds=60) as held:
        assert held is True
        process.send_signal(signal.SIGCONT)
        assert [catalog.jobs.claim("other").path for _ in range(2)] == ["a", "b"]
        time.sleep(0.5)
        assert catalog.jobs.holder().holder == "other"
    catalog.close()


def test_a_reader_in_another_process_sees_what_was_committed(tmp_path, start):
    catalog = open_catalog(tmp_path / "home")
    catalog.documents.add(make_document(), [], [])
    program = """
    import sys
    from pathlib import Path
    from research.adapters.sqlite import open_catalog
    from research.nouns.access import Access
    from research.nouns.queries import DocumentFilter
    documents = open_catalog(Path(sys.argv[1])).documents
    print(documents.version(), [document.name for document in documents.find(Access("ann"), DocumentFilter())])
    """
    assert start(program).stdout.read() == "1 ['alpha']\n"
    catalog.documents.add(make_document("beta"), [], [])
    assert start(program).stdout.read() == "2 ['alpha', 'beta']\n"
    catalog.close()
