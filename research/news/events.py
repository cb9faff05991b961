"""What an entry tells of: ten types of events, found by phrases and by words that follow each other (`events.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from research.news.parts import Parts, Sentence
from research.news.terms import Hit, TermFinder, folded, grouped
from research.nouns.news import EventType, NewsEvent
from research.text.patterns import read_beside

# The text's first sentences are its lead: what comes later is background.
LEAD_SENTENCES = 2
# A denial counts for what follows it within so many words.
DENIED_WORDS = 3
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
_WORD = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+(?:['.&-][^\W\u4e00-\u9fff]+)*")

Marks = Sequence[Hit[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Groups that follow each other; before each but the first stands how many words may part it from the one before."""

    first: str
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Type:
    type: EventType
    rules: tuple[_Rule, ...]
    but: frozenset[str]
    deniable: bool


@cache
def _types() -> tuple[_Type, ...]:
    raw = read_beside(__file__, "events.toml")
    return tuple(
        _Type(
            kind, (_Rule(name, ()), *map(_rule, raw[name]["rules"])), frozenset(raw[name].get("but", ())), raw[name].get("deniable", True)
        )
        for name, kind in _NAMES.items()
    )


@cache
def _finder() -> TermFinder[frozenset[str]]:
    raw: dict[str, Any] = read_beside(__file__, "events.toml")
    return TermFinder(grouped(raw["groups"] | {name: raw[name]["says"] for name in _NAMES}))


def _rule(words: str) -> _Rule:
    first, *rest = words.split()
    return _Rule(first, tuple((int(gap), group) for gap, group in zip(rest[::2], rest[1::2], strict=True)))


def events_of(parts: Parts) -> tuple[NewsEvent, ...]:
    """Return what an entry tells of in its title and lead, each type once, where it is first said."""
    found: dict[EventType, NewsEvent] = {}
    for sentence in parts.sentences:
        if sentence.number < LEAD_SENTENCES:
            for event in events_in(parts.text, sentence):
                found.setdefault(event.type, event)
    return tuple(sorted(found.values(), key=lambda event: (event.start, event.end, event.type)))


def events_in(text: str, sentence: Sentence) -> Iterator[NewsEvent]:
    """Yield what one sentence tells of, each type once."""
    plain = folded(text[sentence.start : sentence.end])
    marks = _finder().longest(plain)
    for kind in _types():
        for start, end in _told(plain, marks, kind):
            at, to = sentence.start + start, sentence.start + end
            yield NewsEvent(kind.type, text[at:to], at, to)
            break


def _told(plain: str, marks: Marks, kind: _Type) -> Iterator[tuple[int, int]]:
    """Yield where a type of event is told."""
    for rule in kind.rules:
        for at, mark in enumerate(marks):
            if rule.first not in mark.value:
                continue
            last = _follow(plain, marks, at, rule.others)
            if last is None or any(kind.but & other.value for other in marks[:at]):
                continue
            if not (kind.deniable and _is_denied(plain, marks, at, last)):
                yield mark.start, marks[last].end


def _follow(plain: str, marks: Marks, at: int, others: Sequence[tuple[int, str]]) -> int | None:
    """Return the mark with which a rule ends that begins at a mark, None where it does not hold."""
    if not others:
        return at
    (gap, group), *rest = others
    for following in range(at + 1, len(marks)):
        if _words_between(plain, marks[at].end, marks[following].start) > gap:
            return None
        if group in marks[following].value and (last := _follow(plain, marks, following, rest)) is not None:
            return last
    return None


def _is_denied(plain: str, marks: Marks, first: int, last: int) -> bool:
    inside = any("deny" in mark.value for mark in marks[first:last])
    before = [mark for mark in marks[:first] if "deny" in mark.value]
    return inside or (bool(before) and _words_between(plain, before[-1].end, marks[first].start) <= DENIED_WORDS)


def _words_between(plain: str, start: int, end: int) -> int:
    """Return how many words stand between two places; two Han characters count as one."""
    words: list[str] = _WORD.findall(plain, start, end)
    han = sum("\u4e00" <= word[0] <= "\u9fff" for word in words)
    return len(words) - han + han // 2
