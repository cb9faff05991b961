"""Dense search inside the allowed documents: exact when they are few, through the vector index when they are many."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from research.errors import IndexDamagedError
from research.nouns.documents import Document
from research.nouns.queries import IndexHit
from research.protocols.documents import DocumentStore, EmbeddingStore
from research.protocols.search import FloatMatrix, VectorIndex

KEPT_MATRICES = 8
SAME_SCORE = 1e-6


class DenseSearch:
    """Nearest chunks by inner product of unit vectors.

    A filtered HNSW graph loses recall, so allowed sets of at most `exact_scan_chunks` chunks are scanned whole; so are larger
    ones while the index is damaged or behind the catalog. Thread-safe.
    """

    def __init__(
        self,
        documents: DocumentStore,
        embeddings: EmbeddingStore,
        index: VectorIndex,
        *,
        model: str,
        exact_scan_chunks: int,
        on_damage: Callable[[IndexDamagedError], None],
    ) -> None:
        self._documents = documents
        self._embeddings = embeddings
        self._index = index
        self._model = model
        self._exact_scan_chunks = exact_scan_chunks
        self._on_damage = on_damage
        self._matrices: OrderedDict[tuple[int, tuple[str, ...]], tuple[list[str], FloatMatrix]] = OrderedDict()
        self._lock = Lock()

    def query(self, vector: FloatMatrix, scope: Sequence[Document], *, limit: int) -> list[IndexHit]:
        """Return the nearest chunks of the documents in `scope`, best first, at most `limit`; `vector` has shape (dimensions,)."""
        if not scope:
            return []
        if not self._indexed(scope):
            return self._scan(vector, scope, limit)
        try:
            return self._index.query(vector, limit=limit, document_ids=frozenset(document.id for document in scope))
        except IndexDamagedError as error:
            self._on_damage(error)
            return self._scan(vector, scope, limit)

    def lacking(self, scope: Sequence[Document]) -> int:
        """Return how many chunks of the documents in `scope` have no vector of this model: no meaning finds them."""
        if not scope or self._indexed(scope):
            return 0
        ids, _ = self._matrix(tuple(sorted(document.id for document in scope)))
        return max(0, sum(document.chunk_count for document in scope) - len(ids))

    def _indexed(self, scope: Sequence[Document]) -> bool:
        """Return whether the index is to be asked for these documents."""
        return sum(document.chunk_count for document in scope) > self._exact_scan_chunks and self._covers(scope)

    def _covers(self, scope: Sequence[Document]) -> bool:
        try:
            held = self._index.documents()
        except IndexDamagedError as error:
            self._on_damage(error)
            return False
        return all(document.id in held for document in scope)

    def _scan(self, vector: FloatMatrix, scope: Sequence[Document], limit: int) -> list[IndexHit]:
        ids, matrix = self._matrix(tuple(sorted(document.id for document in scope)))
        if not ids:
            return []
        scores = matrix @ vector
        floor = np.partition(scores, -limit)[-limit] if limit < len(ids) else scores.min()
        near = [int(row) for row in np.flatnonzero(scores >= floor - SAME_SCORE)]
        near.sort(key=lambda row: (-round(float(scores[row]), 6), ids[row]))
        return [IndexHit(ids[row], float(scores[row])) for row in near[:limit]]

    def _matrix(self, document_ids: tuple[str, ...]) -> tuple[list[str], FloatMatrix]:
        key = (self._documents.version(), document_ids)
        with self._lock:
            if key in self._matrices:
                self._matrices.move_to_end(key)
                return self._matrices[key]
        loaded = self._embeddings.vectors(document_ids, self._model)
        with self._lock:
            self._matrices[key] = loaded
            while len(self._matrices) > KEPT_MATRICES:
                self._matrices.popitem(last=False)
        return loaded
