"""An in-memory queue of ingest jobs with the promises of the protocol."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from research.errors import NotFoundError, WorkspaceBusyError
from research.nouns.jobs import EXPANDED, IngestJob, JobEnd, JobState, JobTask, Lease


class FakeJobQueue:
    """Jobs in a list; a holder is dead when its name is in `dead`."""

    def __init__(self) -> None:
        self.dead: set[str] = set()
        self._jobs: list[IngestJob] = []
        self._claims: dict[int, tuple[str, int]] = {}
        self._batches = 0
        self._tenure = 0
        self._lease: Lease | None = None
        self._guard = threading.RLock()

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def enqueue(self, jobs: Sequence[IngestJob]) -> str:
        with self._guard:
            self._batches += 1
            batch = f"batch-{self._batches}"
            self._append(batch, jobs)
            return batch

    def expand(self, job_id: int, parts: Sequence[IngestJob]) -> None:
        with self._guard:
            if not 0 < job_id <= len(self._jobs):
                raise NotFoundError(f"no job {job_id}")
            self._append(self._jobs[job_id - 1].batch, parts)
            self._change(self._jobs[job_id - 1], state=JobState.DONE, outcome=EXPANDED)

    def claim(self, holder: str) -> IngestJob | None:
        with self._guard:
            tenure = self._let_wait_again(holder)
            oldest = next((job for job in self._jobs if job.state is JobState.QUEUED), None)
            return None if oldest is None else self._take(oldest, holder, tenure)

    def claim_parts(self, holder: str, most: Sequence[int]) -> list[IngestJob]:
        with self._guard:
            tenure = self._let_wait_again(holder)
            queued = [job for job in self._jobs if job.state is JobState.QUEUED]
            attempts = queued[0].attempts if queued else 0
            taken = []
            for job in queued[: most[attempts] if attempts < len(most) else 0]:
                if job.content_hash is None or job.stem is None or job.task is not JobTask.READ or job.attempts != attempts:
                    break
                taken.append(self._take(job, holder, tenure))
            return taken

    def _let_wait_again(self, holder: str) -> int:
        holding = self.holder()
        if holding and holding.holder != holder:
            raise WorkspaceBusyError(f"{holding.holder} holds the ingest lease now")
        for job in self._jobs:
            claimant, tenure = self._claims.get(job.id, ("", 0))
            if job.state is JobState.RUNNING and (claimant in self.dead or (holding and tenure != self._tenure)):
                self._change(job, state=JobState.QUEUED)
        return self._tenure if holding else 0

    def _take(self, job: IngestJob, holder: str, tenure: int) -> IngestJob:
        self._claims[job.id] = (holder, tenure)
        return self._change(job, state=JobState.RUNNING, attempts=job.attempts + 1)

    def finish(self, job_id: int, state: JobState, *, outcome: str, document_id: str | None = None, error: str = "") -> None:
        if state in {JobState.QUEUED, JobState.RUNNING}:
            raise ValueError(f"a job does not end {state.value}")
        with self._guard:
            if not 0 < job_id <= len(self._jobs):
                raise NotFoundError(f"no job {job_id}")
            self._change(self._jobs[job_id - 1], state=state, outcome=outcome, document_id=document_id, error=error)

    def finish_all(self, ends: Sequence[JobEnd]) -> None:
        if any(one.state in {JobState.QUEUED, JobState.RUNNING} for one in ends):
            raise ValueError("a job does not end queued or running")
        if any(not 0 < one.job_id <= len(self._jobs) for one in ends):
            raise NotFoundError("one of the jobs is not there")
        for one in ends:
            self.finish(one.job_id, one.state, outcome=one.outcome, document_id=one.document_id, error=one.error)

    def batch(self, batch: str) -> list[IngestJob]:
        return [job for job in self._jobs if job.batch == batch]

    def latest(self, paths: Sequence[str]) -> dict[str, IngestJob]:
        wanted = set(paths)
        return {job.path: job for job in self._jobs if job.path in wanted}

    def waiting(self) -> int:
        return sum(job.state in {JobState.QUEUED, JobState.RUNNING} for job in self._jobs)

    def unended(self) -> list[IngestJob]:
        return [job for job in self._jobs if job.state in {JobState.QUEUED, JobState.RUNNING}]

    def failed(self) -> list[IngestJob]:
        last = {job.path: job for job in self._jobs}
        return sorted((job for job in last.values() if job.state is JobState.FAILED), key=lambda job: job.id)

    def lease(self, holder: str, *, seconds: float) -> AbstractContextManager[bool]:
        return self._held_lease(holder, seconds)

    def holder(self) -> Lease | None:
        return self._lease if self._lease and self._lease.holder not in self.dead else None

    @contextmanager
    def _held_lease(self, holder: str, seconds: float) -> Iterator[bool]:
        if seconds <= 0:
            raise ValueError(f"a lease of {seconds} seconds")
        with self._guard:
            taken = self.holder() is None
            if taken:
                self._tenure += 1
                mine = self._tenure
                self._lease = Lease(holder, datetime.now(UTC) + timedelta(seconds=seconds))
        try:
            yield taken
        finally:
            with self._guard:
                if taken and mine == self._tenure:
                    self._lease = None

    def _append(self, batch: str, jobs: Sequence[IngestJob]) -> None:
        for job in jobs:
            waiting = replace(job, id=len(self._jobs) + 1, batch=batch, state=JobState.QUEUED, updated_at=datetime.now(UTC))
            self._jobs.append(replace(waiting, outcome="", document_id=None, error="", attempts=0))

    def _change(self, job: IngestJob, **fields: object) -> IngestJob:
        changed = replace(job, updated_at=datetime.now(UTC), **fields)
        self._jobs[job.id - 1] = changed
        return changed
