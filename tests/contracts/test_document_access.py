"""What every DocumentStore promises of its readers: nobody sees what a label or a date hides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.queries import DocumentFilter
from tests.contracts.document_cases import ANYONE, EVERYTHING, PUBLIC, names, put
from tests.contracts.samples import JANUARY, make_document


def test_the_whole_library_is_of_the_moment_and_of_its_reader(catalog):
    first = put(catalog, make_document("alpha"))
    put(catalog, make_document("beta", label="desk"))
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta"], ["alpha"])
    catalog.documents.find(ANYONE, EVERYTHING).clear()
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta"], ["alpha"])
    past = replace(ANYONE, as_of=JANUARY)
    assert names(catalog, past) == []
    put(catalog, make_document("gamma"))
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta", "gamma"], ["alpha", "gamma"])
    catalog.documents.relabel(first.id, "desk")
    catalog.documents.set_state("id-gamma", DocumentState.SUPERSEDED)
    assert (names(catalog), names(catalog, PUBLIC)) == (["alpha", "beta"], [])
    assert catalog.documents.find(ANYONE, EVERYTHING)[0].label == "desk"


def test_labels_hide_a_document_from_every_read(catalog):
    secret = put(catalog, make_document("secret", label="deal team"))
    catalog.documents.keep_original(secret.content_hash, b"secret")
    assert names(catalog, PUBLIC) == []
    assert names(catalog, Access("ann", frozenset())) == []
    assert names(catalog, Access("bob", frozenset({"deal team"}))) == ["secret"]
    assert catalog.documents.chunks(PUBLIC, ids=["id-secret-0"]) == []
    assert catalog.documents.chunks(PUBLIC, document_ids=["id-secret"]) == []
    assert catalog.documents.undated(Access("ann", frozenset({"public"}), JANUARY), EVERYTHING) == []
    for read in (catalog.documents.get, catalog.documents.original):
        with pytest.raises(NotFoundError):
            read(PUBLIC, secret.id)
    with pytest.raises(NotFoundError):
        catalog.documents.pages(PUBLIC, secret.id, [1])


def test_as_of_hides_what_was_published_or_received_later(catalog):
    document = put(catalog, make_document("alpha"))
    received = Access("ann", as_of=document.known_at)
    published_only = Access("ann", as_of=document.known_at - timedelta(microseconds=1))
    assert names(catalog, received) == ["alpha"]
    assert names(catalog, published_only) == []
    assert catalog.documents.get(received, document.id).name == "alpha"
    assert [chunk.ordinal for chunk in catalog.documents.chunks(received, document_ids=[document.id])] == [0, 1]
    assert catalog.documents.chunks(published_only, document_ids=[document.id]) == []
    with pytest.raises(NotFoundError):
        catalog.documents.get(published_only, document.id)


def test_as_of_compares_instants_of_other_time_zones(catalog):
    from datetime import timezone

    put(catalog, make_document("alpha", known_at=JANUARY))
    tokyo = timezone(timedelta(hours=9))
    assert names(catalog, Access("ann", as_of=JANUARY.astimezone(tokyo))) == ["alpha"]
    assert names(catalog, Access("ann", as_of=(JANUARY - timedelta(seconds=1)).astimezone(tokyo))) == []


def test_documents_without_a_date_are_left_out_of_as_of_and_named(catalog):
    put(catalog, make_document("dated"))
    put(catalog, make_document("undated", published_at=None))
    put(catalog, make_document("late", published_at=None, known_at=JANUARY + timedelta(days=30)))
    put(catalog, make_document("half", published_at=None, state=DocumentState.FAILED))
    access = Access("ann", as_of=JANUARY + timedelta(days=2))
    assert names(catalog, access) == ["dated"]
    assert catalog.documents.undated(access, EVERYTHING) == ["undated"]
    assert catalog.documents.undated(access, DocumentFilter(companies=("Nobody",))) == []
    assert catalog.documents.undated(ANYONE, EVERYTHING) == []
    assert names(catalog) == ["dated", "late", "undated"]


def test_the_parts_of_a_source_take_another_label_but_where_a_user_has_corrected_it(catalog):
    told, corrected = (("label", "caller"),), (("label", "corrected by ann on 2024-01-15"),)
    given = {
        "plain": {"given": (("label", "public"), ("kind", "news")), "sources": told},
        "unsaid": {"given": ()},
        "corrected": {"given": (("label", "public"),), "sources": corrected, "label": "deal team"},
    }
    for name, fields in given.items():
        put(catalog, make_document(name, source_key=f"https://wire.example/rss#{name}", **fields))
    other = put(catalog, make_document("other", source_key="https://wire.example/rss2#plain"))
    version = catalog.documents.version()
    assert catalog.documents.relabel_parts("https://wire.example/rss#", "desk") == 3
    assert catalog.documents.version() > version
    held = {one.name: one for one in catalog.documents.find(ANYONE, EVERYTHING)}
    assert {name: one.label for name, one in held.items()} == {
        "corrected": "deal team", "other": other.label, "plain": "desk", "unsaid": "desk"
    }  # fmt: skip
    assert held["plain"].given == (("label", "desk"), ("kind", "news"))
    assert held["corrected"].given == held["unsaid"].given == (("label", "desk"),)
    version = catalog.documents.version()
    assert catalog.documents.relabel_parts("https://wire.example/rss#", "desk") == 0
    assert catalog.documents.version() == version
