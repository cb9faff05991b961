"""Words of labels and of questions as they are compared: stems without filler, alike for what means the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from research.text.patterns import read_beside
from research.text.words import stem, words

_BRACKETS = re.compile(r"\(([^()]*)\)")
# The letters that a label says for its words: "Average Daily Rate (ADR)", "Revenue per Unit Sold (RevPUS)".
_LETTERS = re.compile(r"\s*\((?=[A-Za-z]*[A-Z][A-Za-z]*[A-Z])([A-Z][A-Za-z]{1,7})\)")
# A result whose sign is left open is one figure: "profit or loss" is "profit (loss)".
_OR_LOSS = re.compile(r"(?:(?<=profit)|(?<=income)) (?:or|and) (?:the )?loss(?:es)?\b")
_NET_REVENUE = re.compile(r"\bnet (?=sales|revenues?\b)|(?<=sales|venue),? net\b|(?<=revenues),? net\b")
# "Outside the United States" is "non-United States".
_OUTSIDE = re.compile(r"\boutside(?: of)?(?: the)? (?=\w)")


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists of `labelled.toml`, stemmed where stems are compared."""

    stems: Mapping[str, frozenset[str]]
    asides: frozenset[str]
    filler: frozenset[str]
    negated: re.Pattern[str]
    same: Mapping[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    forms: tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=20_000)
def label_forms(label: str) -> tuple[str, ...]:
    """Return a label as it can be said: of "Gross Payment Volume (GPV)" the words without their letters, and the letters for the words."""
    found = _LETTERS.search(label)
    if found is None:
        return (label,)
    letters, before = found[1].lower(), re.findall(r"[^\W_]+", label[: found.start()])
    count = next((count for count in range(min(len(letters), len(before)), 1, -1) if _stand_for(letters, before[-count:])), 0)
    if not count:
        return (label,)
    rest = label[found.end() :]
    return f"{label[: found.start()]}{rest}", f"{' '.join(before[:-count])} {found[1]}{rest}"


def _stand_for(letters: str, said: Sequence[str]) -> bool:
    """Return whether letters are made of the beginnings of words, one or more letters of each."""
    if not said:
        return not letters
    word = said[0].lower()
    return any(word.startswith(letters[:size]) and _stand_for(letters[size:], said[1:]) for size in range(1, len(letters) - len(said) + 2))


@lru_cache(maxsize=20_000)
def other_forms(label: str) -> tuple[str, ...]:
    """Return a label as it is called for short: without who the revenue is from, by what was added ("net additions")."""
    found = (pattern.sub(said, label) for pattern, said in word_lists().forms)
    return tuple(dict.fromkeys(" ".join(one.split()) for one in found if one != label))


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of all words that say something, "net sales" and "sales" alike, brackets left out that only turn the sign."""
    lists = word_lists()
    plain = text.lower()
    for pattern, said in lists.phrases:
        plain = pattern.sub(said, plain)
    plain = _BRACKETS.sub(lambda found: " " if set(words(found[1])) <= lists.asides | lists.filler else found[0], plain)
    plain = _OR_LOSS.sub("", _NET_REVENUE.sub("", " ".join(plain.replace("%", " percent ").split())))
    joined = (
        lists.negated.sub(lambda found: found[1], _OUTSIDE.sub("non ", plain))
        .replace("-", " ")
        .replace("–", " ")
        .replace("—", " ")
        .replace("/", " ")
    )
    found = (stem(word) for word in words(joined) if word not in lists.filler)
    return frozenset(lists.same.get(one, one) for one in found)


@cache
def word_lists() -> WordLists:
    """Return the lists of `labelled.toml`."""
    raw = read_beside(__file__, "labelled.toml")
    same = {stem(word): stem(other) for word, other in raw["same"].items()}
    compared = (
        "label",
        "taken",
        "member",
        "brand",
        "sold",
        "part",
        "cost",
        "no_cost",
        "revenue",
        "no_revenue",
        "percentage",
        "each",
        "change",
        "negative",
        "whole",
        "where",
        "otherwise",
        "rate_of",
    )
    return WordLists(
        stems={name: frozenset(same.get(stem(word), stem(word)) for word in raw[name]) for name in compared},
        asides=frozenset(raw["asides"]),
        filler=frozenset(raw["filler"]),
        negated=re.compile(rf"\b({'|'.join(raw['negations'])})[\s-]+(?=\w)"),
        same=same,
        phrases=_patterns(raw["phrases"]),
        forms=_patterns(raw["forms"]),
    )


def _patterns(table: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), said) for pattern, said in table.items())
