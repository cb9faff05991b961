"""A company's statements as a workbook: a sheet for each, figures as numbers under number formats."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from making.figures import Filing, Grid, Row

_SHEETS = {"income": "Income Statement", "balance": "Balance Sheet", "cash_flow": "Cash Flow"}
_AMOUNT = '#,##0_);(#,##0);"—"_)'
_DOLLARS = '"$"#,##0_);"$"(#,##0);"—"_)'
_PER_SHARE = '"$"0.00'
# Files in a zip carry a time; this one keeps the bytes the same.
_MADE = datetime(2025, 1, 1)  # noqa: DTZ001 - openpyxl takes it for UTC
_HEAD_ROWS = 5


def write_workbook(path: Path, filing: Filing) -> dict[str, tuple[int, ...]]:
    """Write the workbook and return, for each statement, the sheet's number for each row."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = filing.cover["company"]
    book.properties.created = _MADE
    pages: dict[str, tuple[int, ...]] = {}
    for number, (name, grid) in enumerate(filing.statements.items(), 1):
        _fill(book.create_sheet(_SHEETS[name]), grid, filing)
        pages[name] = (number,) * len(grid.rows)
    made = BytesIO()
    book.save(made)
    path.write_bytes(_without_times(made.getvalue()))
    return pages


def _fill(sheet: Worksheet, grid: Grid, filing: Filing) -> None:
    for line, text in enumerate((filing.cover["company"], grid.title, grid.units), 1):
        sheet.cell(line, 1, text).font = Font(bold=line < 3)
    sheet.cell(4, 2, grid.heads[0][0]).alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=4, end_row=4, start_column=2, end_column=1 + len(grid.columns))
    for at, column in enumerate(grid.columns, 2):
        head = sheet.cell(_HEAD_ROWS, at, column.head if isinstance(column.key, str) else column.key)
        head.font, head.alignment, head.border = Font(bold=True), Alignment(horizontal="right"), Border(bottom=Side("thin"))
    for line, row in enumerate(grid.rows, _HEAD_ROWS + 1):
        _fill_row(sheet, line, row, grid)
    sheet.column_dimensions["A"].width = 70
    for at in range(len(grid.columns)):
        sheet.column_dimensions["BCDEF"[at]].width = 14
    sheet.freeze_panes = sheet.cell(_HEAD_ROWS + 1, 2)


def _fill_row(sheet: Worksheet, line: int, row: Row, grid: Grid) -> None:
    label = sheet.cell(line, 1, row.label)
    label.font, label.alignment = Font(bold=row.bold), Alignment(indent=row.indent, wrap_text=True)
    for at, column in enumerate(grid.columns, 2):
        value = row.values.get(column.key)
        if value is None:
            continue
        cell = sheet.cell(line, at, float(value) if value % 1 else int(value))
        cell.number_format = _PER_SHARE if "/share" in row.unit else _DOLLARS if row.dollar else _AMOUNT
        cell.font = Font(bold=row.bold)
        cell.border = Border(top=Side("thin") if row.rule else None, bottom=Side("double") if row.rule == "double" else None)


def _without_times(content: bytes) -> bytes:
    """Return the same package with one time for all its parts; openpyxl stamps the time of saving into the core properties."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _with_time(part)
            new.writestr(zipfile.ZipInfo(name, _MADE.timetuple()[:6]), part, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _with_time(core: bytes) -> bytes:
    """Return the core properties with the time of their last change replaced."""
    head, _, rest = core.partition(b"<dcterms:modified")
    attributes, _, after = rest.partition(b">")
    _, _, tail = after.partition(b"</dcterms:modified>")
    return head + b"<dcterms:modified" + attributes + b">" + f"{_MADE:%Y-%m-%dT%H:%M:%SZ}".encode() + b"</dcterms:modified>" + tail
