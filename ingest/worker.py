"""The one worker: takes the lease, works through the queue, and leaves catalog and indexes agreeing.

Files come first: each is read in a child process, a few at a time, and stored, so that it is found by its words and then by its facts;
with that its job has ended. What is stored is then embedded in small portions, between which new files are taken in. All stores are
used from one thread, but for the index of words while entries of feeds are understood.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

import structlog

from ingest.collecting import seldom_collected
from ingest.embedding import NEWS_TOGETHER, EmbeddingStage
from ingest.guarded import guarded
from ingest.lane import EntryBatch, EntryLane
from ingest.loaded import Loaded
from ingest.parts import IngestWorkspace, Readers
from ingest.pipeline import IngestPipeline
from ingest.progress import Progress
from ingest.repeats import mark_repeats
from ingest.sentences import prepare
from ingest.todo import Container, Duplicate, Known, Removed, Work
from research.errors import WorkspaceBusyError
from research.nouns.access import SYSTEM
from research.nouns.documents import ANSWERING, Document, DocumentState, Kind
from research.nouns.jobs import IngestJob, JobEnd, JobState, JobTask

LEASE_SECONDS = 30.0
WATCH_SECONDS = 0.5
# How many files are read at a time, each in a child process with the memory limit of its own.
READ_AHEAD = 2
# A file that was being worked on when the worker ended this often is not tried again for the same request.
MOST_ATTEMPTS = 2
# Entries of feeds are tried once in a large batch and once in a small one before that.
MOST_ATTEMPTS_OF_PARTS = 3

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

    @property
    def is_alone(self) -> bool:
        """Return whether nothing is claimed beside it."""
        return self.work is None


@dataclass(slots=True)
class _Run:
    """One hold of the lease: the threads that wait for readers, what is being read, what waits for vectors, the files that ended workers.

    `unnoted` are the ids of news documents that were stored and not understood yet, by this run or an earlier one, `tried` those that
    were given to be understood.
    """

    reader: ThreadPoolExecutor
    embedding: EmbeddingStage
    unnoted: deque[str] = field(default_factory=deque)
    reading: deque[_Taken | EntryBatch] = field(default_factory=deque)
    tried: set[str] = field(default_factory=set)
    fatal: set[str] = field(default_factory=set)


class IngestWorker:
    """Works through a workspace's queue, or watches the process that does."""

    def __init__(self, workspace: IngestWorkspace, readers: Readers, progress: Progress, *, name: str = "") -> None:
        self._workspace = workspace
        self._jobs = workspace.jobs
        self._progress = progress
        self._pipeline = IngestPipeline(workspace, readers, progress)
        self._lane = EntryLane(workspace, self._pipeline, readers.entries)
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
                self._progress.notice(f"{lease.at_work} is at work in this workspace; waiting for it")
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
            embedding = EmbeddingStage(self._workspace, self._pipeline, self._progress)
            run = _Run(reader, embedding)
            with seldom_collected():
                self._find_unnoted(run)
                self._work(run)
            self._workspace.keeper.sync()
            if self._stored:
                mark_repeats(self._workspace.documents, SYSTEM)
                self._stored = 0
        except WorkspaceBusyError as error:
            self._progress.notice(str(error))
            return False
        finally:
            reader.shutdown(wait=False, cancel_futures=True)
        return True

    def _work(self, run: _Run) -> None:
        """Store every file that waits or arrives; understand news and embed what is stored while files are being read."""
        while True:
            self._take(run)
            first = run.reading[0] if run.reading else None
            if first and (first.is_ready() or (run.embedding.is_idle and not run.unnoted)):
                run.reading.popleft()
                if isinstance(first, EntryBatch):
                    self._store_entries(run, first)
                else:
                    self._store(run, first)
            elif run.unnoted:
                self._note_some(run)
            elif not run.embedding.step() and not self._find_unnoted(run):
                return

    def _take(self, run: _Run) -> None:
        """Claim jobs and start to read their files until enough are being read; jobs that need no reading are ended on the way.

        Entries of feeds are claimed many at a time. A file that may have ended a worker, one that is a copy of a file being read, and a
        document to be removed wait for their turn: nothing is claimed beside them.
        """
        while len(run.reading) < READ_AHEAD and not any(taken.is_alone for taken in run.reading):
            if entries := self._lane.take(self._name, run.reader):
                run.reading.append(entries)
                continue
            job = self._jobs.claim(self._name)
            if job is None:
                return
            most = MOST_ATTEMPTS if job.stem is None else MOST_ATTEMPTS_OF_PARTS
            if job.attempts > most or (job.batch != self._batch and job.path in run.fatal):
                run.fatal.add(job.path)
                self._give_up(run, job, f"the worker ended {most} times while it was at this file")
            elif job.attempts > 1 or job.task is JobTask.REMOVE:
                run.reading.append(_Taken(job))
            elif work := self._work_of(run, job):
                barred = any(taken.bars(work) for taken in run.reading)
                run.reading.append(_Taken(job) if barred else _Taken(job, work, run.reader.submit(self._pipeline.read, work)))

    def _give_up(self, run: _Run, job: IngestJob, why: str) -> None:
        """End a job whose file ends workers as failed; what its words were stored of stands without figures."""
        if begun := self._pipeline.begun(job.path):
            run.embedding.add([self._pipeline.store_without_facts(begun, why)])
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
            read = guarded(partial(self._pipeline.store_facts, begun), lambda line, _: failed.append(line))
            return read or self._pipeline.store_without_facts(begun.document, " ".join(failed))

        if document := self._attempt(taken.job, store):
            self._end(taken.job, JobState.DONE, _stored_as(document), document_id=document.id)
            self._stored += 1
            run.embedding.add([document])
            run.unnoted.extend([document.id] if document.kind is Kind.NEWS else [])

    def _store_entries(self, run: _Run, batch: EntryBatch) -> None:
        """Store a batch of entries and end their jobs; those that are to be done alone come next, in the order they were given."""
        result = self._lane.store(batch, partial(self._note, run))
        added = [(job, JobEnd(job.id, JobState.DONE, _stored_as(document), document.id)) for job, document in result.stored]
        self._end_all(added + [(job, _end_of_known(job, found)) for job, found in result.known])
        self._stored += len(added)
        documents = [document for _, document in result.stored]
        run.embedding.add(replace(document, text="", pages=()) for document in documents)
        run.embedding.add(found.document for _, found in result.known if isinstance(found, Known))
        run.reading.extendleft(_Taken(job) for job in reversed(result.alone))

    def _find_unnoted(self, run: _Run) -> bool:
        """Return whether news are to be understood that this run has not tried yet: versions that came to answer while it embedded them."""
        run.unnoted.extend(one for one in self._workspace.news.outdated() if one not in run.tried)
        return bool(run.unnoted)

    def _note_some(self, run: _Run) -> None:
        """Understand some of the news that were stored one by one, or by an earlier run that did not come to it."""
        access = SYSTEM
        ids = [run.unnoted.popleft() for _ in range(min(NEWS_TOGETHER, len(run.unnoted)))]
        found = (guarded(partial(self._workspace.documents.get, access, one), lambda *_: None) for one in ids)
        run.tried.update(ids)
        self._note(run, [document for document in found if document and document.state in ANSWERING])

    def _note(self, run: _Run, documents: Sequence[Document]) -> None:
        """Have news understood; what fails is told, and made up for by the next run, which finds it outdated."""
        run.tried.update(document.id for document in documents)
        if documents:
            note = partial(self._workspace.news.note, documents)
            guarded(note, lambda line, _: self._progress.notice(f"{len(documents)} news are not linked to companies yet: {line}"))

    def _settle(self, run: _Run, job: IngestJob, found: Known | Duplicate | Removed) -> None:
        """End a job whose file is in the catalog."""
        self._end_all([(job, _end_of_known(job, found))])
        if isinstance(found, Known):
            run.embedding.add([found.document])

    def _attempt(self, job: IngestJob, step: Callable[[], _T]) -> _T | None:
        """Return what a step of a job gives, None when it failed: then the job has ended with one line."""

        def failed(line: str, skipped: bool) -> None:
            """End the job with a line: as skipped when the file is none of ours to read."""
            state = JobState.SKIPPED if skipped else JobState.FAILED
            self._end(job, state, state.value, error=line)

        return guarded(step, failed)

    def _end(self, job: IngestJob, state: JobState, outcome: str, *, document_id: str | None = None, error: str = "") -> None:
        self._end_all([(job, JobEnd(job.id, state, outcome, document_id, error))])

    def _end_all(self, ends: Sequence[tuple[IngestJob, JobEnd]]) -> None:
        """Record how jobs ended, and tell of those of this batch."""
        if ends:
            self._jobs.finish_all([end for _, end in ends])
        for job, end in ends:
            if job.batch == self._batch:
                self._told.add(job.id)
                self._progress.finish(job.path, end.outcome)

    def _tell(self) -> None:
        """Report the batch's jobs that another process has ended since the last look."""
        for job in _new(self._jobs.batch(self._batch), self._told):
            self._told.add(job.id)
            self._progress.finish(job.path, job.outcome)


def _stored_as(document: Document) -> str:
    return "replaced" if document.supersedes else "added"


def _end_of_known(job: IngestJob, found: Known | Duplicate | Removed) -> JobEnd:
    """Return how a job ends whose file is in the catalog."""
    if isinstance(found, Removed):
        return JobEnd(job.id, JobState.DONE, "removed", found.document.id)
    if isinstance(found, Duplicate):
        return JobEnd(job.id, JobState.SKIPPED, "skipped", found.document.id, found.reason)
    # Stored by a worker that was killed before it could end this very job.
    new = job.attempts > 1 and found.document.state is not DocumentState.COMPLETE
    return JobEnd(job.id, JobState.DONE, _stored_as(found.document) if new else "unchanged", found.document.id)


def _new(jobs: Iterable[IngestJob], told: set[int]) -> list[IngestJob]:
    return [job for job in jobs if job.state in ENDED and job.id not in told]
