"""What kind of answer a question wants: which words tell it, where filings answer it, in which words; from `question_kinds.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.nouns.answers import QuestionPlan
from research.planning.alike import asks_for_reasons
from research.text.patterns import any_of, read_beside

REASONS = "reasons"


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A kind of question: the words that tell it, the kinds of sections that answer it, and what they say."""

    name: str
    asked: re.Pattern[str]
    sections: frozenset[str]
    said: tuple[str, ...]


def kinds_of(plan: QuestionPlan) -> tuple[QuestionKind, ...]:
    """Return the kinds of a plan's question; a metric of several words tells none ("cost of goods sold" is no sale)."""
    text = plan.focus
    if plan.metric and " " in plan.metric.words:
        text = text.replace(plan.metric.words, " ")
    return tuple(kind for kind in known_kinds() if kind.asked.search(text) or (kind.name == REASONS and asks_for_reasons(text)))


@cache
def known_kinds() -> tuple[QuestionKind, ...]:
    """Return every kind that there is, in their file's order."""
    data = read_beside(__file__, "question_kinds.toml")
    return tuple(
        QuestionKind(one["name"], any_of(one["asked"]), frozenset(one["sections"]), tuple(one.get("said", ()))) for one in data["kinds"]
    )
