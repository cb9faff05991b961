"""Rows that add up to a total: what the total is called is what they are parts of, though a row may print no more than a segment's name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from research.concepts.catalogue import find_concept
from research.nouns.facts import Fact, Statement, Status

# So many rows of one table may add up to a total.
_MOST_PARTS = 16
# A total of fewer printed digits may be a sum by chance.
_LEAST_DIGITS = 3
# A row so called leads from one measure to another: what it adds up with are no parts of one.
_ITEM = re.compile(
    r"\b(?:interest|tax(?:es)?|amorti[sz]ation|depreciation|expenses?|costs?|charges?|impairments?|restructuring|gains?|loss(?:es)?|less|adjustments?)\b",
    re.IGNORECASE,
)
_AMOUNTS = ("revenue", "operating_income", "pretax_income", "net_income")


def totals_of(facts: Sequence[Fact]) -> Mapping[str, tuple[str, ...]]:
    """Return what rows outside the statements are parts of, by their ids: how the total that they add up to exactly is called.

    A total of the value that a statement states for the same period is called by its concept too.
    """
    columns: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    stated: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for fact in facts:
        is_amount = fact.concept in _AMOUNTS or fact.statement is Statement.BALANCE
        if fact.is_stated_total and fact.concept and is_amount and (concept := find_concept(fact.concept)):
            stated[fact.document_id, fact.unit, fact.period, fact.value].append(concept.title)
        if fact.statement is None and fact.status is Status.ACTUAL and fact.unit != "%":
            columns[fact.document_id, fact.page, fact.unit, fact.period].append(fact)
    found: dict[str, tuple[str, ...]] = {}
    for column in columns.values():
        # A sub-total may be of another measure than what it is a row of: earnings before taxes are a row of net income.
        for total, parts in _sums(sorted(column, key=lambda fact: fact.start)):
            concepts = stated.get((total.document_id, total.unit, total.period, total.value), ())
            if not any(_ITEM.search(part.label) for part in parts):
                found |= dict.fromkeys((part.id for part in parts), (total.label, *concepts))
    return found


def _sums(column: Sequence[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Yield each total of a column with the rows right above it that add up to it; a sub-total stands for its own rows."""
    waiting: list[Fact] = []
    for fact in column:
        if waiting and waiting[-1].start == fact.start:
            continue  # one row states two figures for a period: the first
        count = _how_many(waiting, fact) if sum(map(str.isdigit, fact.printed)) >= _LEAST_DIGITS else 0
        if count:
            yield fact, waiting[-count:]
            del waiting[-count:]
        waiting.append(fact)


def _how_many(rows: Sequence[Fact], total: Fact) -> int:
    """Return how many of the last rows add up to a total, 0 where none or only one does."""
    value = total.value - total.value
    for count, row in enumerate(reversed(rows[-_MOST_PARTS:]), 1):
        value += row.value
        if count > 1 and value == total.value:
            return count
    return 0
