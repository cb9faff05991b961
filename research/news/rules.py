"""The rules of events as `events.toml` states them, and the words that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from research.news.terms import expanded
from research.nouns.news import EventType
from research.text.patterns import read_beside

_NAMES: Mapping[str, EventType] = {
    "results": EventType.RESULTS,
    "guidance": EventType.GUIDANCE,
    "rating": EventType.RATING,
    "deal": EventType.DEAL,
    "payout": EventType.PAYOUT,
    "management": EventType.MANAGEMENT,
    "legal": EventType.LEGAL,
    "product": EventType.PRODUCT,
    "financing": EventType.FINANCING,
    "insider": EventType.INSIDER,
}

# Groups of verbs that have a company for their subject.
_VERBS = (
    "report",
    "movement",
    "change",
    "acquire",
    "legal_verb",
    "product_verb",
    "finance_verb",
    "win",
    "depart",
    "appoint",
    "payout_verb",
    "hand",
)

# The ranks of rules: what none of the first says, the next may say.
FIRM, STAYS, PLAIN, WEAK = range(4)

# No verb in its third person is so short but those that stand in the list of acts.
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """Groups that follow each other; before each but the first stands how many words may part it from the one before; `groups` are all."""

    first: str
    others: tuple[tuple[int, str], ...] = ()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TypeRules:
    """What tells of one type of event: the fields are those of the file, `rules` by their ranks."""

    type: EventType
    rules: tuple[tuple[Rule, ...], ...]
    but: frozenset[str]
    within: frozenset[str]
    denied_by: str
    lasting: bool
    yields: frozenset[EventType]
    listed: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class EventRules:
    """All rules: the phrases by group (those that alone say a type in a group of its name), and what may be told beside what.

    `starts` holds the rules by the group with which they begin, since few of those stand in a sentence: place of the type, rank, rule.
    """

    groups: Mapping[str, tuple[str, ...]]
    types: tuple[TypeRules, ...]
    starts: Mapping[str, tuple[tuple[int, int, Rule], ...]]
    beside: Mapping[EventType, frozenset[EventType]]
    silent: re.Pattern[str]


@cache
def event_rules() -> EventRules:
    """Return the rules, read once."""
    raw = read_beside(__file__, "events.toml")
    words = read_beside(__file__, "event_words.toml") | read_beside(__file__, "event_words_chinese.toml")
    types = tuple(_type(name, raw[name]) for name in _NAMES)
    return EventRules(
        {name: tuple(phrases) for name, phrases in words.items()} | {name: tuple(raw[name]["says"]) for name in _NAMES},
        types,
        _starts(types),
        {kind: frozenset(_NAMES[other] for other in raw[name].get("beside", ())) for name, kind in _NAMES.items()},
        re.compile("|".join(raw["silent"]["titles"])),
    )


def _type(name: str, raw: Mapping[str, Any]) -> TypeRules:
    rules, firm, stays, weak = ((*map(_rule, raw.get(part, ())),) for part in ("rules", "firm", "stays", "weak"))
    return TypeRules(
        type=_NAMES[name],
        rules=(firm, stays, (_rule(name), *rules), weak),
        but=frozenset(raw.get("but", ())),
        within=frozenset(raw.get("within", ())),
        denied_by=raw.get("denied_by", "deny"),
        lasting=raw.get("lasting", False),
        yields=frozenset(_NAMES[other] for other in raw.get("yields", ())),
        listed=re.compile(raw["listed"]),
    )


def _starts(types: Iterable[TypeRules]) -> Mapping[str, tuple[tuple[int, int, Rule], ...]]:
    found: dict[str, list[tuple[int, int, Rule]]] = {}
    for place, kind in enumerate(types):
        for rank, rules in enumerate(kind.rules):
            for rule in rules:
                found.setdefault(rule.first, []).append((place, rank, rule))
    return {group: tuple(rules) for group, rules in found.items()}


def _rule(words: str) -> Rule:
    first, *rest = words.split()
    others = tuple((int(gap), group) for gap, group in zip(rest[::2], rest[1::2], strict=True))
    return Rule(first, others, frozenset((first, *rest[1::2])))


@cache
def event_verbs() -> frozenset[str]:
    """Return the words with which companies are said to do or to undergo something."""
    groups = event_rules().groups
    first = (words.split()[0] for name in _VERBS for phrase in groups[name] for words in expanded(phrase))
    return frozenset(word for word in first if word.isalpha() and len(word) > _SHORT)
