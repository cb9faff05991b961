"""The feeds as rows of words: how each is, when it was read and is due, for the terminal and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from ingest.subscriptions import title_of
from research.nouns.feeds import Feed, error_of
from ui.render.words import counted, day

# A feed that is read well and has told nothing for so long may have been given up.
QUIET_AFTER = timedelta(days=30)


class Health(StrEnum):
    """How a feed is, in one word."""

    WELL = "well"
    QUIET = "quiet"
    NEW = "not read yet"
    FAILING = "failing"
    ENDED = "ended"


# What is told first is what needs the reader.
_FIRST = (Health.FAILING, Health.ENDED, Health.QUIET, Health.NEW, Health.WELL)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed in words: its title, its health, when it was read and is due, how many entries it held, and a sentence on its state."""

    feed: Feed
    title: str
    health: Health
    read: str
    due: str
    entries: str
    state: str


def feed_rows(feeds: Sequence[Feed], now: datetime) -> tuple[FeedRow, ...]:
    """Return the rows of feeds by title, case ignored."""
    return tuple(sorted((_row(feed, now) for feed in feeds), key=lambda row: (row.title.casefold(), row.feed.url)))


def worst_first(rows: Sequence[FeedRow]) -> tuple[FeedRow, ...]:
    """Return rows with those first that need the reader."""
    return tuple(sorted(rows, key=lambda row: _FIRST.index(row.health)))


def summary_line(rows: Sequence[FeedRow]) -> str:
    """Return the health of all feeds in one line: "12 feeds: 10 well, 1 failing, 1 ended"."""
    counts = [(health, sum(row.health is health for row in rows)) for health in _FIRST]
    parts = [f"{count} {health.value}" for health, count in counts if count]
    return f"{counted(len(rows), 'feed')}: {', '.join(parts)}" if rows else "no feed yet"


def when_words(at: datetime, now: datetime) -> str:
    """Return an instant as seen from now: "just now", "5 minutes ago", "in 2 hours", "3 days ago", with the date when it is long ago."""
    seconds = (now - at).total_seconds()
    away = abs(seconds)
    if away < 45:
        return "just now" if seconds >= 0 else "in a moment"
    if away >= 30 * 86_400:
        return day(at.astimezone(UTC).date())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        number = int(away // length)
        if away >= length or unit == "minute":
            words = counted(max(number, 1), unit)
            return f"{words} ago" if seconds >= 0 else f"in {words}"
    raise AssertionError(away)


def health_of(feed: Feed, now: datetime) -> Health:
    """Return how a feed is."""
    if feed.stopped:
        return Health.ENDED
    if feed.error:
        return Health.FAILING
    if feed.read_at is None:
        return Health.NEW
    return Health.QUIET if feed.newest_at and now - feed.newest_at > QUIET_AFTER else Health.WELL


def _row(feed: Feed, now: datetime) -> FeedRow:
    return FeedRow(
        feed=feed,
        title=title_of(feed),
        health=health_of(feed, now),
        read=when_words(feed.read_at, now) if feed.read_at else "never",
        due=_due(feed, now),
        entries=f"{feed.entries:,}" if feed.read_at else "—",
        state=_state(feed, now),
    )


def _due(feed: Feed, now: datetime) -> str:
    if feed.stopped:
        return "never"
    return when_words(feed.due_at, now) if feed.due_at and feed.due_at > now else "now"


def _state(feed: Feed, now: datetime) -> str:
    """Return a sentence on how a feed is."""
    health = health_of(feed, now)
    moved = f"; it has moved to {feed.address}" if feed.address else ""
    if health is Health.FAILING:
        times = "" if feed.failures < 2 else f" ({feed.failures} times in a row)"
        return f"failing{times}: {error_of(feed)}{moved}"
    if health is Health.ENDED:
        return f"ended: {feed.error}" if feed.error else "ended by its publisher"
    if health is Health.QUIET and feed.newest_at:
        return f"read well, nothing new since {day(feed.newest_at.date())}{moved}"
    return f"{health.value}{moved}"
