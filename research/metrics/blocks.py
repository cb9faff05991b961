"""Blocks of a table: the rows, or the columns of one row, that add up to a total, sub-totals replaced by their own rows.

What adds up is whole: of such members none is lacking, so that one of them may be called the largest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from research.nouns.facts import Fact, Period, Status

# A dimension that only says in which column a figure stands.
COLUMN = "column"
# So many parts may add up to a total, and so few digits of one may do so by chance.
_MOST_PARTS = 24
_LEAST_DIGITS = 3
# Rounded parts may miss their total by so many units of the last digit.
_ROUNDING = 2
_ROUNDED_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Block:
    """The total of a block with its own `rows`, and `parts`, in which sub-totals are replaced by their own rows; in the order of the page.

    Every figure is of one page, unit and period.
    """

    total: Fact
    rows: tuple[Fact, ...]
    parts: tuple[Fact, ...]

    @property
    def period(self) -> Period:
        """Return the period that the block's figures are of."""
        return self.total.period


def blocks_of(facts: Iterable[Fact]) -> list[Block]:
    """Return the blocks among facts of one document: those that stand under each other, then those beside each other in one row."""
    columns: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    rows: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.status is Status.ACTUAL and fact.unit != "%" and fact.low is None:
            columns[fact.page, fact.unit, fact.period].append(fact)
            rows[fact.page, fact.start, fact.unit, fact.period].append(fact)
    under = [block for column in columns.values() for block in _under_each_other(column)]
    return [*under, *(block for row in rows.values() for block in _beside_each_other(row))]


def member_of(fact: Fact) -> str:
    """Return what a figure is of within its block: the part of the company, else the row's own label."""
    if len(fact.dimensions) == 1 and fact.dimensions[0][0] != COLUMN:
        return fact.dimensions[0][1]
    return fact.label


def _under_each_other(column: Iterable[Fact]) -> Iterator[Block]:
    """Yield the blocks of one column; each total comes with the leaves below it, whichever sub-totals stand between."""
    waiting: list[tuple[Fact, tuple[Fact, ...]]] = []
    for fact in _first_of_rows(column):
        count = _how_many([one for one, _ in waiting[-_MOST_PARTS:]], fact)
        below = waiting[len(waiting) - count :]
        leaves = tuple(leaf for _, under in below for leaf in under) if count else (fact,)
        if count:
            yield Block(fact, tuple(row for row, _ in below), leaves)
            del waiting[-count:]
        waiting.append((fact, leaves))


def _beside_each_other(row: Sequence[Fact]) -> Iterator[Block]:
    """Yield the block of a row that states a figure of each part and one of the whole."""
    totals = [fact for fact in row if not fact.dimensions]
    parts = tuple(sorted((fact for fact in row if len(fact.dimensions) == 1), key=lambda fact: fact.cell_start))
    if len(totals) == 1 and len(parts) > 1 and adds_up(parts, totals[0]):
        yield Block(totals[0], parts, parts)


def _first_of_rows(column: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the first figure that each row states for the period, from the top."""
    last: int | None = None
    for fact in sorted(column, key=lambda one: (one.start, one.cell_start)):
        if fact.start != last:
            yield fact
        last = fact.start


def _how_many(rows: Sequence[Fact], total: Fact) -> int:
    """Return how many of the last rows add up to a total, 0 where none or only one does."""
    value, allowed = Decimal(0), _allowed(total) if rows else None
    for count, row in enumerate(reversed(rows), 1):
        value += row.value
        if allowed is not None and count > 1 and abs(value - total.value) <= (allowed if count > 2 else 0):
            return count
    return 0


def adds_up(parts: Sequence[Fact], total: Fact) -> bool:
    """Return whether figures add up to a total of enough digits to be none by chance, up to rounding where it has more of them."""
    allowed = _allowed(total)
    off = abs(sum((part.value for part in parts), Decimal(0)) - total.value)
    return allowed is not None and off <= (allowed if len(parts) > 2 else 0)


def _allowed(total: Fact) -> Decimal | None:
    """Return by how much the parts may miss a total for rounding, None where adding up to it says nothing."""
    digits = len(re.sub(r"\D", "", total.printed).lstrip("0"))
    if digits < _LEAST_DIGITS or not total.value:
        return None
    return _ROUNDING * total.last_digit if digits >= _ROUNDED_DIGITS else Decimal(0)
