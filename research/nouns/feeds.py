"""Subscribed feeds: what was asked for, what the server last said, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed source: its URL is its identity; validators are what the server last sent.

    Polled every `every_minutes`, not before `due_at` (backoff, Retry-After). `polled_at` is the last try, `read_at` the last that
    worked, `error` the one line that says why the last one did not ("" when it did), `failures` how many failed since.
    `articles` allows fetching the articles that entries link to. Instants are aware UTC.
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
