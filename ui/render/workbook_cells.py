"""Cells of Excel workbooks: text from questions and documents is stored as text and marked so, and never starts a formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | None
# Excel holds 32,767 characters in a cell.
MOST_FOOTER = 120
MOST_CHARS = 32_000
MOST_DECIMALS = 10
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LINK = Font(color="0B5A6B", underline="single")
_HEAD = Font(bold=True)
# Made once: a style of its own for each of thousands of cells is slow to write.
_WRAPPED, _TOP = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
_HEAD_FILL = PatternFill("solid", fgColor="E8EDEE")


def number_format(number: Decimal) -> str:
    """Return the format that shows a number with the digits it has: "#,##0.0" for 1284.6."""
    exponent = number.as_tuple().exponent
    places = min(max(-exponent, 0), MOST_DECIMALS) if isinstance(exponent, int) else 0
    return f"#,##0.{'0' * places}" if places else "#,##0"


def write_heads(sheet: Worksheet, heads: Sequence[tuple[str, int]]) -> None:
    """Write the first row: each column's name, and its width in characters."""
    for column, (name, width) in enumerate(heads, 1):
        cell = sheet.cell(1, column)
        set_cell(cell, name)
        cell.font, cell.fill = _HEAD, _HEAD_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width


def write_row(sheet: Worksheet, number: int, values: Sequence[Value]) -> None:
    """Write a row's values from the first column on."""
    for column, value in enumerate(values, 1):
        cell = sheet.cell(number, column)
        set_cell(cell, value)
        cell.alignment = _WRAPPED if isinstance(value, str) else _TOP


def set_cell(cell: Cell, value: Value) -> None:
    """Put a value into a cell; a text is stored as text, and quoted when a spreadsheet could take it for a formula."""
    if isinstance(value, Decimal):
        cell.value, cell.number_format = value, number_format(value)
    elif isinstance(value, int):
        cell.value, cell.number_format = value, "#,##0"
    elif value:
        text = ILLEGAL_CHARACTERS_RE.sub("", value.encode("utf-8", "replace").decode())
        cell.value = text if len(text) <= MOST_CHARS else f"{text[:MOST_CHARS]}…"
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def lay_out(sheet: Worksheet, said: str) -> None:
    """Set how a sheet prints: landscape, one page wide, its heads on every page, page numbers below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    # "&" begins a code in a footer, whose text may have 255 characters.
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = said[:MOST_FOOTER].replace("&", "&&"), "&A, page &P of &N"
    sheet.sheet_view.zoomScale = 100
