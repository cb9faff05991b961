"""The word lists, patterns and weights that sentences are judged by as answers, from `prose.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from research.concepts.catalogue import concepts
from research.planning.alike import CHANGE
from research.planning.vocabulary import any_of
from research.retrieval.reading import topics_of
from research.text.words import stem, words


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
    weights: Mapping[str, float]
    governed: Mapping[str, float]


@cache
def first_words() -> frozenset[str]:
    """Return the words that names of printed rows begin with: a sentence that begins with one has a subject of its own."""
    return frozenset(words(name)[0] for concept in concepts() for name in (concept.title, *concept.aliases) if words(name))


@cache
def prose_words() -> ProseWords:
    """Return the word lists and weights."""
    data = tomllib.loads((Path(__file__).parent / "prose.toml").read_text(encoding="utf-8"))
    causes = data["causes"]
    return ProseWords(
        strong=any_of(causes["strong"]),
        weak=any_of(causes["weak"]),
        causing=any_of(causes["causing"]),
        giving=re.compile(causes["giving"], re.IGNORECASE),
        dating=re.compile(causes["dating"], re.IGNORECASE),
        against=any_of(causes["against"]),
        between=re.compile(causes["between"], re.IGNORECASE),
        joining=re.compile(causes["joining"], re.IGNORECASE),
        within=re.compile(causes["within"], re.IGNORECASE),
        opening=re.compile(causes["opening"], re.IGNORECASE),
        naming=re.compile(causes["naming"]),
        another=re.compile(causes["another"]),
        exemplifying=re.compile(causes["exemplifying"], re.IGNORECASE),
        goes_on=re.compile(causes["anaphora"], re.IGNORECASE),
        up=any_of(causes["up"]),
        down=any_of(causes["down"]),
        hypothetical=any_of(data["hypothetical"]["words"]),
        plain=frozenset(stem(word) for word in data["subject"]["plain"]),
        asking=frozenset(topics_of(" ".join(data["asking"]["words"]))) - {CHANGE},
        said_as={topic: tuple(topics_of(name) for name in names) for word, names in data["said_as"].items() for topic in topics_of(word)},
        parts=any_of(data["subject"]["parts"]),
        lists=any_of(data["lists"]["asked"]),
        counts=re.compile(data["lists"]["counted"], re.IGNORECASE),
        joined=re.compile(data["lists"]["joined"]),
        granted=re.compile(data["lists"]["granted"], re.IGNORECASE),
        breaks=re.compile(data["lists"]["breaks"]),
        choosing=re.compile(data["choices"]["choosing"], re.IGNORECASE),
        deal=re.compile(data["choices"]["deal"]),
        numbered=re.compile(data["choices"]["numbered"], re.IGNORECASE),
        labelled=re.compile(data["subject"]["labelled"]),
        named=re.compile(data["choices"]["named"], re.IGNORECASE),
        shares=re.compile(data["choices"]["shares"], re.IGNORECASE),
        units=re.compile(data["choices"]["units"], re.IGNORECASE),
        telling=re.compile(data["choices"]["telling"], re.IGNORECASE),
        dates=re.compile(data["choices"]["dates"], re.IGNORECASE),
        who=re.compile(data["who"]["asked"], re.IGNORECASE),
        person=re.compile(data["who"]["person"]),
        firm=re.compile(data["who"]["firm"]),
        predictions=re.compile(data["predictions"]["asked"], re.IGNORECASE),
        measures=any_of(data["measures"]["names"]),
        elsewhere=re.compile(data["pointers"]["anywhere"], re.IGNORECASE),
        pointer=re.compile(data["pointers"]["begins"], re.IGNORECASE),
        weights=data["weights"],
        governed=data["carried"],
    )
