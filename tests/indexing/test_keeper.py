"""The keeper brings both indexes to what the catalog says, from the catalog alone."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from research.errors import IndexDamagedError
from research.indexing.keeper import IndexChanges, Indexes, IndexKeeper
from research.nouns.documents import Chunk, DocumentState
from research.nouns.queries import LexicalQuery, WeightedPhrase
from tests.contracts.samples import make_document
from tests.fakes.embeddings import FakeEmbeddingStore
from tests.fakes.indexes import FakeLexicalIndex, FakeVectorIndex, HashingEmbedder
from tests.fakes.stores import FakeDocumentStore


class CountingDocumentStore(FakeDocumentStore):
    """Counts how often the catalog is asked for its documents."""

    def __init__(self):
        super().__init__()
        self.finds = 0

    def sizes(self):
        self.finds += 1
        return super().sizes()


@pytest.fixture
def desk():
    documents, embedder = CountingDocumentStore(), HashingEmbedder(dimensions=16)
    embeddings = FakeEmbeddingStore(documents)
    vectors, matrix, lexical = FakeVectorIndex(dimensions=16), FakeVectorIndex(dimensions=16), FakeLexicalIndex()
    keeper = IndexKeeper(documents, embeddings, Indexes(lexical, matrix, vectors, graph_chunks=12), model=embedder.fingerprint)
    stores = {"documents": documents, "embeddings": embeddings, "embedder": embedder}
    return SimpleNamespace(**stores, graph=vectors, matrix=matrix, lexical=lexical, keeper=keeper)


def add(desk, key, *texts, state=DocumentState.COMPLETE, embedded=True, **changes):
    document = make_document(key, text="".join(texts), pages=(), state=state, chunk_count=len(texts), **changes)
    ends = [sum(map(len, texts[: place + 1])) for place in range(len(texts))]
    chunks = [
        Chunk(f"{document.id}-{place}", document.id, place, end - len(text), end, text, 1)
        for place, (text, end) in enumerate(zip(texts, ends, strict=True))
    ]
    desk.documents.add(document, chunks, [])
    if embedded:
        desk.embeddings.put(chunks, desk.embedder.fingerprint, desk.embedder.embed([chunk.indexed_text for chunk in chunks]))
    return document


def test_what_is_missing_is_added(desk):
    add(desk, "whole", "net sales rose", "the margin fell")
    add(desk, "young", "dividends", state=DocumentState.LEXICAL, embedded=False)
    add(desk, "words", "not its figures", state=DocumentState.PARSED, embedded=False)
    add(desk, "unready", "nothing yet", state=DocumentState.FAILED, embedded=False)
    assert desk.keeper.behind()
    report = desk.keeper.sync()
    assert report.lexical == IndexChanges(added=("id-whole", "id-words", "id-young"))
    assert report.graph == report.matrix == IndexChanges(added=("id-whole",))
    assert desk.lexical.documents() == {"id-whole": 2, "id-words": 1, "id-young": 1}
    assert desk.graph.documents() == desk.matrix.documents() == {"id-whole": 2}
    assert not desk.keeper.behind()


def test_a_second_sync_writes_nothing(desk):
    add(desk, "a", "net sales")
    desk.keeper.sync()
    writes = desk.lexical.writes, desk.graph.writes
    report = desk.keeper.sync()
    assert report.lexical == report.graph == IndexChanges()
    assert (desk.lexical.writes, desk.graph.writes) == writes


def test_superseded_and_failed_documents_are_removed(desk):
    add(desk, "old", "net sales")
    add(desk, "bad", "net sales")
    desk.keeper.sync()
    desk.documents.set_state("id-old", DocumentState.SUPERSEDED)
    desk.documents.set_state("id-bad", DocumentState.FAILED)
    report = desk.keeper.sync()
    assert report.lexical.removed == report.graph.removed == ("id-bad", "id-old")
    assert desk.lexical.documents() == desk.graph.documents() == {}


def test_rows_that_are_no_longer_found_do_not_make_a_reader_wait(desk):
    add(desk, "old", "net sales")
    desk.keeper.sync()
    desk.documents.set_state("id-old", DocumentState.SUPERSEDED)
    assert not desk.keeper.behind()


def test_a_document_with_another_number_of_chunks_is_indexed_again(desk):
    document = add(desk, "a", "net sales", "margin")
    desk.keeper.sync()
    desk.lexical.add(document.id, [])
    assert desk.keeper.behind()
    assert desk.keeper.sync().lexical == IndexChanges(added=("id-a",))
    assert desk.lexical.documents() == {"id-a": 2}


def test_damage_is_rebuilt_from_the_catalog_with_the_same_answers_and_no_new_embedding(desk):
    for key in "abc":
        add(desk, key, f"net sales of {key}", f"margin of {key}")
    desk.keeper.sync()
    everything = frozenset({"id-a", "id-b", "id-c"})
    words = LexicalQuery((WeightedPhrase(("net", "sales")), WeightedPhrase(("margin",), 0.5)))
    asked = desk.embedder.embed(["margin of b"])[0]
    found = desk.lexical.query(words, limit=9, document_ids=everything), desk.graph.query(asked, limit=9, document_ids=everything)
    embedded = desk.embedder.embedded
    desk.lexical.damage()
    desk.graph.damage()
    assert desk.keeper.behind()
    report = desk.keeper.sync()
    assert report.lexical == IndexChanges(added=("id-a", "id-b", "id-c"), quarantined="memory-1")
    assert report.graph == IndexChanges(added=("id-a", "id-b", "id-c"), quarantined="memory-1")
    assert not desk.keeper.behind()
    assert desk.lexical.query(words, limit=9, document_ids=everything) == found[0]
    assert desk.graph.query(asked, limit=9, document_ids=everything) == found[1]
    assert desk.embedder.embedded == embedded


def test_damage_that_only_a_query_finds_is_rebuilt_once(desk):
    add(desk, "a", "net sales")
    desk.keeper.sync()
    assert not desk.keeper.behind()
    for _ in range(2):
        desk.keeper.report_damage(desk.lexical, IndexDamagedError("its files differ"))
    assert (desk.keeper.damage_reported, desk.keeper.behind()) == (True, True)
    report = desk.keeper.sync()
    assert report.lexical == IndexChanges(added=("id-a",), quarantined="memory-1")
    assert report.graph == IndexChanges()
    assert (desk.keeper.damage_reported, desk.keeper.behind()) == (False, False)


def test_an_index_that_is_damaged_again_at_once_is_an_error(desk):
    class Hopeless(FakeVectorIndex):
        def check(self):
            raise IndexDamagedError("still damaged")

    vectors = Hopeless(dimensions=16)
    indexes = Indexes(desk.lexical, desk.matrix, vectors, graph_chunks=12)
    keeper = IndexKeeper(desk.documents, desk.embeddings, indexes, model=desk.embedder.fingerprint)
    with pytest.raises(IndexDamagedError, match="still"):
        keeper.sync()
    assert vectors.quarantines == 1


def test_documents_without_vectors_of_the_model_are_named_not_embedded(desk):
    add(desk, "a", "net sales")
    add(desk, "b", "margin", embedded=False)
    report = desk.keeper.sync()
    assert report.graph == IndexChanges(added=("id-a",), without_vectors=("id-b",))
    assert not desk.keeper.behind(), "no sync can mend it"
    add(desk, "b", "margin")
    assert desk.keeper.behind()
    assert desk.keeper.sync().graph == IndexChanges(added=("id-b",))
    fakes = Indexes(desk.lexical, *(FakeVectorIndex(dimensions=16) for _ in range(2)), graph_chunks=12)
    other = IndexKeeper(desk.documents, desk.embeddings, fakes, model="another model")
    assert other.sync().graph == IndexChanges(without_vectors=("id-a", "id-b"))


def test_the_graph_of_a_library_that_has_grown_too_large_is_given_up(desk):
    add(desk, "a", *["net sales"] * 7)
    desk.keeper.sync()
    assert desk.graph.documents() == {"id-a": 7}
    add(desk, "b", *["margin"] * 6)
    report = desk.keeper.sync()
    assert (report.matrix.added, report.graph.added, report.graph.removed) == (("id-b",), (), ("id-a",))
    assert desk.graph.documents() == {}
    assert not desk.keeper.behind()
    desk.documents.set_state("id-b", DocumentState.SUPERSEDED)
    assert desk.keeper.sync().graph.added == ("id-a",)


def test_what_only_the_graph_lacks_makes_no_reader_wait(desk):
    add(desk, "a", "net sales")
    desk.keeper.sync()
    desk.graph.clear()
    assert not desk.keeper.behind()
    assert desk.keeper.sync().graph.added == ("id-a",)


def test_many_documents_come_into_a_vector_index_in_one_write(desk, monkeypatch):
    batches = []
    monkeypatch.setattr(desk.graph, "add_all", lambda documents: batches.append([one for one, _, _ in documents]))
    for name in "abc":
        add(desk, name, "net sales", "margin")
    desk.keeper.sync()
    assert batches == [["id-a", "id-b", "id-c"]]


def test_a_reader_asks_the_catalog_only_when_its_version_has_moved(desk):
    add(desk, "a", "net sales")
    desk.keeper.sync()
    assert not desk.keeper.behind()
    finds = desk.documents.finds
    assert not desk.keeper.behind()
    assert desk.documents.finds == finds
    add(desk, "b", "margin")
    assert desk.keeper.behind()
    assert desk.documents.finds == finds + 1


def test_labels_do_not_hide_documents_from_the_keeper(desk):
    document = add(desk, "secret", "net sales", label="internal")
    desk.documents.add(replace(document, label="internal"), [], [])
    desk.keeper.sync()
    assert "id-secret" in desk.lexical.documents()
