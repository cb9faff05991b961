"""Parts that a question names by some of their words: "Harbour" for "Port Harbour Resorts", where no other part or row is so called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from research.metrics.part_words import member_words
from research.metrics.wordings import stems_of, word_lists
from research.nouns.facts import Fact

# A name that joins several things is not that of one of them.
_JOINED = re.compile(r"[,&/+]|\b(?:and|or)\b|\bexcluding\b|\bincluding\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LINE = "line"


def shortened_parts(facts: Sequence[Fact], said: frozenset[str], company: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Return, for each part that `said` (a question's stems) names by some words of its name alone, which of them these are.

    No other part has all these words. Where the words left out are more than where or in what sort of business ("Domestic", "Stores"), no
    row's label has them either: a "Harbour" that is a row of its own is no resort.
    """
    members = {member: member_words(member, company) for fact in facts for axis, member in fact.dimensions if axis != _LINE}
    labels = frozenset(stems_of(fact.label) for fact in facts)
    plain = word_lists().stems["sold"] | word_lists().stems["where"]
    nothing = plain | stems_of(" ".join(company))
    found: dict[str, frozenset[str]] = {}
    for member, names in members.items():
        short = names & said
        rest = names - short
        if not rest or not short - nothing or rest & word_lists().stems["otherwise"] or _JOINED.search(_BRACKETS.sub("", member)):
            continue
        others = (other for other in (*members.values(), *(labels if rest - plain else ())) if other != names)
        if not any(short <= other and not names <= other for other in others):
            found[member] = short
    return found


def taken_for(fact: Fact, short: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return a note for each part of a figure that the question names by some of its words alone."""
    return tuple(
        f"“{member}” is the only part in the documents searched that the question's words name"
        for _, member in fact.dimensions
        if member in short
    )


def without_said(short: Mapping[str, frozenset[str]], said: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the short names that have none of some words: those of a row's own label name no part."""
    taken = frozenset(said)
    return {member: words for member, words in short.items() if not words & taken}
