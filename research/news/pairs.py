"""Two entries side by side: what they share, and what differs."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product
from math import fsum, sqrt
from typing import Generic, TypeVar

from research.news.traits import MOST_SHINGLES, FigureTrait, Traits
from research.news.word_classes import weight
from research.text.words import stem

# Of two amounts of one thing neither is more than so many times the other.
COMPARABLE = 8


_T = TypeVar("_T")


class _Once(Generic[_T]):
    """A property worked out when it is first asked for: `functools.cached_property` without its lock, for a pair is one thread's."""

    def __init__(self, work_out: Callable[[Pair], _T]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    def __get__(self, pair: Pair, _owner: type[Pair]) -> _T:
        found = pair.__dict__[self._name] = self._work_out(pair)
        return found


class Pair:
    """Two entries, the earlier first, and what they share: each thing is compared when it is first asked for, since most pairs are told
    apart by little.
    """

    def __init__(self, earlier: Traits, later: Traits) -> None:
        self.earlier = earlier
        self.later = later

    @_Once
    def figures(self) -> float:
        """Return what shared figures say."""
        return _shared_figures(self.earlier, self.later)

    @_Once
    def clash(self) -> bool:
        """Return whether the heads give different amounts of one thing."""
        return _clash(self.earlier, self.later)

    @_Once
    def doubt(self) -> bool:
        """Return whether the heads give different amounts of one unit."""
        return _doubt(self.earlier, self.later)

    @_Once
    def names(self) -> float:
        """Return what shared names and codes say."""
        return _shared_names(self.earlier, self.later)

    @_Once
    def kinds(self) -> frozenset[str]:
        """Return the kinds of event that both tell of."""
        return acts(self.earlier.kinds & self.later.kinds)

    @_Once
    def rare(self) -> float:
        """Return what shared words of the heads say that are not common."""
        return _shared_words(self.earlier, self.later)

    @_Once
    def words(self) -> float:
        """Return how alike their terms are, 0 to 1."""
        return _cosine(self.earlier.terms, self.later.terms)

    @_Once
    def alike(self) -> float:
        """Return which part of the shorter text stands in the longer one."""
        return _contained(self.earlier.shingles, self.later.shingles)

    @property
    def gap(self) -> int:
        """Return the seconds between them."""
        return self.later.at - self.earlier.at

    @property
    def known(self) -> bool:
        """Return whether the companies of both are known."""
        return bool(self.earlier.companies and self.later.companies)

    def marked(self, *marks: str) -> bool:
        """Return whether the later one says one of these of itself."""
        return bool(self.later.marks.intersection(marks))


def have_nothing_in_common(a: Traits, b: Traits) -> bool:
    """Return whether nothing that two entries share could make them one story: asked first, since it is cheap and mostly so."""
    shared = (
        (a.kinds, b.kinds), (a.main_events, b.main_events), (a.head_names, b.names), (b.head_names, a.names), (a.codes, b.codes),
        (a.shingles, b.shingles), (a.periods, b.periods),
    )  # fmt: skip
    if any(not one.isdisjoint(other) for one, other in shared) or a.title == b.title:
        return False
    return not _shares_amount(a, b) and not any(weight(term) >= 1 for term in a.terms & b.terms)


def acts(kinds: frozenset[str]) -> frozenset[str]:
    """Return the kinds that say what happened: how the shares moved is no event."""
    return kinds - {"move"}


def strange_names(a: Traits, b: Traits) -> bool:
    """Return whether both heads hold names, and none of either stands in the other entry."""
    if a.han != b.han or not a.head_names or not b.head_names:
        return False
    return not a.head_names & b.names and not b.head_names & a.names


def _shared_figures(a: Traits, b: Traits) -> float:
    """Return what shared figures say: most where both heads hold them and they are telling."""
    score = 0.0
    for one in a.figures:
        found = [other for other in b.figures if one.equals(other)]
        if found:
            heads = one.head + any(other.head for other in found)
            worth = (0.3, 1.2, 2.0)[heads] * (1.0 if one.telling else 0.5)
            score = max(score, worth) if not score else score + 0.5 * worth
    return min(score, 3.5)


def _clash(a: Traits, b: Traits) -> bool:
    """Return whether the heads give different amounts of one thing, and no amount of it that both hold."""
    if "move" in a.kinds | b.kinds:
        return False
    heads = [[one for one in traits.figures if one.head] for traits in (a, b)]
    same = any(one.of & other.of and _comparable(one, other) for one, other in product(*heads))
    return same and not _shares_amount(a, b)


def _doubt(a: Traits, b: Traits) -> bool:
    """Return whether both heads hold telling amounts that may be of one thing, and none of either stands in the other.

    Prices of shares are none.
    """
    if "move" in a.kinds | b.kinds:
        return False
    heads = [[one for one in traits.figures if one.head and one.telling and one.unit != "%"] for traits in (a, b)]
    return any(_comparable(one, other) for one, other in product(*heads)) and not _shares_amount(a, b)


def _comparable(one: FigureTrait, other: FigureTrait) -> bool:
    """Return whether two figures may be amounts of one thing: of one unit, and neither many times the other."""
    low, high = sorted((abs(one.value), abs(other.value)))
    return one.unit == other.unit and high <= COMPARABLE * low


def _shares_amount(a: Traits, b: Traits) -> bool:
    """Return whether an amount of the head of one stands in the other entry."""
    return any(one.equals(other) for one, other in product(a.figures, b.figures) if one.head or other.head)


def _shared_names(a: Traits, b: Traits) -> float:
    """Return what shared names and codes say: most where both heads hold them."""
    both = a.head_names & b.head_names
    one_head = (a.head_names & b.names) | (b.head_names & a.names)
    score = 1.5 * bool(both) + 0.6 * min(2, max(0, len(both) - 1))
    score += 0.8 * bool(one_head - both)
    return score + 1.5 * bool(a.codes & b.codes)


def _shared_words(a: Traits, b: Traits) -> float:
    """Return what shared words of the heads say that are not common, names left out."""
    named = {stem(name) for name in a.head_names | b.head_names}
    return fsum(weight(term) - 0.6 for term in (a.terms & b.terms) - named if weight(term) >= 1)


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    """Return how alike two sets of terms are, 0 to 1."""
    shared = fsum(map(weight, a & b))
    return shared / sqrt(_mass(a) * _mass(b)) if shared else 0.0


@lru_cache(maxsize=8_192)
def _mass(terms: frozenset[str]) -> float:
    return fsum(map(weight, terms))


def _contained(a: frozenset[int], b: frozenset[int]) -> float:
    """Return which part of the shorter text's runs of words stands in the longer one; of long texts the smallest hashes are compared."""
    if not a or not b:
        return 0.0
    if len(a) >= MOST_SHINGLES or len(b) >= MOST_SHINGLES:
        bound = min(max(one) for one in (a, b) if len(one) >= MOST_SHINGLES)
        a, b = (frozenset(hashed for hashed in one if hashed <= bound) for one in (a, b))
    return len(a & b) / max(1, min(len(a), len(b)))
