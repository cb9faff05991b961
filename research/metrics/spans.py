"""Stretches of fiscal time counted in quarters, and how one is made of others: the fourth quarter is the year less nine months."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from typing import TypeAlias

# From the end of one quarter to the end of another, each counted from year 0: (8092, 8096) is FY2023.
Stretch: TypeAlias = tuple[int, int]

MOST_STEPS = 4
_PARTS = {
    "FY": (0, 4),
    "Q1": (0, 1),
    "Q2": (1, 2),
    "Q3": (2, 3),
    "Q4": (3, 4),
    "H1": (0, 2),
    "H2": (2, 4),
    "9M": (0, 3),
}
_NAMES = {bounds: name for name, bounds in _PARTS.items()}
# Twelve months that end with a quarter: "LTM Q2" ends with the second quarter of its year.
_LAST_TWELVE = {"LTM": 4, "LTM Q1": 1, "LTM Q2": 2, "LTM Q3": 3, "LTM Q4": 4}


def stretch_of(year: int, period: str) -> Stretch | None:
    """Return the quarters of a fiscal period ("FY", "Q3", "H1", "9M", "LTM Q2"), None for another name."""
    if period in _LAST_TWELVE:
        end = year * 4 + _LAST_TWELVE[period]
        return end - 4, end
    bounds = _PARTS.get(period)
    return (year * 4 + bounds[0], year * 4 + bounds[1]) if bounds else None


def quarters_of(period: str) -> int | None:
    """Return how many fiscal quarters a period has ("H1" has 2), None for another name."""
    bounds = stretch_of(0, period)
    return bounds[1] - bounds[0] if bounds else None


def name_of(stretch: Stretch) -> tuple[int, str] | None:
    """Return the fiscal year and the name of a stretch, None for one that no fiscal period is."""
    year = stretch[0] // 4
    name = _NAMES.get((stretch[0] - year * 4, stretch[1] - year * 4))
    if name is None and stretch[1] - stretch[0] == 4:
        return (stretch[1] - 1) // 4, f"LTM Q{(stretch[1] - 1) % 4 + 1}"
    return (year, name) if name else None


def quarter_end(boundary: int) -> tuple[int, str]:
    """Return the fiscal year and period of the balance on a boundary: ("FY" for the year's end)."""
    year, quarter = divmod(boundary - 1, 4)
    return year, "FY" if quarter == 3 else f"Q{quarter + 1}"


def compose(wanted: Stretch, known: Collection[Stretch]) -> list[tuple[int, Stretch]]:
    """Return the fewest known stretches that make up the wanted one, each added (1) or taken off (-1), in order; [] when none do.

    Every known stretch is a step between two ends of quarters, forwards added and backwards taken off; years and longer parts go first,
    so that the year less nine months wins over three quarters.
    """
    start, end = wanted
    steps: dict[int, list[tuple[int, Stretch, int]]] = {}
    for stretch in sorted(known, key=lambda one: (one[0] - one[1], one)):
        steps.setdefault(stretch[0], []).append((1, stretch, stretch[1]))
        steps.setdefault(stretch[1], []).append((-1, stretch, stretch[0]))
    paths: deque[tuple[int, list[tuple[int, Stretch]]]] = deque([(start, [])])
    seen = {start}
    while paths:
        at, path = paths.popleft()
        if at == end:
            return path
        if len(path) == MOST_STEPS:
            continue
        for sign, stretch, reached in steps.get(at, []):
            if reached not in seen:
                seen.add(reached)
                paths.append((reached, [*path, (sign, stretch)]))
    return []
