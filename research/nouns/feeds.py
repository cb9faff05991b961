"""Subscribed feeds: what was asked for, what the server last said, and how it went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

# When a feed is due that its publisher has ended.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
# A feed that was not read for so many of its intervals, and for a day, was not read for long.
_INTERVALS = 3
_SHORTEST = timedelta(days=1)
# What failed begins with the address that was asked, or with its host.
_ASKED = re.compile(r"(\S+): ")


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed source: its URL is its identity; validators are what the server last sent.

    Polled every `every_minutes`, not before `due_at` (backoff, Retry-After). `polled_at` is the last try, `read_at` the last that
    worked, `error` the one line that says why the last one did not ("" when it did), `failures` how many failed since.
    `articles` allows fetching the articles that entries link to. `address` is where the feed has moved to for good ("" when it has
    not): it is asked there, its entries keep the names that the URL gives them. `content_hash` is that of the bytes last read,
    `entries` how many they held, `newest_at` when the newest of them was published. `added_at` is since when it is subscribed (None:
    always), `titled_at` when a poll gave it its title (None: a user did). Instants are aware UTC.
    """

    url: str
    title: str = ""
    label: str = "public"
    etag: str | None = None
    last_modified: str | None = None
    polled_at: datetime | None = None
    failures: int = 0
    every_minutes: int = 30
    articles: bool = False
    due_at: datetime | None = None
    read_at: datetime | None = None
    newest_at: datetime | None = None
    entries: int = 0
    error: str = ""
    address: str = ""
    content_hash: str | None = None
    added_at: datetime | None = None
    titled_at: datetime | None = None

    @property
    def stopped(self) -> bool:
        """Return whether its publisher has ended the feed: it is never due."""
        return self.due_at == NEVER

    @property
    def patience(self) -> timedelta:
        """Return how long it may go unread before that is worth telling."""
        return max(_INTERVALS * timedelta(minutes=self.every_minutes), _SHORTEST)


@dataclass(frozen=True, slots=True)
class FeedSpan:
    """A stretch of time in which all polls of a feed went alike: the first at `began_at`, the last so far at `last_at`.

    `error` is the one line that says why it could not be read, "" when it was read; `ended` tells that its publisher has ended it.
    """

    url: str
    began_at: datetime
    last_at: datetime
    error: str = ""
    ended: bool = False


def span_of(feed: Feed, last: FeedSpan | None) -> FeedSpan | None:
    """Return the span of a feed's last poll: `last`, that of the poll before, made longer, or one that begins; None for one never polled.

    Reads that lie apart by more than the feed's patience are two spans: between them it was not read for long.
    """
    at, error = feed.polled_at, error_of(feed)
    if at is None:
        return None
    if last and (last.error, last.ended) == (error, feed.stopped) and (error or at - last.last_at <= feed.patience):
        return FeedSpan(feed.url, last.began_at, max(at, last.last_at), error, feed.stopped)
    return FeedSpan(feed.url, at, at, error, feed.stopped)


def error_of(feed: Feed) -> str:
    """Return why a feed was not read, without the address of its own server before it: whoever shows it names the feed."""
    found = _ASKED.match(feed.error)
    own = {name for one in (feed.url, feed.address) if one for name in (urlsplit(one).netloc, urlsplit(one).hostname)}
    return feed.error[found.end() :] or feed.error if found and (urlsplit(found[1]).netloc or found[1]) in own else feed.error
