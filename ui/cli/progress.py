"""How far an ingest or a check is: on a terminal bars and a line for what is at work; in a pipe silence, or a line every few seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from ui.cli.output import one_line

SECONDS_BETWEEN_LINES = 5.0


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
        self._bars.update(self._chunks, description=f"{stage} {_name(path)}", total=None, completed=0, visible=True)

    def embedded(self, path: str, done: int, total: int) -> None:
        """Show how many of a file's chunks have vectors."""
        self._bars.update(self._chunks, description=f"embedding {_name(path)}", total=total, completed=done)

    def finish(self, path: str, outcome: str) -> None:
        """Count a file as done."""
        self._bars.update(self._files, advance=1, description=f"files ({outcome} {_name(path)})")

    def notice(self, line: str) -> None:
        """Print a line, on a terminal and in a pipe."""
        self._console.print(line)


@contextmanager
def sentence_bar(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Lend what shows on a terminal how many sentences of a draft are checked, and of how many; silent in a pipe."""
    columns = (TextColumn("sentences", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


class LineProgress:
    """A `Progress` that prints how far ingest is every few seconds: for a command that nobody reads by program, in a pipe or a log."""

    def __init__(self, console: Console, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._expected = self._done = 0
        self._told_at = clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave without a word: the report follows."""

    def expect(self, files: int) -> None:
        """Add to how many files there are."""
        self._expected += files

    def stage(self, path: str, stage: str) -> None:
        """Say which file is at work and how, when it is time."""
        self._tell(f"{stage} {_name(path)}")

    def embedded(self, path: str, done: int, total: int) -> None:
        """Say how many of a file's chunks have vectors, when it is time."""
        self._tell(f"embedding {_name(path)} ({done:,} of {total:,} passages)")

    def finish(self, path: str, outcome: str) -> None:
        """Count a file as done."""
        self._done += 1
        self._tell(f"{outcome} {_name(path)}")

    def notice(self, line: str) -> None:
        """Print a line."""
        self._console.print(line)

    def _tell(self, what: str) -> None:
        if self._clock() - self._told_at >= SECONDS_BETWEEN_LINES:
            self._told_at = self._clock()
            self._console.print(f"{self._done:,} of {self._expected:,} documents read · {what}", soft_wrap=True)


def _name(path: str) -> str:
    return one_line(PurePath(path).name)
