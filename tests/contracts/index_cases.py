"""What the contracts of both indexes share."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from research.nouns.queries import IndexHit
from research.protocols.search import LexicalIndex, VectorIndex

PRIVATE = {(True, 0o700), (False, 0o600)}
ALL = frozenset({"a", "b", "c"})


@dataclass
class Case:
    """An index, and how to damage it from outside."""

    index: LexicalIndex | VectorIndex
    damage: Callable[[], None]


def rights(folder: Path) -> set[tuple[bool, int]]:
    """Return what rights the folders (True) and files (False) below a folder have, the folder itself too."""
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.rglob("*"))}


@contextmanager
def lax_umask() -> Iterator[None]:
    """Let new files be readable by all, as most systems do."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def ids(hits: Iterable[IndexHit]) -> list[str]:
    """Return the ids of the chunks found, in order."""
    return [hit.chunk_id for hit in hits]
