"""What the words around a figure say of it: direction, basis, status, span, years; from `words.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from research.text.figures import CURRENCY_WORDS
from research.text.han import is_han
from research.text.patterns import read_beside
from research.text.words import stem, stop_words, words

_FISCAL = re.compile(r"\b(?:FY|fiscal(?:\s+year)?)\s?['’]?(\d{2})(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\bAct of )(?<!\bCode of )(?<![\d,.$€£¥/])(?<!\D\d{3}-)(?:19|20)\d\d(?![\d%]|,\d|\.\d)")
_QUARTER = re.compile(
    r"\bQ([1-4])|\b([1-4])Q|\b(first|second|third|fourth)[\s-]+(?:fiscal\s+)?quarter|第?([一二三四1-4])季度", re.IGNORECASE
)
_HALF = re.compile(r"\bH([12])\b|\b([12])H\s?(?:\d|FY)", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w,.])(?:\d+[A-Z]\w*|[A-Z][\w.&'’\-]*\w)")
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "一": "1", "二": "2", "三": "3", "四": "4"}


@cache
def _file() -> Mapping[str, Mapping[str, object]]:
    return read_beside(__file__, "words.toml")


@cache
def classes() -> Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return for each class of words its members and the pattern that finds one."""
    found: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
    for name, members in _file()["classes"].items():
        assert isinstance(members, Mapping)  # noqa: S101  (the shape of our own data file)
        found[name] = tuple((member, _pattern(phrases)) for member, phrases in members.items())
    return found


@cache
def neutral_stems() -> frozenset[str]:
    """Return the stems of words that change nothing of a figure's meaning, stop words included."""
    return frozenset(stem(word) for word in (*_listed("neutral", "words"), *stop_words()))


@cache
def pronouns() -> frozenset[str]:
    """Return the words that stand for a company or figure named before: "we", "its", "the company"."""
    return frozenset(_listed("neutral", "pronouns"))


@cache
def outflow_words() -> re.Pattern[str]:
    """Return the pattern of words that explain a printed minus: "purchases of", "used in", "expense"."""
    return _pattern(_listed("neutral", "outflows"))


@cache
def signal(name: str) -> re.Pattern[str]:
    """Return the pattern of words that ask for a calculation of this name: "growth", "ratio", "average"."""
    return _pattern(_listed("signals", name))


@lru_cache(maxsize=8_000)
def said(name: str, text: str) -> frozenset[str]:
    """Return the members of a class of words that a text holds: `said("direction", "sales rose")` is {"up"}."""
    return frozenset(member for member, pattern in classes()[name] if pattern.search(text))


@lru_cache(maxsize=8_000)
def years_in(text: str) -> frozenset[int]:
    """Return the years that a text names, "FY18" and "fiscal 18" included."""
    return frozenset([*(int(match[0]) for match in _YEAR.finditer(text)), *(2000 + int(match[1]) for match in _FISCAL.finditer(text))])


def spans_in(text: str) -> frozenset[str]:
    """Return the spans that a text names: "quarter", "half", "nine months", "year", "year to date"."""
    found = set(said("span", text))
    if _QUARTER.search(text):
        found.add("quarter")
    if _HALF.search(text):
        found.add("half")
    return frozenset(found)


@lru_cache(maxsize=20_000)
def span_marks(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the spans that a text names with their offsets, in order; of those that overlap the longest."""
    found = [(*match.span(), name) for name, pattern in classes()["span"] for match in pattern.finditer(text)]
    found += [(*match.span(), "quarter") for match in _QUARTER.finditer(text)]
    found += [(*match.span(), "half") for match in _HALF.finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for start, end, name in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if not any(start < last and first < end for first, last, _ in kept):
            kept.append((start, end, name))
    return tuple(sorted(kept))


def quarters_in(text: str) -> frozenset[str]:
    """Return the numbers of the quarters that a text names, "1" to "4"."""
    return frozenset(_ORDINALS.get(one.lower(), one) for match in _QUARTER.finditer(text) for one in match.groups() if one)


@lru_cache(maxsize=8_000)
def names_in(text: str) -> frozenset[str]:
    """Return the words of a text that begin with a capital letter or are written in capitals, in small letters."""
    return frozenset(
        plain
        for match in _NAME.finditer(text)
        if (plain := re.sub(r"['’]s?$", "", match.group()).lower().strip(".")) and not is_plain(plain) and len(plain) > 1
    )


@lru_cache(maxsize=20_000)
def topics_in(text: str) -> frozenset[str]:
    """Return the stems of the words that say what a figure is of; of Han text its pairs of characters."""
    if is_han(text):
        letters = [one for one in text if is_han(one)]
        return frozenset(first + second for first, second in pairwise(letters))
    found = {_stem(word) for word in words(text.replace("-", " ")) if not any(map(str.isdigit, word))}
    return frozenset(found) - neutral_stems()


_stem = lru_cache(maxsize=50_000)(stem)


@lru_cache(maxsize=8_000)
def is_plain(word: str) -> bool:
    """Return whether a word in small letters is one that is no name though it may be written with a capital."""
    if word in CURRENCY_WORDS or word in _listed("neutral", "plain") or stem(word) in neutral_stems():
        return True
    return bool(re.fullmatch(r"(?:fy|q|h)?\d+[qhm]?\d*", word))


def _listed(section: str, name: str) -> tuple[str, ...]:
    listed = _file()[section][name]
    assert isinstance(listed, list)  # noqa: S101  (the shape of our own data file)
    return tuple(listed)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_phrase(one) for one in sorted(phrases, key=len, reverse=True)), re.IGNORECASE)


def _phrase(phrase: str) -> str:
    if is_han(phrase) or not phrase[0].isalnum():
        return re.escape(phrase)
    body = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    # "GAAP" is not said by "non-GAAP".
    return rf"(?<![\w])(?<!non-)(?<!non ){body}(?![\w])"
