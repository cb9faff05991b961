"""One entry of a feed: as a value, as the bytes that are kept of it, and as the document that those bytes become."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.loaded import Limits, Loaded, Stated
from ingest.writing import TextWriter
from research.errors import CannotReadError
from research.nouns.documents import Defect, Kind, Tier

# How kept entries begin: what tells them from any other JSON.
ENTRY_MAGIC = b'{"desk_feed_entry":1,'
FUTURE_DATE = "future_date"
UNDATED = "undated_entry"
ZONE_UNKNOWN = "date_zone_unknown"
# Left out of the kept bytes where they say nothing beyond the default: what was kept before they came keeps its hash.
_OPTIONAL: Mapping[str, object] = {"zoned": True, "article": ""}
# Clocks and time zones of publishers are off by less than this.
_SLACK = timedelta(days=1)
_LONGEST_TITLE = 200
_SOURCE = "feed entry"
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


class FeedEntryLoader:
    """Reads a kept entry as a document of one page: its title, a line with source, date and link, then its text."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the entry as text with its title, date and language stated; raises CannotReadError for bytes that are no kept entry."""
        entry = entry_from_bytes(content, name=name)
        writer = TextWriter(self._limits, name=name)
        on = entry.published or entry.updated
        writer.heading(entry.title)
        writer.paragraph(" · ".join(filter(None, (entry.source, entry.author, f"{on:%Y-%m-%d %H:%M} UTC" if on else "", entry.link))))
        for paragraph in (entry.article or entry.text).splitlines():
            writer.paragraph(paragraph)
        writer.stated += _stated(entry, on)
        writer.defects += _date_defects(entry, on)
        return writer.loaded()


def _date_defects(entry: FeedEntry, on: datetime | None) -> Iterator[Defect]:
    """Yield what is wrong with an entry's date."""
    if on is None:
        yield Defect(UNDATED, "The feed gives this entry no date that can be read.", 1)
    elif not entry.zoned:
        yield Defect(ZONE_UNKNOWN, f"The feed does not say in which time zone {on:%Y-%m-%d %H:%M} is; it was read as UTC.", 1)
    if on and on > datetime.now(UTC) + _SLACK:
        yield Defect(FUTURE_DATE, f"The feed dates this entry {on:%Y-%m-%d}, in the future; do not rely on it.", 1)


def _stated(entry: FeedEntry, on: datetime | None) -> list[Stated]:
    title = entry.title or next(iter(entry.text.splitlines()), "") or entry.source
    values = {
        "title": title[:_LONGEST_TITLE],
        "kind": Kind.NEWS.value,
        "tier": Tier.THIRD_PARTY.value,
        "published_at": on.isoformat() if on else "",
        "language": entry.language or "",
    }
    return [Stated(name, value, _SOURCE) for name, value in values.items() if value]
