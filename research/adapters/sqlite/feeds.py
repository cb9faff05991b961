"""Subscribed feeds in `catalog.db`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime

from research.adapters.sqlite.conditions import access_parameters
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, unpack_instant, unpack_instant_or_none
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.feeds import Feed, FeedSpan, span_of

_COLUMNS = (
    "url", "title", "label", "etag", "last_modified", "polled_at", "failures",
    "every_minutes", "articles", "due_at", "read_at", "newest_at", "entries", "error", "address", "content_hash",
    "added_at", "titled_at",
)  # fmt: skip
_INTO = f"INTO feeds ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
_PUT, _ADD = f"INSERT OR REPLACE {_INTO}", f"INSERT OR IGNORE {_INTO}"
_SET_BY_USERS = ("url", "title", "label", "every_minutes", "articles", "added_at", "titled_at")
_FOUND = ", ".join(f"{name} = :{name}" for name in _COLUMNS if name not in _SET_BY_USERS)
_NOTE = f"""
UPDATE feeds SET titled_at = CASE WHEN title = '' AND :title <> '' THEN :polled_at ELSE titled_at END,
    title = CASE title WHEN '' THEN :title ELSE title END, {_FOUND} WHERE url = :url"""  # noqa: S608 - constants only
_INSTANTS = ("polled_at", "due_at", "read_at", "newest_at", "added_at", "titled_at")
_NAMED = "SELECT * FROM feeds WHERE url IN (SELECT value FROM json_each(?)) ORDER BY url"
_LAST_SPAN = "SELECT * FROM feed_spans WHERE url = ? AND began_at <= ? ORDER BY began_at DESC LIMIT 1"
_PUT_SPAN = "INSERT OR REPLACE INTO feed_spans (url, began_at, last_at, error, ended) VALUES (?, ?, ?, ?, ?)"
_SPANS = """
SELECT span.* FROM feeds JOIN feed_spans AS span ON span.url = feeds.url AND span.began_at IN (
    (SELECT max(began_at) FROM feed_spans WHERE url = feeds.url AND began_at < :before),
    (SELECT began_at FROM feed_spans WHERE url = feeds.url AND began_at < :before AND error = '' ORDER BY began_at DESC LIMIT 1))
WHERE :labels IS NULL OR feeds.label IN (SELECT value FROM json_each(:labels)) ORDER BY span.url, span.began_at"""
_ALL = "SELECT * FROM feeds WHERE :labels IS NULL OR label IN (SELECT value FROM json_each(:labels)) ORDER BY url"


class SqliteFeedStore:
    """The `FeedStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, feed: Feed) -> None:
        """Add a feed or replace what is known of it; its URL is its identity."""
        with self._database.write() as connection:
            connection.execute(_PUT, _row(feed))

    def add(self, feeds: Sequence[Feed]) -> None:
        """Add feeds, all in one transaction; those whose URL is there already stand as they are."""
        with self._database.write() as connection:
            connection.executemany(_ADD, map(_row, feeds))

    def note(self, feed: Feed) -> bool:
        """Keep what a poll found of a feed that is still subscribed, what users set left as it stands; return whether it is."""
        with self._database.write() as connection:
            held = bool(connection.execute(_NOTE, _row(feed)).rowcount)
            if held and feed.polled_at:
                last = connection.execute(_LAST_SPAN, (feed.url, pack_instant(feed.polled_at))).fetchone()
                span = span_of(feed, _read_span(last) if last else None)
                connection.execute(_PUT_SPAN, [_packed(getattr(span, field.name)) for field in fields(FeedSpan)])
        return held

    def all(self, access: Access) -> list[Feed]:
        """Return the feeds whose label is allowed, ordered by URL."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_ALL, {"labels": access_parameters(access)["labels"]})]

    def named(self, urls: Collection[str]) -> list[Feed]:
        """Return the feeds of these URLs that are still subscribed, whatever their label, ordered by URL."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_NAMED, (json.dumps(sorted(urls)),))]

    def spans(self, access: Access, before: datetime) -> list[FeedSpan]:
        """Return the last span of each allowed feed that began before an instant, and the last of reads, by URL and then in time."""
        wanted = {"labels": access_parameters(access)["labels"], "before": pack_instant(before)}
        with self._database.read() as connection:
            return [_read_span(row) for row in connection.execute(_SPANS, wanted)]

    def remove(self, url: str) -> None:
        """Forget a feed and how its polls went; raises NotFoundError."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM feed_spans WHERE url = ?", (url,))
            if not connection.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount:
                raise NotFoundError(f"no feed {url}", "list the feeds with `desk feeds list`")


def _row(feed: Feed) -> dict[str, str | int | None]:
    return {name: _packed(getattr(feed, name)) for name in _COLUMNS}


def _packed(value: str | int | datetime | None) -> str | int | None:
    return pack_instant(value) if isinstance(value, datetime) else value


def _read(row: sqlite3.Row) -> Feed:
    plain = {name: row[name] for name in _COLUMNS if name not in _INSTANTS}
    instants = {name: unpack_instant_or_none(row[name]) for name in _INSTANTS}
    return Feed(**plain | instants | {"articles": bool(row["articles"])})


def _read_span(row: sqlite3.Row) -> FeedSpan:
    return FeedSpan(row["url"], unpack_instant(row["began_at"]), unpack_instant(row["last_at"]), row["error"], bool(row["ended"]))
