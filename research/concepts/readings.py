"""Metrics that statements print in two readings, from `readings.toml`: diluted and basic, with and without noncontrolling interests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.text.patterns import read_beside


@dataclass(frozen=True, slots=True)
class ConceptReading:
    """One reading of a metric: its concept, what it is called, and the phrases (lower case) that name it in a follow-up."""

    concept: str
    label: str
    words: tuple[str, ...]


@cache
def _metrics() -> tuple[tuple[ConceptReading, ...], ...]:
    data = read_beside(__file__, "readings.toml")
    return tuple(
        tuple(ConceptReading(one["concept"], one["label"], tuple(one["words"])) for one in metric["readings"]) for metric in data["metric"]
    )


def readings_of(concept: str) -> tuple[ConceptReading, ...]:
    """Return every reading of a concept's metric, its own among them; none for a concept that is read in one way."""
    return next((readings for readings in _metrics() if any(one.concept == concept for one in readings)), ())


def reading_named(text: str, concept: str) -> ConceptReading | None:
    """Return the reading of a concept's metric that a text names, None when it names none."""
    found = [
        (len(phrase), one)
        for one in readings_of(concept)
        for phrase in one.words
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ".join(text.lower().split()))
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
