"""The documents that were found last: every page and every question asks for the same ones, and the library seldom changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from research.nouns.access import Access, Rights
from research.nouns.documents import Document
from research.nouns.queries import DocumentFilter

# How many searches are kept, and how many documents in all of them but the largest, which every page asks for: 10,000 take about 20 MiB.
MOST_SEARCHES, MOST_DOCUMENTS = 32, 120_000
_Search = tuple[Rights, DocumentFilter]


class FoundDocuments:
    """Keeps, for the rights of the last readers, the documents of one version of the catalog; safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Search, tuple[int, tuple[Document, ...]]] = OrderedDict()
        self._guard = Lock()

    def get(self, access: Access, wanted: DocumentFilter, version: int) -> tuple[Document, ...] | None:
        """Return the documents that a reader of these rights found at this version, None when they are not kept."""
        search = _search(access, wanted)
        with self._guard:
            kept = self._kept.get(search)
            if kept:
                self._kept.move_to_end(search)
        return kept[1] if kept and kept[0] == version else None

    def put(self, access: Access, wanted: DocumentFilter, version: int, documents: Sequence[Document]) -> None:
        """Keep what a reader of these rights finds at a version, in place of what was found at another; the largest stays."""
        search = _search(access, wanted)
        with self._guard:
            self._kept[search] = (version, tuple(documents))
            self._kept.move_to_end(search)
            while len(self._kept) > 1 and (len(self._kept) > MOST_SEARCHES or self._held() > MOST_DOCUMENTS):
                self._drop_oldest()

    def _held(self) -> int:
        """Return how many documents are held beside those of the largest search."""
        sizes = [len(found) for _, found in self._kept.values()]
        return sum(sizes) - max(sizes)

    def _drop_oldest(self) -> None:
        """Drop the search that was used longest ago, but not the largest while there is another."""
        largest = max(self._kept, key=lambda search: len(self._kept[search][1]))
        del self._kept[next(search for search in self._kept if search != largest)]


def is_kept(wanted: DocumentFilter) -> bool:
    """Return whether what a filter finds is worth keeping: all of the library, or its documents of some kinds and companies."""
    return wanted == replace(DocumentFilter(), kinds=wanted.kinds, companies=wanted.companies)


def _search(access: Access, wanted: DocumentFilter) -> _Search:
    """Return what decides which documents a reader finds."""
    return access.rights, wanted
