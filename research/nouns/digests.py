"""A digest: what is new and what changed for a watchlist in a window of time, every line with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from research.nouns.answers import Citation
from research.nouns.facts import Calculation
from research.nouns.news import EventType


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line: a verbatim sentence of a source or a computed figure, never words of its own about a company.

    `id` is made of what it says and of its sources, so that read marks and addenda know it again. `note` is what stands beside it in
    our words ("3 outlets", "corrected", "was $1.2 billion a year before"); `at` when it happened or came.
    """

    id: str
    text: str
    citations: tuple[Citation, ...]
    note: str = ""
    event: EventType | None = None
    calculation: Calculation | None = None
    company: str = ""
    at: datetime | None = None
    story: str = ""


@dataclass(frozen=True, slots=True)
class DigestSection:
    """A part of a digest: its heading, its kind ("exceptions", "stories", "documents", "changes", "silence") and its lines."""

    heading: str
    kind: str
    lines: tuple[DigestLine, ...]
    company: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed stood at the end of the window: what it was called, and what was wrong with it ("" when nothing).

    `read_at` is when it was last read before that went wrong, None when it never was, and for one with which nothing is wrong.
    `known` tells that it is no exception: it went wrong for good before the window began and was told then, or it has just been added.
    """

    url: str
    title: str
    read_at: datetime | None
    error: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class DigestSentence:
    """A sentence of a digest's summary, checked against what the digest cites; `lines` are the ids of the lines that it rests on."""

    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DigestSummary:
    """What a model says of a digest's lines in a few sentences, every one supported by them; without any `why` says in one line why.

    `model` wrote them; `struck` of its sentences were not supported and are left out.
    """

    sentences: tuple[DigestSentence, ...] = ()
    model: str = ""
    struck: int = 0
    why: str = ""


NO_SUMMARY = DigestSummary()


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new and what changed for a watchlist in a window of time (half open, aware UTC). Same input, same bytes.

    `silent` are the watched companies with nothing new. `addendum_to` is the id of the digest of the same window that went out before:
    then only what came late is in it. `summary` is the paragraph on top, which a model writes where one is configured; all else is the
    same with and without it.
    """

    id: str
    watchlist: str
    user: str
    start: datetime
    end: datetime
    zone: str
    sections: tuple[DigestSection, ...]
    silent: tuple[str, ...] = ()
    feeds: tuple[FeedHealth, ...] = ()
    addendum_to: str = ""
    summary: DigestSummary = NO_SUMMARY
    missing: tuple[str, ...] = ()
