"""News entries as they were understood: the companies, events and figures in each, and the stories that they tell together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class EventType(StrEnum):
    """What sort of event an entry tells of, in the word that it is shown with."""

    RESULTS = "results"
    GUIDANCE = "guidance"
    RATING = "rating or target"
    DEAL = "deal"
    PAYOUT = "dividend or buyback"
    MANAGEMENT = "management"
    LEGAL = "litigation or regulation"
    PRODUCT = "product"
    FINANCING = "financing"
    INSIDER = "insider"


class Tie(StrEnum):
    """How two entries belong together. All but FOLLOW_UP make one story of them; FOLLOW_UP makes one thread of two stories."""

    COPY = "copy"
    REWRITE = "rewrite"
    UPDATE = "update"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class CompanyLink:
    """A company that an entry is about: its name as the library or a watchlist calls it, and the words that say so.

    `start`-`end` is where the words stand in the document's text; `why` one of "name", "ticker", "cashtag", "alias".
    """

    company: str
    words: str
    start: int
    end: int
    why: str = "name"


@dataclass(frozen=True, slots=True)
class NewsEvent:
    """An event that an entry tells of, and the words that say so, `start`-`end` in the document's text."""

    type: EventType
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NewsFigure:
    """A figure in an entry: its printed form, its value in units ("$343.2 million" → 343200000, "USD"; "6.5%" → 6.5, "%"), its place."""

    printed: str
    value: Decimal
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """One entry of a feed as it was understood; its text is its document's.

    `at` is when it was published, else when it came (`dated` tells which); `outlet` the paper or wire that told it; `url` where its
    article is, "" when the feed gives none; `language` a two- or three-letter code; `rules` the version of rules and of companies that
    it was understood by.
    """

    document_id: str
    at: datetime
    outlet: str
    headline: str
    url: str = ""
    language: str | None = None
    dated: bool = True
    companies: tuple[CompanyLink, ...] = ()
    events: tuple[NewsEvent, ...] = ()
    figures: tuple[NewsFigure, ...] = ()
    label: str = "public"
    rules: str = ""


@dataclass(frozen=True, slots=True)
class StoryEdge:
    """Two entries that belong together, and how: `later` copies, updates, corrects … `earlier`. It depends on these two alone."""

    earlier: str
    later: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class StorySignature:
    """What an entry is compared by with others: it is looked up by `keys` (63 bits each), `traits` is the rest, as the rules packed it."""

    document_id: str
    keys: tuple[int, ...]
    traits: bytes


@dataclass(frozen=True, slots=True)
class NewsFilter:
    """Which entries are wanted; an empty field does not restrict. `start` <= `at` < `end`, or by when they came with `by_arrival`."""

    companies: tuple[str, ...] = ()
    events: tuple[EventType, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    document_ids: tuple[str, ...] = ()
    by_arrival: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One event told by one or more entries that the reader may see.

    `entries` oldest first; `outlets` in order of appearance, each once; `id` is made of the oldest entry's; `thread` the id of the
    oldest story that it goes on from, its own when none; `corrected_by`, `retracted_by` and `updated_by` the entries that do so.
    """

    id: str
    headline: str
    entries: tuple[NewsEntry, ...]
    companies: tuple[str, ...]
    events: tuple[EventType, ...]
    outlets: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    thread: str
    corrected_by: tuple[str, ...] = ()
    retracted_by: tuple[str, ...] = ()
    updated_by: tuple[str, ...] = ()
