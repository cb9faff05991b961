"""Questions and filings in different words: which words count as one topic, and which sentences give a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from research.text.patterns import any_of, read_beside
from research.text.words import stem

# The topic of words for a change.
CHANGE = "change"


@dataclass(frozen=True, slots=True)
class _Words:
    topic: Mapping[str, str]
    related: Mapping[str, str]
    searched: tuple[tuple[str, ...], ...]
    explain: re.Pattern[str]
    explain_stems: frozenset[str]
    causal: re.Pattern[str]


@cache
def _words() -> _Words:
    data = read_beside(__file__, "alike.toml")
    topic = {stem(word): group[0] for group in data["topics"] for word in group}
    related = {stem(word): group[0] for group in data["related"] for word in group} | topic
    explain, searched = data["explain"], (*data["topics"][1:], *data["related"][1:])
    return _Words(topic, related, tuple(map(tuple, searched)), any_of(explain), frozenset(map(stem, explain)), any_of(data["causal"]))


def topics(stems: Iterable[str]) -> list[str]:
    """Return stems with those that mean the same made one, in order, each once."""
    same = _words().topic
    return list(dict.fromkeys(same.get(one, one) for one in stems))


def related_topics(stems: Iterable[str]) -> list[str]:
    """Return stems with those that mean much the same made one, in order, each once: for finding pages, not for judging answers."""
    related = _words().related
    return list(dict.fromkeys(related.get(one, one) for one in stems))


def said_otherwise(words: Iterable[str]) -> list[str]:
    """Return what may stand in a filing in place of the words, less the words themselves."""
    asked = {stem(word) for word in words}
    groups = [group for group in _words().searched if any(stem(word) in asked for word in group)]
    return [word for group in groups for word in group if stem(word) not in asked]


def without_asking(stems: Iterable[str]) -> list[str]:
    """Return stems less those that only ask for a reason."""
    return [one for one in stems if one not in _words().explain_stems]


def asks_for_reasons(question: str) -> bool:
    """Return whether a question asks why something is so."""
    return _words().explain.search(question) is not None


def gives_a_reason(text: str) -> bool:
    """Return whether a sentence has a word that gives a reason."""
    return _words().causal.search(text) is not None
