"""Folders that are watched: which files are new or changed and have settled, what is left out and why, and whether one has gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ingest.discovery import LeftOut, discover
from ingest.whole import shows_its_end

# A file that was written to so recently may still be growing, unless two looks find it the same and it shows its end.
SETTLE_SECONDS = 0.5
# When a file was last written to (nanoseconds) and its size.
_State: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a look at the folders found: files to read, what is left out now and was not before, whether a file that was there is gone.

    `coming` tells that one has begun to come in: the next look should be soon.
    """

    files: tuple[Path, ...]
    skipped: tuple[LeftOut, ...]
    failed: tuple[LeftOut, ...]
    gone: bool
    coming: bool = False


class FolderWatch:
    """Looks at folders again and again. What it has seen is kept in memory: the first look reports every file.

    `clock` gives the time in seconds as `time.time` does.
    """

    def __init__(self, folders: Sequence[Path], *, clock: Callable[[], float] = time.time) -> None:
        self.folders = tuple(folder.resolve() for folder in folders)
        self._clock = clock
        self._seen: dict[Path, _State] = {}
        # Files that may be growing: how each was found last, and when first so.
        self._growing: dict[Path, tuple[_State, float]] = {}
        self._left_out: frozenset[LeftOut] = frozenset()

    def look(self) -> Changes:
        """Return what has changed since the last look; a file that is still growing is reported when it has settled."""
        now, discovery = self._clock(), discover(self.folders)
        found: dict[Path, _State] = {}
        growing: dict[Path, tuple[_State, float]] = {}
        changed: list[Path] = []
        for path in discovery.files:
            try:
                status = path.stat()
                state = (status.st_mtime_ns, status.st_size)
                if self._seen.get(path) == state:
                    found[path] = state
                elif self._has_settled(path, state, now):
                    found[path] = state
                    changed.append(path)
                else:
                    growing[path] = self._first_so(path, state, now)
                    if path in self._seen:
                        found[path] = self._seen[path]
            except OSError:  # gone between two calls: the next look tells
                continue
        gone, coming = bool(self._seen.keys() - found.keys()), bool(growing.keys() - self._growing.keys())
        skipped, failed = (tuple(one for one in left if one not in self._left_out) for left in (discovery.skipped, discovery.failed))
        self._seen, self._growing, self._left_out = found, growing, frozenset((*discovery.skipped, *discovery.failed))
        return Changes(tuple(changed), skipped, failed, gone, coming)

    def _has_settled(self, path: Path, state: _State, now: float) -> bool:
        """Return whether a file has long been as it is, by its own time or, when that lies ahead, since it was first seen so.

        One that shows its end has settled when two looks find it the same. Raises OSError.
        """
        age, (held, since) = now - state[0] / 1e9, self._growing.get(path, (None, now))
        if age >= SETTLE_SECONDS:
            return True
        return held == state and ((age < 0 and now - since >= SETTLE_SECONDS) or shows_its_end(path))

    def _first_so(self, path: Path, state: _State, now: float) -> tuple[_State, float]:
        """Return a file's state with when it was first seen in it."""
        held = self._growing.get(path)
        return held if held is not None and held[0] == state else (state, now)
