"""Rows of tables that are of a part of the company without saying so: a segment's table under a heading that no figure carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from research.nouns.facts import Fact, Status

# How far apart on a page two rows may begin to be of one table, in characters.
_OF_ONE_TABLE = 1500


def of_unnamed_parts(facts: Sequence[Fact]) -> frozenset[str]:
    """Return the ids of facts outside the statements that may be a part's: near a percentage or a count that its document states twice.

    A document that prints two values of one label for one period, neither of a named part, prints them of two parts; what stands beside
    such a row is of the same one.
    """
    values: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    plain = [fact for fact in facts if fact.statement is None and not fact.dimensions and fact.status is Status.ACTUAL]
    for fact in plain:
        if fact.unit != fact.currency:
            values[fact.document_id, fact.label.casefold(), fact.unit, fact.period, fact.basis].append(fact)
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for same in values.values():
        if len({fact.value for fact in same}) > 1:
            for fact in same:
                places[fact.document_id, fact.page].append(fact.start)
    near = (fact for fact in plain if any(abs(fact.start - at) <= _OF_ONE_TABLE for at in places.get((fact.document_id, fact.page), ())))
    return frozenset(fact.id for fact in near)
