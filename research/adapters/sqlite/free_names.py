"""The name that a source gets in the library: its own for good, and no other source's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection

from research.adapters.sqlite.conditions import VISIBLE, access_parameters
from research.nouns.access import Access

_HELD = "SELECT 1 FROM sources WHERE name = :name"
_HELD_AS_SEEN = f"""
SELECT 1 FROM sources AS s JOIN documents AS d ON d.source_key = s.source_key WHERE s.name = :name AND {VISIBLE} LIMIT 1"""  # noqa: S608 - constants only
_RENAME = (
    "UPDATE sources SET name = :name WHERE source_key = :source_key",
    "UPDATE documents SET name = :name WHERE source_key = :source_key",
)


def free_name(connection: sqlite3.Connection, stem: str, source_key: str, taken: Collection[str], *, seen: Access | None) -> str:
    """Return the name that a source has, else `stem`, else `stem~2` and on; none that is another's or one of `taken`.

    With `seen` a name is another's when it sees a document of that source. Where a thousand have a stem in common, a few of their names
    are asked for, not all: no number is left out unless a name was freed.
    """
    held = _HELD if seen is None else _HELD_AS_SEEN
    reader = {} if seen is None else access_parameters(seen)
    if row := connection.execute("SELECT name FROM sources WHERE source_key = ?", (source_key,)).fetchone():
        return str(row["name"])

    def is_taken(number: int) -> bool:
        """Return whether the stem with this number belongs to another."""
        name = _numbered(stem, number)
        return name in taken or bool(connection.execute(held, reader | {"name": name}).fetchone())

    return _numbered(stem, _first_free(is_taken))


def rename_source(connection: sqlite3.Connection, source_key: str, name: str) -> bool:
    """Give a source another name, through all its versions; return whether there is one. Raises ValueError when it is another's."""
    try:
        found = [connection.execute(one, {"name": name, "source_key": source_key}).rowcount for one in _RENAME]
    except sqlite3.IntegrityError as error:
        raise ValueError(f"{name} is the name of another source: {error}") from error
    return any(found)


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
