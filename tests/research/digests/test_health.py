"""How feeds stood at a window's end, and that polling them again changes nothing of it."""

from datetime import timedelta

import pytest

from research.nouns.access import Access
from research.nouns.digests import FeedHealth
from research.nouns.feeds import NEVER, Feed
from tests.research.digests.desk import CLOSE, MORNING, Desk, section
from ui.render.digest_view import feed_words

URL = "https://wire.example/rss"
HOUR = timedelta(hours=1)
ENDED = "the publisher has ended this feed (410)"


@pytest.mark.parametrize(
    ("feed", "read_at", "error"),
    [
        (Feed(URL, read_at=MORNING - HOUR), MORNING - HOUR, ""),
        (Feed(URL, read_at=MORNING + HOUR), MORNING, ""),
        (Feed(URL, read_at=MORNING + HOUR, error="the server answered 503"), MORNING, ""),
        (Feed(URL, read_at=MORNING - HOUR, error="the server answered 503"), MORNING - HOUR, "the server answered 503"),
        (Feed(URL, read_at=MORNING - 25 * HOUR), MORNING - 25 * HOUR, "not read for long"),
        (Feed(URL, read_at=MORNING - 25 * HOUR, every_minutes=1440), MORNING - 25 * HOUR, ""),
        (Feed(URL, read_at=MORNING - 99 * HOUR, due_at=NEVER), MORNING - 99 * HOUR, ""),
        (Feed(URL), None, "never read"),
    ],
)
def test_a_feeds_health_is_that_of_the_windows_end(feed, read_at, error):
    desk = Desk()
    desk.catalog.feeds.put(feed)
    digest = desk.digest()
    assert digest.feeds == (FeedHealth(URL, URL, read_at, error),)
    assert [line.text for line in section(digest, "exceptions")] == ([f"{URL}: {error}"] if error else [])


def test_feeds_are_told_only_to_those_who_may_know_them():
    desk = Desk()
    desk.catalog.feeds.put(Feed(URL, "Wire", label="desk"))
    assert desk.digest(access=Access("ann", frozenset({"public"}))).feeds == ()


@pytest.mark.parametrize(
    ("found_at", "error", "exceptions", "known"),
    [
        (MORNING - HOUR, ENDED, [f"Wire: {ENDED}"], False),
        (CLOSE - HOUR, ENDED, [], True),
        (MORNING + HOUR, "", [], False),
    ],
    ids=["in the window", "before it", "after it"],
)
def test_a_feed_that_its_publisher_ended_is_an_exception_once(found_at, error, exceptions, known):
    desk = Desk()
    read = CLOSE - 9 * HOUR
    desk.catalog.feeds.put(Feed(URL, "Wire", read_at=read, polled_at=found_at, due_at=NEVER, error=ENDED))
    digest = desk.digest()
    assert [line.text for line in section(digest, "exceptions")] == exceptions
    assert digest.feeds == (FeedHealth(URL, "Wire", read, error, known),)
    assert any("has ended this feed" in one for one in feed_words(digest)) is known


@pytest.mark.parametrize(
    ("title", "error", "said"),
    [
        ("Wire", f"{URL}: does not answer", "Wire: does not answer"),
        ("", f"{URL}: does not answer", f"{URL}: does not answer"),
        ("Wire", "https://other.example/rss: is no public address", "Wire: https://other.example/rss: is no public address"),
        ("Wire", "wire.example: no such name", "Wire: no such name"),
        ("", "wire.example: no such name", f"{URL}: no such name"),
        ("Wire", "other.example: no such name", "Wire: other.example: no such name"),
        ("Wire", "the server answered 503", "Wire: the server answered 503"),
    ],
)
def test_a_feed_that_failed_is_named_once(title, error, said):
    desk = Desk()
    desk.catalog.feeds.put(Feed(URL, title, read_at=CLOSE, error=error))
    digest = desk.digest()
    (line,) = section(digest, "exceptions")
    assert (line.text, line.note, line.at) == (said, "last read", CLOSE)
    assert feed_words(digest) == ()
