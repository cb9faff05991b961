"""A draft's tables: the full grid, which rows are heads, and the words at the left of and over each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.drafts.blocks import CellRead, TableRead
from ingest.drafts.prose import is_prose, one_line
from ingest.statements.figures import is_one_figure, is_year
from research.nouns.drafts import DraftCell, DraftTable

_PERIOD = re.compile(r"(?:[1-4]?[QH]\d?|FY|CY|Q[1-4])?[\s'’]*(?:19|20)?\d\d\s*[AEF]?", re.IGNORECASE)
MOST_HEAD_ROWS = 6


def draft_table(table: TableRead, *, caption: str, before: str, headings: tuple[str, ...]) -> DraftTable:
    """Return a table as its reader sees it."""
    height = max((cell.row for cell in table.cells), default=-1) + 1
    width = max((cell.column + cell.span for cell in table.cells), default=0)
    grid = [[""] * width for _ in range(height)]
    for cell in table.cells:
        grid[cell.row][cell.column] = one_line(cell.prose.text)
    return DraftTable(table.block, caption, before, headings, tuple(map(tuple, grid)), head_rows(table))


def head_rows(table: TableRead) -> int:
    """Return how many rows at the top hold heads: as the table says itself, else those over the first row with a figure.

    Of a table without figures the first row, unless it has but two columns: then the left ones are names and the right ones what they are.
    """
    if table.head_rows:
        return table.head_rows
    for row, cells in _by_row(table.cells):
        if any(is_figure(cell) for cell in cells):
            return min(row, MOST_HEAD_ROWS)
    rows, columns = len({cell.row for cell in table.cells}), len({cell.column for cell in table.cells})
    return 1 if rows > 1 and columns > 2 else 0


def is_figure(cell: CellRead) -> bool:
    """Return whether a cell holds one figure that is neither a year nor a label at the left."""
    text = one_line(cell.prose.text)
    return is_one_figure(text) and not is_year(text) and not (cell.column == 0 and _PERIOD.fullmatch(text))


def told_cells(table: TableRead, index: int) -> Iterator[tuple[CellRead, DraftCell]]:
    """Yield the cells that say something, in order, each with its heads: all under the heads but the labels, and any that is a sentence."""
    heads = head_rows(table)
    over = [cell for cell in table.cells if cell.row < heads and cell.prose.text.strip()]
    for row, cells in _by_row(table.cells):
        label = _label(cells)
        for cell in cells:
            text = one_line(cell.prose.text)
            is_head = row < heads or (cell.column == 0 and not is_figure(cell)) or cell is label
            if text and (not is_head or is_prose(text)):
                yield cell, DraftCell(index, row, cell.column, _row_head(label, cell), _column_heads(over, cell))


def _label(cells: Sequence[CellRead]) -> CellRead | None:
    """Return the words that a row begins with, None for a row that begins with a figure or holds nothing."""
    first = next((cell for cell in cells if cell.prose.text.strip()), None)
    return first if first is not None and not is_figure(first) else None


def _row_head(label: CellRead | None, cell: CellRead) -> str:
    return one_line(label.prose.text) if label is not None and label is not cell else ""


def _column_heads(over: Sequence[CellRead], cell: CellRead) -> tuple[str, ...]:
    found = (one for one in over if one.row < cell.row and one.column <= cell.column < one.column + one.span)
    return tuple(one_line(one.prose.text) for one in found)


def _by_row(cells: Sequence[CellRead]) -> Iterator[tuple[int, list[CellRead]]]:
    for row, group in groupby(cells, key=lambda cell: cell.row):
        yield row, list(group)
