"""What every DocumentStore promises of versions: which one answers, what replaces it, and when the library has changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import DocumentState
from tests.contracts.document_cases import ANYONE, EVERYTHING, names, put, versions
from tests.contracts.samples import JANUARY, make_document


def test_a_moved_document_keeps_its_name_and_takes_its_versions_along(catalog):
    first, second = versions(catalog)
    stood = put(catalog, make_document("beta"))
    before = catalog.documents.version()
    catalog.documents.move(second.id, stood.source_key)
    assert catalog.documents.version() > before
    assert catalog.documents.get(ANYONE, first.id).source_key == stood.source_key
    assert catalog.documents.current(stood.source_key).id == second.id
    assert catalog.documents.current(first.source_key) is None
    assert catalog.documents.get(ANYONE, stood.id).state is DocumentState.SUPERSEDED
    assert catalog.documents.free_name("gamma", stood.source_key) == "alpha"
    with pytest.raises(NotFoundError):
        catalog.documents.move("nothing", "file:///elsewhere")


def test_complete_changes_versions_over_and_keeps_the_old_one_open(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL)
    catalog.documents.complete(second.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]
    assert catalog.documents.get(ANYONE, first.id).state is DocumentState.SUPERSEDED
    assert catalog.documents.get(ANYONE, second.id).state is DocumentState.COMPLETE
    assert catalog.documents.pages(ANYONE, first.id, [1])[0][1] == "Cover\n"
    assert [chunk.id for chunk in catalog.documents.chunks(ANYONE, ids=["id-alpha-1"])] == ["id-alpha-1"]


@pytest.mark.parametrize("state", ["parsed", "lexical", "failed"])
def test_until_then_only_the_old_version_answers(catalog, state):
    first, _ = versions(catalog, state=DocumentState(state))
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [first.id]


@pytest.mark.parametrize("state", ["parsed", "lexical"])
def test_a_version_that_has_words_only_answers_until_the_next_one_is_complete(catalog, state):
    first = put(catalog, make_document("alpha", state=DocumentState.PARSED))
    second = put(catalog, make_document("alpha", id="id-second", supersedes=first.id, state=DocumentState(state)))
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [first.id]
    catalog.documents.complete(second.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]


def test_a_version_left_behind_by_a_crash_does_not_keep_the_oldest_answering(catalog):
    first, second = versions(catalog, state=DocumentState.PARSED)
    third = put(catalog, make_document("alpha", id="id-third", supersedes=second.id, state=DocumentState.LEXICAL))
    catalog.documents.complete(third.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [third.id]
    assert {catalog.documents.get(ANYONE, one.id).state for one in (first, second)} == {DocumentState.SUPERSEDED}


def test_completing_a_superseded_version_late_does_not_bring_it_back(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL)
    catalog.documents.complete(second.id)
    catalog.documents.complete(first.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]


def test_going_back_to_an_earlier_content_brings_that_version_back(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL)
    catalog.documents.complete(second.id)
    put(catalog, make_document("alpha", supersedes=second.id, state=DocumentState.LEXICAL))
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [second.id]
    catalog.documents.complete(first.id)
    assert [document.id for document in catalog.documents.find(ANYONE, EVERYTHING)] == [first.id]
    assert catalog.documents.get(ANYONE, second.id).state is DocumentState.SUPERSEDED


def test_a_reader_in_the_past_is_never_shown_a_later_version(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL, known_at=JANUARY + timedelta(days=30))
    catalog.documents.complete(second.id)
    past = Access("ann", as_of=JANUARY + timedelta(days=2))
    assert names(catalog, past) == []
    assert catalog.documents.get(past, first.id).id == first.id


def test_current_is_the_newest_version_that_stands(catalog):
    first, second = versions(catalog, state=DocumentState.PARSED)
    assert catalog.documents.current(first.source_key) == replace(second, text="", pages=(), chunk_count=2, page_count=2)
    catalog.documents.set_state(second.id, DocumentState.FAILED)
    assert catalog.documents.current(first.source_key).id == first.id
    catalog.documents.set_state(first.id, DocumentState.SUPERSEDED)
    assert catalog.documents.current(first.source_key) is None
    assert catalog.documents.current("nothing") is None


def test_newest_is_the_newest_version_in_any_state(catalog):
    first, second = versions(catalog)
    catalog.documents.set_state(second.id, DocumentState.SUPERSEDED)
    assert catalog.documents.newest(first.source_key) == replace(
        second, state=DocumentState.SUPERSEDED, text="", pages=(), chunk_count=2, page_count=2
    )
    assert catalog.documents.newest("nothing") is None


def test_by_content_finds_documents_of_any_state(catalog):
    first, second = versions(catalog, state=DocumentState.FAILED)
    assert [document.id for document in catalog.documents.by_content(first.content_hash)] == [first.id, second.id]
    assert catalog.documents.by_content("nothing") == []


def test_the_version_grows_with_every_change_that_can_be_found(catalog):
    seen = [catalog.documents.version()]

    def changed():
        seen.append(catalog.documents.version())
        return seen[-1] > seen[-2]

    put(catalog, make_document("alpha", state=DocumentState.FAILED))
    assert not changed()
    catalog.documents.set_state("id-alpha", DocumentState.LEXICAL)
    assert changed()
    catalog.documents.set_state("id-alpha", DocumentState.LEXICAL)
    assert not changed()
    catalog.documents.complete("id-alpha")
    assert changed()
    catalog.documents.complete("id-alpha")
    assert not changed()
    put(catalog, make_document("beta", state=DocumentState.LEXICAL))
    assert changed()
    put(catalog, make_document("beta", state=DocumentState.FAILED))
    assert changed()
    catalog.documents.set_state("id-alpha", DocumentState.SUPERSEDED)
    assert changed()


def test_documents_are_completed_together_or_none_is(catalog):
    first, second = versions(catalog, state=DocumentState.LEXICAL)
    other = put(catalog, make_document("beta", state=DocumentState.LEXICAL))
    with pytest.raises(NotFoundError):
        catalog.documents.complete_all([second.id, "nothing"])
    assert [one.id for one in catalog.documents.find(ANYONE, EVERYTHING)] == [first.id, other.id]
    catalog.documents.complete_all([second.id, other.id])
    found = catalog.documents.find(ANYONE, EVERYTHING)
    assert [(one.id, one.state) for one in found] == [(second.id, DocumentState.COMPLETE), (other.id, DocumentState.COMPLETE)]
    before = catalog.documents.version()
    catalog.documents.complete_all([second.id, other.id])
    assert catalog.documents.version() == before
