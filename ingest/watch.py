"""Folders that are watched: which files are new or changed and have settled, and whether one has gone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.discovery import discover
from ingest.whole import shows_its_end

# A file that was written to so recently may still be growing, unless two looks find it the same and it shows its end.
SETTLE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Changes:
    """What a look at the folders found: files to read, whether a file that was there is gone, and whether one has begun to come in.

    After one that begins to come in, the next look should be soon.
    """

    files: tuple[Path, ...]
    gone: bool
    coming: bool = False


class FolderWatch:
    """Looks at folders again and again. What it has seen is kept in memory: the first look reports every file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folder.resolve() for folder in folders)
        self._seen: dict[Path, tuple[int, int]] = {}
        self._growing: dict[Path, tuple[int, int]] = {}

    def look(self) -> Changes:
        """Return what has changed since the last look; a file that is still growing is reported when it has settled."""
        now = time.time()
        found: dict[Path, tuple[int, int]] = {}
        growing: dict[Path, tuple[int, int]] = {}
        changed: list[Path] = []
        for path in discover(self.folders).files:
            try:
                status = path.stat()
                state = (status.st_mtime_ns, status.st_size)
                if self._seen.get(path) == state:
                    found[path] = state
                elif now - status.st_mtime >= SETTLE_SECONDS or (self._growing.get(path) == state and shows_its_end(path)):
                    found[path] = state
                    changed.append(path)
                else:
                    growing[path] = state
                    if path in self._seen:
                        found[path] = self._seen[path]
            except OSError:  # gone between two calls: the next look tells
                continue
        gone, coming = bool(self._seen.keys() - found.keys()), bool(growing.keys() - self._growing.keys())
        self._seen, self._growing = found, growing
        return Changes(tuple(changed), gone, coming)
