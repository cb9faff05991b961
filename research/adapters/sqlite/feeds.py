"""Subscribed feeds in `catalog.db`."""

from __future__ import annotations

import sqlite3

from research.adapters.sqlite.conditions import access_parameters
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant_or_none, unpack_instant_or_none
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.news import Feed

_PUT = """
INSERT INTO feeds (url, title, label, etag, last_modified, polled_at, failures) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET title = excluded.title, label = excluded.label, etag = excluded.etag,
    last_modified = excluded.last_modified, polled_at = excluded.polled_at, failures = excluded.failures"""
_ALL = "SELECT * FROM feeds WHERE :labels IS NULL OR label IN (SELECT value FROM json_each(:labels)) ORDER BY url"


class SqliteFeedStore:
    """The `FeedStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, feed: Feed) -> None:
        """Add a feed or replace what is known of it; its URL is its identity."""
        polled_at = pack_instant_or_none(feed.polled_at)
        row = (feed.url, feed.title, feed.label, feed.etag, feed.last_modified, polled_at, feed.failures)
        with self._database.write() as connection:
            connection.execute(_PUT, row)

    def all(self, access: Access) -> list[Feed]:
        """Return the feeds whose label is allowed, ordered by URL."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_ALL, {"labels": access_parameters(access)["labels"]})]

    def remove(self, url: str) -> None:
        """Forget a feed; raises NotFoundError."""
        with self._database.write() as connection:
            if not connection.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount:
                raise NotFoundError(f"no feed {url}", "list the feeds with `desk feeds list`")


def _read(row: sqlite3.Row) -> Feed:
    return Feed(
        url=row["url"],
        title=row["title"],
        label=row["label"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        polled_at=unpack_instant_or_none(row["polled_at"]),
        failures=row["failures"],
    )
