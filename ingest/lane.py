"""The batch lane of the worker: entries of feeds, which come by the hundred and are short, are read and stored many at a time.

A batch is one claim, one child process that reads it, one transaction of the catalog and one write of the word index; whatever is not
plain in it (a copy of its neighbour, an entry that cannot be read, one that breaks a rule) goes the way that every other file goes, alone.
Nothing is lost by a kill between the steps: a job that was not ended is claimed again and finds what was stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from ingest.guarded import guarded
from ingest.loaded import Loaded
from ingest.parts import IngestWorkspace, LoadEntries
from ingest.pipeline import IngestPipeline
from ingest.todo import Duplicate, Known, Work
from research.nouns.documents import Document
from research.nouns.jobs import IngestJob
from research.protocols.documents import WholeDocument

Note: TypeAlias = Callable[[Sequence[Document]], None]
# How many new entries are taken together, and how many that were at work when the worker ended: one of them may have ended it.
TOGETHER = (1_024, 8)


@dataclass(slots=True)
class EntryBatch:
    """Claimed jobs of one batch; what their kept bytes hold is on its way."""

    jobs: list[IngestJob]
    contents: list[bytes | None]
    texts: Future[Sequence[Loaded | None]]

    def is_ready(self) -> bool:
        """Return whether its turn need not wait for a reader."""
        return self.texts.done()

    def bars(self, work: Work) -> bool:
        """Return whether another file has to wait for this batch: an entry of it has the same path, or the same bytes."""
        return any(job.path == work.path or job.content_hash == work.content_hash for job in self.jobs)

    @property
    def is_alone(self) -> bool:
        """Return False: other files are read beside it."""
        return False


@dataclass(slots=True)
class StoredBatch:
    """What became of a batch: documents stored, whole, each with its job; jobs whose file is in the catalog; jobs to be done alone."""

    stored: list[tuple[IngestJob, Document]] = field(default_factory=list)
    known: list[tuple[IngestJob, Known | Duplicate]] = field(default_factory=list)
    alone: list[IngestJob] = field(default_factory=list)


@dataclass(slots=True)
class _Written:
    """Documents of a batch on their way to the store, with their jobs, their names, and the sources and bytes that were there before."""

    known: frozenset[str]
    jobs: list[IngestJob] = field(default_factory=list)
    documents: list[WholeDocument] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class EntryLane:
    """Takes batches of entries from the queue and stores them. Belongs to the worker's thread."""

    def __init__(self, workspace: IngestWorkspace, pipeline: IngestPipeline, load: LoadEntries) -> None:
        self._workspace = workspace
        self._pipeline = pipeline
        self._load = load

    def take(self, holder: str, reader: ThreadPoolExecutor) -> EntryBatch | None:
        """Claim the entries that are next in the queue and start to read them; None when something else is next. Raises as `claim`."""
        jobs = self._workspace.jobs.claim_parts(holder, TOGETHER)
        if not jobs:
            return None
        contents = [guarded(partial(self._kept, job), _is_left) for job in jobs]
        load = partial(self._load, [content or b"" for content in contents], settings=self._workspace.settings)
        return EntryBatch(jobs, contents, reader.submit(load))

    def store(self, batch: EntryBatch, note: Note) -> StoredBatch:
        """Store a batch's documents, found by their words and given to `note` when this returns; waits for their texts."""
        texts = guarded(batch.texts.result, _is_left) or (None,) * len(batch.jobs)
        paths, hashes = [job.path for job in batch.jobs], [job.content_hash or "" for job in batch.jobs]
        known = self._workspace.documents.known(paths, hashes) | self._workspace.documents.purged(paths, hashes).keys()
        guarded(partial(self._pipeline.meet_words, [loaded.text for loaded in texts if loaded]), _is_left)
        result, written = StoredBatch(), _Written(known)
        seen: set[str] = set()
        for job, content, loaded in zip(batch.jobs, batch.contents, texts, strict=True):
            # One that has a neighbour's path or bytes waits until that one is stored.
            repeated = bool({job.path, job.content_hash or ""} & seen)
            seen |= {job.path, job.content_hash or ""}
            if repeated or content is None or loaded is None:
                result.alone.append(job)
            else:
                self._settle(job, content, loaded, result=result, written=written)
        if written.jobs and guarded(partial(self._stored, written, note), _is_left) is None:
            result.alone = sorted((*result.alone, *written.jobs), key=lambda job: job.id)
        elif written.jobs:
            result.stored = [(job, parts[0]) for job, parts in zip(written.jobs, written.documents, strict=True)]
        return result

    def _settle(self, job: IngestJob, content: bytes, loaded: Loaded, *, result: StoredBatch, written: _Written) -> None:
        """Put a job where it belongs: its document among those to be stored, or itself among the known ones or those to be done alone."""
        is_new = not written.known & {job.path, job.content_hash or ""}
        examine = self._pipeline.new_source if is_new else self._pipeline.to_do
        found = guarded(partial(examine, job, content), _is_left)
        if isinstance(found, Known | Duplicate):
            result.known.append((job, found))
            return
        whole = guarded(partial(self._whole, found, loaded, written.names), _is_left) if found else None
        if whole is None:
            result.alone.append(job)
            return
        written.jobs.append(job)
        written.documents.append(whole)
        written.names.add(whole[0].name)

    def _whole(self, work: Work, loaded: Loaded, names: set[str]) -> WholeDocument | None:
        """Return an entry's document with all its parts; None when it has no text, or its figures have to wait for its words."""
        if not loaded.text.strip():
            return None
        written = self._pipeline.write(work, loaded, taken=names)
        return self._pipeline.whole(written) if written.at_once else None

    def _stored(self, written: _Written, note: Note) -> bool:
        documents = [parts[0] for parts in written.documents]
        self._pipeline.store_all(written.documents, meanwhile=partial(note, documents))
        return True

    def _kept(self, job: IngestJob) -> bytes:
        return self._workspace.documents.kept(job.content_hash or "")


def _is_left(_line: str, _skipped: bool) -> None:
    """Say nothing: what fails together is tried alone, and says there what is wrong."""
