"""`desk run`: watch folders, poll feeds and send digests until stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from ingest.child import start_ahead
from ingest.discovery import Discovery, is_folder
from ingest.given import check_fields
from ingest.recording import ingest_act
from ingest.report import IngestReport, report_batch
from ingest.watch import Changes, FolderWatch
from research.errors import DeskError, UsageError
from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.jobs import IngestJob, JobState
from research.nouns.sending import Schedule
from ui.cli.ingest import left_out_line, report_json
from ui.cli.options import HomeOption, JsonOption, named_path, opened
from ui.cli.output import notes, print_json
from ui.cli.progress import TerminalProgress
from ui.cli.told import ToldLine
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace

LOOK_SECONDS = 0.25
# After a look that found a file coming in.
NEXT_LOOK_SECONDS = 0.1
# Between two looks at whom the lists follow.
LISTS_SECONDS = 5.0
NOTHING = (
    "Nothing to do yet: name a folder to watch (desk run FOLDER), subscribe to a feed (desk feeds add URL) "
    "or make a schedule for digests (desk schedule add LIST)"
)
_ENDED = frozenset({JobState.DONE, JobState.SKIPPED, JobState.FAILED})
_T = TypeVar("_T")


def run_command(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="FOLDER", parser=named_path, help="Folders to watch, to the bottom.", show_default=False)
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", metavar="LABEL", help="Who may read what comes in: an access label (default: public).")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Watch folders, poll feeds and send digests, until stopped.

    Feeds are polled when they are due, digests go out as `desk schedule` says; what was missed while the machine slept is done once. A new
    file is found by its words at once and by meaning soon after, also while others are being embedded. A file that is gone answers no
    more. What came in, and what did not and why, is told when it is settled. Stop with Ctrl-C: what was not finished is taken up by the
    next run.

    Example: desk run ~/research/filings
    """
    folders = folders or []
    if missing := [str(folder) for folder in folders if not is_folder(folder)]:
        raise UsageError(f"{', '.join(missing)}: no such folder", "name folders that exist")
    if label is not None:
        check_fields([("label", label)], where="--label")
    with opened(home) as workspace:
        check_apart(folders, workspace.schedules.all(workspace.access()))
        _Service(workspace, FolderWatch(folders), label, as_json=as_json).keep_up()


def check_apart(folders: Sequence[Path], schedules: Sequence[Schedule]) -> None:
    """Raise UsageError when a schedule puts its digests into a folder that is to be watched: they would be read in as sources."""
    for one in schedules:
        found = [str(folder) for folder in folders if one.folder and Path(one.folder).is_relative_to(folder.resolve())]
        if found:
            said = f"schedule {one.id} puts digests into {one.folder}, in the folder {found[0]}: they would be read in as sources"
            raise UsageError(said, f"watch another folder, or end the schedule with desk schedule remove {one.id}")


@dataclass(slots=True)
class _Found:
    """What other threads hand over: batches that were queued, what was found besides, whether a file is gone, lines, why one ended."""

    lines: SimpleQueue[ToldLine] = field(default_factory=SimpleQueue)
    batches: SimpleQueue[str] = field(default_factory=SimpleQueue)
    changes: SimpleQueue[Changes] = field(default_factory=SimpleQueue)
    gone: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)
    news: threading.Event = field(default_factory=threading.Event)
    idle: threading.Event = field(default_factory=threading.Event)
    error: DeskError | None = None


