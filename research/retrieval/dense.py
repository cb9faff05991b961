"""Dense search inside the allowed documents: in the matrix, or in a graph when nearly everything is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from research.errors import IndexDamagedError
from research.nouns.documents import Document
from research.nouns.queries import IndexHit
from research.protocols.search import FloatMatrix, VectorIndex
from research.retrieval.catalog_vectors import CatalogVectors

# The share of the graph's chunks that has to be allowed.
WHOLE = 0.9


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest chunks, best first, and how many chunks in scope have no vector of this model: no meaning finds them."""

    hits: tuple[IndexHit, ...] = ()
    lacking: int = 0


class DenseSearch:
    """Nearest chunks by inner product of unit vectors. Thread-safe where the indexes are.

    A filtered graph loses recall and time, so it is asked only for more than `exact_scan_chunks` chunks that are nearly all it holds
    (`WHOLE`); everything else, and all that the `graph` does not hold, the `matrix` answers. What that does not hold either, or all while
    it is damaged, is read from the `catalog`.
    """

    def __init__(
        self,
        catalog: CatalogVectors,
        matrix: VectorIndex,
        graph: VectorIndex,
        *,
        exact_scan_chunks: int,
        on_damage: Callable[[VectorIndex, IndexDamagedError], None],
    ) -> None:
        self._catalog = catalog
        self._matrix = matrix
        self._graph = graph
        self._exact_scan_chunks = exact_scan_chunks
        self._on_damage = on_damage

    def query(self, vector: FloatMatrix, scope: Sequence[Document], *, limit: int) -> Nearest:
        """Return the nearest chunks of the documents in `scope`, at most `limit`; `vector` has shape (dimensions,)."""
        held = self._held(self._matrix)
        inside = [document for document in scope if document.id in held]
        hits = self._indexed(vector, inside, limit) if inside else []
        loose = list(scope) if hits is None else [document for document in scope if document.id not in held]
        if not loose:
            return Nearest(tuple(hits or ()))
        more, lacking = self._catalog.nearest(vector, loose, limit=limit)
        merged = sorted((*(hits or ()), *more), key=lambda hit: (-hit.score, hit.chunk_id))
        return Nearest(tuple(merged[:limit]), lacking)

    def _indexed(self, vector: FloatMatrix, documents: Sequence[Document], limit: int) -> list[IndexHit] | None:
        """Return the nearest chunks of documents that the matrix holds, None when no index can be asked for them."""
        ids = frozenset(document.id for document in documents)
        chunks = sum(document.chunk_count for document in documents)
        if chunks > self._exact_scan_chunks:
            held = self._held(self._graph)
            if ids <= held.keys() and chunks >= WHOLE * sum(held.values()):
                hits = self._asked(self._graph, vector, ids, limit)
                if hits is not None:
                    return hits
        return self._asked(self._matrix, vector, ids, limit)

    def _asked(self, index: VectorIndex, vector: FloatMatrix, ids: frozenset[str], limit: int) -> list[IndexHit] | None:
        try:
            return index.query(vector, limit=limit, document_ids=ids)
        except IndexDamagedError as error:
            self._on_damage(index, error)
            return None

    def _held(self, index: VectorIndex) -> Mapping[str, int]:
        try:
            return index.documents()
        except IndexDamagedError as error:
            self._on_damage(index, error)
            return {}
