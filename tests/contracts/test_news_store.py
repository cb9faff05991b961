"""What every NewsStore promises."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from research.nouns.access import Access
from research.nouns.documents import DocumentState, Kind
from research.nouns.news import CompanyLink, EventType, NewsEntry, NewsEvent, NewsFigure, NewsFilter
from tests.contracts.samples import JANUARY, make_document

ANYONE = Access("ann")
ALPHA, BETA = CompanyLink("Alpha Corp", "Alpha’s", 0, 7, "alias"), CompanyLink("贝塔股份", "贝塔", 8, 10)
DEAL, RESULTS = NewsEvent(EventType.DEAL, "agrees to buy", 3, 16), NewsEvent(EventType.RESULTS, "reports", 20, 27)
FIGURE = NewsFigure("$343.20 million", Decimal("343200000.00"), "USD", 30, 45)


def add(catalog, key, **changes):
    """Add a news document and return an entry of it with every field set."""
    document = make_document(key, kind=Kind.NEWS, **changes)
    catalog.documents.add(document, [], [])
    return NewsEntry(
        document.id, document.published_at or document.known_at, "Harrow Wire", f"Title of {key}", "https://wire.example/1", "en",
        dated=document.published_at is not None, companies=(ALPHA, BETA), events=(DEAL, RESULTS), figures=(FIGURE,),
        label=document.label, rules="rules-1",
    )  # fmt: skip


def found(catalog, access=ANYONE, **wanted):
    return [entry.document_id for entry in catalog.news.find(access, NewsFilter(**wanted))]


def test_entries_come_back_equal_by_time_and_id(catalog):
    late = add(catalog, "late", published_at=JANUARY + timedelta(hours=1))
    second, first = add(catalog, "b"), add(catalog, "a")
    bare = replace(add(catalog, "bare", published_at=None), language=None, url="", companies=(), events=(), figures=())
    catalog.news.put([late, second, first, bare])
    assert catalog.news.find(ANYONE, NewsFilter()) == [first, second, late, bare]


def test_nothing_is_found_before_anything_is_put(catalog):
    add(catalog, "a")
    catalog.news.put([])
    assert found(catalog) == []


def test_putting_an_entry_again_replaces_what_was_known(catalog):
    entry = add(catalog, "a")
    catalog.news.put([entry])
    other = replace(entry, companies=(BETA,), rules="rules-2", at=entry.at + timedelta(days=1))
    catalog.news.put([entry, other])
    assert catalog.news.find(ANYONE, NewsFilter()) == [other]
    assert found(catalog, companies=("Alpha Corp",)) == []
    assert found(catalog, companies=("贝塔股份",)) == ["id-a"]


def test_an_entry_of_no_document_is_left_out(catalog):
    entry = add(catalog, "a")
    catalog.news.put([replace(entry, document_id="id-unknown"), entry])
    assert found(catalog) == ["id-a"]


def test_entries_are_found_by_company_event_time_and_document(catalog):
    one = replace(add(catalog, "one"), companies=(ALPHA,), events=(DEAL,))
    two = replace(add(catalog, "two", published_at=JANUARY + timedelta(days=1)), companies=(BETA, ALPHA), events=(RESULTS,))
    catalog.news.put([one, two])
    assert found(catalog, companies=("贝塔股份",)) == ["id-two"]
    assert found(catalog, companies=("Alpha Corp", "贝塔股份")) == ["id-one", "id-two"]
    assert found(catalog, companies=("Nobody",)) == []
    assert found(catalog, events=(EventType.DEAL, EventType.LEGAL)) == ["id-one"]
    assert found(catalog, companies=("Alpha Corp",), events=(EventType.RESULTS,)) == ["id-two"]
    assert found(catalog, document_ids=("id-two", "id-none")) == ["id-two"]
    assert found(catalog, document_ids=("id-two", "id-one"), companies=("贝塔股份",)) == ["id-two"]


@pytest.mark.parametrize("companies", [(), ("Alpha Corp",)])
def test_the_window_is_half_open(catalog, companies):
    catalog.news.put([add(catalog, "a")])
    later = JANUARY + timedelta(microseconds=1)
    assert found(catalog, companies=companies, start=JANUARY, end=later) == ["id-a"]
    assert found(catalog, companies=companies, start=later) == []
    assert found(catalog, companies=companies, end=JANUARY) == []


@pytest.mark.parametrize("companies", [(), ("Alpha Corp",)])
def test_the_window_by_arrival_is_of_when_the_document_came(catalog, companies):
    came = JANUARY + timedelta(days=3)
    catalog.news.put([add(catalog, "a", known_at=came)])
    assert found(catalog, companies=companies, start=came, end=came + timedelta(hours=1), by_arrival=True) == ["id-a"]
    assert found(catalog, companies=companies, end=came, by_arrival=True) == []
    assert found(catalog, companies=companies, start=came) == []


def test_labels_and_as_of_hide_entries(catalog):
    catalog.news.put([add(catalog, "open"), add(catalog, "desk", label="desk"), add(catalog, "undated", published_at=None)])
    assert found(catalog, Access("ann", frozenset({"public"}))) == ["id-open", "id-undated"]
    assert found(catalog, Access("ann", frozenset({"desk"}))) == ["id-desk"]
    assert found(catalog, Access("ann", frozenset({"public"}), JANUARY + timedelta(days=1))) == ["id-open"]
    assert found(catalog, Access("ann", None, JANUARY)) == []


def test_a_label_changed_later_holds_of_the_entry(catalog):
    catalog.news.put([add(catalog, "a")])
    catalog.documents.relabel("id-a", "desk")
    assert [entry.label for entry in catalog.news.find(ANYONE, NewsFilter())] == ["desk"]
    assert found(catalog, Access("ann", frozenset({"public"}))) == []


def test_only_entries_of_answering_documents_are_found(catalog):
    old = add(catalog, "old", source_key="feed#1")
    new = add(catalog, "new", source_key="feed#1", supersedes="id-old", state=DocumentState.LEXICAL)
    catalog.news.put([old, new])
    assert found(catalog) == ["id-old"]
    catalog.documents.complete("id-new")
    assert found(catalog) == ["id-new"]


def test_a_document_stored_again_has_no_entry(catalog):
    catalog.news.put([add(catalog, "a")])
    add(catalog, "a")
    assert catalog.news.outdated("rules-1") == ["id-a"]
    assert found(catalog) == []


def test_outdated_are_news_documents_without_an_entry_by_these_rules(catalog):
    catalog.documents.add(make_document("filing"), [], [])
    first, second = add(catalog, "b"), add(catalog, "a", state=DocumentState.LEXICAL)
    add(catalog, "failed", state=DocumentState.FAILED)
    add(catalog, "superseded", state=DocumentState.SUPERSEDED)
    assert catalog.news.outdated("rules-1") == ["id-b", "id-a"]
    catalog.news.put([first])
    assert catalog.news.outdated("rules-1") == ["id-a"]
    catalog.news.put([second])
    assert catalog.news.outdated("rules-1") == []
    assert catalog.news.outdated("rules-2") == ["id-b", "id-a"]


def test_the_last_time_of_what_is_wanted_is_told_by_publication_and_by_arrival(catalog):
    hour = timedelta(hours=1)
    late = add(catalog, "late", published_at=JANUARY, known_at=JANUARY + 9 * hour)
    beta = replace(add(catalog, "beta", published_at=JANUARY + 5 * hour, known_at=JANUARY + 6 * hour), companies=(BETA,))
    desk = add(catalog, "desk", published_at=JANUARY + 7 * hour, known_at=JANUARY + 8 * hour, label="desk")
    gone = add(catalog, "gone", published_at=JANUARY + 10 * hour, known_at=JANUARY + 10 * hour, state=DocumentState.SUPERSEDED)
    catalog.news.put([late, beta, desk, gone])

    def last(access=ANYONE, **wanted):
        moment = catalog.news.last_at(access, NewsFilter(**wanted))
        return None if moment is None else (moment - JANUARY) / hour

    assert (last(), last(by_arrival=True)) == (7, 9)
    assert last(Access("ann", frozenset({"public"}))) == 5
    assert last(companies=("Alpha Corp",), end=JANUARY + 7 * hour) == 0
    assert last(companies=("Alpha Corp",), by_arrival=True, end=JANUARY + 9 * hour) == 8
    assert last(companies=("Alpha Corp",), by_arrival=True, start=JANUARY + 9 * hour) == 9
    assert last(Access("ann", frozenset({"desk"})), companies=("贝塔股份",), by_arrival=True) == 8
    assert last(companies=("Gamma",)) is None
    assert last(by_arrival=True, end=JANUARY) is None
