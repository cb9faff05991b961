"""The same digest from SQLite as from memory, inside the labels and the as-of instant of its reader."""

from datetime import timedelta

import pytest

from research.adapters.sqlite import open_catalog
from research.nouns.access import Access
from research.nouns.documents import Kind
from research.nouns.feeds import Feed
from research.nouns.news import EventType, Tie
from tests.research.digests.desk import ANN, CLOSE, MORNING, NIGHT, Q3, Q3_BEFORE, Desk, texts

REVENUE = [("Revenues", "1,577", Q3, {}), ("Revenues", "1,480", Q3_BEFORE, {})]
LATER = NIGHT + timedelta(hours=2)


def fill(desk):
    desk.entry("a", "Quillmere wins an order", "The order is worth $48 million.", events=(EventType.DEAL,))
    desk.entry("b", "Quillmere wins an order", outlet="Ledger Post", came=LATER, label="desk")
    desk.entry("c", "Aldermoor loses a chief", companies=("Aldermoor",), came=LATER)
    desk.tie("a", "b")
    desk.tie("a", "c", Tie.FOLLOW_UP)
    desk.paper("q3", "Revenues 1,577 1,480\n", facts=REVENUE, fiscal_year=2024, fiscal_period="Q3", form_type="10-Q", label="desk")
    desk.paper("call", "Third quarter call\n", kind=Kind.TRANSCRIPT, came=LATER)
    feed = Feed("https://wire.example/rss", "Wire", polled_at=CLOSE, read_at=CLOSE)
    desk.catalog.feeds.put(feed)
    desk.catalog.feeds.note(feed)
    return desk


@pytest.fixture
def kept(tmp_path):
    catalog = open_catalog(tmp_path / "home")
    yield fill(Desk(catalog))
    catalog.close()


@pytest.mark.parametrize(
    "access",
    [ANN, Access("ann", frozenset({"public"})), Access("ann", frozenset()), Access("ann", None, NIGHT), Access("ann", None, MORNING)],
)
def test_sqlite_gives_the_digest_that_memory_gives(kept, access):
    assert kept.digest(access=access) == fill(Desk()).digest(access=access)
    assert kept.digest(access=access) == kept.digest(access=access)


def test_a_reader_of_public_papers_learns_nothing_of_others(kept):
    public = kept.digest(access=Access("ann", frozenset({"public"})))
    assert [line.note for section in public.sections for line in section.lines if line.story][:1] == ["Harrow Wire"]
    assert texts(public, "exceptions") == texts(public, "changes", "Quillmere, Inc.") == []
    said = repr(public)
    assert "q3" not in said
    assert "Ledger Post" not in said


def test_what_came_after_the_as_of_instant_is_not_there(kept):
    early = kept.digest(access=Access("ann", None, NIGHT))
    assert [line.citations[0].document for section in early.sections for line in section.lines if line.citations] == ["q3", "a", "q3"]
    assert early.silent == ("Aldermoor",)


def test_a_reader_of_nothing_gets_names_of_the_list_alone(kept):
    nothing = kept.digest(access=Access("ann", frozenset()))
    assert (texts(nothing, "exceptions"), nothing.silent, nothing.feeds) == ([], ("Quillmere", "Aldermoor"), ())
