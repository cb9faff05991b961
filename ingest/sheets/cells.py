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
from ingest.sheets.sight import Area, is_within
from ingest.sheets.workbook import INDENT_STEP, Sheet, Workbook, rich_text
from research.errors import CannotReadError, LimitExceededError

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_MOST_AREAS = 200
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@dataclass(slots=True)
class SheetCells:
    """A sheet that was read: its rows that hold something, counts of what a reader should know of, and texts that nobody sees."""

    rows: list[SheetRow] = field(default_factory=list)
    uncomputed: int = 0
    errors: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    unseen: list[str] = field(default_factory=list)


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
        pale: set[tuple[int, int]] = set()
        coloured = self._tables(sheet)
        for element in self._package.elements(sheet.part, "row", "mergeCell", "col", "conditionalFormatting"):
            kind = local(element)
            if kind == "row":
                number = whole(element.get("r"), number + 2) - 1
                self._take_row(found, element, number, pale)
            elif kind == "mergeCell":
                _note_merge(merged, str(element.get("ref") or ""))
            elif kind == "conditionalFormatting":
                coloured += _areas(str(element.get("sqref") or ""))
            elif element.get("hidden") in ("1", "true"):
                found.hidden_columns += max(whole(element.get("max"), 1) - whole(element.get("min"), 1) + 1, 1)
        _leave_out(found, {place for place in pale if not is_within(*place, coloured)})
        found.rows = _merge(sorted(found.rows, key=lambda row: row.number), merged)
        return found

    def _tables(self, sheet: Sheet) -> list[Area]:
        """Return the areas of a sheet's tables, which colour their cells themselves."""
        found: list[Area] = []
        try:
            for one in self._package.relations(sheet.part):
                if one.kind == "table" and self._package.has(one.target):
                    found += _areas(str(self._package.xml(one.target).get("ref") or ""))
        except CannotReadError:
            return found  # what colours a table is nothing that its cells need
        return found

    def _take_row(self, found: SheetCells, element: etree._Element, number: int, pale: set[tuple[int, int]]) -> None:
        cells: dict[int, GridCell] = {}
        column = -1
        for cell in element:
            place = _place(cell.get("r"))
            column = place[1] if place else column + 1
            text, indent = self._read_cell(found, cell)
            if text and column < MOST_COLUMNS:
                cells[column] = GridCell(text, column, 1, indent)
                if self._workbook.style(cell.get("s")).unseen:
                    pale.add((number, column))
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


def _areas(references: str) -> list[Area]:
    """Return the areas that references such as "A1:C5 E2" name."""
    found = []
    for reference in references.split()[:_MOST_AREAS]:
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last or first)
        if start and end:
            found.append((*start, *end))
    return found


def _leave_out(found: SheetCells, places: set[tuple[int, int]]) -> None:
    """Take cells that nobody sees out of the rows, and keep their texts apart."""
    if not places:
        return
    found.unseen += [cell.text for row in found.rows for cell in row.cells if (row.number, cell.column) in places]
    kept = [(row, tuple(cell for cell in row.cells if (row.number, cell.column) not in places)) for row in found.rows]
    found.rows = [SheetRow(row.number, cells) for row, cells in kept if cells]


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
