"""The one worker: takes the lease, works through the queue, and leaves catalog and indexes agreeing.

Files come first: each is read in a child process, a few at a time, and stored, so that it is found by its words and then by its facts;
with that its job has ended. What is stored is then embedded in small portions, between which new files are taken in. All stores are
used from one thread.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import structlog

from ingest.loaded import Loaded
from ingest.parts import IngestWorkspace, Readers
from ingest.pipeline import EMBED_BATCH, IngestPipeline
from ingest.progress import Progress
from ingest.repeats import mark_repeats
from ingest.sentences import prepare
from ingest.todo import Container, Duplicate, Known, Removed, Work
from research.errors import DeskError, UnsupportedFileError, WorkspaceBusyError, WorkspaceDamagedError
from research.nouns.access import Access
from research.nouns.documents import Chunk, Document, DocumentState
from research.nouns.jobs import IngestJob, JobState, JobTask
from research.nouns.queries import DocumentFilter

LEASE_SECONDS = 30.0
WATCH_SECONDS = 0.5
# How many files are read at a time, each in a child process with the memory limit of its own.
READ_AHEAD = 2
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
    """A claimed job with work to do; its text is on its way. Without `work` the file is looked at and read when its turn comes."""

    job: IngestJob
    work: Work | None = None
    text: Future[Loaded] | None = None

    def is_ready(self) -> bool:
        """Return whether its turn need not wait for a reader."""
        return self.text is None or self.text.done()

    def bars(self, work: Work) -> bool:
        """Return whether another file has to wait for this one: it has the same path, or the same bytes."""
        return self.work is not None and (self.work.path == work.path or self.work.content_hash == work.content_hash)


@dataclass(slots=True)
class _Unembedded:
    """A stored document on its way to its vectors: how many chunks lacked one, and which still do (None: not looked yet)."""

    document: Document
    total: int = 0
    left: list[Chunk] | None = None


@dataclass(slots=True)
class _Run:
    """One hold of the lease: the threads that wait for readers, what is being read and embedded, the files that ended workers.

    `left_behind` are documents of earlier runs, looked at when nothing of this one is left to embed.
    """

    reader: ThreadPoolExecutor
    reading: deque[_Taken] = field(default_factory=deque)
    embedding: deque[_Unembedded] = field(default_factory=deque)
    left_behind: deque[_Unembedded] = field(default_factory=deque)
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
        self._stored = 0
        self._told: set[int] = set()

    def run(self, batch: str) -> None:
        """Return when every job of the batch has ended, done here or by the worker that holds the lease.

        Done here, its documents have their vectors too, and so have those that an earlier run left without. When the holder dies,
        this process takes over. Raises what makes all work impossible: WorkspaceDamagedError, CouldNotAskError.
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
        """Work through the queue while the lease is ours, then bring the indexes up to the catalog and mark what is there twice.

        Returns whether everything was done: False when the lease was lost to another, which is told and loses no job. Whether the model
        is there is known before a job is claimed, so that ModelUnavailableError leaves the queue as it was.
        """
        prepare()
        _log.debug("ingest starts", model=self._workspace.embedder.fingerprint)
        reader = ThreadPoolExecutor(READ_AHEAD, thread_name_prefix="reading")
        try:
            self._work(_Run(reader, left_behind=deque(self._left_behind())))
            self._workspace.keeper.sync()
            if self._stored:
                mark_repeats(self._workspace.documents, Access(self._workspace.settings.user))
                self._stored = 0
        except WorkspaceBusyError as error:
            self._progress.notice(str(error))
            return False
        finally:
            reader.shutdown(wait=False, cancel_futures=True)
        return True

    def _work(self, run: _Run) -> None:
        """Store every file that waits or arrives, and embed what is stored while files are being read."""
        while True:
            self._take(run)
            first = run.reading[0] if run.reading else None
            if not run.embedding and run.left_behind:
                run.embedding.append(run.left_behind.popleft())
            if first and (first.is_ready() or not run.embedding):
                self._store(run, run.reading.popleft())
            elif run.embedding:
                self._embed(run)
            else:
                return

    def _take(self, run: _Run) -> None:
        """Claim jobs and start to read their files until enough are being read; jobs that need no reading are ended on the way.

        A file that may have ended a worker, one that is a copy of a file being read, and a document to be removed wait for their
        turn: nothing is claimed beside them.
        """
        while len(run.reading) < READ_AHEAD and all(taken.work for taken in run.reading):
            job = self._jobs.claim(self._name)
            if job is None:
                return
            if job.attempts > MOST_ATTEMPTS or (job.batch != self._batch and job.path in run.fatal):
                run.fatal.add(job.path)
                self._give_up(run, job, f"the worker ended {MOST_ATTEMPTS} times while it was at this file")
            elif job.attempts > 1 or job.task is JobTask.REMOVE:
                run.reading.append(_Taken(job))
            elif work := self._work_of(run, job):
                barred = any(taken.bars(work) for taken in run.reading)
                run.reading.append(_Taken(job) if barred else _Taken(job, work, run.reader.submit(self._pipeline.read, work)))

    def _give_up(self, run: _Run, job: IngestJob, why: str) -> None:
        """End a job whose file ends workers as failed; what its words were stored of stands without figures."""
        if begun := self._pipeline.begun(job.path):
            run.embedding.append(_Unembedded(self._pipeline.store_without_facts(begun, why)))
        self._end(job, JobState.FAILED, "failed", error=why)

    def _work_of(self, run: _Run, job: IngestJob) -> Work | None:
        """Return what there is to read for a job; a job that needs no reading is ended."""
        found = self._attempt(job, partial(self._pipeline.examine, job))
        if isinstance(found, Container):
            self._attempt(job, partial(self._pipeline.expand, job, found))
            self._told.add(job.id)
            self._progress.expect(len(found.parts) - 1)
        elif found is not None and not isinstance(found, Work):
            self._settle(run, job, found)
        return found if isinstance(found, Work) else None

    def _store(self, run: _Run, taken: _Taken) -> None:
        """Wait for a file's text and store it: its job has ended then, and it waits for its vectors."""
        work = taken.work or self._work_of(run, taken.job)
        if work is None:
            return

        def store() -> Document:
            """Return the stored document, its figures read or known to be unreadable; waits for its text when another process reads it."""
            self._progress.stage(taken.job.path, "reading")
            begun = self._pipeline.store_words(work, taken.text.result() if taken.text else self._pipeline.read(work))
            failed: list[str] = []
            read = _guarded(partial(self._pipeline.store_facts, begun), lambda line, _: failed.append(line))
            return read or self._pipeline.store_without_facts(begun.document, " ".join(failed))

        if document := self._attempt(taken.job, store):
            self._end(taken.job, JobState.DONE, "replaced" if document.supersedes else "added", document_id=document.id)
            run.embedding.append(_Unembedded(document))
            self._stored += 1

    def _embed(self, run: _Run) -> None:
        """Embed the next portion of the oldest document that lacks vectors, and complete it after its last one."""
        one = run.embedding[0]
        if not _guarded(partial(self._embed_some, one), partial(self._note_unfinished, one.document)):
            run.embedding.popleft()

    def _embed_some(self, one: _Unembedded) -> bool:
        """Return whether the document lacks vectors still."""
        document = one.document
        if one.left is None:
            one.left = self._pipeline.unembedded(document)
            one.total = len(one.left)
        if one.left:
            self._pipeline.embed(one.left[:EMBED_BATCH])
            del one.left[:EMBED_BATCH]
            self._progress.embedded(document.source_key, one.total - len(one.left), one.total)
        if not one.left and (one.total or document.state is not DocumentState.COMPLETE):
            self._pipeline.complete(document)
        return bool(one.left)

    def _settle(self, run: _Run, job: IngestJob, found: Known | Duplicate | Removed) -> None:
        """End a job whose file is in the catalog."""
        if isinstance(found, Removed):
            self._end(job, JobState.DONE, "removed", document_id=found.document.id)
            return
        if isinstance(found, Duplicate):
            self._end(job, JobState.SKIPPED, "skipped", document_id=found.document.id, error=found.reason)
            return
        # Stored by a worker that was killed before it could end this very job.
        new = job.attempts > 1 and found.document.state is not DocumentState.COMPLETE
        outcome = ("replaced" if found.document.supersedes else "added") if new else "unchanged"
        self._end(job, JobState.DONE, outcome, document_id=found.document.id)
        run.embedding.append(_Unembedded(found.document))

    def _left_behind(self) -> list[_Unembedded]:
        """Return the documents that lack vectors: left by a run that was killed, or because the model is another now."""
        access = Access(self._workspace.settings.user)
        found = self._workspace.documents.find(access, DocumentFilter(any_state=True))
        return [_Unembedded(one) for one in found if one.state in (DocumentState.LEXICAL, DocumentState.COMPLETE)]

    def _note_unfinished(self, document: Document, line: str, _: bool) -> None:
        self._progress.notice(f"{document.name} stays without vectors: {line}")

    def _attempt(self, job: IngestJob, step: Callable[[], _T]) -> _T | None:
        """Return what a step of a job gives, None when it failed: then the job has ended with one line."""

        def failed(line: str, skipped: bool) -> None:
            """End the job with a line: as skipped when the file is none of ours to read."""
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
