"""The documents that were found last: every page and every question asks for the same ones, and the library seldom changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.queries import DocumentFilter

# How many searches are kept, and how many documents in all of them: 10,000 take about 20 MiB.
MOST_SEARCHES, MOST_DOCUMENTS = 32, 120_000
_Search = tuple[frozenset[str] | None, datetime | None, DocumentFilter]


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
        """Keep what a reader of these rights finds at a version, in place of what was found at another; the last one is always kept."""
        search = _search(access, wanted)
        with self._guard:
            self._kept[search] = (version, tuple(documents))
            self._kept.move_to_end(search)
            held = sum(len(found) for _, found in self._kept.values())
            while len(self._kept) > 1 and (len(self._kept) > MOST_SEARCHES or held > MOST_DOCUMENTS):
                _, (_, dropped) = self._kept.popitem(last=False)
                held -= len(dropped)


def is_kept(wanted: DocumentFilter) -> bool:
    """Return whether what a filter finds is worth keeping: all of the library, or its documents of some kinds and companies."""
    return wanted == replace(DocumentFilter(), kinds=wanted.kinds, companies=wanted.companies)


def _search(access: Access, wanted: DocumentFilter) -> _Search:
    """Return what decides which documents a reader finds."""
    return access.labels, access.as_of, wanted
