"""Rows of tables that are of a part of the company without saying so: a segment's table under a heading that no figure carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from research.nouns.facts import Fact, Status

# How far apart on a page two rows may begin to be of one table, in characters.
_OF_ONE_TABLE = 1500
# A figure that is the sum of so many others of its name, or more, is that of the whole: of two it may be chance.
_LEAST_PARTS = 3


def of_unnamed_parts(facts: Sequence[Fact]) -> frozenset[str]:
    """Return the ids of facts outside the statements that may be a part's: near a percentage or a count that its document states twice.

    A document that prints several values of one label for one period, none of a named part, prints them of several parts; what stands
    beside such a row is of the same one. A value that is the sum of all the others is the whole's, and what stands beside it.
    """
    values: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    plain = [fact for fact in facts if fact.statement is None and not fact.dimensions and fact.status is Status.ACTUAL]
    for fact in plain:
        if fact.unit != fact.currency:
            values[fact.document_id, fact.label.casefold(), fact.unit, fact.period, fact.basis].append(fact)
    places: dict[tuple[str, int], list[tuple[int, bool]]] = defaultdict(list)
    for same in values.values():
        if len({fact.value for fact in same}) > 1:
            whole = _whole(same)
            for fact in same:
                places[fact.document_id, fact.page].append((fact.start, fact.value == whole))
    return frozenset(fact.id for fact in plain if _is_of_part(fact, places.get((fact.document_id, fact.page), ())))


def _is_of_part(fact: Fact, places: Iterable[tuple[int, bool]]) -> bool:
    """Return whether the nearest row that is printed of several parts, in reach of one table, is not the whole's."""
    near = [(abs(fact.start - at), is_whole) for at, is_whole in places if abs(fact.start - at) <= _OF_ONE_TABLE]
    return bool(near) and not min(near)[1]


def _whole(same: Sequence[Fact]) -> Decimal | None:
    """Return the value that is the sum of all the others, each counted once for each place that prints it; None without."""
    counts = [fact.value for fact in same if fact.unit != "%"]
    largest = max(counts, default=None, key=abs)
    others = [value for value in counts if value != largest]
    return largest if largest is not None and len(others) >= _LEAST_PARTS and sum(others) == largest else None
