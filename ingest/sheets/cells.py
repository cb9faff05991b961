"""A worksheet's cells in the form in which the workbook shows them, read row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.grids import GridCell
from ingest.office.elements import local, whole
from ingest.office.package import Package
from ingest.sheets.display import show_number, show_text
from ingest.sheets.regions import SheetRow
from ingest.sheets.sight import Area, Runs, is_unseen, is_within
from ingest.sheets.workbook import INDENT_STEP, Sheet, Workbook, rich_text, runs_of
from research.errors import CannotReadError, LimitExceededError

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
# The longest text that a cell can have, and the longest number, in digits: what is longer no program wrote that calculates.
LONGEST_CELL, _LONGEST_NUMBER = 32_767, 400
_MOST_AREAS = 200
# Rows of fewer points and columns of fewer letters show nothing.
LOWEST_ROW, NARROWEST = 2.0, 0.3
_DECIMAL = re.compile(r"\d{1,6}(?:\.\d{1,20})?")
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
        pale: dict[tuple[int, int], str] = {}
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
            elif _is_shut(element, "width", NARROWEST):
                found.hidden_columns += max(whole(element.get("max"), 1) - whole(element.get("min"), 1) + 1, 1)
        _leave_out(found, {place: seen for place, seen in pale.items() if not is_within(*place, coloured)})
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

    def _take_row(self, found: SheetCells, element: etree._Element, number: int, pale: dict[tuple[int, int], str]) -> None:
        cells: dict[int, GridCell] = {}
        column = -1
        for cell in element:
            place = _place(cell.get("r"))
            column = place[1] if place else column + 1
            text, indent = self._read_cell(found, cell)
            if text and column < MOST_COLUMNS:
                cells[column] = GridCell(text, column, 1, indent)
                if (seen := self._seen(cell, text)) != text:
                    pale[number, column] = seen
        self._count += len(element)
        if self._count > self._max_cells:
            raise LimitExceededError(
                f"{self._package.name}: more than {self._max_cells} cells", "raise DESK_MAX_CELLS or split the workbook"
            )
        if cells and number < MOST_ROWS:
            found.hidden_rows += _is_shut(element, "ht", LOWEST_ROW)
            found.rows.append(SheetRow(number, tuple(cells[at] for at in sorted(cells))))

    def _seen(self, cell: etree._Element, text: str) -> str:
        """Return what a reader sees of a cell's text, if nothing else colours the cell."""
        style = self._workbook.style(cell.get("s"))
        runs: Runs = ()
        if cell.get("t") == "s" and self._workbook.runs:
            value = next((one.text or "" for one in cell if local(one) == "v"), "")
            runs = self._workbook.runs.get(int(value), ()) if value.isdigit() else ()
        elif cell.get("t") == "inlineStr":
            runs = next((runs_of(one) for one in cell if local(one) == "is"), ())
        hidden = [is_unseen(look, style.ground) if look[1] else style.unseen or is_unseen(look, None) for _, look in runs]
        if not any(hidden):
            return "" if style.unseen and not runs else text
        return " ".join("".join(" " if gone else words for gone, (words, _) in zip(hidden, runs, strict=True)).split())

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
        raw = self._displayed(kind, value or "", inline, style.code)[:LONGEST_CELL]
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
        is_number = 0 < len(value) <= _LONGEST_NUMBER
        return show_number(value, code, from_1904=self._workbook.from_1904) if is_number else ""


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


def _is_shut(element: etree._Element, measure: str, least: float) -> bool:
    """Return whether a row or a column is hidden, or too small to show anything."""
    size = str(element.get(measure) or "")[:12]
    return element.get("hidden") in ("1", "true") or (_DECIMAL.fullmatch(size) is not None and float(size) < least)


def _leave_out(found: SheetCells, places: Mapping[tuple[int, int], str]) -> None:
    """Put in the rows' cells what is seen of them, and keep apart the texts of those of which nobody sees all."""
    if not places:
        return
    rows = []
    for row in found.rows:
        cells = []
        for cell in row.cells:
            seen = places.get((row.number, cell.column), cell.text)
            if seen != cell.text:
                found.unseen.append(_without(cell.text, seen))
            cells += [replace(cell, text=seen)] if seen else []
        rows += [SheetRow(row.number, tuple(cells))] if cells else []
    found.rows = rows


def _without(text: str, seen: str) -> str:
    """Return the words of a text without those that are seen, once each."""
    left = Counter(text.split()) - Counter(seen.split())
    return " ".join(left.elements())


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
