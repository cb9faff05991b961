"""Which index dense search asks: the graph for nearly everything it holds, the matrix for the rest."""

from __future__ import annotations

import numpy as np
import pytest

from research.retrieval.catalog_vectors import CatalogVectors
from research.retrieval.dense import DenseSearch
from tests.contracts.samples import make_document
from tests.fakes.embeddings import FakeEmbeddingStore
from tests.fakes.indexes import FakeVectorIndex
from tests.fakes.stores import FakeDocumentStore

SIZES = {"a": 60, "b": 35, "c": 5}


class AskedIndex(FakeVectorIndex):
    """Counts how often it is asked."""

    asked = 0

    def query(self, vector, *, limit, document_ids):
        self.asked += 1
        return super().query(vector, limit=limit, document_ids=document_ids)


@pytest.mark.parametrize(
    ("scope", "exactly", "by_graph"),
    [("abc", 50, True), ("ab", 50, True), ("a", 50, False), ("bc", 30, False), ("abc", 100, False)],
)
def test_the_graph_is_asked_only_for_many_chunks_that_are_nearly_all_it_holds(scope, exactly, by_graph):
    matrix, graph = AskedIndex(dimensions=8), AskedIndex(dimensions=8)
    documents = {name: make_document(name, text="", pages=(), chunk_count=count) for name, count in SIZES.items()}
    for name, document in documents.items():
        rows = np.random.default_rng(SIZES[name]).normal(size=(SIZES[name], 8)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for index in (matrix, graph):
            index.add(document.id, [f"{name}{row}" for row in range(SIZES[name])], rows)
    store = FakeDocumentStore()
    catalog = CatalogVectors(store, FakeEmbeddingStore(store), model="model")
    dense = DenseSearch(catalog, matrix, graph, exact_scan_chunks=exactly, on_damage=lambda index, error: None)
    found = dense.query(np.eye(8, dtype=np.float32)[0], [documents[name] for name in scope], limit=10)
    assert len(found.hits) == 10
    assert (graph.asked, matrix.asked) == ((1, 0) if by_graph else (0, 1))
