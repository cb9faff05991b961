"""Two figures that a question sets against each other by their printed names: one as a share of the other, or one without the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from research.planning.folding import fold
from research.text.patterns import read_beside
from research.text.words import words

# A longer question is no such pair.
LONGEST = 300
_CLAUSE = re.compile(r"[?;]|:(?=\s)|\((?=[^()]*\)\s*[?.]?\s*$)")


class PairKind(StrEnum):
    """What is done with two figures."""

    SHARE = "share"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class PairWords:
    """What is done with two figures, and the words of each as the question has them."""

    kind: PairKind
    first: str
    second: str


def find_pairs(question: str) -> Iterator[PairWords]:
    """Yield the ways to read a question as one figure set against another, the likeliest first; none for one of more than `LONGEST`."""
    plain = fold(question)
    if len(plain) > LONGEST:
        return
    for kind, patterns in _patterns().items():
        for clause in _CLAUSE.split(plain):
            for pattern in patterns:
                if match := pattern.fullmatch(clause.strip(" ,.")):
                    yield PairWords(kind, match["first"].strip(" ,"), match["second"].strip(" ,"))


def is_around(word: str) -> bool:
    """Return whether a word of a question is of neither figure, but says what is done with them."""
    return word in _around()


@cache
def _raw() -> Mapping[str, Mapping[str, list[str]]]:
    return read_beside(__file__, "pairs.toml")


@cache
def _patterns() -> Mapping[PairKind, tuple[re.Pattern[str], ...]]:
    return {kind: tuple(re.compile(one, re.IGNORECASE) for one in _raw()[kind.value]["patterns"]) for kind in PairKind}


@cache
def _around() -> frozenset[str]:
    return frozenset(word for text in _raw()["around"]["words"] for word in words(text) or [text])
