"""A worksheet's cells in the form in which the workbook shows them, read row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.grids import GridCell
from ingest.office.elements import local, whole
from ingest.office.package import Package
from ingest.sheets.display import show_number, show_text
from ingest.sheets.regions import SheetRow
from ingest.sheets.workbook import INDENT_STEP, Sheet, Workbook, rich_text
from research.errors import LimitExceededError

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@dataclass(slots=True)
class SheetCells:
    """A sheet that was read: its rows that hold something, and counts of what a reader should know of."""

    rows: list[SheetRow] = field(default_factory=list)
    uncomputed: int = 0
    errors: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0


class CellReader:
    """Reads the sheets of one workbook; counts cells over all of them against `max_cells`."""

    def __init__(self, package: Package, workbook: Workbook, *, max_cells: int) -> None:
        self._package, self._workbook, self._max_cells = package, workbook, max_cells
        self._count = 0

    def read(self, sheet: Sheet) -> SheetCells:
        """Return a worksheet's cells; a merged one spans its columns and stands where its text is.

        Raises CannotReadError for a damaged part, LimitExceededError for too many cells.
        """
        found = SheetCells()
        merged: dict[tuple[int, int], int] = {}
        number = -1
        for element in self._package.elements(sheet.part, "row", "mergeCell", "col"):
            kind = local(element)
            if kind == "row":
                number = whole(element.get("r"), number + 2) - 1
                self._take_row(found, element, number)
            elif kind == "mergeCell":
                _note_merge(merged, str(element.get("ref") or ""))
            elif element.get("hidden") in ("1", "true"):
                found.hidden_columns += max(whole(element.get("max"), 1) - whole(element.get("min"), 1) + 1, 1)
        found.rows = _merge(sorted(found.rows, key=lambda row: row.number), merged)
        return found

    def _take_row(self, found: SheetCells, element: etree._Element, number: int) -> None:
        cells: dict[int, GridCell] = {}
        column = -1
        for cell in element:
            place = _place(cell.get("r"))
            column = place[1] if place else column + 1
            text, indent = self._read_cell(found, cell)
            if text and column < MOST_COLUMNS:
                cells[column] = GridCell(text, column, 1, indent)
        self._count += len(element)
        if self._count > self._max_cells:
            raise LimitExceededError(
                f"{self._package.name}: more than {self._max_cells} cells", "raise DESK_MAX_CELLS or split the workbook"
            )
        if cells and number < MOST_ROWS:
            found.hidden_rows += element.get("hidden") in ("1", "true")
            found.rows.append(SheetRow(number, tuple(cells[at] for at in sorted(cells))))

    def _read_cell(self, found: SheetCells, cell: etree._Element) -> tuple[str, float]:
        """Return a cell's displayed text, white space folded, and its indent."""
        kind = cell.get("t") or "n"
        style = self._workbook.style(cell.get("s"))
        value, formula, inline = None, False, ""
        for child in cell:
            name = local(child)
            if name == "v":
                value = child.text
            elif name == "f":
                formula = True
            elif name == "is":
                inline = rich_text(child)
        if formula and not value and kind != "str":
            found.uncomputed += 1
        found.errors += kind == "e"
        raw = self._displayed(kind, value or "", inline, style.code)
        return " ".join(raw.split()), style.indent + INDENT_STEP / 3 * (len(raw) - len(raw.lstrip()))

    def _displayed(self, kind: str, value: str, inline: str, code: str) -> str:
        if kind == "s":
            texts = self._workbook.texts
            return show_text(texts[int(value)], code) if value.isdigit() and int(value) < len(texts) else ""
        if kind == "inlineStr":
            return show_text(inline, code)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind == "d":
            return value.removesuffix("T00:00:00")
        if kind in ("str", "e"):
            return show_text(value, code) if kind == "str" else value
        return show_number(value, code, from_1904=self._workbook.from_1904) if value else ""


def _place(reference: str | None) -> tuple[int, int] | None:
    """Return the row and column (0-based) that a reference such as "C5" names."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _note_merge(merged: dict[tuple[int, int], int], reference: str) -> None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last)
    if start and end and end[1] > start[1]:
        merged[start] = min(end[1], MOST_COLUMNS - 1) - start[1] + 1


def _merge(rows: list[SheetRow], merged: dict[tuple[int, int], int]) -> list[SheetRow]:
    if not merged:
        return rows
    return [
        SheetRow(
            row.number,
            tuple(GridCell(one.text, one.column, merged.get((row.number, one.column), 1), one.indent) for one in row.cells),
        )
        for row in rows
    ]
