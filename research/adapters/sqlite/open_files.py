"""One descriptor for each database file that this process has open, for looks at its bytes.

Closing any descriptor of a file gives up all POSIX locks that the process holds on it, those of SQLite too: another process could then
take the file for its own. So nothing opens a database file by itself; it is held here before SQLite opens it, and the descriptor is
closed only when the last who holds it lets go.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_guard = threading.Lock()
# By device and inode: the descriptor, and how many hold it.
_held: dict[tuple[int, int], tuple[int, int]] = {}


def _after_fork() -> None:
    """Give a forked child a guard of its own: another thread of its parent may have held that of the parent."""
    global _guard  # noqa: PLW0603
    _guard = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)


def hold(path: Path) -> tuple[int, int]:
    """Hold a file and return the key that lets it go again; raises OSError."""
    with _guard:
        found = path.stat()
        key = (found.st_dev, found.st_ino)
        descriptor, holders = _held.get(key, (-1, 0))
        if not holders:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        _held[key] = (descriptor, holders + 1)
        return key


def let_go(key: tuple[int, int]) -> None:
    """Let go of a file that was held; the last one closes the descriptor."""
    with _guard:
        descriptor, holders = _held[key]
        if holders > 1:
            _held[key] = (descriptor, holders - 1)
        else:
            del _held[key]
            os.close(descriptor)


@contextmanager
def looked_into(path: Path) -> Iterator[int]:
    """Lend a descriptor of a file for reading by place; raises OSError."""
    key = hold(path)
    try:
        yield _held[key][0]
    finally:
        let_go(key)
