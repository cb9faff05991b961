"""The one worker: takes the lease, works through the queue, and leaves catalog and indexes agreeing.

While a file is embedded here, the next one is read in its child process; all stores are used from one thread.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import structlog

from ingest.loaded import Loaded
from ingest.parts import IngestWorkspace, Readers
from ingest.pipeline import Duplicate, IngestPipeline, Known, Work
from ingest.progress import Progress
from research.errors import DeskError, UnsupportedFileError, WorkspaceBusyError, WorkspaceDamagedError
from research.nouns.access import Access
from research.nouns.documents import Document, DocumentState
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter

LEASE_SECONDS = 30.0
WATCH_SECONDS = 0.5
# A file that was being worked on when the worker ended this often is not tried again for the same request.
MOST_ATTEMPTS = 2
LONGEST_ERROR = 500

ENDED = frozenset({JobState.DONE, JobState.SKIPPED, JobState.FAILED})

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")


def worker_name(purpose: str = "ingest") -> str:
    """Return how this process signs its lease: host, process number and purpose."""
    return f"{socket.gethostname()}:{os.getpid()}:{purpose}"


@dataclass(slots=True)
class _Taken:
    """A claimed job with work to do; `text` is on its way unless the file is read alone, when nothing else is at work."""

    job: IngestJob
    work: Work
    alone: bool
    text: Future[Loaded] | None = None


@dataclass(slots=True)
class _Run:
    """One hold of the lease: the thread that waits for readers, and the files that ended workers."""

    reader: ThreadPoolExecutor
    fatal: set[str] = field(default_factory=set)


class IngestWorker:
    """Works through a workspace's queue, or watches the process that does."""

    def __init__(self, workspace: IngestWorkspace, readers: Readers, progress: Progress, *, name: str = "") -> None:
        self._workspace = workspace
        self._jobs = workspace.jobs
        self._progress = progress
        self._pipeline = IngestPipeline(workspace, readers, progress)
        self._name = name or worker_name()
        self._batch = ""
        self._told: set[int] = set()

    def run(self, batch: str) -> None:
        """Return when every job of the batch has ended, done here or by the worker that holds the lease.

        Other waiting jobs and documents without vectors are finished too. When the holder dies, this process takes over.
        Raises what makes all work impossible: WorkspaceDamagedError, CouldNotAskError.
        """
        holder, self._batch = "", batch
        while True:
            with self._jobs.lease(self._name, seconds=LEASE_SECONDS) as held:
                through = held and self._hold()
            self._tell()
            if through or all(job.state in ENDED for job in self._jobs.batch(batch)):
                return
            lease = self._jobs.holder()
            if lease and lease.holder != holder:
                holder = lease.holder
                self._progress.notice(f"{holder} is at work in this workspace; waiting for it")
            time.sleep(WATCH_SECONDS)

    def _hold(self) -> bool:
        """Work while the lease is ours; return whether everything was done, False when the lease was lost to another.

        Raises ModelUnavailableError before a job is claimed, so that the queue stays as it is.
        """
        _log.debug("ingest starts", model=self._workspace.embedder.fingerprint)
        reader = ThreadPoolExecutor(1, thread_name_prefix="reading")
        try:
            self._drain(_Run(reader))
            self._finish_unfinished()
            self._workspace.keeper.sync()
        except WorkspaceBusyError as error:
            self._progress.notice(str(error))
            return False
        finally:
            reader.shutdown(wait=False, cancel_futures=True)
        return True

    def _drain(self, run: _Run) -> None:
        taken = self._take(run)
        while taken:
            following: _Taken | None = None
            document = self._attempt(taken.job, partial(self._store, run, taken))
            if document:
                if not taken.alone:
                    following = self._take(run)
                if self._attempt(taken.job, partial(self._finish, document)):
                    self._end(taken.job, JobState.DONE, "replaced" if document.supersedes else "added", document_id=document.id)
            taken = following or self._take(run)

    def _take(self, run: _Run) -> _Taken | None:
        """Claim jobs until one has work to do, and start to read its file; jobs that need none are ended on the way."""
        while job := self._jobs.claim(self._name):
            if job.attempts > MOST_ATTEMPTS or (job.batch != self._batch and job.path in run.fatal):
                run.fatal.add(job.path)
                self._end(job, JobState.FAILED, "failed", error=f"the worker ended {MOST_ATTEMPTS} times while it was at this file")
                continue
            found = self._attempt(job, partial(self._pipeline.examine, job))
            if isinstance(found, Work):
                taken = _Taken(job, found, alone=job.attempts > 1)
                if not taken.alone:
                    taken.text = run.reader.submit(self._pipeline.read, found)
                return taken
            if found is not None:
                self._settle(job, found)
        return None

    def _store(self, run: _Run, taken: _Taken) -> Document:
        self._progress.stage(taken.job.path, "reading")
        text = taken.text or run.reader.submit(self._pipeline.read, taken.work)
        return self._pipeline.store(taken.work, text.result())

    def _finish(self, document: Document) -> bool:
        self._pipeline.finish(document)
        return True

    def _settle(self, job: IngestJob, found: Known | Duplicate) -> None:
        """End a job whose file is in the catalog; one that an interrupted run left unfinished counts as this job's work."""
        if isinstance(found, Duplicate):
            self._end(job, JobState.SKIPPED, "skipped", document_id=found.document.id, error=found.reason)
            return
        document = found.document
        outcome = "unchanged"
        if document.state is not DocumentState.COMPLETE:
            outcome = "replaced" if document.supersedes else "added"
        if self._attempt(job, partial(self._finish, document)):
            self._end(job, JobState.DONE, outcome, document_id=document.id)

    def _finish_unfinished(self) -> None:
        """Make the vectors that documents lack: left by a run that was killed, or because the model is another now."""
        access = Access(self._workspace.settings.user)
        for document in self._workspace.documents.find(access, DocumentFilter(any_state=True)):
            if document.state not in (DocumentState.LEXICAL, DocumentState.COMPLETE):
                continue
            note = partial(self._note_unfinished, document)
            _guarded(partial(self._pipeline.finish, document), note)

    def _note_unfinished(self, document: Document, line: str, _: bool) -> None:
        self._progress.notice(f"{document.name} stays without vectors: {line}")

    def _attempt(self, job: IngestJob, step: Callable[[], _T]) -> _T | None:
        """Return what a step of a job gives, None when it failed: then the job has ended with one line."""

        def failed(line: str, skipped: bool) -> None:
            state = JobState.SKIPPED if skipped else JobState.FAILED
            self._end(job, state, state.value, error=line)

        return _guarded(step, failed)

    def _end(self, job: IngestJob, state: JobState, outcome: str, *, document_id: str | None = None, error: str = "") -> None:
        self._jobs.finish(job.id, state, outcome=outcome, document_id=document_id, error=error)
        if job.batch == self._batch:
            self._told.add(job.id)
            self._progress.finish(job.path, outcome)

    def _tell(self) -> None:
        """Report the batch's jobs that another process has ended since the last look."""
        for job in _new(self._jobs.batch(self._batch), self._told):
            self._told.add(job.id)
            self._progress.finish(job.path, job.outcome)


def _guarded(step: Callable[[], _T], failed: Callable[[str, bool], None]) -> _T | None:
    """Return what a step on one file gives; a failure is handed to `failed` as one line, with whether it is none of ours to read.

    What makes work on every file impossible is raised: the lease is lost, or the catalog is damaged.
    """
    try:
        return step()
    except (WorkspaceBusyError, WorkspaceDamagedError):
        raise
    except Exception as error:  # noqa: BLE001 - the per-item loop: one bad file must not cost its neighbours
        if not isinstance(error, DeskError):
            _log.debug("ingest of one file failed", exc_info=error)
        failed(_one_line(error), isinstance(error, UnsupportedFileError))
        return None


def _new(jobs: Iterable[IngestJob], told: set[int]) -> list[IngestJob]:
    return [job for job in jobs if job.state in ENDED and job.id not in told]


def _one_line(error: Exception) -> str:
    """Return what failed as one line: an expected error's own words, else its kind and words."""
    words = str(error) if isinstance(error, DeskError) else f"unexpected {type(error).__name__}: {error}"
    return " ".join(words.split())[:LONGEST_ERROR]