class _Service:
    """One run: threads that look at folders and do the rounds, and this one, which works through the queue and tells what came of it."""

    def __init__(self, workspace: Workspace, watch: FolderWatch, label: str | None, *, as_json: bool) -> None:
        self._workspace, self._watch, self._label, self._as_json = workspace, watch, label, as_json
        self._found = _Found()
        self._open: list[str] = []
        self._followed, self._followed_at = workspace.watchlists.watched(), time.monotonic()
        self._watcher = threading.Thread(target=self._queue_changes, name="watching", daemon=True)

    @property
    def _access(self) -> Access:
        return self._workspace.access()

    def keep_up(self) -> None:
        """Work until stopped; raises DeskError when the folders cannot be watched any more."""
        from ui.cli.service_rounds import rounds_of  # noqa: PLC0415  (mail, renders and feeds: only this command needs them)

        found = self._found
        rounds = rounds_of(self._workspace, found.lines.put, self._is_read_in)
        notes().print(f"{self._what()} (stop with Ctrl-C)", soft_wrap=True)
        self._watcher.start()
        rounds.start()
        try:
            self._work()
        except KeyboardInterrupt:
            notes().print("Stopped.")
            return
        finally:
            found.stop.set()
            rounds.stop()
            self._watcher.join(LOOK_SECONDS * 10)
        raise found.error or DeskError("the folders are not watched any more", "start it again; it goes on where it was")

    def _what(self) -> str:
        """Return what there is to do, and where that is nothing what would make it something."""
        feeds = sum(not feed.stopped for feed in self._workspace.feeds.all(self._access))
        schedules = len(self._workspace.schedules.all(self._access))
        parts = [f"watching {', '.join(map(str, self._watch.folders))}"] if self._watch.folders else []
        parts += [f"polling {counted(feeds, 'feed')}"] if feeds else []
        parts += [f"sending digests by {counted(schedules, 'schedule')}"] if schedules else []
        if parts:
            return f"{parts[0][0].upper()}{', '.join(parts)[1:]}"
        return f"{NOTHING}; waiting for them"

    def _work(self) -> None:
        """Read in what is queued, and tell what ended, for as long as the folders are watched."""
        from ingest.readers import file_readers  # noqa: PLC0415  (only this and ingest need them)
        from ingest.worker import IngestWorker  # noqa: PLC0415

        found, watched = self._found, self._watcher
        with TerminalProgress(notes(plain=self._as_json)) as progress:
            while watched.is_alive():
                found.idle.clear()
                IngestWorker(self._workspace, file_readers(), progress).run("")
                self._tell(progress)
                found.idle.set()
                while watched.is_alive() and self._is_idle() and not self._follows_others():
                    found.news.wait(LOOK_SECONDS / 4)  # other processes fill the queue, too
                    found.news.clear()
                    self._tell_lines(progress)
            self._tell(progress)

    def _is_read_in(self) -> bool:
        return self._found.idle.is_set() and not self._workspace.jobs.waiting()

    def _tell_lines(self, progress: TerminalProgress) -> None:
        for line in _drained(self._found.lines):
            if self._as_json:
                print_json(line.json)
            else:
                progress.notice(line.text)

    def _is_idle(self) -> bool:
        found = self._found
        return not (self._workspace.jobs.waiting() or found.gone.is_set() or not found.batches.empty() or not found.changes.empty())

    def _follows_others(self) -> bool:
        """Return whether the lists follow other companies than some seconds ago: the worker reads news anew for them."""
        if time.monotonic() < self._followed_at + LISTS_SECONDS:
            return False
        before = self._followed
        self._followed, self._followed_at = self._workspace.watchlists.watched(), time.monotonic()
        return before != self._followed

    def _tell(self, progress: TerminalProgress) -> None:
        """Take out the documents whose files are gone, and tell what ended since the last time, when there is something."""
        self._tell_lines(progress)
        report = self._report()
        if not (report.added or report.replaced or report.removed or report.skipped or report.failed):
            return
        if self._as_json:
            print_json(report_json(report))
        for line in _lines(report) if not self._as_json else ():
            progress.notice(line)

    def _report(self) -> IngestReport:
        from ingest.gone import retire_gone  # noqa: PLC0415

        started, found, workspace = time.perf_counter(), self._found, self._workspace
        gone: list[Document] = []
        if found.gone.is_set():
            found.gone.clear()
            gone = retire_gone(workspace.documents, workspace.jobs, self._access, self._watch.folders, acts=workspace.acts)
        changes = list(_drained(found.changes))
        discovery = Discovery((), tuple(out for one in changes for out in one.skipped), tuple(out for one in changes for out in one.failed))
        self._open += _drained(found.batches)
        batches = {batch: workspace.jobs.batch(batch) for batch in self._open}
        ended = [batch for batch, jobs in batches.items() if all(job.state in _ENDED for job in jobs)]
        self._open = [batch for batch in self._open if batch not in ended]
        jobs = [job for batch in ended for job in batches[batch]]
        seconds = time.perf_counter() - started
        return report_batch(jobs, discovery, gone=gone, documents=workspace.documents, access=self._access, seconds=seconds)

    def _queue_changes(self) -> None:
        """Queue what each look finds until stopped; the worker takes it in between two portions of what it is embedding."""
        found, pause = self._found, 0.0
        if not self._watch.folders:
            found.stop.wait()
        try:
            while not found.stop.wait(pause):
                changes = self._watch.look()
                pause = NEXT_LOOK_SECONDS if changes.coming else LOOK_SECONDS
                if changes.coming or changes.files:
                    start_ahead()
                self._hand_over(changes)
        except DeskError as error:
            found.error = error

    def _hand_over(self, changes: Changes) -> None:
        found = self._found
        if changes.files:
            jobs = [IngestJob(0, "", str(file), None, self._label, (), JobState.QUEUED) for file in changes.files]
            with self._workspace.jobs.together():
                batch = self._workspace.jobs.enqueue(jobs)
                act = ingest_act([Path(file) for file in changes.files], how="watched folder", batch=batch, label=self._label)
                self._workspace.acts.record(self._access, act)
            found.batches.put(batch)
        if changes.skipped or changes.failed:
            found.changes.put(changes)
        if changes.gone:
            found.gone.set()
        if changes.gone or changes.files or changes.skipped or changes.failed:
            found.news.set()


def _drained(queue: SimpleQueue[_T]) -> Iterator[_T]:
    while not queue.empty():
        yield queue.get()


def _lines(report: IngestReport) -> Iterator[str]:
    """Yield a line for each file: what came in, with its defects, and what did not and why."""
    for outcome, entries in (("added", report.added), ("replaced", report.replaced)):
        for one in entries:
            yield f"{outcome}: {one.document.name}: {counted(one.document.page_count, 'page')}, {counted(one.document.fact_count, 'fact')}"
            yield from (f"  {one.document.name}: {defect.message}" for defect in one.document.defects)
    yield from (f"removed: {one.document.name}: {one.path} is gone" for one in report.removed)
    yield from (left_out_line("skipped", one) for one in report.skipped)
    yield from (left_out_line("failed", one) for one in report.failed)
