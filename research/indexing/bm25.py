"""BM25 over chosen documents: how rare words are, and how long texts, is counted in those that a reader may see and in no others.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the constants and the idf of Lucene; a phrase
is as rare as its words together. So a score tells nothing of a document that is not counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

K1, B = 1.2, 0.75
FIELD_END = "\n"


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that stand side by side in a field, as they are indexed, and what finding them counts."""

    field: str
    terms: tuple[str, ...]
    weight: float


@dataclass(slots=True)
class Statistics:
    """What is counted of a set of chunks: how many there are and the average length of each field; `count` gives how many hold a term."""

    chunks: int
    lengths: Mapping[str, float]
    count: Callable[[str, str], int]
    _held: dict[tuple[str, str], int] = field(default_factory=dict)

    def rarity(self, clause: Clause) -> float:
        """Return the idf of a clause's words together: more than 0."""
        return math.fsum(inverse_frequency(self.chunks, self._holding(clause.field, term)) for term in clause.terms)

    def score(self, clauses: Sequence[Clause], packed: str) -> float:
        """Return what a chunk, packed by `pack`, scores."""
        texts = dict(zip(self.lengths, packed.split(FIELD_END), strict=True))
        found = ((one, texts[one.field], texts[one.field].count(_packed(one.terms))) for one in clauses)
        return math.fsum(one.weight * self.rarity(one) * self._saturated(one.field, text, times) for one, text, times in found if times)

    def _saturated(self, name: str, text: str, times: int) -> float:
        average = self.lengths[name]
        length = text.count(" ") / 2 / average if average else 1.0
        return (K1 + 1) * times / (times + K1 * (1 - B + B * length))

    def _holding(self, name: str, term: str) -> int:
        known = self._held.get((name, term))
        if known is None:
            known = self._held[name, term] = self.count(name, term)
        return known


def inverse_frequency(chunks: int, holding: int) -> float:
    """Return how much a word counts that so many of the chunks hold."""
    return math.log(1 + (chunks - holding + 0.5) / (holding + 0.5))


def pack(fields: Sequence[Sequence[str]]) -> str:
    """Return the words of a chunk's fields, in their order, so that runs of words can be counted in it."""
    return FIELD_END.join(_packed(terms) for terms in fields)


def _packed(terms: Sequence[str]) -> str:
    """Return words with a space of its own on either side of each."""
    return "".join(f" {term} " for term in terms)
