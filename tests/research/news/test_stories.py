"""Stories are built from ties alone, inside what the reader may see."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.documents import Kind
from research.nouns.news import CompanyLink, EventType, NewsEntry, NewsEvent, NewsFilter, StoryEdge, StorySignature, Tie
from tests.contracts.samples import JANUARY, make_document
from tests.fakes.stores import fake_catalog

ANYONE = Access("ann")
PUBLIC = Access("ann", frozenset({"public"}))
ALPHA = CompanyLink("Alpha Corp", "Alpha", 0, 5)
BETA = CompanyLink("Beta Inc", "Beta", 0, 4)


def entry(key, hours=0, **changes):
    told = NewsEntry(f"id-{key}", JANUARY + timedelta(hours=hours), f"Outlet {key}", f"Title of {key}", companies=(ALPHA,))
    return replace(told, **changes)


def library(entries, edges, labels=()):
    """Return a catalog of entries with ties; `labels` by key of the document."""
    catalog = fake_catalog()
    for one in entries:
        key = one.document_id.removeprefix("id-")
        document = make_document(key, kind=Kind.NEWS, published_at=one.at, label=dict(labels).get(key, "public"))
        catalog.documents.add(document, [], [])
    catalog.news.put(entries)
    catalog.stories.put([StorySignature(one.document_id, (), b"") for one in entries], edges)
    return StoryReader(catalog.news, catalog.stories)


def tie(earlier, later, how=Tie.REWRITE):
    return StoryEdge(f"id-{earlier}", f"id-{later}", how)


def ids(stories):
    return [[one.document_id.removeprefix("id-") for one in story.entries] for story in stories]


def test_entries_that_are_tied_over_others_are_one_story_oldest_first():
    reader = library([entry("c", 2), entry("a", 0), entry("b", 1), entry("d", 3)], [tie("a", "b"), tie("b", "c", Tie.COPY)])
    stories = reader.stories(ANYONE, NewsFilter())
    assert ids(stories) == [["a", "b", "c"], ["d"]]
    first = stories[0]
    assert (first.id, first.headline, first.thread) == ("story-id-a", "Title of a", "story-id-a")
    assert first.outlets == ("Outlet a", "Outlet b", "Outlet c")
    assert (first.first_seen, first.last_seen) == (JANUARY, JANUARY + timedelta(hours=2))
    assert (first.companies, first.events, first.corrected_by, first.retracted_by) == (("Alpha Corp",), (), (), ())


def test_a_wanted_entry_brings_the_whole_story_and_no_other_story():
    entries = [entry("a"), entry("b", 1, companies=(BETA,)), entry("c", 2)]
    reader = library(entries, [tie("a", "b")])
    assert ids(reader.stories(ANYONE, NewsFilter(companies=("Beta Inc",)))) == [["a", "b"]]
    assert ids(reader.stories(ANYONE, NewsFilter(start=JANUARY + timedelta(hours=1), end=JANUARY + timedelta(hours=2)))) == [["a", "b"]]
    assert reader.stories(ANYONE, NewsFilter(companies=("Nobody",))) == []


def test_stories_that_follow_are_of_one_thread_and_stay_apart():
    entries = [entry("a"), entry("b", 30), entry("c", 31), entry("d", 90)]
    reader = library(entries, [tie("a", "b", Tie.FOLLOW_UP), tie("b", "c"), tie("c", "d", Tie.FOLLOW_UP)])
    stories = reader.stories(ANYONE, NewsFilter())
    assert ids(stories) == [["a"], ["b", "c"], ["d"]]
    assert {story.thread for story in stories} == {"story-id-a"}
    late = reader.stories(ANYONE, NewsFilter(start=JANUARY + timedelta(hours=80)))
    assert (ids(late), late[0].thread) == ([["d"]], "story-id-a")


def test_what_the_reader_may_not_see_joins_nothing_and_names_nothing():
    entries = [entry("a"), entry("b", 1, companies=(BETA,)), entry("c", 2)]
    reader = library(entries, [tie("a", "b"), tie("b", "c")], {"b": "deal team"})
    assert ids(reader.stories(ANYONE, NewsFilter())) == [["a", "b", "c"]]
    hidden = reader.stories(PUBLIC, NewsFilter())
    assert ids(hidden) == [["a"], ["c"]]
    assert [story.companies for story in hidden] == [("Alpha Corp",), ("Alpha Corp",)]
    assert hidden == library([entries[0], entries[2]], []).stories(PUBLIC, NewsFilter())


def test_of_an_earlier_day_later_entries_are_not_there():
    reader = library([entry("a"), entry("b", 48)], [tie("a", "b")])
    assert ids(reader.stories(Access("ann", as_of=JANUARY + timedelta(hours=47)), NewsFilter())) == [["a"]]


@pytest.mark.parametrize(("how", "field"), [(Tie.CORRECTION, "corrected_by"), (Tie.RETRACTION, "retracted_by")])
def test_corrections_and_retractions_are_told(how, field):
    entries = [entry("a"), entry("b", 1), entry("c", 2), entry("d", 3)]
    story = library(entries, [tie("a", "b"), tie("a", "c", how), tie("b", "c", how), tie("c", "d", Tie.UPDATE)]).stories(
        ANYONE, NewsFilter()
    )[0]
    assert getattr(story, field) == ("id-c",)
    assert story.headline == ("Title of c" if how is Tie.CORRECTION else "Title of a")


def test_what_most_entries_say_stands_first():
    deal, legal = NewsEvent(EventType.DEAL, "buys", 0, 4), NewsEvent(EventType.LEGAL, "sued", 5, 9)
    entries = [
        entry("a", companies=(BETA, ALPHA), events=(legal, deal, deal)),
        entry("b", 1, events=(deal,), outlet=""),
        entry("c", 2, outlet="Outlet a"),
    ]
    story = library(entries, [tie("a", "b"), tie("b", "c")]).stories(ANYONE, NewsFilter())[0]
    assert story.companies == ("Alpha Corp", "Beta Inc")
    assert story.events == (EventType.DEAL, EventType.LEGAL)
    assert story.outlets == ("Outlet a",)


def test_the_order_in_which_ties_come_changes_nothing():
    entries = [entry("a"), entry("b", 1), entry("c", 2), entry("d", 3)]
    edges = [tie("a", "b"), tie("c", "d", Tie.COPY), tie("b", "d", Tie.UPDATE), tie("a", "c", Tie.FOLLOW_UP)]
    told = {str(library(entries, order).stories(ANYONE, NewsFilter())) for order in permutations(edges)}
    assert len(told) == 1
