"""Ingest's progress on a terminal: one bar for the files, one line for what is at work; silent in a pipe but for notices."""

from __future__ import annotations

from pathlib import PurePath
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class TerminalProgress:
    """A `Progress` that draws on a console of stderr; use as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Bars(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._expected = 0
        self._files = self._bars.add_task("files", total=None)
        self._chunks = self._bars.add_task("", total=None, visible=False)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bars.stop()

    def expect(self, files: int) -> None:
        """Add to how many files there are."""
        self._expected += files
        self._bars.update(self._files, total=self._expected)

    def stage(self, path: str, stage: str) -> None:
        """Show which file is at work and how."""
        self._bars.update(self._chunks, description=f"{stage} {PurePath(path).name}", total=None, completed=0, visible=True)

    def embedded(self, path: str, done: int, total: int) -> None:
        """Show how many of a file's chunks have vectors."""
        self._bars.update(self._chunks, description=f"embedding {PurePath(path).name}", total=total, completed=done)

    def finish(self, path: str, outcome: str) -> None:
        """Count a file as done."""
        self._bars.update(self._files, advance=1, description=f"files ({outcome} {PurePath(path).name})")

    def notice(self, line: str) -> None:
        """Print a line, on a terminal and in a pipe."""
        self._console.print(line)
