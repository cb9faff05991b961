"""How feeds stood at the end of a window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from research.digests.quoting import make_line
from research.digests.window import Window
from research.nouns.digests import DigestLine, FeedHealth
from research.nouns.feeds import Feed, FeedSpan

NEVER_READ, NOT_READ = "never read", "not read for long"
# When more feeds than this fail, it is one thing that failed: a line tells of them all, and names as many as the second says.
_MOST_LINES, _MOST_NAMED = 5, 3


def feed_health(feeds: Iterable[Feed], spans: Iterable[FeedSpan], window: Window) -> tuple[FeedHealth, ...]:
    """Return how each feed stood when the window ended, by URL; `spans` are those that began before, as `FeedStore.spans` returns them.

    What polls find afterwards changes nothing of it, so of a feed that was read in time no instant is told: the next poll may come before
    or after the window's end. One that was not read for long says so; one that its publisher has ended is an exception of the window in
    which that was found, and known in those after it. Feeds that were added later are left out.
    """
    of_feed = {url: tuple(own) for url, own in groupby(spans, key=attrgetter("url"))}
    held = (one for one in feeds if one.added_at is None or one.added_at < window.end)
    return tuple(_health(feed, of_feed.get(feed.url, ()), window) for feed in sorted(held, key=lambda one: one.url))


def feed_lines(feeds: Sequence[FeedHealth]) -> list[DigestLine]:
    """Return the exceptions among the feeds, a line each, or one line for all when they are many."""
    failed = [one for one in feeds if one.error and not one.known]
    if len(failed) > _MOST_LINES:
        named = ", ".join(one.title for one in failed[:_MOST_NAMED])
        return [make_line(f"{len(failed):,} of {len(feeds):,} feeds were not read: {named} and others", ())]
    return [_line(one) for one in failed]


def failed_words(feed: FeedHealth) -> str:
    """Return the line that says what is wrong with a feed."""
    return f"{feed.title}: {feed.error}"


def _health(feed: Feed, spans: Sequence[FeedSpan], window: Window) -> FeedHealth:
    title = feed.title if feed.title and (feed.titled_at is None or feed.titled_at < window.end) else feed.url
    read_at = next((one.last_at for one in reversed(spans) if not one.error), None)
    last = spans[-1] if spans else None
    if last and last.error:
        return FeedHealth(feed.url, title, read_at, last.error, known=last.ended and last.began_at < window.start)
    if read_at:
        late = window.end - read_at > feed.patience
        return FeedHealth(feed.url, title, read_at if late else None, NOT_READ if late else "")
    new = feed.added_at is not None and window.end - feed.added_at <= feed.patience
    return FeedHealth(feed.url, title, None, NEVER_READ, known=new)


def _line(feed: FeedHealth) -> DigestLine:
    line = make_line(failed_words(feed), ())
    note = "last read" if feed.read_at else "" if feed.error == NEVER_READ else NEVER_READ
    return replace(line, note=note, at=feed.read_at)
