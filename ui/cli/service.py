"""`desk run`: watch folders and keep the library up to date until stopped."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.child import start_ahead
from ingest.watch import FolderWatch
from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.jobs import IngestJob, JobState
from ui.cli.options import HomeOption, opened
from ui.cli.output import notes
from ui.cli.progress import TerminalProgress

if TYPE_CHECKING:
    from research.workspace import Workspace

LOOK_SECONDS = 0.25
# After a look that found a file coming in.
NEXT_LOOK_SECONDS = 0.1


def run_command(
    folders: Annotated[list[Path], typer.Argument(help="Folders to watch, to the bottom.")],
    label: Annotated[str | None, typer.Option("--label", help="Who may read what comes in: an access label (default: public).")] = None,
    home: HomeOption = None,
) -> None:
    """Watch folders, and read in what is added or changed.

    A new file is found by its words at once and by meaning soon after, also while others are being embedded. A file that is gone
    answers no more. Stop with Ctrl-C: what was not finished is taken up by the next run.

    Example: desk run ~/research/filings
    """
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        raise UsageError(f"{', '.join(missing)}: no such folder", "name folders that exist")
    with opened(home) as workspace:
        _keep_up(workspace, FolderWatch(folders), label)


def _keep_up(workspace: Workspace, watch: FolderWatch, label: str | None) -> None:
    from ingest.gone import retire_gone  # noqa: PLC0415  (only this and ingest need them)
    from ingest.readers import file_readers  # noqa: PLC0415
    from ingest.worker import IngestWorker  # noqa: PLC0415

    notes().print(f"Watching {', '.join(map(str, watch.folders))} (stop with Ctrl-C)")
    stop, gone, queued = threading.Event(), threading.Event(), threading.Event()
    found = (workspace, watch, label, stop, gone, queued)
    watcher = threading.Thread(target=_queue_changes, args=found, name="watching", daemon=True)
    watcher.start()
    access = Access(workspace.settings.user)
    try:
        with TerminalProgress(notes()) as progress:
            while watcher.is_alive():
                IngestWorker(workspace, file_readers(), progress).run("")
                if gone.is_set():
                    gone.clear()
                    for document in retire_gone(workspace.documents, workspace.jobs, access, watch.folders):
                        progress.notice(f"removed: {document.name}: {document.source_key} is gone")
                while watcher.is_alive() and not workspace.jobs.waiting() and not gone.is_set():
                    queued.wait(LOOK_SECONDS / 4)  # other processes fill the queue, too
                    queued.clear()
    except KeyboardInterrupt:
        notes().print("Stopped.")
    finally:
        stop.set()
        watcher.join(LOOK_SECONDS * 10)


def _queue_changes(
    workspace: Workspace, watch: FolderWatch, label: str | None, stop: threading.Event, gone: threading.Event, queued: threading.Event
) -> None:
    """Queue what each look finds until stopped; the worker takes it in between two portions of what it is embedding."""
    pause = 0.0
    while not stop.wait(pause):
        changes = watch.look()
        pause = NEXT_LOOK_SECONDS if changes.coming else LOOK_SECONDS
        if changes.gone:
            gone.set()
        if changes.coming or changes.files:
            start_ahead()
        if changes.files:
            workspace.jobs.enqueue([IngestJob(0, "", str(file), None, label, (), JobState.QUEUED) for file in changes.files])
        if changes.gone or changes.files:
            queued.set()
