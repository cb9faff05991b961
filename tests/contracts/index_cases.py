"""What the contracts of both indexes share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from research.nouns.queries import IndexHit
from research.protocols.search import LexicalIndex, VectorIndex

ALL = frozenset({"a", "b", "c"})


@dataclass
class Case:
    """An index, and how to damage it from outside."""

    index: LexicalIndex | VectorIndex
    damage: Callable[[], None]


def ids(hits: Iterable[IndexHit]) -> list[str]:
    """Return the ids of the chunks found, in order."""
    return [hit.chunk_id for hit in hits]
