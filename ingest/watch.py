"""Folders that are watched: which files are new or changed and have settled, and whether one has gone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.discovery import discover

# A file that was written to so recently may still be growing.
SETTLE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Changes:
    """What a look at the folders found: files to read, and whether a file that was there is gone."""

    files: tuple[Path, ...]
    gone: bool


class FolderWatch:
    """Looks at folders again and again. What it has seen is kept in memory: the first look reports every file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folder.resolve() for folder in folders)
        self._seen: dict[Path, tuple[int, int]] = {}
        self.has_looked = False

    def look(self) -> Changes:
        """Return what has changed since the last look; a file that is still growing is reported when it has settled."""
        now, self.has_looked = time.time(), True
        found: dict[Path, tuple[int, int]] = {}
        changed: list[Path] = []
        for path in discover(self.folders).files:
            try:
                status = path.stat()
            except OSError:  # gone between the two calls: the next look tells
                continue
            state = (status.st_mtime_ns, status.st_size)
            if self._seen.get(path) == state:
                found[path] = state
            elif now - status.st_mtime >= SETTLE_SECONDS:
                found[path] = state
                changed.append(path)
            elif path in self._seen:
                found[path] = self._seen[path]
        gone = bool(self._seen.keys() - found.keys())
        self._seen = found
        return Changes(tuple(changed), gone)
