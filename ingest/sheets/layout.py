"""Where on its sheet each cell stands that the catalog's text holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.grids import GridCell
from ingest.layouts import NEIGHBOURS, SheetCell, SheetLayout, digest_of
from ingest.loaded import Limits, Loaded
from ingest.office.package import Package
from ingest.sheets.cells import CellReader
from ingest.sheets.loader import PAGE_ROWS, write_name, write_rows
from ingest.sheets.regions import is_figure
from ingest.sheets.separated import separated_rows
from ingest.sheets.workbook import open_workbook
from ingest.writing import TextWriter
from research.errors import CannotReadError, LimitExceededError
from research.nouns.documents import Page

# A page of a sheet is shown to the eye: more cells than this are none to look at.
MOST_CELLS = 20_000


def workbook_layouts(content: bytes, page: int, *, name: str, limits: Limits, loader: str, kind: str) -> Mapping[int, SheetLayout]:
    """Return the layouts of a page and its neighbours by number; raises as `XlsxLoader.load`, whose text the offsets are of."""
    del loader, kind
    package = Package(content, name=name, limits=limits)
    workbook = open_workbook(package)
    writer = TextWriter(limits, name=name, page_rows=PAGE_ROWS)
    reader = CellReader(package, workbook, max_cells=limits.max_cells)
    sheets: list[_Sheet] = []
    for sheet in workbook.sheets:
        writer.begin_page()
        sheets.append(_Sheet(sheet.name, writer.page_number, writer.offset))
        write_name(writer, sheet)
        if sheet.kind != "worksheet":
            continue
        try:
            cells = reader.read(sheet)
        except LimitExceededError:
            raise
        except CannotReadError:
            continue  # said at ingest: the sheet's page has its name alone
        write_rows(writer, cells.rows, sheets[-1].note)
    return _layouts(sheets, writer.loaded(), page)


def separated_layouts(content: bytes, page: int, *, name: str, limits: Limits, loader: str, kind: str) -> Mapping[int, SheetLayout]:
    """Return the layouts of a page and its neighbours by number; raises as `SeparatedLoader.load`, whose text the offsets are of."""
    del loader, kind
    writer = TextWriter(limits, name=name, page_rows=PAGE_ROWS)
    writer.begin_page()
    only = _Sheet("", writer.page_number, writer.offset)
    write_rows(writer, separated_rows(content, limits, name=name), only.note)
    return _layouts([only], writer.loaded(), page)


@dataclass(slots=True)
class _Sheet:
    """A sheet that is written: its name, its first page and offset, its cells in order of their offsets, and its rows of heads."""

    name: str
    page: int
    start: int
    cells: list[SheetCell] = field(default_factory=list)
    heads: set[int] = field(default_factory=set)

    def note(self, cell: GridCell, *, row: int, start: int, end: int, is_head: bool) -> None:
        """Note where a cell was written."""
        if is_head:
            self.heads.add(row)
        if end > start:
            self.cells.append(SheetCell(row, cell.column, cell.span, cell.text, start, end, is_figure(cell.text)))


def _layouts(sheets: list[_Sheet], loaded: Loaded, page: int) -> dict[int, SheetLayout]:
    starts = [sheet.start for sheet in sheets]
    near = [one for one in loaded.pages if abs(one.number - page) <= NEIGHBOURS]
    return {one.number: _layout(sheets[bisect_right(starts, one.start) - 1], loaded, one) for one in near}


def _layout(sheet: _Sheet, loaded: Loaded, page: Page) -> SheetLayout:
    """Return the cells of a page, and the heads that stand over them on an earlier one."""
    first, last = (bisect_left(sheet.cells, edge, key=lambda cell: cell.start) for edge in (page.start, page.end))
    inside = sheet.cells[first:last]
    over = [cell for cell in sheet.cells[:first] if cell.row in sheet.heads]
    listed = inside[:MOST_CELLS]
    rows = {cell.row for cell in (*over, *listed)}
    return SheetLayout(
        digest_of(loaded.text[page.start : page.end]),
        sheet.name,
        tuple(sorted((*over[-MOST_CELLS:], *listed), key=lambda cell: (cell.row, cell.column))),
        tuple(sorted(sheet.heads & rows)),
        len(inside) > len(listed),
    )
