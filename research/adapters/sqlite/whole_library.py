"""The whole library as the last few readers saw it: every page and every question asks for it, and it seldom changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock

from research.nouns.access import Access
from research.nouns.documents import Document

# Readers who see different documents; a library of 10,000 takes about 20 MiB for each.
MOST_READERS = 4
_Sight = tuple[frozenset[str] | None, datetime | None]


class WholeLibrary:
    """Keeps, for each of the last readers' rights, the documents of one version of the catalog; safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Sight, tuple[int, tuple[Document, ...]]] = OrderedDict()
        self._guard = Lock()

    def get(self, access: Access, version: int) -> tuple[Document, ...] | None:
        """Return the documents that a reader of these rights saw at this version, None when they are not kept."""
        with self._guard:
            kept = self._kept.get(_sight(access))
            if kept:
                self._kept.move_to_end(_sight(access))
        return kept[1] if kept and kept[0] == version else None

    def put(self, access: Access, version: int, documents: Sequence[Document]) -> None:
        """Keep the documents that a reader of these rights sees at a version, in place of those of another version."""
        with self._guard:
            self._kept[_sight(access)] = (version, tuple(documents))
            self._kept.move_to_end(_sight(access))
            while len(self._kept) > MOST_READERS:
                self._kept.popitem(last=False)


def _sight(access: Access) -> _Sight:
    """Return what decides which documents a reader sees."""
    return access.labels, access.as_of
