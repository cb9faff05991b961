"""Entries in few words, for tests of what joins them."""

from __future__ import annotations

from datetime import timedelta

from research.news.extracting import traits_of
from research.news.parts import Parts
from research.news.reader import NewsReader
from research.news.ties import tie_between
from research.news.traits import Traits
from research.nouns.news import NewsEntry, Tie
from tests.research.news.entries import COMPANIES, FEBRUARY, make_entry

READER = NewsReader(COMPANIES)


def understood(title: str, body: str = "", *, key: str = "a", hours: float = 0) -> tuple[NewsEntry, Parts]:
    """Return an entry that is told some hours after the first, as the intake hands it on."""
    return READER.read_parts(make_entry(title, body, key=key, published_at=FEBRUARY + timedelta(hours=hours)))


def traits(title: str, body: str = "", *, key: str = "a", hours: float = 0) -> Traits:
    """Return what an entry is compared by."""
    return traits_of(*understood(title, body, key=key, hours=hours))


def tie(first: tuple[str, str], second: tuple[str, str], *, hours: float = 2) -> Tie | None:
    """Return how a second entry, told some hours later, belongs with the first; the order in which they are given must not matter."""
    one, other = traits(*first), traits(*second, key="b", hours=hours)
    edge = tie_between(one, other)
    assert edge == tie_between(other, one)
    return edge.tie if edge else None
