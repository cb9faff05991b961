"""Questions that set companies in order by a figure: "which company had the highest gross margin in 2022", "who earned more, A or B"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.nouns.answers import Operation, PartKind, QuestionPlan
from research.planning.choices import end_of, is_turned, words_of_end
from research.planning.folding import fold
from research.text.patterns import any_of, read_beside
from research.text.words import words


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order that is asked for: the highest first or the lowest.

    `chooses` tells that only the first is asked for, `named` that the companies are those of the question, not all.
    """

    highest: bool
    chooses: bool
    named: bool = False


def read_ranking(plan: QuestionPlan) -> Ranking | None:
    """Return the order in which a plan wants every company, or those that it names; None for one that wants none or has other words.

    None too for one whose order the user took out.
    """
    known = _known()
    named = len(plan.companies) > 1
    if plan.unknown_companies or plan.metric is None or plan.listed or any(part.kind is PartKind.CHOICE for part in plan.removed):
        return None
    if named and plan.operation and plan.operation.value != Operation.GROWTH:
        return None
    if (plan.companies and not named) or not (known.chosen if named else known.every).search(plan.question):
        return None
    text = fold(plan.question)
    if known.losses.search(text) or known.other.search(text.replace(fold(plan.metric.words), " ")):
        return None
    # "Who" asks for another sort of member than a group has, but for one of companies that are named.
    if is_turned(known.who.sub(" ", text) if named else text):
        return None
    highest = _end(text, known, named=named)
    chooses = highest is not None
    explained = known.filler | words_of_end(text) | known.comparing
    if (named and not chooses) or any(not set(words(word)) <= explained for word in plan.qualifiers):
        return None
    return Ranking(highest is not False, chooses, named) if chooses or not _moves(text) else None


def _end(text: str, known: _Known, *, named: bool) -> bool | None:
    """Return whether the highest is asked for, None where no end of the order is; of named companies by a comparative too."""
    end = end_of(text)
    if end is not None:
        return None if end.moved else end.highest
    if not named:
        return None
    low, high = known.low.search(text) is not None, known.high.search(text) is not None
    return high if low is not high else None


def _moves(text: str) -> bool:
    end = end_of(text)
    return end is not None and end.moved


@dataclass(frozen=True, slots=True)
class _Known:
    every: re.Pattern[str]
    chosen: re.Pattern[str]
    who: re.Pattern[str]
    losses: re.Pattern[str]
    other: re.Pattern[str]
    high: re.Pattern[str]
    low: re.Pattern[str]
    filler: frozenset[str]
    comparing: frozenset[str]


@cache
def _known() -> _Known:
    raw = read_beside(__file__, "across.toml")
    patterns = {name: re.compile(raw[name], re.IGNORECASE) for name in ("every", "chosen", "who", "losses", "other")}
    ends = {name: any_of(raw[name]) for name in ("high", "low")}
    return _Known(**patterns, **ends, filler=frozenset(raw["filler"]), comparing=frozenset((*raw["high"], *raw["low"])))
