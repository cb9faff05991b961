"""News is understood as it comes in, again when the rules or the companies change, and never otherwise."""

from dataclasses import replace

import pytest

from research.news.intake import NewsIntake
from research.nouns.access import Access
from research.nouns.documents import Kind
from research.nouns.news import EventType, NewsFilter
from research.nouns.watchlists import WatchedCompany
from tests.contracts.samples import make_document
from tests.fakes.stores import fake_catalog
from tests.research.news.entries import FEBRUARY, make_entry

ANYONE = Access("ann")
RAISED = make_entry("Harrowgate Pumps raises dividend", "Harrowgate Pumps plc (LSE: HGP) raised its dividend to 12 pence a share.")


@pytest.fixture
def catalog():
    stores = fake_catalog()
    paper = make_document("paper", company="Harrowgate Pumps plc", ticker="HGP", also_called=())
    stores.documents.add(paper, [], [])
    return stores


def make_intake(catalog, **changes):
    return NewsIntake(catalog.documents, catalog.names, catalog.news, **changes)


def note(catalog, intake, *documents):
    for document in documents:
        catalog.documents.add(document, [], [])
    intake.note(documents)


def found(catalog):
    return catalog.news.find(ANYONE, NewsFilter())


def test_an_entry_is_kept_with_what_it_says(catalog):
    intake = make_intake(catalog)
    note(catalog, intake, RAISED)
    (entry,) = found(catalog)
    assert (entry.at, entry.dated, entry.outlet, entry.url) == (FEBRUARY, True, "Harrow Wire", "https://wire.example/a")
    assert [link.company for link in entry.companies] == ["Harrowgate Pumps plc"]
    assert [event.type for event in entry.events] == [EventType.PAYOUT]
    assert [(figure.printed, figure.unit) for figure in entry.figures] == [("12 pence", "GBP")]
    assert intake.outdated() == []


def test_noting_again_changes_nothing(catalog):
    intake = make_intake(catalog)
    note(catalog, intake, RAISED)
    before = found(catalog)
    intake.note([RAISED])
    assert found(catalog) == before


def test_an_undated_entry_is_of_when_it_came(catalog):
    note(catalog, make_intake(catalog), replace(RAISED, published_at=None))
    (entry,) = found(catalog)
    assert (entry.at, entry.dated) == (FEBRUARY, False)


def test_papers_are_not_noted(catalog):
    intake = make_intake(catalog)
    intake.note([make_document("paper", company="Harrowgate Pumps plc")])
    assert found(catalog) == []


def test_another_company_in_the_library_makes_entries_outdated(catalog):
    intake = make_intake(catalog)
    note(catalog, intake, RAISED, make_entry("Marlstone Bancshares cuts dividend", key="b"))
    catalog.documents.add(make_document("bank", company="Marlstone Bancshares, Inc.", ticker="MRLS"), [], [])
    assert intake.outdated() == ["id-a", "id-b"]
    intake.note([catalog.documents.get(ANYONE, key) for key in intake.outdated()])
    assert intake.outdated() == []
    assert [link.company for link in found(catalog)[1].companies] == ["Marlstone Bancshares, Inc."]


def test_another_entry_makes_none_outdated(catalog):
    intake = make_intake(catalog)
    note(catalog, intake, RAISED)
    note(catalog, intake, make_entry("Something else", key="b", company="Brandel Corp"))
    assert intake.outdated() == []


def test_the_table_of_names_and_watchlists_name_companies_too(catalog):
    watched = [WatchedCompany("Marlstone Bancshares, Inc.", "MRLS")]
    catalog.names.put("Old Pumpworks", "Harrowgate Pumps plc", user="ann")
    intake = make_intake(catalog, watched=lambda: watched)
    note(catalog, intake, make_entry("Old Pumpworks opens plant"), make_entry("$MRLS buys branches", key="b"))
    assert [[link.company for link in entry.companies] for entry in found(catalog)] == [
        ["Harrowgate Pumps plc"],
        ["Marlstone Bancshares, Inc."],
    ]


def test_companies_of_restricted_papers_are_not_told(catalog):
    catalog.documents.add(make_document("secret", company="Marlstone Bancshares, Inc.", ticker="MRLS", label="desk"), [], [])
    note(catalog, make_intake(catalog), make_entry("Marlstone Bancshares cuts dividend"))
    assert [entry.companies for entry in found(catalog)] == [()]


def test_what_follows_is_done_before_an_entry_counts_as_noted(catalog):
    seen = []

    def then(entries):
        seen.append((found(catalog), [entry.document_id for entry, _ in entries]))

    intake = make_intake(catalog, then=then, then_rules="t")
    note(catalog, intake, RAISED)
    assert seen == [([], ["id-a"])]
    assert found(catalog)[0].rules.endswith(":t")
    assert make_intake(catalog, then_rules="u").outdated() == ["id-a"]


def test_entries_of_a_paper_kind_are_no_companies(catalog):
    catalog.documents.add(make_document("other", company="Brandel Corp", kind=Kind.NEWS), [], [])
    note(catalog, make_intake(catalog), make_entry("Brandel Corp cuts dividend"))
    assert [entry.companies for entry in found(catalog)] == [()]
