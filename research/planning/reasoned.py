"""Questions that want a figure and its reason in one, taken apart: "how much did revenue grow in 2024 and what drove it"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.text.patterns import patterns_of, read_beside


@dataclass(frozen=True, slots=True)
class FigureAndReason:
    """The two questions in one: `figure` asks for the figure alone, `reason` for what moved it."""

    figure: str
    reason: str


def figure_and_reason(question: str) -> FigureAndReason | None:
    """Return the two questions that a question is, None for one that is not of this kind."""
    known = _patterns()
    tail = known["tail"].search(question)
    figure = question[: tail.start()].strip() if tail else ""
    if not figure:
        return None
    if moved := known["moved"].search(figure):
        verb = moved["verb"] or moved["plain"]
        return FigureAndReason(f"{figure}?", f"Why {verb.lower()}{figure[moved.end() :]}?")
    return FigureAndReason(f"{figure}?", f"What drove {known['stated'].sub('', figure)}?")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return patterns_of(read_beside(__file__, "reasoned.toml"))
