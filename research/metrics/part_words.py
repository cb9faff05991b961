"""The parts of a company in words: which of them a question must say for a figure to be of the part that it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from types import MappingProxyType

from research.metrics.wordings import stems_of, word_lists
from research.nouns.facts import Fact

# The letters that a part's name says for itself: "Latin America (LATAM)".
_LETTERS = re.compile(r"\s*\(([A-Z]{2,6})\)")
_MOST_FORMS = 8


def part_forms(fact: Fact, company: Sequence[str], short: Mapping[str, frozenset[str]] = MappingProxyType({})) -> list[frozenset[str]]:
    """Return the sets of words of which a question must say one whole for a figure to be of the part that it names.

    A part is named by its words or by its letters, without the company's name before them. One that is called like the company itself
    ("Orchard Brand") needs no name where the figure is of a part of it. "Advertising services", of products, are "advertising" too.
    `short` are further words that name a part, by its name.
    """
    narrower = [one for one in fact.dimensions if not _is_whole(one[1], company)]
    named = narrower or fact.dimensions
    chosen = product(*([*_forms(axis, member, company), *([short[member]] if member in short else ())] for axis, member in named))
    return [frozenset[str]().union(*words) for words in list(chosen)[:_MOST_FORMS]]


def member_words(member: str, company: Sequence[str]) -> frozenset[str]:
    """Return the words of a part's name, without the company's before them and without its letters."""
    return _words(_LETTERS.sub("", member), company)


def _is_whole(member: str, company: Sequence[str]) -> bool:
    return without_name(member, company) != member and _words(member, company) <= word_lists().stems["brand"]


def _forms(axis: str, member: str, company: Sequence[str]) -> list[frozenset[str]]:
    letters = _LETTERS.search(member)
    found = [_words(one, company) for one in ((_LETTERS.sub("", member), letters[1]) if letters else (member,))]
    sold = word_lists().stems["sold"]
    return [*found, *(words - sold for words in found if axis == "product" and words & sold and words - sold)]


def _words(member: str, company: Sequence[str]) -> frozenset[str]:
    """Return the words of a part's name without the company's before them; some are kept."""
    slack = word_lists().stems["member"]
    found = stems_of(without_name(member, company))
    return found - slack or found


def without_name(member: str, company: Sequence[str]) -> str:
    """Return the name of a part, or of a row, without the company's before it."""
    named = (name for name in company if member.casefold().startswith(f"{name.casefold()} "))
    return member[len(next(named, "")) :]
