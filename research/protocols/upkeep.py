"""What the catalog keeps of work and of the user's own word: jobs and the lease, company names, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from research.nouns.access import PUBLIC, Access
from research.nouns.corrections import Corrected, Correction
from research.nouns.jobs import IngestJob, JobEnd, JobState, Lease


class JobQueue(Protocol):
    """Ingest jobs, and the lease that lets one worker at a time write the catalog."""

    def together(self) -> AbstractContextManager[None]:
        """Return a block in which what is written to the catalog, by any of its stores, is kept in one step, or nothing of it.

        What the ledger records inside it is there before: nothing is changed unrecorded, however the process ends.
        """
        ...

    def enqueue(self, jobs: Sequence[IngestJob]) -> str:
        """Queue jobs as one batch (their ids and batch are assigned) and return the batch's id."""
        ...

    def expand(self, job_id: int, parts: Sequence[IngestJob]) -> None:
        """End a job as expanded and queue jobs for the parts of its file in the same batch, all or nothing; raises NotFoundError."""
        ...

    def claim(self, holder: str) -> IngestJob | None:
        """Return the oldest waiting job, marked running with one more attempt; None when the queue is empty.

        Jobs of a dead holder, and those claimed before the caller took the lease, wait again first. Raises WorkspaceBusyError when
        another holds the lease: the caller has lost it.
        """
        ...

    def claim_parts(self, holder: str, most: Sequence[int]) -> list[IngestJob]:
        """Return waiting jobs to read parts of files, claimed together as `claim` does one; [] unless the oldest waiting job is such a one.

        Taken are the oldest, in order, up to the first of another sort or with another number of attempts. `most` says how many, by
        the attempts that a job has had: with (100, 10) a hundred new ones or ten that had one; beyond its end none.
        """
        ...

    def finish(self, job_id: int, state: JobState, *, outcome: str, document_id: str | None = None, error: str = "") -> None:
        """Record how a job ended."""
        ...

    def finish_all(self, ends: Sequence[JobEnd]) -> None:
        """Record how several jobs ended, all or nothing; raises as `finish`."""
        ...

    def batch(self, batch: str) -> list[IngestJob]:
        """Return a batch's jobs in the order they were given."""
        ...

    def latest(self, paths: Sequence[str]) -> dict[str, IngestJob]:
        """Return the job that was queued last for each of these paths; those that never had one are left out."""
        ...

    def waiting(self) -> int:
        """Return how many jobs are queued or running."""
        ...

    def unended(self) -> list[IngestJob]:
        """Return the jobs that are queued or running, in the order in which they were given."""
        ...

    def failed(self) -> list[IngestJob]:
        """Return the last job of each path that failed when it was last tried, in the order in which they were given."""
        ...

    def lease(self, holder: str, *, seconds: float) -> AbstractContextManager[bool]:
        """Try to hold the lease.

        Yields True when held (renewed in the background, given back on exit), False when another live process has it.
        """
        ...

    def holder(self) -> Lease | None:
        """Return who holds the lease now, None when nobody alive does."""
        ...


class CompanyNames(Protocol):
    """The user's table of names: which company a name means, where documents print another one."""

    def all(self) -> dict[str, str]:
        """Return the company meant by each name, ordered by name."""
        ...

    def put(self, name: str, company: str, *, user: str) -> None:
        """Say which company a name means, in place of what was said before; case, spaces and punctuation of the name count for nothing."""
        ...

    def remove(self, name: str) -> None:
        """Forget a name; raises NotFoundError."""
        ...


class CorrectionStore(Protocol):
    """The user's corrections, kept over every re-ingest; `DocumentStore.move` takes them along."""

    def make(self, correction: Correction) -> Correction:
        """Keep a correction and return it numbered (its own `id` is not read); durable when it returns."""
        ...

    def undo(self, access: Access, correction_id: int, *, at: datetime) -> Correction:
        """Mark a correction as undone by the reader and return it; raises NotFoundError, and UsageError for one undone before."""
        ...

    def of(self, access: Access, kind: Corrected, target: str) -> list[Correction]:
        """Return the corrections of a document that the reader may see, undone ones too, in the order they were made.

        With `access.as_of`, those made later are left out.
        """
        ...

    def of_company(self, access: Access, kind: Corrected, company: str) -> list[Correction]:
        """Return the corrections made for all of a company's documents, as `of` does, whether or not the document still answers."""
        ...

    def holding(self, kind: Corrected, target: str, *, company: str = "", label: str = PUBLIC) -> list[Correction]:
        """Return the corrections that hold of a document, and those of its company when one is given, in order; for ingest only.

        Those of the company count when they were made on a public document or one of the same `label`.
        """
        ...
