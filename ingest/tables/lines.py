"""Amounts that a table divides among the lines of a statement: the share-based compensation in each line of the operating expenses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.tables.agreement import Totals, compared, is_part_of_named, without_part
from ingest.tables.measured import is_measure
from research.nouns.facts import Fact

AXIS = "line"
# An amount is divided into so many lines at least, and named by so many words: "compensation" alone may be anything's.
FEWEST_LINES = FEWEST_WORDS = 2
_WORDS = re.compile(r"[\w&]+")
_TOTAL = re.compile(r"(?:grand\s+)?total\b\s*", re.IGNORECASE)


def of_lines(facts: Sequence[Fact], measure: str, totals: Totals) -> list[Fact]:
    """Return a table's facts, those above a total that adds up called as the total is, each of the line that its row names.

    Only where a statement prints another amount under some row's name, and where in every column the total is the sum of the rows above.
    A total without a name of its own is called by `measure`, what the table's title measures. `totals` are what the statements print.
    """
    columns: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        columns[fact.period, fact.unit, fact.basis].append(fact)
    found: dict[str, Fact] = {}
    if not any(map(is_part_of_named, facts)):
        return list(facts)
    for column in columns.values():
        parts = _divided(column, measure, totals)
        if parts is None:
            return list(facts)
        found |= {fact.id: fact for fact in parts}
    return [found.get(fact.id, fact) for fact in facts]


def _divided(column: Sequence[Fact], measure: str, totals: Totals) -> list[Fact] | None:
    """Return the rows above a column's first total as its lines, None where it has none or they do not add up."""
    at = next((at for at, fact in enumerate(column) if _TOTAL.match(fact.label)), 0)
    rows = column[:at]
    if len(rows) < FEWEST_LINES or any(fact.dimensions for fact in rows) or sum(fact.value for fact in rows) != column[at].value:
        return None
    said = _TOTAL.sub("", column[at].label, count=1) or measure
    # A total that a statement prints otherwise is another's, as the current assets of an associate are.
    others = any(is_part_of_named(compared(replace(column[at], label=name), totals)) for name in (said, column[at].label))
    if others or len(_WORDS.findall(said)) < FEWEST_WORDS or not is_measure(said):
        return None
    if any(fact.label.casefold() == said.casefold() for fact in rows):
        return None
    return [replace(without_part(fact), label=said, dimensions=((AXIS, fact.label),)) for fact in rows]
