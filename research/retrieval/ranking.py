"""The order of pages: each by its best chunk, chunks by the weighted sum of their signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from research.nouns.documents import Chunk
from research.text.patterns import read_beside

SCORE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page by its best chunk: its score and the chunk's signals."""

    chunk: Chunk
    score: float
    signals: Mapping[str, float]


def rank_pages(scored: Sequence[tuple[Chunk, Mapping[str, float]]], weights: Mapping[str, float]) -> list[RankedPage]:
    """Return the pages of chunks with their signals, best first, each by its best chunk; equal scores in order of chunk id."""
    found = [
        RankedPage(chunk, round(sum(weights[name] * value for name, value in signals.items()), SCORE_DIGITS), signals)
        for chunk, signals in scored
    ]
    found.sort(key=lambda page: (-page.score, page.chunk.id))
    best: dict[tuple[str, int], RankedPage] = {}
    for page in found:
        best.setdefault((page.chunk.document_id, page.chunk.page), page)
    return list(best.values())


@cache
def signal_weights() -> Mapping[str, float]:
    """Return the weight of each signal, from `weights.toml`."""
    data = read_beside(__file__, "weights.toml")
    return {name: float(value) for name, value in data["signals"].items()}
