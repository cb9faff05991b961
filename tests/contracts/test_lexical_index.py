"""What every LexicalIndex promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from research.adapters.tantivy_index import TantivyIndex
from research.errors import IndexDamagedError
from research.nouns.documents import Chunk
from research.nouns.queries import LexicalQuery, WeightedPhrase
from tests.contracts.index_cases import ALL, PRIVATE, Case, ids, lax_umask, rights
from tests.fakes.indexes import FakeLexicalIndex


@pytest.fixture(params=["fake", "tantivy"])
def case(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "fake":
        fake = FakeLexicalIndex()
        yield Case(fake, fake.damage)
        return
    index = TantivyIndex(tmp_path / "tantivy")
    yield Case(index, lambda: next((tmp_path / "tantivy" / "data").glob("*.term")).unlink())
    index.close()


def chunks(document_id, *texts, context=""):
    return [Chunk(f"{document_id}{place}", document_id, place, 0, len(text), text, 1, context=context) for place, text in enumerate(texts)]


def asking(*phrases):
    return LexicalQuery(
        tuple(
            WeightedPhrase(tuple(one.split())) if isinstance(one, str) else WeightedPhrase(tuple(one[0].split()), one[1]) for one in phrases
        )
    )


def test_a_new_index_is_empty_and_whole(index):
    index.check()
    assert index.documents() == {}
    assert index.query(asking("sales"), limit=5, document_ids=ALL) == []


def test_chunks_that_hold_a_word_are_found_and_no_others(index):
    index.add("a", chunks("a", "Net sales rose", "The weather was fair", "Sales of buildings"))
    hits = index.query(asking("sales"), limit=10, document_ids=ALL)
    assert sorted(ids(hits)) == ["a0", "a2"]
    assert all(hit.score > 0 for hit in hits)
    assert index.query(asking("profit"), limit=10, document_ids=ALL) == []
    assert index.documents() == {"a": 3}


def test_a_phrase_wants_its_words_together(index):
    index.add("a", chunks("a", "capital was spent; other expenditure too", "our capital expenditure in the year"))
    assert ids(index.query(asking("capital expenditure"), limit=10, document_ids=ALL)) == ["a1"]


def test_any_phrase_may_match_and_each_adds_its_weight(index):
    index.add("a", chunks("a", "depreciation of plant", "amortization of rights", "depreciation and amortization", "nothing of it"))
    assert ids(index.query(asking("depreciation", "amortization"), limit=10, document_ids=ALL))[0] == "a2"
    assert ids(index.query(asking(("depreciation", 5.0), "amortization"), limit=10, document_ids=ALL)) == ["a2", "a0", "a1"]
    assert ids(index.query(asking("depreciation", ("amortization", 5.0)), limit=10, document_ids=ALL)) == ["a2", "a1", "a0"]
    assert ids(index.query(asking("depreciation", ("amortization", 0.0)), limit=10, document_ids=ALL)) == ["a0", "a2"]


def test_the_context_is_searched_and_counts_less(index):
    index.add("a", chunks("a", "the figures follow here", context="Balance sheet"))
    index.add("b", chunks("b", "the balance sheet follows"))
    assert ids(index.query(asking("balance sheet"), limit=10, document_ids=ALL)) == ["b0", "a0"]


def test_restricting_to_documents_leaves_scores_alone(index):
    index.add("a", chunks("a", "goodwill", "goodwill was impaired"))
    index.add("b", chunks("b", "goodwill and other assets"))
    free = {hit.chunk_id: hit.score for hit in index.query(asking("goodwill"), limit=10, document_ids=ALL)}
    inside = index.query(asking("goodwill"), limit=10, document_ids=frozenset({"b", "unheard of"}))
    assert ids(inside) == ["b0"]
    assert inside[0].score == pytest.approx(free["b0"], rel=1e-4)
    assert index.query(asking("goodwill"), limit=10, document_ids=frozenset()) == []


def test_scores_tell_nothing_of_documents_that_are_not_counted(index):
    open_ones = frozenset("ab")
    index.add_all([("a", chunks("a", "goodwill rose", "inventory fell")), ("b", chunks("b", "goodwill and other goodwill", "net sales"))])
    query = asking("goodwill", "net sales", ("inventory", 0.5))
    before = index.query(query, limit=3, document_ids=open_ones, counted=open_ones)
    index.add_all([(f"h{one}", chunks(f"h{one}", *["goodwill of the hidden inventory"] * 9)) for one in range(6)])
    index.remove("h2")
    assert index.query(query, limit=3, document_ids=open_ones, counted=open_ones) == before
    assert index.query(query, limit=3, document_ids=open_ones) != before
    assert index.query(query, limit=1, document_ids=frozenset("b"), counted=open_ones)[0] in before
    assert index.query(query, limit=3, document_ids=open_ones, counted=frozenset({"a"}))


def test_equal_scores_are_ordered_by_chunk_id_at_the_cut_too(index):
    for name in "cab":
        index.add(name, chunks(name, *["the very same words"] * 40))
    expected = sorted(f"{name}{place}" for name in "abc" for place in range(40))
    assert ids(index.query(asking("same words"), limit=7, document_ids=ALL)) == expected[:7]
    assert ids(index.query(asking("same words"), limit=200, document_ids=ALL)) == expected


def test_a_query_without_words_finds_nothing(index):
    index.add("a", chunks("a", "Net sales"))
    assert index.query(LexicalQuery(()), limit=3, document_ids=ALL) == []
    assert index.query(asking("—"), limit=3, document_ids=ALL) == []


def test_adding_again_replaces(index):
    index.add("a", chunks("a", "inventory", "receivables"))
    index.add("a", chunks("a", "payables"))
    assert index.documents() == {"a": 1}
    assert index.query(asking("inventory", "receivables"), limit=9, document_ids=ALL) == []
    assert ids(index.query(asking("payables"), limit=9, document_ids=ALL)) == ["a0"]
    index.check()


def test_removing_forgets_and_may_be_repeated(index):
    index.add("a", chunks("a", "inventory"))
    index.add("b", chunks("b", "inventory"))
    index.remove("a")
    index.remove("a")
    index.remove("never held")
    assert index.documents() == {"b": 1}
    assert ids(index.query(asking("inventory"), limit=9, document_ids=ALL)) == ["b0"]
    index.check()


def test_a_document_without_chunks_is_held(index):
    index.add("a", [])
    assert index.documents() == {"a": 0}
    index.check()


def test_what_cannot_be_right_is_refused(index):
    with pytest.raises(ValueError, match="b"):
        index.add("b", chunks("a", "inventory"))
    with pytest.raises(ValueError, match="a"):
        index.add("a", chunks("a", "inventory") * 2)
    assert index.documents() == {}
    with pytest.raises(ValueError, match="limit"):
        index.query(asking("inventory"), limit=0, document_ids=ALL)


def test_what_is_cleared_can_be_filled_again(index):
    index.add("a", chunks("a", "inventory"))
    index.clear()
    assert index.documents() == {}
    assert index.query(asking("inventory"), limit=1, document_ids=ALL) == []
    index.check()
    index.add("b", chunks("b", "inventory"))
    assert ids(index.query(asking("inventory"), limit=9, document_ids=ALL)) == ["b0"]


def test_it_can_be_used_after_closing(index):
    index.add("a", chunks("a", "inventory"))
    index.close()
    index.close()
    assert ids(index.query(asking("inventory"), limit=1, document_ids=ALL)) == ["a0"]
    index.add("b", chunks("b", "inventory"))
    assert index.documents() == {"a": 1, "b": 1}


def test_damage_is_an_error_from_every_method_until_quarantine(case):
    index = case.index
    index.add("a", chunks("a", "inventory"))
    case.damage()
    for use in (
        index.documents,
        index.check,
        lambda: index.add("b", chunks("b", "inventory")),
        lambda: index.remove("a"),
        lambda: index.query(asking("inventory"), limit=1, document_ids=ALL),
    ):
        with pytest.raises(IndexDamagedError, match="damaged"):
            use()
    assert index.quarantine()
    assert index.documents() == {}
    index.check()
    index.add("b", chunks("b", "inventory"))
    assert ids(index.query(asking("inventory"), limit=5, document_ids=ALL)) == ["b0"]


def test_what_is_written_is_its_owners_alone(tmp_path):
    with lax_umask():
        index = TantivyIndex(tmp_path / "index")
        index.add("a", chunks("a", "Net sales rose"))
        index.add("a", chunks("a", "Net sales fell"))
    assert rights(tmp_path / "index") == PRIVATE
    index.close()


def test_documents_are_indexed_together_and_replace_what_they_had(index):
    index.add("a", chunks("a", "old words", "older words"))
    index.add_all([("a", chunks("a", "net sales")), ("b", chunks("b", "net income", "gross sales")), ("c", [])])
    assert index.documents() == {"a": 1, "b": 2, "c": 0}
    assert sorted(ids(index.query(asking("sales"), limit=5, document_ids=ALL))) == ["a0", "b1"]
    assert index.query(asking("words"), limit=5, document_ids=ALL) == []
    index.add_all([])
    assert index.documents() == {"a": 1, "b": 2, "c": 0}


def test_documents_that_contradict_each_other_are_refused_as_a_whole(index):
    with pytest.raises(ValueError, match="given"):
        index.add_all([("a", chunks("a", "net sales")), ("b", chunks("a", "net sales"))])
    with pytest.raises(ValueError, match="given"):
        index.add_all([("a", chunks("a", "net sales")), ("a", chunks("a", "net income"))])
    assert index.documents() == {}


def test_several_documents_are_forgotten_together(index):
    index.add_all([(name, chunks(name, "net sales")) for name in "abc"])
    index.remove_all(["a", "c", "nothing"])
    assert index.documents() == {"b": 1}
    assert ids(index.query(asking("sales"), limit=5, document_ids=ALL)) == ["b0"]
    index.remove_all([])
    assert index.documents() == {"b": 1}
