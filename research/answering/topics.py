"""What the program can answer figures for: every concept and every metric, as question understanding knows them."""

from __future__ import annotations

from functools import cache

from research.concepts.catalogue import concepts
from research.metrics.definitions import metrics
from research.planning.topics import Topic


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics of questions: concepts in their file's order, then metrics."""
    printed = [Topic(one.name, (one.title, *one.aliases), one.statement, one.unit) for one in concepts()]
    computed = [Topic(one.name, (one.title, *one.aliases), None, one.unit, one.conventions[0].formulas[0][0]) for one in metrics()]
    return (*printed, *computed)
