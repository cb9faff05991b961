"""Work that the command line and the page hand to the one ingest worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# The outcome of a file that became jobs for its parts.
EXPANDED = "expanded"


class JobState(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


class JobTask(StrEnum):
    """What is to be done.

    READ a file that is new or changed; READ_AGAIN in any case (from the kept bytes when the file is gone); CORRECT: bring the document
    to what the corrections say, from its kept bytes; REMOVE the document from what answers.
    """

    READ = "read"
    READ_AGAIN = "read again"
    CORRECT = "correct"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class IngestJob:
    """One file to ingest: where it is, what the caller knows of it, and how it went.

    A job with `content_hash` is about the bytes kept under it, whatever its path holds now: a part of a file (an entry of a feed) has
    a path of its own ("feed.xml#key") and `stem`, the name that it asks for. `metadata` holds the caller's (field, value) pairs.
    `brought_by` is the user who brought the file, None where it came by itself, from a watched folder or a feed.
    `outcome` is one of added, unchanged, replaced, removed, skipped, failed or expanded once the job has ended; `error` is the one
    line that says why.
    """

    id: int
    batch: str
    path: str
    kind: str | None
    label: str | None
    metadata: tuple[tuple[str, str], ...]
    state: JobState
    outcome: str = ""
    document_id: str | None = None
    error: str = ""
    attempts: int = 0
    updated_at: datetime | None = None
    content_hash: str | None = None
    stem: str | None = None
    task: JobTask = JobTask.READ
    brought_by: str | None = None


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended: its number, its last state, and what `IngestJob` says of an ended one."""

    job_id: int
    state: JobState
    outcome: str
    document_id: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may write the catalog: holder (host, process, purpose) and until when, aware UTC."""

    holder: str
    expires_at: datetime

    @property
    def at_work(self) -> str:
        """Return who is at work, in words: "another process (18088, ingest)"."""
        _, process, purpose = (["", "", *self.holder.split(":")])[-3:]
        return f"another process ({', '.join(filter(None, (process, purpose)))})"
