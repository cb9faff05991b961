"""Chunks as ranking reads them: the topics of each of their sentences and rows, and what those look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from research.planning.alike import related_topics
from research.text.passages import passage_spans
from research.text.words import stem, stop_words

_WORD = re.compile(r"[^\W_](?:[\w&.,'’\-]*[^\W_])?")
_POSSESSIVE = re.compile(r"['’]s?$")
_PARTS = re.compile(r"[-,.&'’]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_SHAPES = {
    "money": re.compile(r"[$€£¥]\s?\d|\b\d[\d,.]*\s(?:million|billion|trillion)\b"),
    "date": re.compile(
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+(?:\d{1,2},\s+)?(?:19|20)\d\d\b"
        r"|\b(?:in|since|until|through|during|of)\s+(?:(?:fiscal|early|mid|late)\s+)?(?:19|20)\d\d\b"
    ),
    "percent": re.compile(r"\d\s?(?:%|percent\b|percentage points?\b|basis points?\b|bps\b)"),
    "count": re.compile(r"(?<![$€£¥\d.,])\b\d{1,3}(?:,\d{3})+\b(?!\s(?:million|billion))|\b\d+(?:\.\d+)?\s(?:million|thousand)\b"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or row: its offsets in the chunk, and its topics."""

    start: int
    end: int
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text's passages in order, all its topics, the numbers that it prints, and the years that it names."""

    passages: tuple[Passage, ...]
    topics: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[int]


# Reading takes a millisecond a text, keeping one about ten kilobytes: those of some dozens of filings are kept.
@lru_cache(maxsize=16_000)
def read_text(text: str) -> ReadText:
    """Return a chunk's text as ranking reads it."""
    placed = [(match.start(), _topics_of_word(match.group())) for match in _WORD.finditer(text)]
    passages, at = [], 0
    for start, end in passage_spans(text):
        while at < len(placed) and placed[at][0] < start:
            at += 1
        first = at
        while at < len(placed) and placed[at][0] < end:
            at += 1
        passages.append(Passage(start, end, frozenset(topic for _, found in placed[first:at] for topic in found)))
    topics = frozenset(topic for _, found in placed for topic in found)
    return ReadText(tuple(passages), topics, numbers_in(text), years_in(text))


@lru_cache(maxsize=6_000)
def topics_of(text: str) -> frozenset[str]:
    """Return the topics of a text: stems of its words, those that mean the same made one; numbers are none."""
    return frozenset(topic for match in _WORD.finditer(text) for topic in _topics_of_word(match.group()))


def numbers_in(text: str) -> frozenset[str]:
    """Return the numbers that a text prints, as digits without grouping ("22.3", "1577")."""
    return frozenset(match.group().replace(",", "") for match in _NUMBER.finditer(text))


def years_in(text: str) -> frozenset[int]:
    """Return the years that a text names."""
    return frozenset(int(year) for year in _YEAR.findall(text))


def has_shape(text: str, shape: str) -> bool:
    """Return whether a text states something of a shape of `shapes.toml`: money, a date, a percentage, a count."""
    return _SHAPES[shape].search(text) is not None


@lru_cache(maxsize=100_000)
def _topics_of_word(word: str) -> tuple[str, ...]:
    """Return the topics of a word and, of one with a hyphen, those of its parts."""
    parts = [_POSSESSIVE.sub("", part.lower()) for part in (word, *(_PARTS.split(word) if _PARTS.search(word) else ()))]
    stems = [stem(part) for part in parts if part and part not in stop_words()]
    return tuple(related_topics(one for one in stems if one and not one[0].isdigit()))
