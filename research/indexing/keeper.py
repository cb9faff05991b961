"""Keeps the indexes at what the catalog says: the only place where caches are compared, mended and rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import is_
from typing import Protocol, TypeAlias

import structlog

from research.errors import IndexDamagedError
from research.nouns.access import SYSTEM
from research.nouns.documents import DocumentState
from research.protocols.documents import DocumentStore, EmbeddingStore
from research.protocols.search import DocumentChunks, DocumentVectors, LexicalIndex, VectorIndex

# Vectors of so many chunks are held in memory to be written at once.
BATCH_CHUNKS = 20_000
# The words of so many chunks are indexed in a write.
BATCH_WORDS = 1_000
# Puts documents into an index and returns those that it could not.
_Add: TypeAlias = Callable[[Sequence[str]], tuple[str, ...]]
_log = structlog.get_logger(__name__)


class _Index(Protocol):
    """What the indexes have in common."""

    def documents(self) -> Mapping[str, int]:
        """Return the ids of the documents held, each with its number of chunks; raises IndexDamagedError."""
        ...

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open and answer."""
        ...

    def remove_all(self, document_ids: Sequence[str]) -> None:
        """Forget documents; one that is not held is no error."""
        ...

    def clear(self) -> None:
        """Forget every document."""
        ...

    def quarantine(self) -> str:
        """Put the files aside and start an empty index; return where they went."""
        ...


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
    graph: IndexChanges
    matrix: IndexChanges


@dataclass(frozen=True, slots=True)
class Indexes:
    """The indexes of a workspace, and up to how many chunks a library is kept in the graph too."""

    lexical: LexicalIndex
    matrix: VectorIndex
    graph: VectorIndex
    graph_chunks: int


