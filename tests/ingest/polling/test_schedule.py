"""When feeds are due: intervals, backoff, what servers ask for; the same for the same feed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.polling.schedule import is_due, must_wait, next_due, own_wait
from research.nouns.feeds import NEVER, Feed

NOW = datetime(2025, 2, 10, 12, tzinfo=UTC)
FEED = Feed("https://wire.example.com/rss", polled_at=NOW)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "failures", "least"),
    [(30, 0, 30), (30, 1, 60), (30, 3, 240), (30, 40, 1440), (1, 0, 5), (0, 0, 5), (2880, 0, 2880), (2880, 5, 2880), (10**9, 9, 10080)],
)
def test_a_feed_waits_its_interval_doubled_for_each_failure_up_to_a_day(minutes, failures, least):
    wait = own_wait(replace(FEED, every_minutes=minutes, failures=failures))
    assert least * MINUTE <= wait <= least * 1.1 * MINUTE


def test_the_spread_is_made_of_the_address():
    feeds = [Feed(f"https://paper{number}.example.com/rss") for number in range(20)]
    waits = [own_wait(feed) for feed in feeds]
    assert waits == [own_wait(feed) for feed in feeds]
    assert len(set(waits)) == 20
    assert own_wait(replace(feeds[0], failures=1)) != waits[0] * 2


def test_what_a_server_asks_for_goes_before_a_shorter_wait_of_ours():
    assert next_due(FEED, NOW, retry_after=7200) == NOW + timedelta(hours=2)
    assert next_due(FEED, NOW, retry_after=60) == NOW + own_wait(FEED)


def test_due_by_itself_or_only_when_named():
    assert is_due(FEED, NOW)
    waiting = replace(FEED, due_at=next_due(FEED, NOW))
    assert (is_due(waiting, NOW), must_wait(waiting, NOW)) == (False, False)
    failing = replace(FEED, failures=3)
    failing = replace(failing, due_at=next_due(failing, NOW))
    assert (is_due(failing, NOW), must_wait(failing, NOW)) == (False, False)
    told = replace(failing, due_at=next_due(failing, NOW, retry_after=86_400))
    assert (is_due(told, NOW), must_wait(told, NOW)) == (False, True)
    assert (is_due(told, NOW + timedelta(days=2)), must_wait(told, NOW + timedelta(days=2))) == (True, False)
    ended = replace(FEED, due_at=NEVER)
    assert (is_due(ended, NOW), must_wait(ended, NOW)) == (False, True)
