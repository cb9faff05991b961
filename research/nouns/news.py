"""What managers read: feeds, stories and digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from research.nouns.answers import Claim


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed source: its URL is its identity; validators are what the server last sent."""

    url: str
    title: str = ""
    label: str = "public"
    etag: str | None = None
    last_modified: str | None = None
    polled_at: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """One event told by one or more entries: the documents that carry it, oldest first, and the companies it concerns."""

    id: str
    headline: str
    document_ids: tuple[str, ...]
    companies: tuple[str, ...]
    event_type: str | None
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class DigestSection:
    """A part of a digest: its heading and its lines, each cited."""

    heading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new and what changed for a watchlist in a window of time (half open, aware UTC)."""

    watchlist: str
    start: datetime
    end: datetime
    sections: tuple[DigestSection, ...]
    stories: tuple[Story, ...] = ()
