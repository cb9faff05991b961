"""A search over damaged or unfinished indexes still answers, says what it lacks, and tells the one who mends them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from research.concepts.catalogue import find_concept
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.documents import MarkKind, PageMark
from research.nouns.queries import DocumentFilter
from research.retrieval.catalog_vectors import CatalogVectors
from research.retrieval.dense import DenseSearch
from research.retrieval.lexical import LexicalSearch
from research.retrieval.marked import repeats
from research.retrieval.retriever import Retriever
from research.retrieval.scope import Scope
from tests.fakes.indexes import FakeLexicalIndex, FakeVectorIndex, HashingEmbedder
from tests.research.library import make_library

READER = Access("reader")
CAPEX, ASSETS = find_concept("capital_expenditure"), find_concept("total_assets")


@pytest.fixture
def desk():
    catalog, embedder = make_library(), HashingEmbedder(dimensions=16)
    vectors, matrix, lexical, told = FakeVectorIndex(dimensions=16), FakeVectorIndex(dimensions=16), FakeLexicalIndex(), []
    documents = catalog.documents.find(READER, DocumentFilter())
    for document in documents:
        chunks = catalog.documents.chunks(READER, document_ids=[document.id])
        rows = embedder.embed([chunk.indexed_text for chunk in chunks])
        catalog.embeddings.put(chunks, embedder.fingerprint, rows)
        for index in (vectors, matrix):
            index.add(document.id, [chunk.id for chunk in chunks], rows)
        lexical.add(document.id, chunks)
    scope = Scope(tuple(documents))

    def search(
        *, model=embedder.fingerprint, scanned=0, question="q", wanted=(CAPEX,), focus="purchases of property", narrowing=(), years=()
    ):
        dense = DenseSearch(
            CatalogVectors(catalog.documents, catalog.embeddings, model=model),
            matrix,
            vectors,
            exact_scan_chunks=scanned,
            on_damage=lambda index, error: told.append("graph" if index is vectors else "matrix"),
        )
        retriever = Retriever(
            documents=catalog.documents,
            facts=catalog.facts,
            dense=dense,
            lexical=LexicalSearch(lexical, on_damage=lambda error: told.append("lexical")),
            embedder=embedder,
            candidates=20,
        )
        periods = tuple(PeriodTerm(year, "FY", "") for year in years)
        plan = QuestionPlan(question, focus=focus, qualifiers=narrowing, periods=periods, wants_figure=bool(years))
        return retriever.retrieve(plan, wanted, READER, scope, top_k=5)

    return SimpleNamespace(graph=vectors, matrix=matrix, lexical=lexical, told=told, search=search, documents=catalog.documents)


def test_whole_indexes_need_no_word(desk):
    found = desk.search()
    assert len(found.results) == 3
    assert (found.degraded, desk.told) == ((), [])


def test_a_damaged_word_index_is_told_and_said(desk):
    desk.lexical.damage()
    found = desk.search()
    assert len(found.results) == 3
    assert found.degraded == ("searched by meaning only: the word index is being rebuilt",)
    assert desk.told == ["lexical"]


def found_by_meaning(found):
    return [(hit.chunk.id, hit.dense_rank) for hit in found.results]


@pytest.mark.parametrize("damaged", [("graph",), ("matrix",), ("matrix", "graph")])
def test_a_damaged_vector_index_is_told_and_scanned_around(desk, damaged):
    whole = found_by_meaning(desk.search())
    for name in damaged:
        getattr(desk, name).damage()
    for scanned in (0, 100):
        found = desk.search(scanned=scanned)
        assert found_by_meaning(found) == whole
        assert found.degraded == ()
    assert set(desk.told) <= set(damaged)
    assert damaged[0] in desk.told


def test_few_chunks_are_read_from_the_matrix_and_many_looked_for_in_the_graph(desk):
    whole = found_by_meaning(desk.search())
    for document_id in list(desk.graph.documents()):
        desk.graph.remove(document_id)
    assert found_by_meaning(desk.search(scanned=3)) == whole
    assert found_by_meaning(desk.search(scanned=0)) == whole  # a graph that lacks a document is not asked


def test_a_document_that_no_index_holds_yet_is_found_by_the_catalogs_vectors(desk):
    whole = found_by_meaning(desk.search())
    desk.matrix.remove("id-tarrow-2024")
    found = desk.search(scanned=100)
    assert found_by_meaning(found) == whole
    assert found.degraded == ()


def test_documents_without_vectors_are_said(desk):
    for document_id in list(desk.matrix.documents()):
        desk.matrix.remove(document_id)
    found = desk.search(model="another model", scanned=100)
    assert found.degraded == ("searched by words only in 3 of 3 chunks: they have no vectors yet; desk ingest makes them",)
    assert len(found.results) == 2


def order(found):
    return [hit.document for hit in found.results]


def test_disclosure_pages_come_last_unless_they_are_asked_for(desk):
    plain = order(desk.search(wanted=()))
    first = plain[0]
    desk.documents.mark([MarkKind.DISCLOSURE], [PageMark(f"id-{first}", 1, MarkKind.DISCLOSURE)])
    found = desk.search(wanted=())
    assert order(found) == [*plain[1:], first]
    assert [hit.rank for hit in found.results] == [1, 2, 3]
    assert order(desk.search(wanted=(), question="Which conflicts does the broker disclose?")) == plain
    carrying = order(desk.search())[0]
    desk.documents.mark([MarkKind.DISCLOSURE], [PageMark(f"id-{carrying}", 1, MarkKind.DISCLOSURE)])
    assert order(desk.search())[0] == carrying


def test_a_copy_goes_behind_only_when_what_it_repeats_was_found(desk):
    plain = order(desk.search(wanted=()))
    first, other = plain[0], plain[1]
    for kind, page_of, expected in (
        (MarkKind.NEAR_DUPLICATE, other, [*plain[1:], first]),
        (MarkKind.NEAR_DUPLICATE, "a filing elsewhere", plain),
        (MarkKind.BOILERPLATE, other, plain),
    ):
        desk.documents.mark([MarkKind.NEAR_DUPLICATE, MarkKind.BOILERPLATE], [PageMark(f"id-{first}", 1, kind, repeats(1, page_of))])
        assert order(desk.search(wanted=())) == expected


def carrying(found):
    return [hit.document for hit in found.results if dict(hit.features).get("row")]


def test_the_page_that_states_most_of_what_a_figure_is_made_of_comes_first(desk):
    found = desk.search(wanted=(CAPEX, ASSETS), years=(2023,))
    assert carrying(found)[0] == "quillmere-2023"  # of two pages that state as much, the one of the year's own filing
    assert carrying(desk.search(wanted=(ASSETS,), years=(2024,)))[0] == "tarrow-2024"


def test_no_statement_gives_a_reason(desk):
    assert carrying(desk.search()) != []
    assert carrying(desk.search(focus="why purchases of property fell")) == []


def test_words_that_narrow_a_figure_find_the_rows_that_print_them(desk):
    assert carrying(desk.search(narrowing=("assets",))) == ["tarrow-2024"]  # the plain figure's pages are of other rows
    assert sorted(carrying(desk.search(narrowing=("submarines",)))) == ["quillmere-2023", "quillmere-2024"]
