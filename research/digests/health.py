"""How feeds stood at the end of a window."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from research.digests.window import Window
from research.nouns.digests import FeedHealth
from research.nouns.feeds import Feed

# A feed that was not read for so many of its intervals, and for a day, is told.
_INTERVALS = 3
_SHORTEST = timedelta(days=1)
# What failed begins with the address that was asked, or with its host.
_ASKED = re.compile(r"(\S+): ")


def feed_health(feeds: Iterable[Feed], window: Window) -> tuple[FeedHealth, ...]:
    """Return how each feed stood when the window ended, by URL.

    What was read after it counts as read at its end, so that polling again changes nothing. One that was not read for long says so; one
    that its publisher has ended is an exception of the window in which that was found, and known in those after it.
    """
    return tuple(_health(feed, window) for feed in sorted(feeds, key=lambda one: one.url))


def failed_words(feed: FeedHealth) -> str:
    """Return the line that says what is wrong with a feed."""
    return f"{feed.title}: {feed.error}"


def _health(feed: Feed, window: Window) -> FeedHealth:
    read, title = min(feed.read_at, window.end) if feed.read_at else None, feed.title or feed.url
    ended_later = feed.stopped and feed.polled_at is not None and feed.polled_at >= window.end
    if read == window.end or ended_later:
        return FeedHealth(feed.url, title, read, "")
    late = max(_INTERVALS * timedelta(minutes=feed.every_minutes), _SHORTEST)
    silent = "" if feed.stopped or (read and window.end - read <= late) else "not read for long" if read else "never read"
    known = feed.stopped and feed.polled_at is not None and feed.polled_at < window.start
    return FeedHealth(feed.url, title, read, error_of(feed) or silent, known)


def error_of(feed: Feed) -> str:
    """Return why a feed was not read, without the address of its own server before it: whoever shows it names the feed."""
    found = _ASKED.match(feed.error)
    own = {name for one in (feed.url, feed.address) if one for name in (urlsplit(one).netloc, urlsplit(one).hostname)}
    return feed.error[found.end() :] if found and (urlsplit(found[1]).netloc or found[1]) in own else feed.error
