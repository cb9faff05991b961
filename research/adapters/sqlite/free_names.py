"""The name that a source gets in the library: its own for good, and no other source's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection


def free_name(connection: sqlite3.Connection, stem: str, source_key: str, taken: Collection[str]) -> str:
    """Return the name that a source has, else `stem`, else `stem~2` and on; none that is another's or one of `taken`.

    Where a thousand have a stem in common, a few of their names are asked for, not all: no number is left out unless a name was freed.
    """
    if row := connection.execute("SELECT name FROM sources WHERE source_key = ?", (source_key,)).fetchone():
        return str(row["name"])

    def is_taken(number: int) -> bool:
        """Return whether the stem with this number belongs to another."""
        name = _numbered(stem, number)
        return name in taken or bool(connection.execute("SELECT 1 FROM sources WHERE name = ?", (name,)).fetchone())

    return _numbered(stem, _first_free(is_taken))


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}~{number}"


def _first_free(is_taken: Callable[[int], bool]) -> int:
    """Return a number from 1 that is free while the one before is taken: doubled until one is free, then halved in between."""
    free = 1
    while is_taken(free):
        free *= 2
    taken = free // 2
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (middle, free) if is_taken(middle) else (taken, middle)
    return free
