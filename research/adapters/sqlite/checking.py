"""When a large database was last checked and found whole: one that has not changed since is not read through again at the next start."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

# A check reads all of the file, 1 ms a megabyte where it is in memory and much more where it is not: smaller files are always checked.
LARGE_BYTES = 64 * 1024 * 1024
# So long is a check trusted: a disk may lose what nobody has changed.
TRUSTED_SECONDS = 24 * 3600.0


class LastCheck:
    """The note beside a database that says which state of its files was found whole, and when."""

    def __init__(self, path: Path, *, large_bytes: int = LARGE_BYTES) -> None:
        self._path = path
        self._note = path.with_name(f"{path.name}.checked")
        self._large_bytes = large_bytes
        self._state = self._files()

    def holds(self) -> bool:
        """Return whether the files, as they were when this was made, are large and were found whole lately."""
        if self._path.stat().st_size < self._large_bytes:
            return False
        with suppress(OSError, ValueError, TypeError, KeyError):
            said = json.loads(self._note.read_bytes())
            return bool(said["files"] == self._state and 0 <= time.time() - said["at"] < TRUSTED_SECONDS)
        return False

    def keep(self) -> None:
        """Note that the files, as they were when this was made, are whole; a note that cannot be written is no failure."""
        if self._path.stat().st_size < self._large_bytes:
            return
        draft = self._note.with_name(f"{self._note.name}.{os.getpid()}")
        with suppress(OSError):
            handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "w") as file:
                json.dump({"files": self._state, "at": time.time()}, file)
            draft.replace(self._note)

    def _files(self) -> list[list[int]]:
        """Return what tells states of the database and its WAL apart; an empty WAL is as good as none."""
        found = []
        for path in (self._path, self._path.with_name(f"{self._path.name}-wal")):
            with suppress(FileNotFoundError):
                seen = path.stat()
                found.append([seen.st_ino, seen.st_size, seen.st_mtime_ns] if seen.st_size else [])
        return [one for one in found if one]
