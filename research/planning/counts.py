"""Questions for a count at two times: "was there any change in the number of stores between the end of 2022 and 2023"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.nouns.answers import Operation, QuestionPlan
from research.planning.vocabulary import vocabulary
from research.text.patterns import patterns_of, read_beside
from research.text.words import words


@dataclass(frozen=True, slots=True)
class CountWords:
    """The patterns of `counts.toml`."""

    asks: re.Pattern[str]
    happened: re.Pattern[str]
    at_end: re.Pattern[str]


@cache
def count_words() -> CountWords:
    """Return the patterns, read once."""
    return CountWords(**patterns_of(read_beside(__file__, "counts.toml")))


def counts_events(question: str) -> bool:
    """Return whether a question is for how many of something were opened, closed or added, not for how many there are."""
    return count_words().asks.search(question) is not None and count_words().happened.search(question) is not None


def counted_thing(plan: QuestionPlan) -> str:
    """Return what a yes-or-no question asks the number of at two times ("stores"), "" for any other question.

    Where one year is named the other is the one before.
    """
    moved = plan.operation is not None and plan.operation.value in (Operation.CHANGE, Operation.GROWTH)
    opens = next(iter(words(plan.question)), "") in vocabulary().verdict_openings
    asks = plan.metric is None and not plan.meanings and count_words().asks.search(plan.question) is not None
    return " ".join(plan.qualifiers) if moved and opens and asks and 1 <= len(plan.periods) <= 2 else ""
