"""How much more speaks for two entries telling of one event than against it: what they share and what differs, weighed by `ties.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from math import fsum

from research.news.kinds import apart, later_kinds, told_alike
from research.news.pairs import Pair, acts, strange_names
from research.news.traits import Traits
from research.nouns.news import EventType
from research.text.patterns import read_beside

DAY = 86_400
MARKED = frozenset({"correction", "retraction", "update", "lead update"})
_COUNTED = frozenset({"recall", "layoffs", "contract", "insider_buy", "insider_sell", "shares_sold", "outage", "breach", "closure"})
_OF_LAW = frozenset({"probe", "lawsuit", "settlement", "appeal", "rejection"})
_OF_PARTIES = frozenset(kind.value for kind in (EventType.RATING, EventType.DEAL, EventType.MANAGEMENT, EventType.INSIDER, EventType.LEGAL))


def evidence(pair: Pair) -> float:
    """Return how much more speaks for one event than against it: shared figures, names, kinds and words, and what differs."""
    weights = _weights()
    return fsum((weights["base"], *[weights[name] * value for name, value in _signs(pair) if value]))


def _signs(pair: Pair) -> Iterator[tuple[str, float]]:
    """Yield what is to be weighed, by the names of the weights."""
    a, b = pair.earlier, pair.later
    updates = bool(b.marks & MARKED)
    yield from (("figures", pair.figures), ("names", pair.names), ("words", max(0.0, pair.words - 0.1)), ("rare", min(pair.rare, 2.0)))
    yield from (("clash", pair.clash and not updates), ("doubt", pair.doubt and not updates), ("strange", strange_names(a, b)))
    yield from (("unsupported", _unsupported(one, other)) for one, other in ((a, b), (b, a)))
    yield from (("actors", bool(one.title_actors - other.actors)) for one, other in ((a, b), (b, a)))
    yield "day_of_update" if updates else "day", pair.gap / DAY
    yield from (("move", _is_move(pair)), ("correction", pair.marked("correction", "retraction")), ("language", a.han != b.han))
    yield from (("periods", bool(a.periods & b.periods)), ("unknown", not pair.known))
    yield "bare", _is_bare(pair)
    yield from _signs_of_kinds(pair)
    if not pair.marked("retraction"):
        yield from _signs_of_acts(pair)


def _signs_of_kinds(pair: Pair) -> Iterator[tuple[str, float]]:
    """Yield what kinds and types of events say."""
    a, b = pair.earlier, pair.later
    told = bool(acts(a.kinds)) and bool(acts(b.kinds))
    yield from (("kinds", bool(pair.kinds)), ("title_kinds", bool(acts(a.title_kinds & b.title_kinds))))
    yield from (("other_kinds", told and not pair.kinds), ("unknown_kinds", not told))
    events = a.main_events & b.main_events
    yield from (("events", bool(events)), ("other_events", bool(a.main_events) and bool(b.main_events) and not events))


def _signs_of_acts(pair: Pair) -> Iterator[tuple[str, float]]:
    """Yield what says that the titles tell of different acts, of different parties, or of different counts."""
    a, b = pair.earlier, pair.later
    yield from (("later", comes_after(one, other)) for one, other in ((a, b), (b, a)))
    yield "apart", _are_apart(a, b)
    yield "parties", bool(a.main_events & b.main_events & _OF_PARTIES) and strange_names(a, b)
    yield "counts", _other_counts(pair) and not b.marks & MARKED


@cache
def _weights() -> Mapping[str, float]:
    return {name: float(value) for name, value in read_beside(__file__, "ties.toml")["weights"].items()}


def _is_move(pair: Pair) -> bool:
    """Return whether one of them tells only how the shares moved, within a day: it goes back to what happened, in few words."""
    return pair.gap <= DAY and any("move" in one.kinds and not acts(one.kinds) for one in (pair.earlier, pair.later))


def _is_bare(pair: Pair) -> bool:
    """Return whether two entries say what happened in kinds of which they share none, and no figure, name or word that is not common."""
    told = acts(pair.earlier.kinds) and acts(pair.later.kinds)
    return bool(told) and not (pair.kinds or pair.figures or pair.names or pair.rare)


def _unsupported(one: Traits, other: Traits) -> bool:
    """Return whether both titles say what happened, and the other entry's head says nothing of what the one's does."""
    mine = acts(one.title_kinds)
    return bool(mine and acts(other.title_kinds)) and not mine & other.kinds


def _other_counts(pair: Pair) -> bool:
    """Return whether both heads count things of one kind of event, and differently."""
    counted = (any(one.head and not one.unit and one.telling for one in traits.figures) for traits in (pair.earlier, pair.later))
    return pair.doubt and bool(pair.kinds & _COUNTED) and all(counted)


def comes_after(one: Traits, other: Traits) -> bool:
    """Return whether a title tells of what came of something told before, of which the other entry says nothing.

    Two entries about one matter of law may word differently what was done.
    """
    mine = one.title_kinds & later_kinds()
    if EventType.LEGAL.value in one.main_events & other.main_events:
        mine -= _OF_LAW
    return bool(mine) and not mine & told_alike(other.kinds)


def _are_apart(a: Traits, b: Traits) -> bool:
    """Return whether the two are about different kinds of one list."""
    mine, theirs = a.title_kinds | a.kinds, b.title_kinds | b.kinds
    return any(_differ(a, b, kinds) for kinds in apart() if not kinds.isdisjoint(mine) and not kinds.isdisjoint(theirs))


def _differ(a: Traits, b: Traits, kinds: frozenset[str]) -> bool:
    mine, theirs = (one.title_kinds & kinds or one.kinds & kinds for one in (a, b))
    return bool(mine and theirs) and not mine & theirs and not (mine <= b.kinds and theirs <= a.kinds)
