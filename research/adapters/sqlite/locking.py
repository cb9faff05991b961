"""The lock that lets one writer at a time touch a database file, over threads and processes.

SQLite before 3.51.3 can corrupt a WAL database when a commit and a checkpoint of two connections meet (its "WAL-reset bug"), and
SQLite's own locks do not prevent it. So write transactions, checkpoints and closes all happen under this lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from research.errors import CouldNotAskError, disk_full

_POLL_SECONDS = 0.002
_LONGEST_POLL_SECONDS = 0.02


class WriterLock:
    """An exclusive lock on a file of its own; not reentrant, and given up by the system when the process dies."""

    def __init__(self, path: Path, *, seconds: float) -> None:
        """Lock `path` (made when absent); wait at most `seconds` for it."""
        self._path = path
        self._seconds = seconds
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock inside the block; raises CouldNotAskError, naming the holder, when it is not free in time."""
        deadline = time.monotonic() + self._seconds
        if not self._threads.acquire(timeout=self._seconds):
            raise self._busy("another thread of this process")
        try:
            # Opened for each use: a descriptor that stays open would be inherited by children and hold the lock for them.
            descriptor = self._open()
            try:
                self._wait_for(descriptor, deadline)
                with suppress(OSError):  # a full disk: the name of the holder is a courtesy
                    os.pwrite(descriptor, f"{os.getpid():<20}\n".encode(), 0)
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)
                os.close(descriptor)
        finally:
            self._threads.release()

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            if full := disk_full(error, f"lock file {self._path}"):
                raise full from error
            raise CouldNotAskError(f"lock file {self._path}: {error.strerror}", "check the folder and its permissions") from error

    def _wait_for(self, descriptor: int, deadline: float) -> None:
        pause = _POLL_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                    raise self._busy(f"process {holder}" if holder else "another process") from None
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_POLL_SECONDS)
            except OSError as error:
                raise CouldNotAskError(f"lock file {self._path}: {error.strerror}", "keep the workspace on a local disk") from error
            else:
                return

    def _busy(self, holder: str) -> CouldNotAskError:
        return CouldNotAskError(f"{holder} has been writing under {self._path} for {self._seconds:g} s", "try again when it has finished")
