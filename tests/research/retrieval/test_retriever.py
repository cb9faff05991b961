"""A search over damaged or unfinished indexes still answers, says what it lacks, and tells the one who mends them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from research.concepts.catalogue import find_concept
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.documents import MarkKind, PageMark
from research.nouns.queries import DocumentFilter
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
    vectors, lexical, told = FakeVectorIndex(dimensions=16), FakeLexicalIndex(), []
    documents = catalog.documents.find(READER, DocumentFilter())
    for document in documents:
        chunks = catalog.documents.chunks(READER, document_ids=[document.id])
        rows = embedder.embed([chunk.indexed_text for chunk in chunks])
        catalog.embeddings.put(chunks, embedder.fingerprint, rows)
        vectors.add(document.id, [chunk.id for chunk in chunks], rows)
        lexical.add(document.id, chunks)
    scope = Scope(tuple(documents))

    def search(
        *, model=embedder.fingerprint, scanned=0, question="q", wanted=(CAPEX,), focus="purchases of property", narrowing=(), years=()
    ):
        dense = DenseSearch(
            catalog.documents,
            catalog.embeddings,
            vectors,
            model=model,
            exact_scan_chunks=scanned,
            on_damage=lambda error: told.append("vectors"),
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

    return SimpleNamespace(vectors=vectors, lexical=lexical, told=told, search=search, documents=catalog.documents)


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


def test_a_damaged_vector_index_is_told_and_scanned_around(desk):
    whole = [(hit.chunk.id, hit.dense_rank) for hit in desk.search().results]
    desk.vectors.damage()
    found = desk.search()
    assert [(hit.chunk.id, hit.dense_rank) for hit in found.results] == whole
    assert found.degraded == ()
    assert set(desk.told) == {"vectors"}


def test_documents_without_vectors_are_said(desk):
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
