"""Figures as an Excel workbook: a statement side by side, every figure linked to its row of sources; or the sources alone.

Text from documents is data: it is stored as text and marked so, and never starts a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from research.nouns.sheets import SheetCell, SheetRow, StatementSheet
from ui.render.sheet_cells import number_at, unit_line, unit_words
from ui.render.sheet_export import SOURCE_HEADS, SourcedFact, sheet_places
from ui.render.workbook_cells import lay_out, number_format, set_cell, write_heads, write_row

STATEMENT, SOURCES = "Statement", "Sources"
LABEL_WIDTH, UNIT_WIDTH, FIGURE_WIDTH = 56, 16, 15
_BOLD = Font(bold=True)
_TOTAL_LINE = Border(top=Side(style="thin"))
_FILED = Font(italic=True, color="5C666D")
# By whether a figure is a sum, and whether there is something to know of it.
_FONTS = {
    (total, remarked): Font(bold=total, color="8A4B00" if remarked else None) for total in (False, True) for remarked in (False, True)
}


def facts_workbook(facts: Iterable[SourcedFact]) -> bytes:
    """Return the .xlsx file of figures: the sheet Sources."""
    book = Workbook()
    first = book.active
    first.title = SOURCES
    _write_sources(first, facts)
    return _saved(book, "Figures with their sources")


def sheet_workbook(sheet: StatementSheet) -> bytes:
    """Return the .xlsx file of a statement side by side: the sheets Statement and Sources."""
    book = Workbook()
    first = book.active
    first.title = STATEMENT
    places = list(sheet_places(sheet))
    _write_sources(book.create_sheet(SOURCES), (fact for _, fact in places))
    _write_statement(first, sheet, {place: number for number, (place, _) in enumerate(places, 2)})
    return _saved(book, f"{sheet.company}, {_title(sheet)}")


def _title(sheet: StatementSheet) -> str:
    statement = sheet.request.statement.value if sheet.request.statement else "other tables"
    return f"{statement}, {sheet.request.span.value}, {sheet.request.basis.value}"


def _write_statement(page: Worksheet, sheet: StatementSheet, sources: Mapping[tuple[int, int], int]) -> None:
    """Write a row for each printed one; figures are numbers at the row's scale, each linked to its row of Sources."""
    widths = [(unit_line(sheet) or "Row", LABEL_WIDTH), ("Unit", UNIT_WIDTH)]
    write_heads(page, [*widths, *((column.period.label, FIGURE_WIDTH) for column in sheet.columns)])
    write_row(page, 2, ["Period end", None, *(column.period.end.isoformat() for column in sheet.columns)])
    write_row(page, 3, ["Filing", None, *(column.document or None for column in sheet.columns)])
    for number in (2, 3):
        for cell in page[number]:
            cell.font = _FILED
    for at, row in enumerate(sheet.rows):
        number = at + 4
        write_row(page, number, [row.label, unit_words(row, sheet)])
        page.cell(number, 1).alignment = Alignment(indent=row.level, wrap_text=True, vertical="top")
        if row.total or row.is_head:
            page.cell(number, 1).font = _BOLD
        for column, held in enumerate(row.cells):
            if held is not None:
                _write_figure(page.cell(number, column + 3), row, held, source=sources[at, column])
    page.freeze_panes = "C4"


def _write_figure(cell: Cell, row: SheetRow, held: SheetCell, *, source: int) -> None:
    number = number_at(held.fact, row.scale)
    plain = number_format(number)
    set_cell(cell, number)
    cell.number_format = f"{plain}_);({plain})"
    cell.font = _FONTS[row.total, bool(held.others or held.fact.caveats)]
    cell.border = _TOTAL_LINE if row.total else Border()
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{SOURCES}'!A{source}")


def _write_sources(page: Worksheet, facts: Iterable[SourcedFact]) -> None:
    write_heads(page, SOURCE_HEADS)
    number = 1
    for number, fact in enumerate(facts, 2):
        write_row(page, number, fact.values())
    page.freeze_panes = "E2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(SOURCE_HEADS))}{number}"


def _saved(book: Workbook, title: str) -> bytes:
    book.properties.creator = book.properties.lastModifiedBy = "Research Desk"
    book.properties.title = title
    for sheet in book.worksheets:
        lay_out(sheet, f"Research Desk, {title}, {datetime.now(UTC):%Y-%m-%d}")
    content = BytesIO()
    book.save(content)
    return content.getvalue()
