"""Corrections: kept in order, undone once, seen with their document only, and moved with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.corrections import Corrected, Correction
from tests.contracts.samples import JANUARY, make_document

READER = Access("analyst")


@pytest.fixture
def document(catalog):
    document = make_document()
    catalog.documents.add(document, [], [])
    return document


def correction(document, field="company", value="Alpha Holdings", **changes):
    made = Correction(
        Corrected.METADATA,
        document.source_key,
        field,
        before="Alpha Corp",
        value=value,
        user="analyst",
        made_at=JANUARY + timedelta(days=2),
        reason="the cover names the parent",
        origin="cover page",
    )
    return replace(made, **changes)


def test_what_is_made_is_given_back_whole_in_order(catalog, document):
    first = catalog.corrections.make(correction(document))
    second = catalog.corrections.make(correction(document, "ticker", None, reason="", before=None))
    assert first == replace(correction(document), id=first.id)
    assert catalog.corrections.of(READER, Corrected.METADATA, document.source_key) == [first, second]
    assert catalog.corrections.holding(Corrected.METADATA, document.source_key) == [first, second]
    assert second.id > first.id


def test_kinds_and_documents_are_apart(catalog, document):
    catalog.corrections.make(correction(document, "revenue FY2023", "12", kind=Corrected.FACT))
    catalog.corrections.make(correction(document, target="file:///elsewhere.pdf"))
    assert catalog.corrections.of(READER, Corrected.METADATA, document.source_key) == []
    assert [one.field for one in catalog.corrections.holding(Corrected.FACT, document.source_key)] == ["revenue FY2023"]


def test_one_for_a_company_holds_for_its_other_documents_too(catalog, document):
    made = catalog.corrections.make(correction(document, "{}", "revenue", kind=Corrected.LABEL, company="alphacorp"))
    own = catalog.corrections.make(correction(document, "{}", "revenue", kind=Corrected.LABEL))
    elsewhere = "file:///library/later.pdf"
    assert catalog.corrections.holding(Corrected.LABEL, elsewhere, company="alphacorp", label=document.label) == [made]
    assert catalog.corrections.holding(Corrected.LABEL, elsewhere, company="betacorp") == []
    assert catalog.corrections.holding(Corrected.LABEL, elsewhere) == []
    assert catalog.corrections.holding(Corrected.LABEL, document.source_key, company="alphacorp", label=document.label) == [made, own]
    assert catalog.corrections.of(READER, Corrected.LABEL, document.source_key) == [made, own]
    catalog.corrections.undo(READER, made.id, at=JANUARY)
    assert catalog.corrections.holding(Corrected.LABEL, elsewhere, company="alphacorp", label=document.label) == []


def test_undone_it_holds_no_more_and_is_still_listed_with_who_and_when(catalog, document):
    made = catalog.corrections.make(correction(document))
    at = JANUARY + timedelta(days=3)
    undone = catalog.corrections.undo(Access("manager"), made.id, at=at)
    assert undone == replace(made, undone_at=at, undone_by="manager")
    assert catalog.corrections.holding(Corrected.METADATA, document.source_key) == []
    assert catalog.corrections.of(READER, Corrected.METADATA, document.source_key) == [undone]
    with pytest.raises(UsageError, match="was undone before"):
        catalog.corrections.undo(READER, made.id, at=at)


def test_one_that_is_not_there_cannot_be_undone(catalog):
    with pytest.raises(NotFoundError, match="no correction 7"):
        catalog.corrections.undo(READER, 7, at=JANUARY)


def test_a_reader_who_may_not_see_the_document_sees_no_correction(catalog, document):
    made = catalog.corrections.make(correction(document))
    catalog.documents.add(make_document(id="id-2", label="internal", known_at=JANUARY + timedelta(days=4)), [], [])
    guest = Access("guest", labels=frozenset({"public"}))
    assert catalog.corrections.of(guest, Corrected.METADATA, document.source_key) == []
    with pytest.raises(NotFoundError):
        catalog.corrections.undo(guest, made.id, at=JANUARY)
    assert catalog.corrections.of(READER, Corrected.METADATA, document.source_key) == [made]


def test_as_of_an_earlier_day_it_was_not_made_yet(catalog, document):
    catalog.corrections.make(correction(document, made_at=JANUARY + timedelta(days=30)))
    assert catalog.corrections.of(replace(READER, as_of=JANUARY + timedelta(days=20)), Corrected.METADATA, document.source_key) == []
    assert len(catalog.corrections.of(replace(READER, as_of=JANUARY + timedelta(days=40)), Corrected.METADATA, document.source_key)) == 1


def test_a_moved_document_takes_its_corrections_along_and_those_of_the_place_are_undone(catalog, document):
    other = make_document("beta")
    catalog.documents.add(other, [], [])
    made, stale = catalog.corrections.make(correction(document)), catalog.corrections.make(correction(other))
    catalog.documents.move(document.id, other.source_key)
    assert catalog.corrections.holding(Corrected.METADATA, document.source_key) == []
    assert [one.id for one in catalog.corrections.holding(Corrected.METADATA, other.source_key)] == [made.id]
    listed = {one.id: one.undone_at for one in catalog.corrections.of(READER, Corrected.METADATA, other.source_key)}
    assert listed[stale.id] is not None


def test_a_label_is_given_to_every_version_of_the_source_at_once(catalog, document):
    newer = make_document(id="id-2", supersedes=document.id)
    other = make_document("beta")
    for one in (newer, other):
        catalog.documents.add(one, [], [])
    version = catalog.documents.version()
    catalog.documents.relabel(newer.id, "internal")
    labels = {one.id: catalog.documents.get(READER, one.id).label for one in (document, newer, other)}
    assert labels == {document.id: "internal", newer.id: "internal", other.id: "public"}
    assert catalog.documents.version() > version
    with pytest.raises(NotFoundError):
        catalog.documents.relabel("id-none", "internal")


def test_one_for_a_company_holds_where_its_own_document_may_be_seen_and_is_listed_for_the_company(catalog):
    document = replace(make_document(), label="deal:x")
    catalog.documents.add(document, [], [])
    made = catalog.corrections.make(correction(document, "{}", "revenue", kind=Corrected.LABEL, company="alphacorp"))
    elsewhere = "file:///elsewhere.pdf"
    assert catalog.corrections.holding(Corrected.LABEL, elsewhere, company="alphacorp") == []
    assert catalog.corrections.holding(Corrected.LABEL, elsewhere, company="alphacorp", label="deal:y") == []
    assert catalog.corrections.holding(Corrected.LABEL, elsewhere, company="alphacorp", label="deal:x") == [made]
    assert catalog.corrections.of_company(READER, Corrected.LABEL, "alphacorp") == [made]
    assert catalog.corrections.of_company(READER, Corrected.LABEL, "") == []
    assert catalog.corrections.of_company(Access("guest", frozenset({"public"})), Corrected.LABEL, "alphacorp") == []
