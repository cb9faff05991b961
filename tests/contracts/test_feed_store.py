"""What every FeedStore promises."""

from dataclasses import replace

import pytest

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.feeds import NEVER, Feed
from tests.contracts.samples import JANUARY

ANYONE = Access("ann")
FULL = Feed("https://b.example/rss", "B’s news", "desk", '"etag"', "Mon, 15 Jan 2024 09:30:00 GMT", JANUARY, 3)


def test_feeds_come_back_equal_ordered_by_url(catalog):
    catalog.feeds.put(FULL)
    catalog.feeds.put(Feed("https://a.example/rss"))
    assert catalog.feeds.all(ANYONE) == [Feed("https://a.example/rss"), FULL]


def test_putting_a_feed_again_replaces_what_is_known(catalog):
    catalog.feeds.put(FULL)
    catalog.feeds.put(Feed(FULL.url, "Renamed"))
    assert catalog.feeds.all(ANYONE) == [Feed(FULL.url, "Renamed")]


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
    assert catalog.feeds.all(ANYONE) == [found]
    assert found.stopped
    catalog.feeds.put(edited)
    assert catalog.feeds.note(found)
    assert catalog.feeds.all(ANYONE) == [replace(found, title="Ours", label="public", every_minutes=60, articles=True)]


def test_a_feed_that_was_removed_meanwhile_is_not_noted(catalog):
    assert not catalog.feeds.note(FULL)
    assert catalog.feeds.all(ANYONE) == []
