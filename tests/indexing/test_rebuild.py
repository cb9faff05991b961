"""The real indexes, damaged and rebuilt by the keeper, answer as before."""

from __future__ import annotations

import os

import pytest

from research.adapters.chroma_index import ChromaIndex
from research.adapters.matrix_index import MatrixIndex
from research.adapters.tantivy_index import TantivyIndex
from research.indexing.keeper import IndexKeeper
from research.nouns.documents import Chunk
from research.nouns.queries import LexicalQuery, WeightedPhrase
from tests.contracts.samples import make_document
from tests.fakes.embeddings import FakeEmbeddingStore
from tests.fakes.indexes import HashingEmbedder
from tests.fakes.stores import FakeDocumentStore

TOPICS = ("net sales", "operating margin", "capital expenditure", "dividends paid", "total assets", "goodwill impairment")
DOCUMENTS, CHUNKS = 6, 200


@pytest.fixture
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


@pytest.mark.parametrize("victim", ["chroma.sqlite3", "data_level0.bin", "meta.json", "*.store", "*.vectors.npy"])
def test_a_rebuilt_index_answers_as_before(catalog, tmp_path, victim):
    documents, embeddings, embedder = catalog
    vectors = ChromaIndex(tmp_path / "chroma", dimensions=24, fingerprint=embedder.fingerprint)
    lexical = TantivyIndex(tmp_path / "tantivy")
    matrix = MatrixIndex(tmp_path / "matrix", dimensions=24, fingerprint=embedder.fingerprint)
    keeper = IndexKeeper(documents, embeddings, vectors=vectors, matrix=matrix, lexical=lexical, model=embedder.fingerprint)
    keeper.sync()
    scopes = [frozenset(f"id-d{number}" for number in numbers) for numbers in (range(DOCUMENTS), [2], [1, 4])]

    def answers():
        for scope in scopes:
            for topic in TOPICS:
                words = LexicalQuery((WeightedPhrase(tuple(topic.split()), 2.0), WeightedPhrase(("year",)), WeightedPhrase(("17",))))
                yield lexical.query(words, limit=20, document_ids=scope)
                for index in (vectors, matrix):
                    hits = index.query(embedder.embed([f"{topic} of segment 17"])[0], limit=20, document_ids=scope)
                    yield [(hit.chunk_id, round(hit.score, 5)) for hit in hits]

    before = list(answers())
    assert all(len(found) == 20 for found in before)
    for index in (vectors, matrix, lexical):
        index.close()
    path = next(tmp_path.rglob(victim))
    os.truncate(path, path.stat().st_size // 2)
    assert keeper.behind()
    report = keeper.sync()
    assert [bool(part.quarantined) for part in (report.lexical, report.vectors, report.matrix)] == [
        victim in ("meta.json", "*.store"),
        victim in ("chroma.sqlite3", "data_level0.bin"),
        victim == "*.vectors.npy",
    ]
    assert not keeper.behind()
    assert list(answers()) == before
    vectors.close()
