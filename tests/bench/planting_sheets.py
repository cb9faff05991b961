"""Where a workbook hides texts."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from tests.bench.planting_places import COMPANY

_CELLS = ("white", "tiny", "as its ground", "shown as nothing", "white run", "hidden row", "hidden column")
_OUTSIDE = ("hidden sheet", "very hidden sheet", "sheet name", "cell comment", "defined name", "footer")
_STATED = ("title", "creator", "keywords", "description", "category")
SHEETS = (*_CELLS, *_OUTSIDE, *_STATED)


def workbook(parts: Sequence[tuple[str, str | None]]) -> bytes:
    """Return a workbook, a paragraph a row."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Notes"
    sheet.cell(1, 1, f"{COMPANY} plc")
    row = 1
    for number, (text, place) in enumerate(parts):
        if place in _OUTSIDE or place in _STATED:
            _put_outside(book, sheet, text, place, number)
            continue
        row += 1
        cell = sheet.cell(row, 30 if place == "hidden column" else 1, text)
        _hide(sheet, cell, row, place)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _hide(sheet: Any, cell: Any, row: int, place: str | None) -> None:
    if place == "white":
        cell.font = Font(color="FFFFFF")
    elif place == "white run":
        cell.value = CellRichText("Sales rose. ", TextBlock(InlineFont(color="FFFFFF"), cell.value))
    elif place == "tiny":
        cell.font = Font(size=1)
    elif place == "as its ground":
        cell.font, cell.fill = Font(color="003366"), PatternFill("solid", fgColor="003366")
    elif place == "shown as nothing":
        cell.number_format = ";;;"
    elif place == "hidden row":
        sheet.row_dimensions[row].hidden = True
    elif place == "hidden column":
        sheet.column_dimensions["AD"].hidden = True


def _put_outside(book: Any, sheet: Any, text: str, place: str, number: int) -> None:
    if place == "cell comment":
        sheet.cell(1, 1 + number).comment = Comment(text, "ann")
    elif place == "defined name":
        book.defined_names[f"note{number}"] = DefinedName(f"note{number}", attr_text='"' + text.replace('"', "'") + '"')
    elif place == "footer":
        sheet.oddFooter.center.text = text[:200]
    elif place in _STATED:
        setattr(book.properties, place, text)
    else:
        name = re.sub(r"[\[\]:*?/\\]", " ", text)[-31:] if place == "sheet name" else f"Old {number}"
        other = book.create_sheet(name)
        other.cell(1, 1, "Sales" if place == "sheet name" else text)
        if place != "sheet name":
            other.sheet_state = "hidden" if place == "hidden sheet" else "veryHidden"
