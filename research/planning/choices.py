"""Questions that choose among the members of a group: "which region had the highest revenue", "rank the segments by organic growth"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from research.nouns.answers import PartKind, QuestionPlan
from research.planning.folding import fold
from research.text.patterns import any_of, read_beside
from research.text.words import stem, stop_words, words


class Aim(StrEnum):
    """What the members are put in order by."""

    LEVEL = "level"
    GROWTH = "growth"
    LIST = "list"  # by nothing: the members themselves are asked for


@dataclass(frozen=True, slots=True)
class Group:
    """What is chosen among.

    Members of one of the dimensions `kinds`; the rows that add up to the statement's `total`; the rows of `concepts`; or, for a `part`,
    the rows that add up to a total which the question names.
    """

    name: str
    title: str
    words: re.Pattern[str]
    kinds: tuple[str, ...] = ()
    total: str = ""
    concepts: tuple[str, ...] = ()
    part: bool = False

    @property
    def is_stated(self) -> bool:
        """Return whether the members are rows of a primary statement."""
        return bool(self.total or self.concepts)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a question chooses: the highest or the lowest of a group, by level or by growth, or all in order.

    `fell` tells that a fall is asked for; `by_amount` that growth is meant as an amount. `terms` are stems of which the label of a printed
    rate must have one ("organic"). `left` are the words that nothing else explains: those of the measure, and of where it is looked for.
    `loss` tells that the measure is a loss, which rows of results state as a negative figure. `other` tells that the question wants
    something else than one end of the order: all but one member, a year, another figure of the member chosen. `each` tells that no end is
    asked for, but the figure of every member ("by segment").
    """

    group: Group
    aim: Aim
    highest: bool = True
    ranked: bool = False
    fell: bool = False
    by_amount: bool = False
    terms: frozenset[str] = frozenset()
    left: tuple[str, ...] = ()
    loss: bool = False
    other: bool = False
    each: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """The lists of `choices.toml` that are about rows: patterns of members that are none, stems of labels."""

    no_members: re.Pattern[str]
    rest: re.Pattern[str]
    places: frozenset[str]
    results: frozenset[str]
    label: frozenset[str]
    growth: frozenset[str]
    terms: frozenset[str]
    high: re.Pattern[str]
    low: re.Pattern[str]


def read_choice(plan: QuestionPlan) -> Choice | None:
    """Return what a plan's question chooses among, None for a question that chooses nothing or names no group that is known.

    None too for one whose choice the user took out.
    """
    if any(part.kind is PartKind.CHOICE for part in plan.removed):
        return None
    text = _without(fold(plan.question), (*(term.words for term in plan.companies), *(term.words for term in plan.periods)))
    known = _patterns()
    text = known.asides.sub(" ", text)
    found = [(match, group) for group in known.groups if (match := group.words.search(text))]
    if not found:
        return None
    match, group = max(found, key=lambda one: (not one[1].part, len(one[0].group()), -one[0].start()))
    end = end_of(text)
    listed = end is None and group.kinds and known.lists(group).search(text)
    each = end is None and not listed and group.kinds and known.each(group).search(text)
    if end is None and not listed and not each:
        return None
    terms = next((labels for pattern, labels in known.terms if pattern.search(text)), frozenset[str]())
    moved = bool(end and end.moved) or bool(terms) or any(known.moved[name].search(text) for name in ("down", "up", "performance"))
    metric = plan.metric.words if plan.metric and not group.is_stated else ""
    of_each = (known.each(group),) if each else ()
    rest = _blanked(text, (*of_each, *known.taken, group.words), (metric,))
    ignored = stop_words() | known.filler | (known.beside if listed else frozenset())
    return Choice(
        group=group,
        aim=Aim.LIST if listed else Aim.GROWTH if moved and not group.is_stated and not group.part else Aim.LEVEL,
        highest=end.highest if end else True,
        ranked=bool(known.ends["ranked"].search(text)),
        fell=bool(end and end.fell),
        by_amount=bool(known.moved["amount"].search(text)),
        terms=terms,
        left=tuple(dict.fromkeys(word for word in words(rest) if word not in ignored)),
        loss=bool(known.loss.search(known.no_loss.sub(" ", text))),
        other=_wants_other(text, group, end, plan),
        each=bool(each),
    )


def _wants_other(text: str, group: Group, end: End | None, plan: QuestionPlan) -> bool:
    """Return whether a question wants something else than one end of the order of a group, though it has the words of one."""
    known = _patterns()
    for pattern, _ in known.terms:
        text = pattern.sub(" ", text)
    if known.turned.search(text):
        return True
    if group.is_stated or group.part:
        # Balances and flows are put in order as they are, not by how they moved.
        moved = any(known.moved[name].search(text) for name in ("down", "up", "fell", "performance"))
        return moved or bool(end and end.moved and not group.concepts)
    of_one = re.search(
        rf"\bof\s+(?:\w+\s+)?(?:{known.ends['high'].pattern}|{known.ends['low'].pattern})\s+(?:{group.words.pattern})", text, re.IGNORECASE
    )
    return of_one is not None and plan.metric is not None and plan.metric.value != "revenue"


