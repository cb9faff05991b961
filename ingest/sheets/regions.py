"""The tables of one sheet told apart: blank rows and columns part them, unless a table goes on across the gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.grids import GridCell
from ingest.statements.figures import is_all_figures, is_one_figure, is_year
from ingest.statements.titles import statement_of
from ingest.statements.units import is_unit_text

# How often a cell may be looked at in search of tables that stand side by side; a small sheet's may as often as it takes.
LOOKS_A_CELL, LEAST_LOOKS = 64, 1_000_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row's cells that hold text, by column; `number` is its place on the sheet (0-based)."""

    number: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """What stands together on a sheet: lines over it (titles, units), and a table's rows, columns counted from its own first.

    `line_cells` and `row_cells` are the same as they stand on the sheet.
    """

    lines: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    line_cells: tuple[SheetRow, ...]
    row_cells: tuple[SheetRow, ...]


def split_sheet(rows: Sequence[SheetRow]) -> Iterator[Region]:
    """Yield the regions of a sheet: from top to bottom, those beside each other from left to right."""
    for part in _apart(list(rows)):
        yield _region(part)


def _apart(rows: list[SheetRow]) -> Iterator[list[SheetRow]]:
    """Yield the rows of each region: side by side tables first parted, then those under each other, and so on.

    A sheet made of nothing but gaps is parted as far as so many looks at its cells tell.
    """
    waiting = [rows] if rows else []
    looks = LEAST_LOOKS + LOOKS_A_CELL * _cells(rows)
    while waiting:
        part = waiting.pop()
        cut, looked = _column_cut(part, looks)
        looks -= looked
        if cut:
            sides = [[_side(row, cut, left=left) for row in part] for left in (False, True)]
            waiting += [side for one in sides if (side := [row for row in one if row.cells])]
            continue
        blocks = _blocks(part)
        if len(blocks) == 1:
            yield part
        else:
            waiting += reversed(blocks)


def _cells(rows: list[SheetRow]) -> int:
    return sum(len(row.cells) for row in rows)


def _side(row: SheetRow, cut: int, *, left: bool) -> SheetRow:
    return SheetRow(row.number, tuple(cell for cell in row.cells if (cell.column < cut) == left))


def _column_cut(rows: list[SheetRow], most: int) -> tuple[int | None, int]:
    """Return the column at which a second table with labels of its own begins after a blank column, and how many cells were looked at.

    None when there is none such, or none that fewer than `most` looks tell.
    """
    covered: set[int] = set()
    for row in rows:
        wide = len(row.cells) > 1
        covered.update(column for cell in row.cells for column in range(cell.column, cell.column + (cell.span if wide else 1)))
    end, each = max(covered) + 1, 2 * _cells(rows)
    gaps = [after for before, after in pairwise(sorted(covered)) if after - before > 1][: max(most // each, 0)]
    for number, after in enumerate(gaps, 1):
        if _is_table_side(rows, 0, after) and _is_table_side(rows, after, end):
            return after, number * each
    return None, len(gaps) * each


def _is_table_side(rows: list[SheetRow], first: int, end: int) -> bool:
    """Return whether the columns from `first` to `end` hold a table of their own: a column of words, then figures."""
    inside = [cells for row in rows if (cells := [cell for cell in row.cells if first <= cell.column < end])]
    body = [cells for cells in inside if len(cells) > 1 and any(is_figure(cell.text) for cell in cells)]
    if len(body) < 2:
        return False
    labels = min(cells[0].column for cells in body)
    worded = sum(1 for cells in body if cells[0].column == labels and not is_all_figures(cells[0].text))
    return worded * 2 > len(body)


def is_figure(text: str) -> bool:
    """Return whether a cell shows one figure that is no bare year."""
    return is_one_figure(text) and not is_year(text)


def _blocks(rows: list[SheetRow]) -> list[list[SheetRow]]:
    """Return the rows parted at blank ones, the parts of one table put together again."""
    pieces: list[list[SheetRow]] = [[]]
    for row in rows:
        if pieces[-1] and row.number > pieces[-1][-1].number + 1:
            pieces.append([])
        pieces[-1].append(row)
    blocks: list[list[SheetRow]] = []
    waiting: list[SheetRow] = []
    above: set[int] = set()
    for piece in pieces:
        waiting += piece
        if all(len(row.cells) == 1 for row in piece):
            continue
        figures = {cell.column for row in waiting for cell in row.cells if is_figure(cell.text)}
        if blocks and figures <= above and _goes_on(waiting):
            blocks[-1] += waiting
        else:
            blocks.append(waiting)
            above = figures
        waiting = []
    if waiting:
        blocks.append(waiting)
    return blocks


def _goes_on(piece: list[SheetRow]) -> bool:
    """Return whether a piece under the figures of a table continues it over a blank row: no heads and no statement's title."""
    first = next(row for row in piece if len(row.cells) > 1)
    lone = [row.cells[0].text for row in piece[: piece.index(first)]]
    return any(is_figure(cell.text) for cell in first.cells[1:]) and not any(statement_of(text) for text in lone)


def _region(rows: list[SheetRow]) -> Region:
    """Return the region with its lone first lines apart, and columns that hold nothing left out."""
    labels = min((row.cells[0].column for row in rows if len(row.cells) > 1), default=None)
    first = next((at for at, row in enumerate(rows) if labels is not None and not _is_line(row, labels)), len(rows))
    lines = tuple(row.cells[0].text for row in rows[:first])
    body = rows[first:]
    used = sorted({cell.column for row in body for cell in row.cells})
    place = {column: at for at, column in enumerate(used)}
    grid = tuple(
        tuple(
            GridCell(cell.text, place[cell.column], _span(cell, place), cell.indent if place[cell.column] == 0 else 0.0)
            for cell in row.cells
        )
        for row in body
    )
    return Region(lines, grid, tuple(rows[:first]), tuple(body))


def _is_line(row: SheetRow, labels: int) -> bool:
    """Return whether a row stands over its table rather than over some of its columns: a title, or the units."""
    if len(row.cells) > 1:
        return False
    only = row.cells[0]
    return only.column <= labels or statement_of(only.text) is not None or is_unit_text(only.text)


def _span(cell: GridCell, place: dict[int, int]) -> int:
    """Return how many of the used columns a cell spans."""
    if cell.span == 1:
        return 1
    return max(sum(1 for column in place if cell.column <= column < cell.column + cell.span), 1)
