"""What every FeedStore promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.feeds import NEVER, Feed, FeedSpan
from tests.contracts.samples import JANUARY

ANYONE = Access("ann")
HOUR = timedelta(hours=1)
FULL = Feed("https://b.example/rss", "B’s news", "desk", '"etag"', "Mon, 15 Jan 2024 09:30:00 GMT", JANUARY, 3)


def test_feeds_come_back_equal_ordered_by_url(catalog):
    catalog.feeds.put(FULL)
    catalog.feeds.put(Feed("https://a.example/rss"))
    assert catalog.feeds.all(ANYONE) == [Feed("https://a.example/rss"), FULL]


def test_putting_a_feed_again_replaces_what_is_known(catalog):
    catalog.feeds.put(FULL)
    catalog.feeds.put(Feed(FULL.url, "Renamed"))
    assert catalog.feeds.all(ANYONE) == [Feed(FULL.url, "Renamed")]


def test_feeds_are_added_together_and_those_that_are_there_stand(catalog):
    catalog.feeds.put(FULL)
    catalog.feeds.add([Feed("https://c.example/rss"), Feed(FULL.url, "Theirs"), Feed("https://a.example/rss", "First", "desk")])
    assert [(one.url, one.title) for one in catalog.feeds.all(ANYONE)] == [
        ("https://a.example/rss", "First"),
        (FULL.url, "B’s news"),
        ("https://c.example/rss", ""),
    ]
    named = catalog.feeds.named({FULL.url, "https://a.example/rss", "https://gone.example/rss"})
    assert [one.url for one in named] == ["https://a.example/rss", FULL.url]
    assert catalog.feeds.named([]) == []


def test_labels_hide_feeds(catalog):
    catalog.feeds.put(FULL)
    assert catalog.feeds.all(Access("ann", frozenset({"public"}))) == []
    assert catalog.feeds.all(Access("ann", frozenset({"desk"}), JANUARY)) == [FULL]


def test_a_removed_feed_is_gone(catalog):
    catalog.feeds.put(FULL)
    catalog.feeds.remove(FULL.url)
    assert catalog.feeds.all(ANYONE) == []
    with pytest.raises(NotFoundError):
        catalog.feeds.remove(FULL.url)


def test_what_a_poll_found_is_noted_and_what_users_set_stands(catalog):
    asked = replace(FULL, title="", every_minutes=15)
    catalog.feeds.put(asked)
    edited = replace(asked, title="Ours", label="public", every_minutes=60, articles=True)
    found = replace(
        asked, title="Theirs", etag='"2"', polled_at=JANUARY, failures=0, due_at=NEVER, read_at=JANUARY, newest_at=JANUARY,
        entries=7, error="ended", address="https://c.example/rss", content_hash="ab",
    )  # fmt: skip
    assert catalog.feeds.note(found)
    assert catalog.feeds.all(ANYONE) == [replace(found, titled_at=JANUARY)]
    assert found.stopped
    catalog.feeds.put(edited)
    assert catalog.feeds.note(found)
    assert catalog.feeds.all(ANYONE) == [replace(found, title="Ours", label="public", every_minutes=60, articles=True)]


def test_a_feed_that_was_removed_meanwhile_is_not_noted(catalog):
    assert not catalog.feeds.note(FULL)
    assert catalog.feeds.all(ANYONE) == []
    assert catalog.feeds.spans(ANYONE, JANUARY + HOUR) == []


def test_a_feed_tells_since_when_it_is_subscribed_and_when_a_poll_gave_it_its_title(catalog):
    new = Feed("https://a.example/rss", added_at=JANUARY)
    catalog.feeds.put(new)
    for hours, title in ((1, ""), (2, "Theirs"), (3, "Theirs anew")):
        catalog.feeds.note(replace(new, title=title, polled_at=JANUARY + hours * HOUR, added_at=None))
    (held,) = catalog.feeds.all(ANYONE)
    assert (held.title, held.added_at, held.titled_at) == ("Theirs", JANUARY, JANUARY + 2 * HOUR)


def noted(catalog, hours, error="", **found):
    catalog.feeds.note(replace(FULL, polled_at=JANUARY + hours * HOUR, error=error, **found))


def span(first, last, error="", *, ended=False):
    return FeedSpan(FULL.url, JANUARY + first * HOUR, JANUARY + last * HOUR, error, ended)


def test_polls_that_went_alike_are_one_span_and_what_was_so_before_an_instant_stays(catalog):
    catalog.feeds.put(FULL)
    for hours, error in ((1, ""), (2, ""), (3, "503"), (4, "503"), (60, "503"), (61, ""), (62, "no such name")):
        noted(catalog, hours, error)
    noted(catalog, 63, "gone", due_at=NEVER)
    told = {1: [], 2: [span(1, 2)], 3: [span(1, 2)], 4: [span(1, 2), span(3, 60, "503")], 50: [span(1, 2), span(3, 60, "503")]}
    told |= {61: [span(1, 2), span(3, 60, "503")], 62: [span(61, 61)], 63: [span(61, 61), span(62, 62, "no such name")]}
    told |= {64: [span(61, 61), span(63, 63, "gone", ended=True)]}
    assert {hours: catalog.feeds.spans(ANYONE, JANUARY + hours * HOUR) for hours in told} == told


def test_reads_far_apart_are_two_spans_and_a_clock_that_went_wrong_hides_nothing(catalog):
    catalog.feeds.put(FULL)
    for hours in (1, 25, 50, 9999, 51):
        noted(catalog, hours)
    assert catalog.feeds.spans(ANYONE, JANUARY + 50 * HOUR) == [span(1, 25)]
    assert catalog.feeds.spans(ANYONE, JANUARY + 60 * HOUR) == [span(50, 51)]


def test_spans_are_told_to_those_who_may_know_the_feed_and_go_with_it(catalog):
    catalog.feeds.put(FULL)
    noted(catalog, 1)
    catalog.feeds.put(replace(FULL, title="Renamed"))
    assert catalog.feeds.spans(ANYONE, JANUARY + 2 * HOUR) == [span(1, 1)]
    assert catalog.feeds.spans(Access("ann", frozenset({"public"})), JANUARY + 2 * HOUR) == []
    catalog.feeds.remove(FULL.url)
    catalog.feeds.put(FULL)
    assert catalog.feeds.spans(ANYONE, JANUARY + 2 * HOUR) == []
