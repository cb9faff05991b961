"""How a figure went over several years: by its change where it went one way all along, else by where it turned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from research.nouns.facts import Calculation

# Fewer years are listed, each with its figure.
FEWEST = 4


def went(figures: Sequence[Calculation]) -> tuple[Calculation, ...]:
    """Return the figures, in order of time, that tell how one went: the first, each at which it turned, and the last."""
    turns = [
        here for before, here, after in zip(figures, figures[1:], figures[2:], strict=False) if _way(before, here) * _way(here, after) < 0
    ]
    return (figures[0], *turns, figures[-1])


def said_path(figures: Sequence[Calculation]) -> str:
    """Return how a figure went in words, of those that `went` gives: "rose to FY2015, then fell"; "" where it did not move."""
    steps = [(_way(before, here), here.period.label) for before, here in pairwise(figures) if _way(before, here)]
    words = ["rose" if way > 0 else "fell" for way, _ in steps]
    if len(steps) == 1:
        return f"{words[0]} from {figures[0].period.label} to {figures[-1].period.label}"
    return ", then ".join(f"{word} to {label}" for word, (_, label) in zip(words, steps, strict=True))


def goes_one_way(figures: Sequence[Calculation]) -> bool:
    """Return whether a figure rose, or fell, from each year to the next."""
    return len({_way(before, here) for before, here in pairwise(figures)} | {0}) == 2 and all(
        _way(before, here) for before, here in pairwise(figures)
    )


def _way(before: Calculation, after: Calculation) -> int:
    return (after.value > before.value) - (after.value < before.value)
