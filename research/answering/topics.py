"""What the program can answer figures for: every concept and every metric, as question understanding knows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from research.concepts.catalogue import concepts
from research.metrics.definitions import metrics
from research.planning.topics import Topic
from research.planning.vocabulary import vocabulary


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics of questions: concepts in their file's order, then metrics."""
    printed = [Topic(one.name, _said((one.title, *one.aliases)), one.statement, one.unit) for one in concepts()]
    computed = [Topic(one.name, (one.title, *one.aliases), None, one.unit, one.conventions[0].formulas[0][0]) for one in metrics()]
    return (*printed, *computed)


def _said(names: Sequence[str]) -> tuple[str, ...]:
    """Return names with what a question with a verb says for them: "added to inventories" for "additions to inventories"."""
    actions = vocabulary().actions.items()
    said = ((name, noun, verbs) for name in names for noun, verbs in actions if name.startswith(f"{noun} "))
    with_verbs = (f"{verb}{name[len(noun) :]}" for name, noun, verbs in said for verb in verbs)
    return (*names, *with_verbs)
