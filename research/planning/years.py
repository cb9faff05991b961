"""Questions that choose among the years of one company: "in which year was the operating margin highest", "the best year for revenue"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.nouns.answers import Operation, PartKind, QuestionPlan
from research.planning.choices import end_of, is_turned, read_choice, words_of_end
from research.planning.folding import fold
from research.text.patterns import read_beside
from research.text.words import words

# Years are set in order by the figure itself or by how it grew from the year before.
_BY = (None, Operation.GROWTH, Operation.CHANGE)


@dataclass(frozen=True, slots=True)
class YearChoice:
    """Which end of the years' order is asked for, and whether by the growth of the figure."""

    highest: bool
    by_growth: bool = False


def read_year_choice(plan: QuestionPlan) -> YearChoice | None:
    """Return which of the years of its one company a plan's question chooses; None for one that chooses none or has other words.

    None too for one whose choice the user took out, for losses, whose largest is the lowest figure, and for parts of years.
    """
    known = _known()
    if len(plan.companies) != 1 or plan.unknown_companies or plan.metric is None or plan.listed or plan.formula:
        return None
    if any(part.kind is PartKind.CHOICE for part in plan.removed):
        return None
    text = fold(plan.question)
    if not known.years.search(text) or known.losses.search(text) or known.other.search(text):
        return None
    operation = Operation(plan.operation.value) if plan.operation else None
    if (
        operation not in _BY
        or any(period.on is not None or period.fiscal_period != "FY" for period in plan.periods)
        or len(plan.periods) == 1
    ):
        return None
    highest = _highest(text, known)
    if highest is None:
        return None
    explained = known.filler | words_of_end(text)
    if any(not set(words(one)) <= explained for one in plan.qualifiers) or read_choice(plan) is not None:
        return None
    return YearChoice(highest, by_growth=operation is not None)


def _highest(text: str, known: _Known) -> bool | None:
    """Return whether the highest is asked for, None where a text asks for no end of an order or for another place in it."""
    if known.top.search(text):
        return True
    if known.bottom.search(text):
        return False
    end = end_of(text)
    if end is None or end.fell or is_turned(known.years.sub(" ", text)):
        return None
    return end.highest


@dataclass(frozen=True, slots=True)
class _Known:
    years: re.Pattern[str]
    losses: re.Pattern[str]
    other: re.Pattern[str]
    top: re.Pattern[str]
    bottom: re.Pattern[str]
    filler: frozenset[str]


@cache
def _known() -> _Known:
    raw = read_beside(__file__, "years.toml")
    patterns = {name: re.compile(raw[name], re.IGNORECASE) for name in ("years", "losses", "other", "top", "bottom")}
    return _Known(**patterns, filler=frozenset(raw["filler"]))
