"""The row of a part of a company that a question's verb asks for: what it made from something is revenue, what it lost its result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from research.answering.targets import Row
from research.metrics.labelled import Topic
from research.nouns.answers import QuestionPlan
from research.text.patterns import read_beside


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb of `implied.toml`: how it is told, the metric that it asks for, how rows call that, its own words, whether it is a loss."""

    asks: re.Pattern[str]
    metric: str
    said: str
    words: frozenset[str]
    lost: bool


def implied_rows(plan: QuestionPlan) -> Iterator[Row]:
    """Yield the rows of parts that the verb of a question without a metric asks for."""
    if plan.metric or plan.formula or plan.operation:
        return
    for verb in _verbs():
        part = tuple(word for word in plan.qualifiers if word not in verb.words)
        if part and verb.asks.search(plan.question):
            yield Row(Topic.of(part, metric=verb.metric, said=verb.said), " ".join((*part, verb.said)), lost=verb.lost)


@cache
def _verbs() -> tuple[_Verb, ...]:
    data: dict[str, list[dict[str, Any]]] = read_beside(__file__, "implied.toml")
    return tuple(
        _Verb(re.compile(one["asks"], re.IGNORECASE), one["metric"], one["said"], frozenset(one["words"]), one["lost"])
        for one in data["verb"]
    )
