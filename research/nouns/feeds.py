"""Subscribed feeds: what was asked for, what the server last said, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

# When a feed is due that its publisher has ended.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed source: its URL is its identity; validators are what the server last sent.

    Polled every `every_minutes`, not before `due_at` (backoff, Retry-After). `polled_at` is the last try, `read_at` the last that
    worked, `error` the one line that says why the last one did not ("" when it did), `failures` how many failed since.
    `articles` allows fetching the articles that entries link to. `address` is where the feed has moved to for good ("" when it has
    not): it is asked there, its entries keep the names that the URL gives them. `content_hash` is that of the bytes last read,
    `entries` how many they held, `newest_at` when the newest of them was published. Instants are aware UTC.
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

    @property
    def stopped(self) -> bool:
        """Return whether its publisher has ended the feed: it is never due."""
        return self.due_at == NEVER
