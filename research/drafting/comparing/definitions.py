"""Sentences that define a measure of a company's own: adjusted, organic, comparable, free cash flow and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from research.text.han import is_han
from research.text.patterns import read_beside
from research.text.words import sentences

# The words that say what a measure is stand this near its name.
NEAR = 90
# A measure is what its sentence is about when its name begins so early: "The non-GAAP financial measure adjusted EBITDA excludes…".
_SUBJECT = 60
# A table or list follows, which is the definition; what leads to it says nothing.
_LEADS = re.compile(r"\bas follows\W*$|\b(?:follows|following|below)\W*:\W*$", re.IGNORECASE)
_HAN_END = re.compile(r"(?<=[。；！？])")


@dataclass(frozen=True, slots=True)
class Definition:
    """A sentence that defines a measure: the measure's name as printed and where the sentence stands in its text."""

    measure: str
    start: int
    end: int


def definitions(text: str) -> tuple[Definition, ...]:
    """Return the defining sentences of a text in order."""
    measure, saying, of_its_subject = _patterns()
    found: list[Definition] = []
    for start, end in _sentences(text):
        sentence = text[start:end]
        for named in measure.finditer("" if _LEADS.search(sentence) else sentence):
            after = sentence[named.end() : named.end() + NEAR]
            is_said = saying.search(after) or (named.start() < _SUBJECT and of_its_subject.search(after))
            if is_said or _is_defined_before(sentence, named.start()):
                found.append(Definition(" ".join(named.group().split()), start, end))
                break
    return tuple(found)


def _is_defined_before(sentence: str, at: int) -> bool:
    """Return whether "we define" stands just before a measure's name."""
    return (
        re.search(r"\b(?:define|calculate|compute|measure)s?\s+(?:\w+\s+){0,2}[“\"']?$", sentence[max(0, at - 40) : at], re.IGNORECASE)
        is not None
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    if not is_han(text):
        return sentences(text)
    cuts = [0, *(one.start() for one in _HAN_END.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(cuts) if start < end]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = read_beside(__file__, "comparing.toml")["definitions"]
    return _any(data["measure"]), _any(data["saying"]), _any(data["saying_of_its_subject"])


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(one if is_han(one) else rf"\b(?:{one})" for one in patterns), re.IGNORECASE)
