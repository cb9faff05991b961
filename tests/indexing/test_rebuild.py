"""The real indexes, damaged and rebuilt by the keeper, answer as before."""

from __future__ import annotations

import os
import shutil

import pytest

from research.adapters.chroma_index import ChromaIndex
from research.adapters.matrix_index import MatrixIndex
from research.adapters.tantivy_index import TantivyIndex
from research.indexing.keeper import Indexes, IndexKeeper
from research.nouns.documents import Chunk
from research.nouns.queries import LexicalQuery, WeightedPhrase
from tests.contracts.samples import make_document
from tests.fakes.embeddings import FakeEmbeddingStore
from tests.fakes.indexes import HashingEmbedder
from tests.fakes.stores import FakeDocumentStore

TOPICS = ("net sales", "operating margin", "capital expenditure", "dividends paid", "total assets", "goodwill impairment")
DOCUMENTS, CHUNKS = 6, 200


@pytest.fixture(scope="module")
def catalog():
    documents, embedder = FakeDocumentStore(), HashingEmbedder(dimensions=24)
    embeddings = FakeEmbeddingStore(documents)
    for number in range(DOCUMENTS):
        document = make_document(f"d{number}", text="", pages=(), chunk_count=CHUNKS)
        texts = [f"{TOPICS[row % len(TOPICS)]} of segment {row} in year {number}" for row in range(CHUNKS)]
        chunks = [
            Chunk(f"{document.id}-{row:03}", document.id, row, 0, 0, text, 1, context=f"Company {number}") for row, text in enumerate(texts)
        ]
        documents.add(document, chunks, [])
        embeddings.put(chunks, embedder.fingerprint, embedder.embed([chunk.indexed_text for chunk in chunks]))
    return documents, embeddings, embedder


def open_indexes(folder, embedder):
    """Return the indexes in a folder, vectors, matrix and words, by the keeper's names for them."""
    return {
        "graph": ChromaIndex(folder / "chroma", dimensions=24, fingerprint=embedder.fingerprint),
        "matrix": MatrixIndex(folder / "matrix", dimensions=24, fingerprint=embedder.fingerprint, exact_rows=1000),
        "lexical": TantivyIndex(folder / "tantivy"),
    }


def keeper_of(catalog, indexes):
    documents, embeddings, embedder = catalog
    indexes = Indexes(indexes["lexical"], indexes["matrix"], indexes["graph"], graph_chunks=100_000)
    return IndexKeeper(documents, embeddings, indexes, model=embedder.fingerprint)


def answers(indexes, embedder):
    for scope in (frozenset(f"id-d{number}" for number in numbers) for numbers in (range(DOCUMENTS), [2], [1, 4])):
        for topic in TOPICS:
            words = LexicalQuery((WeightedPhrase(tuple(topic.split()), 2.0), WeightedPhrase(("year",)), WeightedPhrase(("17",))))
            yield indexes["lexical"].query(words, limit=20, document_ids=scope)
            for name in ("graph", "matrix"):
                hits = indexes[name].query(embedder.embed([f"{topic} of segment 17"])[0], limit=20, document_ids=scope)
                yield [(hit.chunk_id, round(hit.score, 5)) for hit in hits]


@pytest.fixture(scope="module")
def whole(catalog, tmp_path_factory):
    """Return a folder with whole indexes, closed, and what they answer."""
    folder, embedder = tmp_path_factory.mktemp("whole"), catalog[2]
    indexes = open_indexes(folder, embedder)
    keeper_of(catalog, indexes).sync()
    before = list(answers(indexes, embedder))
    assert all(len(found) == 20 for found in before)
    for index in indexes.values():
        index.close()
    return folder, before


@pytest.mark.parametrize("victim", ["chroma.sqlite3", "data_level0.bin", "meta.json", "*.store", "*.vectors.npy"])
def test_a_rebuilt_index_answers_as_before(catalog, whole, tmp_path, victim):
    folder, before = whole
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    indexes = open_indexes(tmp_path, catalog[2])
    keeper = keeper_of(catalog, indexes)
    assert not keeper.behind()
    for index in indexes.values():
        index.close()
    path = next(tmp_path.rglob(victim))
    os.truncate(path, path.stat().st_size // 2)
    assert keeper.behind()
    report = keeper.sync()
    assert [bool(part.quarantined) for part in (report.lexical, report.graph, report.matrix)] == [
        victim in ("meta.json", "*.store"),
        victim in ("chroma.sqlite3", "data_level0.bin"),
        victim == "*.vectors.npy",
    ]
    assert not keeper.behind()
    assert list(answers(indexes, catalog[2])) == before
    indexes["graph"].close()
