"""Polling what is due for as long as a service runs: each feed once, a line for each that has something to tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from ingest.polling.asking import Outcome
from ingest.polling.report import FeedPoll, PollReport
from research.nouns.access import Access
from research.nouns.feeds import NEVER, Feed
from ui.out.polls import SLICE, DuePolls, poll_line

NOON = datetime(2025, 2, 10, 12, tzinfo=UTC)


class Feeds:
    """Feeds in a dictionary, polled by noting that they were."""

    def __init__(self, *feeds):
        self.kept, self.asked = {feed.url: feed for feed in feeds}, []

    def all(self, access):
        return sorted(self.kept.values(), key=lambda feed: feed.url)

    def named(self, urls):
        return [feed for feed in self.all(None) if feed.url in urls]

    def poll(self, feeds):
        self.asked.append([feed.url for feed in feeds])
        self.kept |= {feed.url: replace(feed, due_at=NOON + timedelta(hours=1)) for feed in feeds}
        return PollReport(tuple(FeedPoll(feed, Outcome.READ, new=1, batch="b") for feed in feeds), 0.1)


def polls(feeds):
    return DuePolls(SimpleNamespace(feeds=feeds), feeds, Access("ann"), clock=lambda: NOON)


def test_what_is_due_is_polled_once_and_what_is_not_is_left():
    feeds = Feeds(
        Feed("https://a.example/"), Feed("https://b.example/", due_at=NOON), Feed("https://c.example/", due_at=NOON + timedelta(minutes=1))
    )
    feeds.kept["https://d.example/"] = Feed("https://d.example/", due_at=NEVER)
    assert list(polls(feeds)(lambda: False)) == ["feed https://a.example/: 1 new entry", "feed https://b.example/: 1 new entry"]
    assert feeds.asked == [["https://a.example/", "https://b.example/"]]
    assert list(polls(feeds)(lambda: False)) == []


def test_many_are_polled_some_at_a_time_until_it_is_stopped():
    feeds = Feeds(*(Feed(f"https://{number:03}.example/") for number in range(2 * SLICE + 1)))
    assert len(list(polls(feeds)(lambda: len(feeds.asked) == 2))) == 2 * SLICE
    assert [len(asked) for asked in feeds.asked] == [SLICE, SLICE]
    assert len(list(polls(feeds)(lambda: False))) == 1


def test_a_line_tells_what_came_or_what_is_wrong():
    feed = Feed("https://a.example/", title="The\nWire\u202e")
    assert poll_line(FeedPoll(feed, Outcome.READ, entries=9, new=2, updated=1)) == "feed The Wire: 2 new entries, 1 updated entry"
    assert poll_line(FeedPoll(feed, Outcome.READ, entries=9)) == ""
    assert (
        poll_line(FeedPoll(feed, Outcome.FAILED, error="the server\x1b[31m answered 503")) == "feed The Wire: the server[31m answered 503"
    )
