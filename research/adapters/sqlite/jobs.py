"""The queue of ingest jobs in `catalog.db`, and the lease on it."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import takewhile

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.lease import read_tenure, standing_lease, worker_lease
from research.adapters.sqlite.liveness import ProcessIdentity, is_dead, this_process
from research.adapters.sqlite.packing import pack_instant, pack_json, unpack_instant, unpack_pairs
from research.errors import NotFoundError, WorkspaceBusyError
from research.nouns.jobs import EXPANDED, IngestJob, JobEnd, JobState, JobTask, Lease

_ENQUEUE = """
INSERT INTO jobs (batch, path, kind, label, metadata, content_hash, stem, task, brought_by, state, outcome, error, attempts, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', '', '', 0, ?)"""
_WAITING = "SELECT count(*) AS jobs FROM jobs WHERE state IN ('queued', 'running')"
_UNENDED = "SELECT * FROM jobs WHERE state IN ('queued', 'running') ORDER BY id"
_ANY_WAITING = "SELECT EXISTS (SELECT 1 FROM jobs WHERE state IN ('queued', 'running')) AS found"
_FAILED = "SELECT * FROM jobs WHERE id IN (SELECT max(id) FROM jobs GROUP BY path) AND state = 'failed' ORDER BY id"
_LATEST = """
SELECT j.* FROM json_each(?) AS wanted CROSS JOIN jobs AS j ON j.id = (SELECT max(id) FROM jobs WHERE path = wanted.value)"""
_WAIT_AGAIN = "UPDATE jobs SET state = 'queued', host = NULL, pid = NULL, started = NULL, tenure = NULL, updated_at = ? WHERE id = ?"
_CLAIM = """
UPDATE jobs SET state = 'running', attempts = attempts + 1, host = ?, pid = ?, started = ?, tenure = ?, updated_at = ? WHERE id = ?"""
_OLDEST = "SELECT * FROM jobs WHERE state = 'queued' ORDER BY id LIMIT ?"
_FINISH = "UPDATE jobs SET state = ?, outcome = ?, document_id = ?, error = ?, updated_at = ? WHERE id = ?"
_ENDED = frozenset({JobState.DONE, JobState.SKIPPED, JobState.FAILED})


class SqliteJobQueue:
    """The `JobQueue` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def together(self) -> AbstractContextManager[None]:
        """Return a block in which what is written to the catalog, by any of its stores, is kept in one step, or nothing of it."""
        return self._database.together()

    def enqueue(self, jobs: Sequence[IngestJob]) -> str:
        """Queue jobs as one batch and return the batch's id; of each job only what the caller knows of the file is read."""
        batch = uuid.uuid4().hex
        with self._database.write() as connection:
            connection.executemany(_ENQUEUE, _rows(batch, jobs))
        return batch

    def expand(self, job_id: int, parts: Sequence[IngestJob]) -> None:
        """End a job whose file holds other documents, and queue these in the same batch: all or nothing. Raises NotFoundError."""
        with self._database.write() as connection:
            row = connection.execute("SELECT batch FROM jobs WHERE id = ?", (job_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"no job {job_id}", "queue the file again")
            connection.executemany(_ENQUEUE, _rows(row["batch"], parts))
            connection.execute(_FINISH, (JobState.DONE.value, EXPANDED, None, "", _now(), job_id))

    def claim(self, holder: str) -> IngestJob | None:
        """Return the oldest waiting job, marked running with one more attempt; None when the queue is empty.

        Running jobs wait again first when their process has ended and, for the holder of the lease, when they were claimed before
        it took the lease. Raises WorkspaceBusyError when another holds the lease: the caller has lost it.
        """
        if not self._any_waiting():
            return None
        me = this_process()
        with self._database.write() as connection:
            tenure = self._tenure(connection, holder, me)
            _let_wait_again(connection, tenure)
            oldest = connection.execute(_OLDEST, (1,)).fetchone()
            return None if oldest is None else _claim(connection, [oldest], me, tenure)[0]

    def claim_parts(self, holder: str, most: Sequence[int]) -> list[IngestJob]:
        """Return waiting jobs to read parts of files, claimed together: see the protocol for which. Raises as `claim`."""
        if not self._any_waiting():
            return []
        me = this_process()
        with self._database.write() as connection:
            tenure = self._tenure(connection, holder, me)
            _let_wait_again(connection, tenure)
            oldest = connection.execute(_OLDEST, (max(most, default=0),)).fetchall()
            attempts = oldest[0]["attempts"] if oldest else 0
            room = most[attempts] if attempts < len(most) else 0
            taken = takewhile(lambda row: _is_part(row) and row["attempts"] == attempts, oldest[:room])
            return _claim(connection, list(taken), me, tenure)

    def finish(self, job_id: int, state: JobState, *, outcome: str, document_id: str | None = None, error: str = "") -> None:
        """Record how a job ended; raises NotFoundError, and ValueError for a state that is not an end."""
        if state not in _ENDED:
            raise ValueError(f"a job does not end {state.value}")
        with self._database.write() as connection:
            if not connection.execute(_FINISH, (state.value, outcome, document_id, error, _now(), job_id)).rowcount:
                raise NotFoundError(f"no job {job_id}", "queue the file again")

    def finish_all(self, ends: Sequence[JobEnd]) -> None:
        """Record how several jobs ended, all or nothing; raises as `finish`."""
        if odd := next((one for one in ends if one.state not in _ENDED), None):
            raise ValueError(f"a job does not end {odd.state.value}")
        now = _now()
        with self._database.write() as connection:
            rows = [(one.state.value, one.outcome, one.document_id, one.error, now, one.job_id) for one in ends]
            if rows and connection.executemany(_FINISH, rows).rowcount < len(rows):
                raise NotFoundError(f"some of the jobs {ends[0].job_id} to {ends[-1].job_id} are not there", "queue the files again")

    def batch(self, batch: str) -> list[IngestJob]:
        """Return a batch's jobs in the order they were given."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute("SELECT * FROM jobs WHERE batch = ? ORDER BY id", (batch,))]

    def latest(self, paths: Sequence[str]) -> dict[str, IngestJob]:
        """Return the job that was queued last for each of these paths; those that never had one are left out."""
        with self._database.read() as connection:
            return {row["path"]: _read(row) for row in connection.execute(_LATEST, (pack_json(paths),))}

    def waiting(self) -> int:
        """Return how many jobs are queued or running."""
        with self._database.read() as connection:
            return int(connection.execute(_WAITING).fetchone()["jobs"])

    def unended(self) -> list[IngestJob]:
        """Return the jobs that are queued or running, in the order in which they were given."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_UNENDED)]

    def failed(self) -> list[IngestJob]:
        """Return the last job of each path that failed when it was last tried, in the order in which they were given."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_FAILED)]

    def lease(self, holder: str, *, seconds: float) -> AbstractContextManager[bool]:
        """Try to hold the lease: yields True when held, False when another live holder has it, in this process or another."""
        return worker_lease(self._database, holder, seconds=seconds)

    def holder(self) -> Lease | None:
        """Return who holds the lease now, None when nobody alive does."""
        return standing_lease(self._database)

    def _any_waiting(self) -> bool:
        with self._database.read() as connection:
            return bool(connection.execute(_ANY_WAITING).fetchone()["found"])

    def _tenure(self, connection: sqlite3.Connection, holder: str, me: ProcessIdentity) -> int | None:
        """Return the number of the tenure that the caller has, None when nobody has the lease."""
        tenure = read_tenure(connection)
        if tenure and (tenure.holder, tenure.process) == (holder, me):
            return tenure.number
        if tenure and tenure.stands(datetime.now(UTC)):
            raise WorkspaceBusyError(f"{tenure.holder} holds the ingest lease now", "it works through the queue; wait for it")
        return None


def _let_wait_again(connection: sqlite3.Connection, tenure: int | None) -> None:
    """Put back the running jobs whose process has ended or, in a tenure, that were claimed before it."""
    rows = connection.execute("SELECT id, host, pid, started, tenure FROM jobs WHERE state = 'running'").fetchall()
    whose = {row["id"]: ProcessIdentity(row["host"], row["pid"], row["started"]) for row in rows}
    dead = {one for one in set(whose.values()) if is_dead(one)}
    for row in rows:
        if whose[row["id"]] in dead or (tenure is not None and row["tenure"] != tenure):
            connection.execute(_WAIT_AGAIN, (_now(), row["id"]))


def _claim(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], me: ProcessIdentity, tenure: int | None) -> list[IngestJob]:
    """Mark waiting jobs running with one more attempt and return them as they are now."""
    now = _now()
    connection.executemany(_CLAIM, ((me.host, me.pid, me.started, tenure, now, row["id"]) for row in rows))
    claimed = (_read(row) for row in rows)
    return [replace(job, state=JobState.RUNNING, attempts=job.attempts + 1, updated_at=unpack_instant(now)) for job in claimed]


def _is_part(row: sqlite3.Row) -> bool:
    return row["content_hash"] is not None and row["stem"] is not None and row["task"] == JobTask.READ.value


def _rows(batch: str, jobs: Sequence[IngestJob]) -> Iterator[tuple[str | None, ...]]:
    now = _now()
    for job in jobs:
        known = pack_json(job.metadata), job.content_hash, job.stem, job.task.value, job.brought_by
        yield batch, job.path, job.kind, job.label, *known, now


def _now() -> str:
    return pack_instant(datetime.now(UTC))


def _read(row: sqlite3.Row) -> IngestJob:
    return IngestJob(
        id=row["id"],
        batch=row["batch"],
        path=row["path"],
        kind=row["kind"],
        label=row["label"],
        metadata=unpack_pairs(row["metadata"]),
        state=JobState(row["state"]),
        outcome=row["outcome"],
        document_id=row["document_id"],
        error=row["error"],
        attempts=row["attempts"],
        updated_at=unpack_instant(row["updated_at"]),
        content_hash=row["content_hash"],
        stem=row["stem"],
        task=JobTask(row["task"]),
        brought_by=row["brought_by"],
    )
