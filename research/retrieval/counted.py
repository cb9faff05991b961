"""The documents in which words are counted for a reader: those that they may see, so that no score tells of any other."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from research.nouns.access import Access, Rights
from research.protocols.documents import DocumentStore

# Sets that are kept: readers have few different rights, and a set is listed anew when the library changes.
MOST_KEPT = 16


class CountedDocuments:
    """Lists the documents of each reader's rights once for each state of the library. Thread-safe."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents
        self._guard = Lock()
        self._kept: OrderedDict[tuple[int, Rights], frozenset[str]] = OrderedDict()

    def __call__(self, access: Access) -> frozenset[str] | None:
        """Return the ids of the documents that a reader may see; None for one from whom nothing is hidden."""
        if access.sees_all:
            return None
        key = (self._documents.version(), access.rights)
        with self._guard:
            found = self._kept.get(key)
        if found is None:
            found = self._documents.allowed(access)
            with self._guard:
                self._kept[key] = found
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return found
