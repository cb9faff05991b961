"""The concepts that a question's figure is made of: the rows whose pages show it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from research.concepts.catalogue import Concept, find_concept
from research.errors import UsageError
from research.formulas.expressions import names_in, parse_formula
from research.metrics.definitions import find_metric
from research.nouns.answers import QuestionPlan

_MOST_NESTED = 8


def concepts_of(plan: QuestionPlan) -> tuple[Concept, ...]:
    """Return the concepts of a plan's formula, else those of its metric in its usual convention, each once, in the formula's order."""
    if plan.formula:
        try:
            named = [one.name for one in names_in(parse_formula(plan.formula))]
        except UsageError:
            named = []
    else:
        named = [plan.metric.value] if plan.metric else []
    return tuple(dict.fromkeys(concept for name in named for concept in _made_of(name)))


@lru_cache(maxsize=512)
def _made_of(name: str) -> tuple[Concept, ...]:
    return tuple(_walk(name, 0))


def _walk(name: str, depth: int) -> Iterator[Concept]:
    concept, metric = find_concept(name), find_metric(name)
    if concept is not None:
        yield concept
    elif metric is not None and depth < _MOST_NESTED:
        for _, tree in metric.conventions[0].formulas[:1]:
            for one in names_in(tree):
                yield from _walk(one.name, depth + 1)
