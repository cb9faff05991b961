"""The words by which statements are known, read from `vocabulary.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.nouns.facts import Statement
from research.text.patterns import read_beside

_KINDS = {Statement.INCOME: "income", Statement.BALANCE: "balance", Statement.CASH_FLOW: "cash_flow"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Compiled patterns: titles and anchors by statement, and the words around them."""

    titles: dict[Statement, re.Pattern[str]]
    small_words: frozenset[str]
    other_titles: re.Pattern[str]
    parent: re.Pattern[str]
    ends: re.Pattern[str]
    anchors: dict[Statement, tuple[re.Pattern[str], ...]]
    empty_rows: re.Pattern[str]
    goes_on: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    raw = read_beside(__file__, "vocabulary.toml")
    return Vocabulary(
        titles={kind: _any(raw["titles"][name]) for kind, name in _KINDS.items()},
        small_words=frozenset(raw["title_words"]["small"]),
        other_titles=_any(raw["title_words"]["other"]),
        parent=_any(raw["title_words"]["parent"]),
        ends=re.compile(rf"\W*(?:{'|'.join(raw['ends']['after'])})\b", re.IGNORECASE),
        anchors={kind: tuple(re.compile(one, re.IGNORECASE) for one in raw["anchors"][name]) for kind, name in _KINDS.items()},
        empty_rows=re.compile(rf"(?:{'|'.join(raw['labels']['empty_rows'])})", re.IGNORECASE),
        goes_on=frozenset(raw["labels"]["goes_on"]),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
