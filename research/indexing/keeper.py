"""Keeps the two indexes at what the catalog says: the only place where caches are compared, mended and rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import structlog

from research.errors import IndexDamagedError
from research.nouns.access import Access
from research.nouns.documents import Document, DocumentState
from research.nouns.queries import DocumentFilter
from research.protocols import DocumentStore, EmbeddingStore, LexicalIndex, VectorIndex

SYSTEM = Access("system")
_log = structlog.get_logger(__name__)


class _Index(Protocol):
    """What both indexes have in common."""

    def documents(self) -> Mapping[str, int]: ...
    def check(self) -> None: ...
    def remove(self, document_id: str) -> None: ...
    def quarantine(self) -> str: ...


@dataclass(frozen=True, slots=True)
class IndexChanges:
    """What was done to one index: ids added and removed, and where its files went if it was damaged ("" if not).

    `without_vectors` are complete documents that the catalog holds no vectors for, of this model: they have to be embedded first.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    quarantined: str = ""
    without_vectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What `IndexKeeper.sync` did to each index."""

    lexical: IndexChanges
    vectors: IndexChanges


class IndexKeeper:
    """Brings both indexes to what the catalog says, from the catalog alone: nothing is read or embedded again.

    The lexical index holds documents in the states lexical and complete, the vector index complete ones. `model` is the
    fingerprint that embeddings are kept under. `sync` writes: its caller holds the ingest lease.
    """

    def __init__(
        self, documents: DocumentStore, embeddings: EmbeddingStore, vectors: VectorIndex, lexical: LexicalIndex, *, model: str
    ) -> None:
        self._documents = documents
        self._embeddings = embeddings
        self._vectors = vectors
        self._lexical = lexical
        self._model = model
        self._known: tuple[int, Mapping[str, int], Mapping[str, int]] | None = None

    def behind(self) -> bool:
        """Return whether a document that can be found is not, or not whole, in an index that should hold it, or an index is damaged.

        Cheap: two manifests, and the catalog only when its version has moved. Rows of documents that are no longer found do not
        count, since every query is restricted to allowed documents.
        """
        lexical, vectors = self._wanted()
        try:
            return not (lexical.items() <= self._lexical.documents().items() and vectors.items() <= self._vectors.documents().items())
        except IndexDamagedError as error:
            _log.warning("index damaged", reason=error.message)
            return True

    def sync(self) -> SyncReport:
        """Add what is missing, remove what is not found any more, rebuild what is damaged; return what was done.

        Raises IndexDamagedError when an index that was just rebuilt is damaged again.
        """
        self._known = None
        lexical, vectors = self._wanted()
        return SyncReport(
            lexical=self._bring(self._lexical, lexical, self._index_words), vectors=self._bring(self._vectors, vectors, self._index_vectors)
        )

    def _wanted(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return what each index should hold, document ids with their numbers of chunks: lexical, vectors."""
        version = self._documents.version()
        if self._known is None or self._known[0] != version:
            found = self._documents.find(SYSTEM, DocumentFilter(any_state=True))
            lexical = _counts(found, DocumentState.LEXICAL, DocumentState.COMPLETE)
            self._known = (version, lexical, _counts(found, DocumentState.COMPLETE))
        return self._known[1], self._known[2]

    def _bring(self, index: _Index, wanted: Mapping[str, int], add: Callable[[str], bool]) -> IndexChanges:
        try:
            return _apply(index, wanted, add)
        except IndexDamagedError as error:
            place = index.quarantine()
            _log.warning("index damaged, rebuilding it from the catalog", reason=error.message, quarantined=place, documents=len(wanted))
        return _apply(index, wanted, add, quarantined=place)

    def _index_words(self, document_id: str) -> bool:
        self._lexical.add(document_id, self._documents.chunks(SYSTEM, document_ids=[document_id]))
        return True

    def _index_vectors(self, document_id: str) -> bool:
        """Index a document's vectors unless the catalog lacks some; return whether it did."""
        if self._embeddings.missing(document_id, self._model):
            return False
        chunk_ids, vectors = self._embeddings.vectors([document_id], self._model)
        self._vectors.add(document_id, chunk_ids, vectors)
        return True


def _counts(documents: list[Document], *states: DocumentState) -> Mapping[str, int]:
    return {document.id: document.chunk_count for document in documents if document.state in states}


def _apply(index: _Index, wanted: Mapping[str, int], add: Callable[[str], bool], *, quarantined: str = "") -> IndexChanges:
    """Make an index hold what is wanted; raises IndexDamagedError as soon as it shows damage."""
    index.check()
    held = index.documents()
    removed = tuple(sorted(held.keys() - wanted.keys()))
    for document_id in removed:
        index.remove(document_id)
    stale = sorted(document_id for document_id, count in wanted.items() if held.get(document_id) != count)
    without = tuple(document_id for document_id in stale if not add(document_id))
    added = tuple(document_id for document_id in stale if document_id not in without)
    return IndexChanges(added, removed, quarantined, without)
