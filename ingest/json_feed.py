"""JSON Feed 1 and 1.1 (https://jsonfeed.org) → a feed's title and its entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.feed_dates import FeedDate, read_date
from ingest.feed_entry import FeedEntry
from ingest.feed_keys import entry_key, web_address
from ingest.feed_text import plain_line, plain_text
from research.errors import CannotReadError

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/1', re.IGNORECASE)
_ADDRESS = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:\.\d+)?/?", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?$")
_BOM = b"\xef\xbb\xbf"


def looks_like_json(content: bytes) -> bool:
    """Return whether bytes can only be read as a JSON object."""
    return content.removeprefix(_BOM).lstrip()[:1] == b"{"


def is_json_feed(head: bytes) -> bool:
    """Return whether a file that begins so is a JSON feed: its version stands within what is given."""
    return looks_like_json(head) and _VERSION.search(head.decode("utf-8", "replace")) is not None


def read_json_feed(content: bytes, *, name: str) -> tuple[str, list[FeedEntry]]:
    """Return the title and the entries of a JSON feed in its order, the keys as it gives them; raises CannotReadError."""
    try:
        feed = json.loads(content.removeprefix(_BOM).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise CannotReadError(f"{name}: the JSON feed cannot be parsed ({type(error).__name__})", "validate the feed") from error
    if not isinstance(feed, dict) or not _ADDRESS.fullmatch(str(feed.get("version"))) or not isinstance(feed.get("items"), list):
        raise CannotReadError(f"{name} is not a JSON feed", "give the address of the feed itself, not of its page")
    return plain_line(_text(feed, "title")), [_entry(item, feed) for item in feed["items"] if isinstance(item, dict)]


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any]) -> FeedEntry:
    title, link = plain_line(_text(item, "title")), web_address(_text(item, "url") or _text(item, "external_url"))
    text = max(plain_text(_text(item, "content_html")), plain_text(_text(item, "content_text")), key=len) or plain_text(
        _text(item, "summary")
    )
    published, updated = _date(item, "date_published"), _date(item, "date_modified")
    on = published or updated
    return FeedEntry(
        key=entry_key(_text(item, "id"), link, f"{title}\n{on.at if on else ''}\n{text}"),
        title=title,
        link=link,
        published=published.at if published else None,
        updated=updated.at if updated else None,
        author=", ".join(dict.fromkeys(filter(None, _authors(item)))),
        source=plain_line(_text(feed, "title")),
        language=_language(item) or _language(feed),
        text=text,
        categories=tuple(dict.fromkeys(filter(None, (plain_line(tag) for tag in _list(item, "tags") if isinstance(tag, str))))),
        zoned=on is None or on.zoned,
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    """Return a field as text, "" when it is absent or neither text nor a number; halves of characters are dropped."""
    found = record.get(name)
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return str(found)
    return found.encode("utf-8", "ignore").decode() if isinstance(found, str) else ""


def _list(record: Mapping[str, Any], name: str) -> list[Any]:
    found = record.get(name)
    return found if isinstance(found, list) else []


def _authors(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of an item's authors: a list since version 1.1, one before."""
    for author in [*_list(item, "authors"), item.get("author")]:
        if isinstance(author, dict):
            yield plain_line(_text(author, "name"))


def _date(item: Mapping[str, Any], name: str) -> FeedDate | None:
    return read_date(_text(item, name))


def _language(record: Mapping[str, Any]) -> str | None:
    found = _LANGUAGE.match(_text(record, "language").strip())
    return found[1].lower() if found else None
