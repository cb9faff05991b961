"""The cells of one HTML table on their grid, and their joining: filings print "$", "(1,577" and ")" in cells of their own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.grids import GridCell
from ingest.html.flow import Mark, Passage
from ingest.statements.figures import CURRENCY, is_all_figures, is_one_figure, is_year

# As browsers limit it.
MOST_SPAN = 1000
# A table wider than any spreadsheet is no table.
MOST_COLUMNS = 16_384
_MONEY = rf"(?:(?:US|U\.S\.|CA|C|AU|A|HK|NT|NZ|R|S)?[{CURRENCY}]|USD|EUR|GBP|CHF|RMB|INR)"
_OPENS = re.compile(rf"[(\[]|{_MONEY}\s?[-(\[–—]?|[-(\[–—]\s?{_MONEY}")
_CLOSES = re.compile(r"[)\]]\s?%?|%\s?[)\]]?")
_BULLET = re.compile(r"[•●○◦▪■□☐☒☑·*–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]", re.IGNORECASE)
_DASH = re.compile(r"[-–—−]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell on the grid: first and last column (0-based), its words on one line, and how far they are set in (points)."""

    first: int
    last: int
    passage: Passage
    indent: float = 0.0

    @property
    def text(self) -> str:
        """Return the cell's words."""
        return self.passage.text

    @property
    def is_figure(self) -> bool:
        """Return whether the cell holds one figure and no words; a bare year is a heading."""
        return is_one_figure(self.text) and not is_year(self.text)


@dataclass(slots=True)
class GridRow:
    """A table row: its cells that hold words, in order, and how many page breaks stand before it."""

    slots: list[Slot] = field(default_factory=list)
    breaks: int = 0


@dataclass(slots=True)
class _Held:
    """Columns that a cell of an earlier row still holds."""

    first: int
    last: int
    rows: int


class Grid:
    """Gathers the rows of one table; `cells` counts them all, those that are held from above included."""

    def __init__(self) -> None:
        self.rows: list[GridRow] = []
        self.cells = 0
        self._held: list[_Held] = []
        self._next: list[_Held] = []
        self._column = self._at = 0

    def start_row(self, breaks: int = 0) -> None:
        """Begin a row."""
        kept = [replace(one, rows=one.rows - 1) for one in self._held if one.rows > 1]
        self._held = sorted((*kept, *self._next), key=lambda one: one.first)
        self._next, self._column, self._at = [], 0, 0
        self.cells += len(self._held)
        self.rows.append(GridRow(breaks=breaks))

    def add(self, passage: Passage, *, columns: int = 1, rows: int = 1, indent: float = 0.0) -> None:
        """Add a cell to the row in the next free column."""
        if not self.rows:
            self.start_row()
        self.cells += 1
        while self._at < len(self._held) and self._held[self._at].first <= self._column:
            self._column = max(self._column, self._held[self._at].last + 1)
            self._at += 1
        last = self._column + max(1, min(columns, MOST_SPAN)) - 1
        if rows > 1:
            self._next.append(_Held(self._column, last, min(rows, 65_534) - 1))
        if passage.text:
            self.rows[-1].slots.append(Slot(self._column, last, passage.on_one_line(), indent))
        self._column = last + 1

    def joined(self) -> list[GridRow]:
        """Return the rows with the parts of each figure in one cell, those without words left out unless a page breaks there."""
        found = [GridRow(_join(row.slots), row.breaks) for row in self.rows]
        return [row for row in found if row.slots or row.breaks]


def is_layout(rows: Sequence[GridRow]) -> bool:
    """Return whether a table only places prose: one cell a row, one row, or bullets beside their text."""
    filled = [row for row in rows if row.slots]
    if len(filled) < 2 or any(row.slots[-1].last >= MOST_COLUMNS for row in filled):
        return True
    return all(len(row.slots) == 1 or (len(row.slots) == 2 and _BULLET.fullmatch(row.slots[0].text)) for row in filled)


def merge(slots: Sequence[Slot]) -> Passage:
    """Return a row's cells as one passage, divided by spaces."""
    parts, marks = [], []
    length = 0
    for slot in slots:
        marks += [Mark(one.element, one.start + length, one.end + length) for one in slot.passage.marks]
        parts.append(slot.text)
        length += len(slot.text) + 1
    every = [slot.passage for slot in slots]
    return Passage(" ".join(parts), tuple(marks), all(one.bold for one in every), any(one.linked for one in every))


def grid_cells(rows: Sequence[GridRow]) -> list[list[GridCell]]:
    """Return the cells on as few columns as the table has words in: a head spans just the columns of figures that it stands over."""
    order = sorted(
        ((not slot.is_figure, slot.last - slot.first, slot.first, slot) for row in rows for slot in row.slots), key=lambda one: one[:3]
    )
    used: list[int] = []
    figures: dict[int, int] = {}
    for is_words, _, _, slot in order:
        low, high = bisect_left(used, slot.first), bisect_right(used, slot.last)
        if low == high:
            insort(used, slot.first if is_words else slot.last)
        if not is_words:
            figures[id(slot)] = used[high - 1] if low < high else slot.last
    # The first column is the labels'; figures never stand in it.
    shift = 1 if used and used[0] in set(figures.values()) else 0
    return [[_cell(slot, used, figures, shift=shift) for slot in row.slots] for row in rows]


def _cell(slot: Slot, used: list[int], figures: dict[int, int], *, shift: int) -> GridCell:
    if id(slot) in figures:
        return GridCell(slot.text, bisect_left(used, figures[id(slot)]) + shift, 1, slot.indent)
    low, high = bisect_left(used, slot.first), bisect_right(used, slot.last)
    return GridCell(slot.text, low + shift, max(1, high - low), slot.indent)


def _join(slots: Sequence[Slot]) -> list[Slot]:
    """Return the cells with currency signs and brackets joined to the figures beside them."""
    found: list[Slot] = []
    opening: Slot | None = None
    for slot in slots:
        if found and opening is None and _CLOSES.fullmatch(slot.text) and _is_open_figure(found[-1], slot):
            found[-1] = _glue(found[-1], slot, own=0)
        elif opening is None and _OPENS.fullmatch(slot.text):
            opening = slot
        elif opening is None:
            found.append(slot)
        elif slot.first <= opening.last + 2 and (slot.is_figure or is_all_figures(opening.text + slot.text)):
            found.append(_glue(opening, slot, own=1))
            opening = None
        else:
            found += [opening, slot]
            opening = None
    return [*found, opening] if opening else found


def _is_open_figure(slot: Slot, closing: Slot) -> bool:
    return closing.first <= slot.last + 2 and is_all_figures(slot.text) and (not slot.text.endswith((")", "%")) or closing.text[0] == "%")


def _glue(left: Slot, right: Slot, *, own: int) -> Slot:
    """Return two cells as one in the columns of the figure, which is the left (0) or the right one (1)."""
    gap = " " if own == 0 and _DASH.fullmatch(left.text.lstrip(f"{CURRENCY} ")) else ""
    shift = len(left.text) + len(gap)
    marks = (*left.passage.marks, *(Mark(one.element, one.start + shift, one.end + shift) for one in right.passage.marks))
    figure = (left, right)[own]
    passage = Passage(f"{left.text}{gap}{right.text}", marks, figure.passage.bold, figure.passage.linked)
    return Slot(figure.first, figure.last, passage, figure.indent)
