"""How common words are, whatever the library holds: common, known or rare; and which pairs of Han characters say little."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from research.text.patterns import read_beside
from research.text.words import stop_words

COMMON, KNOWN, RARE, HAN, HAN_COMMON = 0.3, 1.0, 1.6, 0.7, 0.15


@cache
def _stems(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def plain_words(part: str) -> frozenset[str]:
    """Return a list of `plain_words.toml`: "capitals" are written so though they name nobody, "han" pairs say little."""
    return frozenset(read_beside(__file__, "plain_words.toml")[part].split())


def is_common(stemmed: str) -> bool:
    """Return whether a stem is of the commonest words."""
    return stemmed in _stems("common_stems") or stemmed in stop_words()


def is_rare(stemmed: str) -> bool:
    """Return whether a stem is of no list."""
    return not is_common(stemmed) and stemmed not in _stems("known_stems")


@lru_cache(maxsize=200_000)
def weight(term: str) -> float:
    """Return how much it says that two texts share a term, a stem or a pair of Han characters: 0.15 to 1.6."""
    if term[:1] >= "\u4e00":
        return HAN_COMMON if term in plain_words("han") else HAN
    if is_common(term):
        return COMMON
    return RARE if is_rare(term) else KNOWN
