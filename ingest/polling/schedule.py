"""When a feed is asked next: at its interval, later after failures, and never before its server allows."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from research.nouns.feeds import Feed

LEAST_MINUTES = 5
MOST_MINUTES = 7 * 24 * 60
# After failures the wait doubles up to a day, or stays at the interval of a feed that is asked less often.
LONGEST_BACKOFF = timedelta(days=1)
# Feeds that were added together part by up to this share of their wait.
SPREAD = 0.1
# What the store may round off an instant.
_SLACK = timedelta(seconds=1)


def own_wait(feed: Feed) -> timedelta:
    """Return how long a feed waits between two polls when its server asks for nothing: its interval, doubled for each failure.

    The spread is made of the URL and the number of failures: the same for the same feed, different for its neighbours.
    """
    interval = timedelta(minutes=min(max(feed.every_minutes, LEAST_MINUTES), MOST_MINUTES))
    doubled = interval * (1 << min(feed.failures, 16))
    wait = min(doubled, max(LONGEST_BACKOFF, interval))
    digest = hashlib.sha256(f"{feed.url}\n{feed.failures}".encode()).digest()
    return wait * (1 + SPREAD * int.from_bytes(digest[:4]) / 2**32)


def next_due(feed: Feed, now: datetime, *, retry_after: int | None = None) -> datetime:
    """Return when a feed is due whose state tells how the poll of `now` went; `retry_after` are seconds that its server asks to wait."""
    return now + max(own_wait(feed), timedelta(seconds=retry_after or 0))


def is_due(feed: Feed, now: datetime) -> bool:
    """Return whether a feed is to be asked by itself."""
    return feed.due_at is None or feed.due_at <= now


def must_wait(feed: Feed, now: datetime) -> bool:
    """Return whether a feed is not to be asked unless it is named: it has ended, or its server asked to wait longer than we would."""
    if feed.stopped:
        return True
    if feed.due_at is None or feed.polled_at is None or feed.due_at <= now:
        return False
    return feed.due_at > feed.polled_at + own_wait(feed) + _SLACK
