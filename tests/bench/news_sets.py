"""Sets of labelled news: the entries of feeds as documents, what people say of each, and the companies that they know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.entry_loading import FeedEntryLoader
from ingest.feed_entry import FeedEntry, entry_bytes
from ingest.feeds import read_feed
from ingest.loaded import Limits
from research.nouns.documents import Document, DocumentState, Kind, Tier

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
# Where the feeds of a set lie, and where its labels and companies do.
FOLDERS: Mapping[str, tuple[Path, Path]] = MappingProxyType(
    {
        **{name: (SAMPLE / "news" / name, SAMPLE / "news" / name) for name in ("dev", "unseen", "held", "fresh", "fourth")},
        "library": (SAMPLE / "library", SAMPLE),
    }
)
# When entries came: in the week of those that have no date.
_CAME = datetime(2025, 2, 13, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company that the labels know: its full name, its short names, its tickers."""

    name: str
    names: tuple[str, ...]
    tickers: tuple[str, ...]
    sector: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What people say of an entry: the companies it is about, the types of event it tells of, and the story it is a part of."""

    companies: frozenset[str]
    events: frozenset[str]
    story: str
    tie: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An entry of a feed: `feed` and `key` name it, `document` is what ingest makes of it."""

    feed: str
    key: str
    document: Document
    labels: Labels


@dataclass(frozen=True, slots=True)
class NewsSet:
    """A set of labelled news; entries in the order of their labels."""

    entries: tuple[Labelled, ...]
    companies: tuple[KnownCompany, ...]

    def table(self) -> dict[str, str]:
        """Return the user's table of names that knows the companies: the company meant by each of its names and tickers."""
        return {called: one.name for one in self.companies for called in (one.name, *one.names, *one.tickers)}


def read_set(name: str) -> NewsSet:
    """Return a set by its name in `FOLDERS`; raises ValueError where its labels and its feeds do not hold the same entries."""
    feeds, labels = FOLDERS[name]
    lines = _lines(labels / "truth-news.jsonl")
    found = {
        (path.stem, entry.key): entry
        for path in sorted(feeds.glob("feed-*"))
        for entry in read_feed(path.read_bytes(), name=path.name).entries
    }
    labelled = {(line["feed"], line["entry"]) for line in lines}
    if labelled != found.keys():
        raise ValueError(f"labelled without an entry, or an entry without labels: {sorted(labelled ^ found.keys())}")
    entries = [Labelled(line["feed"], line["entry"], _document(line, found[line["feed"], line["entry"]]), _labels(line)) for line in lines]
    known = [
        KnownCompany(one["name"], tuple(one["names"]), tuple(one["tickers"]), one["sector"]) for one in _lines(labels / "companies.jsonl")
    ]
    return NewsSet(tuple(entries), tuple(known))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _labels(line: Mapping[str, Any]) -> Labels:
    return Labels(frozenset(line["companies"]), frozenset(line["events"]), line["story"], line.get("tie", ""), line.get("to", ""))


def _document(line: Mapping[str, Any], entry: FeedEntry) -> Document:
    """Return the document that ingest makes of an entry; without a date it is of the day on which it came."""
    content = entry_bytes(entry)
    loaded = FeedEntryLoader(Limits(max_pages=1)).load(content, name=line["entry"])
    published = entry.published or entry.updated
    stated = {one.field: one.value for one in loaded.stated}
    source = f"https://feeds.example/{line['feed']}#{entry.key}"
    content_hash = hashlib.sha256(content).hexdigest()
    return Document(
        id=hashlib.sha256(f"{source}\n{content_hash}".encode()).hexdigest()[:24],
        name=f"{line['feed']}-{content_hash[:12]}",
        source_key=source,
        content_hash=content_hash,
        kind=Kind.NEWS,
        tier=Tier.THIRD_PARTY,
        state=DocumentState.COMPLETE,
        known_at=max(_CAME, published or _CAME),
        title=stated["title"],
        published_at=published,
        language=entry.language,
        text=loaded.text,
        pages=loaded.pages,
        defects=loaded.defects,
    )
