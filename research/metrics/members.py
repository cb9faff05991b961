"""Rows of one measure for the members of a group: which members a company has, and where a table states a measure for all of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from research.concepts.catalogue import find_concept
from research.metrics.blocks import COLUMN, Block, member_of
from research.metrics.wordings import stems_of
from research.nouns.facts import Fact, Period
from research.planning.choices import Group, choice_words
from research.text.words import words

# A name that so many members begin with belongs to a head above their columns.
_LEAST_SHARED = 2
# Between the name of a part and of a measure in one label.
_JOINT = ": "
_NOTE = re.compile(r"\s*\((?:[a-z]|\d{1,2})\)|[¹²³⁴⁵⁶⁷⁸⁹*†‡]+")


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a group as a block that is whole lists them: names as compared, and the block; the least `rank` fits best."""

    names: tuple[str, ...]
    block: Block
    rank: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Figures of one measure and period, by the members' names as compared; `measures` are what they are called, the nearest first."""

    measures: tuple[str, ...]
    concepts: frozenset[str]
    facts: Mapping[str, Fact]

    @property
    def place(self) -> tuple[int, int]:
        """Return the page and the offset of the first figure."""
        return min((fact.page, fact.start) for fact in self.facts.values())


class Table:
    """The facts of one document as choices look at them."""

    def __init__(self, facts: Sequence[Fact], blocks: Sequence[Block]) -> None:
        self.facts = facts
        self.blocks = blocks
        self._stated: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for fact in facts:
            if fact.is_stated_total and fact.concept:
                self._stated[fact.unit, fact.period, fact.value].add(fact.concept)
        self._earning = _earning(facts, blocks)
        self._by_period: dict[Period, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_period[fact.period].append(fact)

    def concepts_of(self, block: Block) -> frozenset[str]:
        """Return the concepts of which a statement states the block's total for the whole company."""
        total = block.total
        return frozenset(self._stated.get((total.unit, total.period, total.value), ()))

    def members(self, group: Group, periods: Collection[Period]) -> list[Members]:
        """Return the memberships of some periods that fit a group, the best first, each as its block lists them."""
        found = [one for block in self.blocks if block.period in periods if (one := self._as_members(block, group))]
        return sorted(found, key=lambda one: (one.rank, one.block.total.page, one.block.total.start))

    def rows(self, members: Members, period: Period) -> Iterator[Rows]:
        """Yield every set of rows that states one measure of a period for all of these members but what is left over."""
        needed = {name for name in members.names if not choice_words().rest.search(name)}
        for block in self.blocks:
            for parts in dict.fromkeys((block.parts, block.rows)) if block.period == period else ():
                facts = {compared(member_of(part)): part for part in parts}
                # Several rows of one member are parts of its figure.
                if needed <= set(facts) and len(facts) == len(parts):
                    concepts = self.concepts_of(block)
                    titles = (concept.title for name in sorted(concepts) if (concept := find_concept(name)))
                    labels = {part.label for part in parts if part.dimensions}
                    yield Rows((*sorted(labels), *titles, block.total.label), concepts, facts)
        groups: dict[tuple[str, int, str, str | None], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for fact in self._by_period.get(period, ()):
            for name, measure in _readings(fact):
                if name in members.names:
                    groups[measure, fact.page, fact.unit, fact.basis.accounting][name].append(fact)
        for (measure, *_), by_name in groups.items():
            agreeing = {name: same[0] for name, same in by_name.items() if len({one.value for one in same}) == 1}
            if needed <= set(agreeing):
                concepts = frozenset(one.concept for one in agreeing.values() if one.concept)
                yield Rows((measure,), concepts, agreeing)

    def _as_members(self, block: Block, group: Group) -> Members | None:
        listed = (block.parts, block.rows)
        return next((one for parts in listed if (one := self._as_listed(block, parts, group)) is not None), None)

    def _as_listed(self, block: Block, listed: Sequence[Fact], group: Group) -> Members | None:
        parts = [part for part in listed if is_member(member_of(part))]
        names = tuple(dict.fromkeys(compared(member_of(part)) for part in parts))
        if len(names) < 2 or len(names) < len(parts) or _share_a_head(names):
            return None
        kind = Counter(part.dimensions[0][0] if len(part.dimensions) == 1 else "" for part in parts).most_common(1)[0][0]
        rank = self._rank(names, kind, group)
        return Members(names, block, rank) if rank is not None else None

    def _rank(self, names: Sequence[str], kind: str, group: Group) -> int | None:
        """Return how well members fit a group, the least best, None where they do not."""
        earning = sum(name in self._earning for name in names) * 2 > len(names)
        if kind in group.kinds:
            # Where segments have results of their own, what has none is no segment: a product, a region.
            return 0 if group.name != "segment" or earning else None if self._earning else 2
        if group.name == "geography" and kind in {"segment", ""}:
            placed = sum(bool(set(words(name)) & choice_words().places) for name in names)
            return 1 if placed >= _LEAST_SHARED else None
        if group.name == "segment":
            return 1 if earning and kind in {"", "geography", "product"} else None
        return 1 if group.name == "product" and kind in {"segment", ""} and not earning else None


def is_member(name: str) -> bool:
    """Return whether a row's name is that of a part: no total, nothing that is not allotted, nothing that undoes double counting."""
    return choice_words().no_members.search(name) is None


@lru_cache(maxsize=20_000)
def compared(name: str) -> str:
    """Return a member's name as names are compared: lower case, without the marks of notes."""
    return " ".join(words(_NOTE.sub("", name)))


def _readings(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield each way to read a figure as that of a member (its name as compared) and a measure."""
    if len(fact.dimensions) == 1:
        kind, member = fact.dimensions[0]
        yield (compared(fact.label), member) if kind == COLUMN else (compared(member), fact.label)
    elif not fact.dimensions and _JOINT in fact.label:
        before, _, after = fact.label.partition(_JOINT)
        yield compared(after), before
        yield compared(before), after


def _share_a_head(names: Sequence[str]) -> bool:
    """Return whether all names begin with the same words: those of one column's head stand before the names of the others too."""
    heads = {tuple(name.split()[:_LEAST_SHARED]) for name in names}
    return len(names) > _LEAST_SHARED and len(heads) == 1


def _earning(facts: Iterable[Fact], blocks: Iterable[Block]) -> frozenset[str]:
    """Return the names of which a result is stated: a segment has one of its own, a product has none."""
    results = choice_words().results
    named = {compared(fact.dimensions[0][1]) for fact in facts if len(fact.dimensions) == 1 and stems_of(fact.label) & results}
    totals = (block for block in blocks if stems_of(block.total.label) & results and block.total.statement is None)
    return frozenset(named | {compared(member_of(part)) for block in totals for part in block.parts})
