"""One entry of a feed: as a value, and as the bytes that are kept of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from research.errors import CannotReadError

# How kept entries begin: what tells them from any other JSON.
ENTRY_MAGIC = b'{"desk_feed_entry":1,'
# Left out of the kept bytes where they say nothing beyond the default: what was kept before they came keeps its hash.
_OPTIONAL: Mapping[str, object] = {"zoned": True, "article": ""}
_MORE = "poll the feed again"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a feed says of one story, all of it plain text.

    `key` names the entry inside its feed and stays the same from poll to poll. Instants are aware UTC, None where the feed gives none
    that can be read; `link` is an http(s) address or ""; `source` is the feed's title, or the paper that the feed quotes; `language` a
    two- or three-letter code. `text` keeps its paragraphs as lines. `zoned` is False where the feed's date has no time zone that is
    known and was read as UTC. `article` is the text of the article that `link` leads to, "" where it was not fetched.
    """

    key: str
    title: str = ""
    link: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    source: str = ""
    language: str | None = None
    text: str = field(default="", repr=False)
    categories: tuple[str, ...] = ()
    zoned: bool = True
    article: str = field(default="", repr=False)


_FIELDS = tuple(one.name for one in fields(FeedEntry))


def entry_bytes(entry: FeedEntry) -> bytes:
    """Return the entry as JSON, the same bytes for the same entry; they begin with `ENTRY_MAGIC`."""
    said = {name: getattr(entry, name) for name in _FIELDS}
    record = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in said.items()}
    record = {name: value for name, value in record.items() if name not in _OPTIONAL or value != _OPTIONAL[name]}
    return json.dumps({"desk_feed_entry": 1} | record, ensure_ascii=False, separators=(",", ":")).encode()


def entry_from_bytes(content: bytes, *, name: str) -> FeedEntry:
    """Return the entry that `entry_bytes` wrote; raises CannotReadError, naming `name`, for anything else."""
    if not content.startswith(ENTRY_MAGIC):
        raise CannotReadError(f"{name} is not a kept feed entry", _MORE)
    try:
        record: dict[str, Any] = json.loads(content)
        known = {name: record[name] for name in _FIELDS if name not in _OPTIONAL}
        known |= {name: record.get(name, default) for name, default in _OPTIONAL.items()}
        instants = {at: datetime.fromisoformat(known[at]) if known[at] else None for at in ("published", "updated")}
        return FeedEntry(**known | instants | {"categories": tuple(known["categories"])})
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise CannotReadError(f"{name} is a damaged feed entry ({type(error).__name__})", _MORE) from error
