"""Workbooks (.xlsx, .xlsm): a page for each worksheet, its tables as displayed; macros are never run, links never followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Protocol

from ingest.grids import GridCell
from ingest.loaded import Limits, Loaded
from ingest.office.package import Package
from ingest.office.properties import read_properties
from ingest.sheets.cells import CellReader, SheetCells
from ingest.sheets.regions import SheetRow, is_figure, split_sheet
from ingest.sheets.workbook import Sheet, open_workbook
from ingest.writing import TextWriter
from research.errors import CannotReadError, LimitExceededError
from research.nouns.documents import Defect
from research.text.patterns import read_beside

# A longer sheet goes on on a further page.
PAGE_ROWS = 200
UNREAD = "sheet_unread"


class XlsxLoader:
    """Reads a workbook; hidden sheets, rows and columns too, with a defect line that says so. Cells that nobody sees are left out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return what the sheets show; raises CannotReadError or LimitExceededError, each naming the file."""
        package = Package(content, name=name, limits=self._limits)
        workbook = open_workbook(package)
        writer = TextWriter(self._limits, name=name, page_rows=PAGE_ROWS)
        reader = CellReader(package, workbook, max_cells=self._limits.max_cells)
        read = 0
        for sheet in workbook.sheets:
            writer.begin_page()
            write_name(writer, sheet)
            read += _write_sheet(writer, sheet, reader)
        if not read:
            raise CannotReadError(f"{name}: holds no sheet that can be read", "open it in its program and save it again")
        writer.stated.extend(read_properties(package, dated=False))
        return writer.loaded()


class NoteCell(Protocol):
    """Is told where a cell of a sheet was written."""

    def __call__(self, cell: GridCell, *, row: int, start: int, end: int, is_head: bool) -> None:
        """Note a cell as it stands on the sheet, its row (0-based), its offsets, and whether it heads a table's columns."""
        ...


def write_rows(writer: TextWriter, rows: Sequence[SheetRow], note: NoteCell | None = None) -> None:
    """Write a sheet's regions: lone lines as paragraphs, the rest as tables."""
    for region in split_sheet(rows):
        for line, row in zip(region.lines, region.line_cells, strict=True):
            start, end = writer.paragraph(line)
            if note:
                note(row.cells[0], row=row.number, start=start, end=end, is_head=False)
        if region.rows:
            places = writer.table(region.rows)
            if note:
                _note_table(region.row_cells, places, note)


def _note_table(rows: Sequence[SheetRow], places: Sequence[Sequence[tuple[int, int]]], note: NoteCell) -> None:
    """Tell of a table's cells; the rows above its first figure are its heads, without the lone words that head a section."""
    body = next((at for at, row in enumerate(rows) if any(is_figure(cell.text) for cell in row.cells)), 1)
    while body and len(rows[body - 1].cells) == 1 and rows[body - 1].cells[0].column == rows[-1].cells[0].column:
        body -= 1
    for at, (row, offsets) in enumerate(zip(rows, places, strict=True)):
        for cell, (start, end) in zip(row.cells, offsets, strict=True):
            note(cell, row=row.number, start=start, end=end, is_head=at < body)


@cache
def _statement_names() -> dict[str, str]:
    """Return by a sheet's name (lower case) the title of the primary statement that it stands for."""
    raw = read_beside(__file__, "statement_names.toml")
    return {name: title for title, names in raw.items() for name in names}


def write_name(writer: TextWriter, sheet: Sheet) -> None:
    """Write a sheet's name as a heading."""
    writer.heading(sheet.name, stands_for=_statement_names().get(" ".join(sheet.name.split()).casefold(), ""))


def _write_sheet(writer: TextWriter, sheet: Sheet, reader: CellReader) -> bool:
    """Write a sheet's cells and note its defects; return whether it was read. One damaged sheet does not cost the others."""
    page = writer.page_number
    if sheet.kind != "worksheet":
        writer.defects.append(Defect(UNREAD, f"Sheet “{sheet.name}” is no worksheet (a chart or a dialog); it is not read.", page))
        return False
    try:
        cells = reader.read(sheet)
    except LimitExceededError:
        raise
    except CannotReadError as error:
        writer.defects.append(Defect(UNREAD, f"Sheet “{sheet.name}” is not read: {error.message}.", page))
        return False
    write_rows(writer, cells.rows)
    writer.hidden.add(" ".join(cells.unseen), page)
    writer.defects.extend(Defect(code, message, page) for code, message in _remarks(sheet, cells))
    return True


def _remarks(sheet: Sheet, cells: SheetCells) -> Iterator[tuple[str, str]]:
    """Yield the defects of a sheet: a code and a sentence."""
    if sheet.hidden:
        yield "hidden_sheet", f"Sheet “{sheet.name}” is hidden in the workbook; it is read all the same."
    if cells.hidden_rows or cells.hidden_columns:
        counts = f"{cells.hidden_rows} hidden rows and {cells.hidden_columns} hidden columns"
        yield "hidden_cells", f"Sheet “{sheet.name}” has {counts}; they are read all the same."
    if cells.uncomputed:
        number = f"{cells.uncomputed} formula{'s' if cells.uncomputed > 1 else ''}"
        yield "no_cached_value", f"Sheet “{sheet.name}” has {number} without a stored value; open the workbook in Excel and save it."
    if cells.errors:
        yield "error_cells", f"Sheet “{sheet.name}” has {cells.errors} cell{'s' if cells.errors > 1 else ''} that show an error."
