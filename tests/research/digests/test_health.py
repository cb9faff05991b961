"""How feeds stood at a window's end, and that polling them again changes nothing of it."""

from datetime import timedelta

import pytest

from research.nouns.access import Access
from research.nouns.digests import FeedHealth
from research.nouns.feeds import NEVER, Feed
from tests.research.digests.desk import MORNING, Desk, section

URL = "https://wire.example/rss"
HOUR = timedelta(hours=1)


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
