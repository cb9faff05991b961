"""An index in a folder, held open from one use to the next: what the indexes of all engines do alike."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

from research.indexing.manifest import IndexFolder

_Open = TypeVar("_Open")
# What engines say of a disk that is full: Rust's kind of error, the system's words, and SQLite's.
_FULL = re.compile("StorageFull|No space left on device|Disk quota exceeded|disk is full")


class HeldIndex(ABC, Generic[_Open]):
    """An index that is opened on the last finished write when it is used, and let go of after a failure.

    What is open has the type `_Open`, which each engine gives. Threads and processes may share a folder; only the holder of the ingest
    lease writes.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder

    def documents(self) -> Mapping[str, int]:
        """Return the ids of the documents held, each with its number of chunks, as of the last finished write."""
        return self._folder.documents()

    def clear(self) -> None:
        """Forget every document and give back the space that they took."""
        with self._folder.locked():
            self._close()
            self._folder.clear()

    def quarantine(self) -> str:
        """Put the index's files aside and start an empty one; return where they went, for the log."""
        with self._folder.locked():
            self._close()
            return str(self._folder.quarantine())

    def close(self) -> None:
        """Release files and threads; the index can be used again afterwards."""
        with self._folder.locked():
            self._close()

    @contextmanager
    def _session(self) -> Iterator[_Open]:
        """Hold the index open on the last finished write; what its engine fails with becomes IndexDamagedError.

        That no room is left is DiskFullError: to build the index anew would need more. The next write finds that this one was not finished.
        """
        with self._folder.locked():
            try:
                yield self._ready()
            except BaseException as error:
                self._close()
                if self._is_engine_failure(error):
                    if _FULL.search(str(error)):
                        raise self._folder.full() from error
                    raise self._folder.damaged(f"{type(error).__name__}: {error}") from error
                raise

    def _close(self) -> None:
        self._release()
        self._folder.forget()

    @abstractmethod
    def _ready(self) -> _Open:
        """Return the index open on the last finished write; raises IndexDamagedError when a file is not as it was written."""

    @abstractmethod
    def _release(self) -> None:
        """Let go of what is open."""

    @staticmethod
    def _is_engine_failure(error: BaseException) -> bool:  # noqa: ARG004 - what engines fail with is theirs to say
        """Return whether an error is the engine's own, which means that its files are damaged."""
        return False
