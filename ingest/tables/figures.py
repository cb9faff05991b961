"""The figures of a table as they are printed, and what a sign at one of them says of those below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.tables.ranges import Stretch
from ingest.tables.units import MOST_PERCENT, PrintedFigure
from ingest.tables.vocabulary import words
from research.nouns.documents import Cell, TableRow


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure of a table with its row and column, read once; `stretch` for a range or a figure with a multiplier of its own."""

    row: TableRow
    cell: Cell
    figure: PrintedFigure
    stretch: Stretch | None = None


def in_percent(printed: Sequence[Printed]) -> tuple[Printed, ...]:
    """Return the figures with a percent sign counted for all of a column's section where only the first of them, and the last, print it.

    None of them then prints a currency's sign, nor is one too large or of a row that counts things.
    """
    groups: defaultdict[tuple[str, int], list[Printed]] = defaultdict(list)
    for one in printed:
        groups[one.row.section, one.cell.column].append(one)
    alike = {key for key, group in groups.items() if _is_of_percent(group)}
    return tuple(
        replace(one, figure=replace(one.figure, percent=True)) if (one.row.section, one.cell.column) in alike else one for one in printed
    )


def _is_of_percent(group: Sequence[Printed]) -> bool:
    first = group[0]
    said = words("measures", "percents").search(first.row.section)
    if not (first.figure.percent or said) or any(one.figure.signed or abs(one.figure.value) >= MOST_PERCENT for one in group):
        return False
    return not any(words("measures", "counts").search(one.row.label) for one in group)
