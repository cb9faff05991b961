"""Words that may mean any of several figures, from `meanings.toml`: "profit", "debt", "margin"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from research.nouns.answers import PlanTerm
from research.planning.vocabulary import vocabulary
from research.text.patterns import any_of, read_beside
from research.text.words import words


def find_meanings(question: str, left: Sequence[str], metric: PlanTerm | None) -> tuple[PlanTerm, ...]:
    """Return the figures that a question may mean when one word for several is all that is left of it; none otherwise.

    `left` are the question's words that nothing else explains, `metric` a figure whose name is a part of that word ("cash" of "cash
    flow"). Each figure comes with the words that may mean it.
    """
    for pattern, figures in _listed():
        match = pattern.search(question)
        said = set(words(match.group())) if match else set()
        explained = {*left, *words(metric.words if metric else "")}
        if match and left and explained <= said <= explained | vocabulary().neutral:
            return tuple(PlanTerm(figure, match.group()) for figure in figures)
    return ()


@cache
def _listed() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    data = read_beside(__file__, "meanings.toml")
    return tuple((any_of(one["words"]), tuple(one["figures"])) for one in data["word"])
