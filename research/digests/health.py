"""How feeds stood at the end of a window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from research.digests.window import Window
from research.nouns.digests import FeedHealth
from research.nouns.feeds import Feed

# A feed that was not read for so many of its intervals, and for a day, is told.
_INTERVALS = 3
_SHORTEST = timedelta(days=1)


def feed_health(feeds: Iterable[Feed], window: Window) -> tuple[FeedHealth, ...]:
    """Return how each feed stood when the window ended, by URL.

    What was read after it counts as read at its end, so that polling again changes nothing. One that was not read for long says so.
    """
    return tuple(_health(feed, window) for feed in sorted(feeds, key=lambda one: one.url))


def _health(feed: Feed, window: Window) -> FeedHealth:
    read = min(feed.read_at, window.end) if feed.read_at else None
    if read == window.end:
        return FeedHealth(feed.url, feed.title or feed.url, read, "")
    late = max(_INTERVALS * timedelta(minutes=feed.every_minutes), _SHORTEST)
    silent = "" if feed.stopped or (read and window.end - read <= late) else "not read for long" if read else "never read"
    return FeedHealth(feed.url, feed.title or feed.url, read, feed.error or silent)
