"""Whether a sentence says itself which of several is the highest or the lowest by the measure that is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from research.answering.prose import ProseQuestion
from research.answering.told import metric_place
from research.retrieval.asked_topics import KIND, METRIC, carried
from research.retrieval.reading import topics_of
from research.text.patterns import patterns_of, read_beside

# A superlative is said of what stands within so many words of it.
NEAR = 6


@dataclass(frozen=True, slots=True)
class Superlatives:
    """The patterns of `[superlative]` in `fitting.toml`."""

    high: re.Pattern[str]
    low: re.Pattern[str]
    of_times: re.Pattern[str]
    ends: re.Pattern[str]


@cache
def superlatives() -> Superlatives:
    """Return the patterns, read once."""
    return Superlatives(**patterns_of(read_beside(__file__, "fitting.toml")["superlative"]))


def says_which(asked: ProseQuestion, text: str) -> bool:
    """Return whether a sentence has a superlative of the end that is asked for, said of the question's measure, or else of its subject."""
    known = superlatives()
    high, low = known.high.search(asked.question) is not None, known.low.search(asked.question) is not None
    wanted = [pattern for pattern, is_asked in ((known.high, high or not low), (known.low, low or not high)) if is_asked]
    return any(_is_said_of_it(asked, clause) for clause in _clauses(text) for pattern in wanted if _is_of_members(pattern, clause))


def _clauses(text: str) -> list[str]:
    cuts = [0, *(match.start() for match in superlatives().ends.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


def _is_of_members(pattern: re.Pattern[str], clause: str) -> bool:
    """Return whether a clause has a superlative that compares no times: "the highest in ten years" chooses no member."""
    return any(superlatives().of_times.match(clause[match.end() :]) is None for match in pattern.finditer(clause))


def _is_said_of_it(asked: ProseQuestion, clause: str) -> bool:
    """Return whether a clause with a superlative is about the measure, or near it about another topic where no measure is asked about."""
    if asked.metric and metric_place(asked, clause) is None:
        return False
    known = superlatives()
    wanted = frozenset(topic for topic in asked.topics if not topic.startswith((KIND, METRIC)))
    for match in (*known.high.finditer(clause), *known.low.finditer(clause)):
        before, after = clause[: match.start()].split()[-NEAR:], clause[match.end() :].split()[:NEAR]
        near = " ".join((*before, *after))
        if (asked.metric and metric_place(asked, near) is not None) or carried(asked.topics, asked.words, topics_of(near)) & wanted:
            return True
    return False
