"""The word lists, patterns and weights that sentences are judged by as answers, from `prose.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from research.concepts.catalogue import concepts
from research.planning.alike import CHANGE
from research.retrieval.reading import topics_of
from research.text.patterns import patterns_of, read_beside
from research.text.words import stem, words

# The tables of `prose.toml` that hold patterns, and the patterns of them that tell capitals from small letters.
_TABLES = ("causes", "hypothetical", "subject", "lists", "who", "predictions", "choices", "measures", "pointers")
_AS_WRITTEN = frozenset({"labelled", "joined", "breaks", "person", "firm", "deal", "naming", "another"})


@dataclass(frozen=True, slots=True)
class ProseWords:
    """The word lists and weights of `prose.toml`."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    causing: re.Pattern[str]
    giving: re.Pattern[str]
    dating: re.Pattern[str]
    against: re.Pattern[str]
    between: re.Pattern[str]
    joining: re.Pattern[str]
    within: re.Pattern[str]
    opening: re.Pattern[str]
    naming: re.Pattern[str]
    another: re.Pattern[str]
    exemplifying: re.Pattern[str]
    goes_on: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    hypothetical: re.Pattern[str]
    plain: frozenset[str]
    asking: frozenset[str]
    said_as: Mapping[str, tuple[frozenset[str], ...]]
    parts: re.Pattern[str]
    lists: re.Pattern[str]
    counts: re.Pattern[str]
    joined: re.Pattern[str]
    granted: re.Pattern[str]
    breaks: re.Pattern[str]
    choosing: re.Pattern[str]
    named: re.Pattern[str]
    numbered: re.Pattern[str]
    deal: re.Pattern[str]
    labelled: re.Pattern[str]
    dates: re.Pattern[str]
    shares: re.Pattern[str]
    units: re.Pattern[str]
    telling: re.Pattern[str]
    who: re.Pattern[str]
    person: re.Pattern[str]
    firm: re.Pattern[str]
    predictions: re.Pattern[str]
    measures: re.Pattern[str]
    pointer: re.Pattern[str]
    elsewhere: re.Pattern[str]
    byline: re.Pattern[str]
    weights: Mapping[str, float]
    governed: Mapping[str, float]


@cache
def first_words() -> frozenset[str]:
    """Return the words that names of printed rows begin with: a sentence that begins with one has a subject of its own."""
    return frozenset(words(name)[0] for concept in concepts() for name in (concept.title, *concept.aliases) if words(name))


@cache
def prose_words() -> ProseWords:
    """Return the word lists and weights."""
    data = read_beside(__file__, "prose.toml")
    plain = frozenset(stem(word) for word in data["subject"].pop("plain"))
    tables = (patterns_of(data[table], as_written=_AS_WRITTEN) for table in _TABLES)
    return ProseWords(
        **{name: pattern for table in tables for name, pattern in table.items()},
        plain=plain,
        asking=frozenset(topics_of(" ".join(data["asking"]["words"]))) - {CHANGE},
        said_as={topic: tuple(topics_of(name) for name in names) for word, names in data["said_as"].items() for topic in topics_of(word)},
        weights=data["weights"],
        governed=data["carried"],
    )