@dataclass(frozen=True, slots=True)
class End:
    """Which end of the order is asked for, whether that of a movement, and whether of a fall."""

    highest: bool
    moved: bool = False
    fell: bool = False


def is_turned(text: str) -> bool:
    """Return whether a question has words that make it another one than for one end of an order: "except", "the second"."""
    return _patterns().turned.search(text) is not None


def words_of_end(text: str) -> frozenset[str]:
    """Return the words of a question that say which end of an order is asked for."""
    return frozenset(word for pattern in _patterns().ends.values() for said in pattern.findall(text) for word in words(said))


def end_of(text: str) -> End | None:
    """Return which end of an order a question in plain small letters asks for, None for none."""
    known = _patterns()
    text = known.ends["none"].sub(" ", text)
    if known.ends["highest_after_all"].search(text):
        # "Brought in the most (or lost the least)": the level is meant where it is named too.
        return End(highest=True, moved=not known.ends["high"].search(known.ends["highest_after_all"].sub(" ", text)))
    if known.ends["fall"].search(text):
        return End(highest=False, moved=True, fell=bool(known.moved["fell"].search(text)))
    for name in ("ascending", "descending"):
        if known.ends[name].search(text):
            return End(highest=name == "descending", moved=bool(known.moved["down"].search(text)))
    down = bool(known.moved["down"].search(text))
    if down and known.ends["little"].search(text):
        return End(highest=True, moved=True)
    if known.ends["low"].search(text):
        return End(highest=False, moved=down)
    if known.ends["high"].search(text):
        return End(highest=not down, moved=down, fell=down)
    return End(highest=True) if known.ends["ranked"].search(text) else None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of `choices.toml` about questions."""

    groups: tuple[Group, ...]
    ends: dict[str, re.Pattern[str]]
    moved: dict[str, re.Pattern[str]]
    terms: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    list_forms: tuple[str, ...]
    each_forms: tuple[str, ...]
    turned: re.Pattern[str]
    loss: re.Pattern[str]
    no_loss: re.Pattern[str]
    filler: frozenset[str]
    asides: re.Pattern[str]
    beside: frozenset[str]

    @property
    def taken(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns whose words say which end and what movement: the longer phrases first."""
        return (*(pattern for pattern, _ in self.terms), *self.ends.values(), *self.moved.values())

    def lists(self, group: Group) -> re.Pattern[str]:
        """Return the pattern of questions for the members of a group themselves."""
        return _of_group(self.list_forms, group)

    def each(self, group: Group) -> re.Pattern[str]:
        """Return the pattern of questions for a figure of every member of a group."""
        return _of_group(self.each_forms, group)


def _of_group(forms: Sequence[str], group: Group) -> re.Pattern[str]:
    return re.compile("|".join(form.replace("{group}", f"(?:{group.words.pattern})") for form in forms), re.IGNORECASE)


@cache
def choice_words() -> ChoiceWords:
    """Return the lists about rows, read once."""
    raw = _raw()
    return ChoiceWords(
        no_members=_joined(raw["no_members"]["patterns"]),
        rest=_joined(raw["no_members"]["rest"]),
        places=frozenset(raw["no_members"]["places"]),
        results=_stemmed(raw["no_members"]["results"]),
        label=_stemmed(raw["no_members"]["label"]),
        growth=_stemmed(raw["growth_labels"]["words"]),
        terms=frozenset(one for term in raw["terms"] for one in _stemmed(term["labels"])),
        high=any_of([*raw["ends"]["high"], *raw["ends"]["fall"]]),
        low=any_of([*raw["ends"]["low"], *raw["ends"]["fall"]]),
    )


@cache
def _patterns() -> _Patterns:
    raw = _raw()
    return _Patterns(
        groups=tuple(
            Group(
                one["name"],
                one["title"],
                any_of(one["words"]),
                tuple(one.get("kinds", ())),
                one.get("total", ""),
                tuple(one.get("concepts", ())),
                one.get("part", False),
            )
            for one in raw["group"]
        ),
        ends={name: any_of(listed) for name, listed in raw["ends"].items()},
        moved={name: any_of(listed) for name, listed in raw["movement"].items()},
        terms=tuple((any_of(term["words"]), _stemmed(term["labels"])) for term in raw["terms"]),
        list_forms=tuple(raw["lists"]["patterns"]),
        each_forms=tuple(raw["each"]["patterns"]),
        turned=_joined(raw["turned"]["patterns"]),
        loss=any_of(raw["loss"]["words"]),
        no_loss=_joined(raw["loss"]["none"]),
        filler=frozenset(raw["filler"]["words"]),
        asides=re.compile(raw["filler"]["asides"], re.IGNORECASE),
        beside=frozenset(raw["lists"]["beside"]),
    )


@cache
def _raw() -> dict[str, Any]:
    return read_beside(__file__, "choices.toml")


def _stemmed(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem, listed))


def _joined(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)


def _without(text: str, phrases: Iterable[str]) -> str:
    """Return a text less some phrases, a possessive ending with them; the longest are taken first."""
    for phrase in sorted(filter(None, phrases), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?:['’]s?)?(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


def _blanked(text: str, patterns: Iterable[re.Pattern[str]], phrases: Iterable[str]) -> str:
    text = _without(text, phrases)
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return text
