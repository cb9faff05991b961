"""The catalog's own vectors, compared one by one: for documents that no index holds yet, or while one is damaged."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from research.nouns.documents import Document
from research.nouns.queries import IndexHit
from research.protocols.documents import DocumentStore, EmbeddingStore
from research.protocols.search import FloatMatrix

KEPT_MATRICES = 4
SCORE_DIGITS = 6


class CatalogVectors:
    """Nearest chunks among the vectors that the catalog holds; those last read are kept until it changes. Thread-safe."""

    def __init__(self, documents: DocumentStore, embeddings: EmbeddingStore, *, model: str) -> None:
        self._documents = documents
        self._embeddings = embeddings
        self._model = model
        self._matrices: OrderedDict[tuple[int, tuple[str, ...]], tuple[list[str], FloatMatrix]] = OrderedDict()
        self._lock = Lock()

    def nearest(self, vector: FloatMatrix, documents: Sequence[Document], *, limit: int) -> tuple[list[IndexHit], int]:
        """Return the nearest chunks of these documents, best first, at most `limit`, and how many of their chunks have no vector.

        `vector` has shape (dimensions,); ties are in the order of chunk ids.
        """
        ids, matrix = self._matrix(tuple(sorted(document.id for document in documents)))
        lacking = max(0, sum(document.chunk_count for document in documents) - len(ids))
        if not ids:
            return [], lacking
        scores = np.round(matrix.astype(np.float64) @ vector.astype(np.float64), SCORE_DIGITS)
        floor = np.partition(scores, -limit)[-limit] if limit < len(ids) else scores.min()
        near = [IndexHit(ids[row], float(scores[row])) for row in np.flatnonzero(scores >= floor)]
        near.sort(key=lambda hit: (-hit.score, hit.chunk_id))
        return near[:limit], lacking

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
