"""Ingest beside other work: one thread of this process works through the queue, and whoever asks is told how far it is."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog

from ingest.gone import retire_gone
from ingest.parts import IngestWorkspace, Readers
from ingest.worker import ENDED, IngestWorker
from research.audit.acts import Acts
from research.errors import DeskError
from research.nouns.access import SYSTEM, Access
from research.nouns.jobs import IngestJob

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FileProgress:
    """Where a file is: a stage as `Progress.stage` has it and, while it is embedded, how many of its parts are."""

    stage: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """A batch: its jobs, the files that are at work, what the worker said meanwhile, whether it is over, and what stopped it."""

    jobs: tuple[IngestJob, ...]
    files: dict[str, FileProgress]
    notice: str
    over: bool
    error: DeskError | None = None


@dataclass(slots=True)
class _Watch:
    """A `Progress` that remembers; written by the worker's thread, read by others."""

    files: dict[str, FileProgress] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def expect(self, files: int) -> None:
        """Need not be told: the queue knows."""

    def stage(self, path: str, stage: str) -> None:
        """Remember the stage of a file."""
        self.files = self.files | {path: FileProgress(stage)}

    def embedded(self, path: str, done: int, total: int) -> None:
        """Remember how many parts of a file are embedded; one that is complete is at work no more."""
        left = {name: progress for name, progress in self.files.items() if name != path}
        self.files = left | ({path: FileProgress("embedding", done, total)} if done < total else {})

    def finish(self, path: str, outcome: str) -> None:
        """Forget the stage of a file whose job has ended."""
        del outcome
        self.files = {name: progress for name, progress in self.files.items() if name != path}

    def notice(self, line: str) -> None:
        """Keep a line."""
        self.notices.append(line)


@dataclass(slots=True)
class _Batch:
    id: str
    folders: tuple[Path, ...] = ()


class BackgroundIngest:
    """Runs batches in order in one thread, which ends when none is left. Thread-safe; one for each process and workspace."""

    def __init__(self, workspace: IngestWorkspace, readers: Readers) -> None:
        self._workspace = workspace
        self._readers = readers
        self._guard = threading.Lock()
        self._waiting: deque[_Batch] = deque()
        self._at_work: set[str] = set()
        self._errors: dict[str, DeskError] = {}
        self._watch = _Watch()
        self._thread: threading.Thread | None = None

    def start(self, batch: str, *, folders: Sequence[Path] = ()) -> None:
        """Work through a batch; afterwards documents whose files are gone from `folders` answer no more."""
        with self._guard:
            self._waiting.append(_Batch(batch, tuple(folders)))
            self._at_work.add(batch)
            self._errors.pop(batch, None)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="ingest", daemon=True)
                self._thread.start()

    def progress(self, batch: str) -> BatchProgress:
        """Return how far a batch is; one that no thread works on is over when its jobs are."""
        with self._guard:
            alive = self._thread is not None and self._thread.is_alive()
            at_work = alive and batch in self._at_work
            error = self._errors.get(batch)
        jobs = tuple(self._workspace.jobs.batch(batch))  # after the thread was looked at: jobs read before it may have ended since
        ended = all(job.state in ENDED for job in jobs)
        notice = self._watch.notices[-1] if at_work and self._watch.notices and not ended else ""
        shown = BatchProgress(jobs, dict(self._watch.files) if at_work else {}, notice, over=not at_work, error=error)
        if not at_work and not ended and error is None:
            return replace(shown, error=DeskError("the ingest stopped before it was done", "start it again; it goes on where it was"))
        return shown

    def wait(self, seconds: float) -> None:
        """Wait until the thread has ended, at most so long."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._guard:
                if not self._waiting:
                    self._thread = None
                    return
                batch = self._waiting.popleft()
                self._watch = _Watch()
            try:
                IngestWorker(self._workspace, self._readers, self._watch).run(batch.id)
                if batch.folders:
                    access = SYSTEM
                    self._retire(access, batch.folders)
            except DeskError as error:
                self._fail(batch, error)
            except Exception as error:  # noqa: BLE001 - a thread that ended here would leave the batches behind this one waiting for ever
                _log.debug("ingest failed unexpectedly", exc_info=error)
                words = " ".join(f"{type(error).__name__}: {error}".split())
                self._fail(batch, DeskError(f"the ingest failed unexpectedly: {words}", "start it again; it goes on where it was"))
            finally:
                with self._guard:
                    self._at_work.discard(batch.id)

    def _retire(self, access: Access, folders: Sequence[Path]) -> None:
        documents, jobs = self._workspace.documents, self._workspace.jobs
        retire_gone(documents, jobs, access, folders, acts=Acts(self._workspace.ledger, documents))

    def _fail(self, batch: _Batch, error: DeskError) -> None:
        with self._guard:
            self._errors[batch.id] = error