class IndexKeeper:
    """Brings the indexes to what the catalog says, from the catalog alone: nothing is read or embedded again.

    The lexical index holds every document that may answer, the matrix complete ones, and so does the graph, unless the library is larger
    than `graph_chunks`: then it holds nothing. `model` is the fingerprint that embeddings are kept under. `sync` writes: its caller holds
    the ingest lease.
    """

    def __init__(self, documents: DocumentStore, embeddings: EmbeddingStore, indexes: Indexes, *, model: str) -> None:
        self._documents = documents
        self._embeddings = embeddings
        self._indexes = indexes
        self._model = model
        self._known: tuple[int, Mapping[str, int], Mapping[str, int]] | None = None
        # The version of the catalog, and what the indexes held, when they were last found to hold all that they should.
        self._whole: tuple[int, tuple[Mapping[str, int], ...]] | None = None
        self._reported: set[int] = set()
        self._without_vectors: tuple[int, frozenset[str]] = (-1, frozenset())

    def report_damage(self, index: _Index, error: IndexDamagedError) -> None:
        """Take note that a query found an index damaged, which its manifest does not show: the next `sync` rebuilds it."""
        if id(index) not in self._reported:
            _log.warning("a query found an index damaged", reason=error.message)
        self._reported.add(id(index))

    @property
    def damage_reported(self) -> bool:
        """Return whether a query has found damage since the last `sync`."""
        return bool(self._reported)

    def behind(self) -> bool:
        """Return whether there is something for `sync` to mend: a document that can be found is not, or not whole, in an index that
        should hold it, or an index is damaged. What only the graph lacks the matrix answers: the next `sync` adds it.

        Cheap: three manifests, and the catalog only when its version has moved; what was found whole is not compared again while neither
        the catalog nor a manifest has changed. Rows of documents that are no longer found do not
        count, since every query is restricted to allowed documents; neither do documents whose vectors the last `sync` did not find.
        """
        if self._reported:
            return True
        lexical, vectors = self._wanted()
        try:
            held = (self._indexes.lexical.documents(), self._indexes.matrix.documents())
            self._indexes.graph.documents()
        except IndexDamagedError as error:
            _log.warning("index damaged", reason=error.message)
            return True
        if self._whole and self._known and self._whole[0] == self._known[0] and all(map(is_, self._whole[1], held)):
            return False
        if self._known and self._without_vectors[0] == self._known[0]:
            vectors = {document_id: count for document_id, count in vectors.items() if document_id not in self._without_vectors[1]}
        if not all(wanted.items() <= found.items() for found, wanted in zip(held, (lexical, vectors), strict=True)):
            return True
        self._whole = (self._known[0] if self._known else -1, held)
        return False

    def sync(self) -> SyncReport:
        """Add what is missing, remove what is not found any more, rebuild what is damaged; return what was done.

        Raises IndexDamagedError when an index that was just rebuilt is damaged again.
        """
        self._known = None
        lexical, vectors = self._wanted()
        version = self._known[0] if self._known else -1
        drawn = vectors if sum(vectors.values()) <= self._indexes.graph_chunks else {}
        matrix, graph = self._indexes.matrix, self._indexes.graph
        report = SyncReport(
            lexical=self._bring(self._indexes.lexical, lexical, self._index_words),
            matrix=self._bring(matrix, vectors, partial(self._index_vectors, matrix)),
            graph=self._bring(graph, drawn, partial(self._index_vectors, graph)),
        )
        without = frozenset((*report.graph.without_vectors, *report.matrix.without_vectors))
        self._without_vectors = (version, without)
        if without:
            _log.warning("documents without vectors of this model: desk ingest makes them", documents=len(without))
        return report

    def erase(self) -> SyncReport:
        """Empty every index and fill it from the catalog again, so that its files have nothing of what the catalog has no more.

        Engines only mark rows as deleted. Meanwhile questions are answered from the catalog's own vectors and facts.
        """
        for index in (self._indexes.lexical, self._indexes.matrix, self._indexes.graph):
            index.clear()
        return self.sync()

    def _wanted(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return what each index should hold, document ids with their numbers of chunks: lexical, vectors."""
        version = self._documents.version()
        if self._known is None or self._known[0] != version:
            sizes = self._documents.sizes()
            complete = {document_id: count for document_id, state, count in sizes if state is DocumentState.COMPLETE}
            self._known = (version, {document_id: count for document_id, _, count in sizes}, complete)
        return self._known[1], self._known[2]

    def _bring(self, index: _Index, wanted: Mapping[str, int], add: _Add) -> IndexChanges:
        try:
            if id(index) not in self._reported:
                return _apply(index, wanted, add)
            reason = "a query found it damaged"
        except IndexDamagedError as error:
            reason = error.message
        place = index.quarantine()
        _log.warning("index damaged, rebuilding it from the catalog", reason=reason, quarantined=place, documents=len(wanted))
        self._reported.discard(id(index))
        return _apply(index, wanted, add, quarantined=place)

    def _index_words(self, document_ids: Sequence[str]) -> tuple[str, ...]:
        batch: list[DocumentChunks] = []
        size = 0
        for document_id in document_ids:
            batch.append((document_id, self._documents.chunks(SYSTEM, document_ids=[document_id])))
            size += 1 + len(batch[-1][1])
            if size >= BATCH_WORDS:
                self._indexes.lexical.add_all(batch)
                batch, size = [], 0
        if batch:
            self._indexes.lexical.add_all(batch)
        return ()

    def _index_vectors(self, index: VectorIndex, document_ids: Sequence[str]) -> tuple[str, ...]:
        """Put the documents' vectors into an index, many in a write; return those of which the catalog lacks some."""
        without: list[str] = []
        batch: list[DocumentVectors] = []
        size = 0
        for document_id in document_ids:
            if self._embeddings.missing(document_id, self._model):
                without.append(document_id)
                continue
            batch.append((document_id, *self._embeddings.vectors([document_id], self._model)))
            size += len(batch[-1][1])
            if size >= BATCH_CHUNKS:
                index.add_all(batch)
                batch, size = [], 0
        if batch:
            index.add_all(batch)
        return tuple(without)


def _apply(index: _Index, wanted: Mapping[str, int], add: _Add, *, quarantined: str = "") -> IndexChanges:
    """Make an index hold what is wanted; raises IndexDamagedError as soon as it shows damage."""
    index.check()
    held = index.documents()
    removed = tuple(sorted(held.keys() - wanted.keys()))
    if removed and not wanted:
        index.clear()
    else:
        index.remove_all(removed)
    stale = sorted(document_id for document_id, count in wanted.items() if held.get(document_id) != count)
    without = add(stale)
    added = tuple(document_id for document_id in stale if document_id not in without)
    return IndexChanges(added, removed, quarantined, without)
