"""Questions that set every company in order by a figure: "which company had the highest gross margin in 2022"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.nouns.answers import PartKind, QuestionPlan
from research.planning.choices import end_of, is_turned, words_of_end
from research.planning.folding import fold
from research.text.patterns import read_beside
from research.text.words import words


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order that is asked for: the highest first or the lowest; `chooses` tells that only the first is asked for."""

    highest: bool
    chooses: bool


def read_ranking(plan: QuestionPlan) -> Ranking | None:
    """Return the order in which a plan without a company wants every company; None for one that wants none or has other words.

    None too for one whose order the user took out.
    """
    known = _known()
    if plan.companies or plan.unknown_companies or plan.metric is None or plan.listed or not known.every.search(plan.question):
        return None
    if any(part.kind is PartKind.CHOICE for part in plan.removed):
        return None
    text = fold(plan.question)
    if known.losses.search(text) or known.other.search(text.replace(fold(plan.metric.words), " ")):
        return None
    end = end_of(text)
    if is_turned(text) or (end and end.moved):
        return None
    explained = known.filler | words_of_end(text)
    if any(not set(words(word)) <= explained for word in plan.qualifiers):
        return None
    return Ranking(end.highest if end else True, end is not None)


@dataclass(frozen=True, slots=True)
class _Known:
    every: re.Pattern[str]
    losses: re.Pattern[str]
    other: re.Pattern[str]
    filler: frozenset[str]


@cache
def _known() -> _Known:
    raw = read_beside(__file__, "across.toml")
    every, losses, other = (re.compile(raw[name], re.IGNORECASE) for name in ("every", "losses", "other"))
    return _Known(every, losses, other, frozenset(raw["filler"]))
