"""Subscribed feeds in `catalog.db`."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from research.adapters.sqlite.conditions import access_parameters
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, unpack_instant_or_none
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.feeds import Feed

_COLUMNS = (
    "url", "title", "label", "etag", "last_modified", "polled_at", "failures",
    "every_minutes", "articles", "due_at", "read_at", "newest_at", "entries", "error", "address", "content_hash",
)  # fmt: skip
_PUT = f"INSERT OR REPLACE INTO feeds ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"  # noqa: S608 - constants only
_SET_BY_USERS = ("url", "title", "label", "every_minutes", "articles")
_FOUND = ", ".join(f"{name} = :{name}" for name in _COLUMNS if name not in _SET_BY_USERS)
_NOTE = f"UPDATE feeds SET title = CASE title WHEN '' THEN :title ELSE title END, {_FOUND} WHERE url = :url"  # noqa: S608 - constants only
_INSTANTS = ("polled_at", "due_at", "read_at", "newest_at")
_ALL = "SELECT * FROM feeds WHERE :labels IS NULL OR label IN (SELECT value FROM json_each(:labels)) ORDER BY url"


class SqliteFeedStore:
    """The `FeedStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, feed: Feed) -> None:
        """Add a feed or replace what is known of it; its URL is its identity."""
        with self._database.write() as connection:
            connection.execute(_PUT, {name: _packed(getattr(feed, name)) for name in _COLUMNS})

    def note(self, feed: Feed) -> bool:
        """Keep what a poll found of a feed that is still subscribed, what users set left as it stands; return whether it is."""
        with self._database.write() as connection:
            return bool(connection.execute(_NOTE, {name: _packed(getattr(feed, name)) for name in _COLUMNS}).rowcount)

    def all(self, access: Access) -> list[Feed]:
        """Return the feeds whose label is allowed, ordered by URL."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_ALL, {"labels": access_parameters(access)["labels"]})]

    def remove(self, url: str) -> None:
        """Forget a feed; raises NotFoundError."""
        with self._database.write() as connection:
            if not connection.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount:
                raise NotFoundError(f"no feed {url}", "list the feeds with `desk feeds list`")


def _packed(value: str | int | datetime | None) -> str | int | None:
    return pack_instant(value) if isinstance(value, datetime) else value


def _read(row: sqlite3.Row) -> Feed:
    plain = {name: row[name] for name in _COLUMNS if name not in _INSTANTS}
    instants = {name: unpack_instant_or_none(row[name]) for name in _INSTANTS}
    return Feed(**plain | instants | {"articles": bool(row["articles"])})
