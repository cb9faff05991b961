"""A grid as an Excel workbook: the figures side by side, every cell with its source, and what the library lacked.

Text from questions and documents is data: it is stored as text and marked so, and never starts a formula.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from research.nouns.answers import Citation, FigureValue
from research.nouns.grids import Grid, GridCell
from ui.render.escaping import shorten
from ui.render.grid_view import CellState, figures_of, state_of, text_of, unit_words
from ui.render.words import counted
from ui.render.workbook_cells import LINK, Value, lay_out, number_format, set_cell, write_heads, write_row

GRID, CELLS, LACKING = "Grid", "Cells", "Lacking"
TEXT_CHARS = 300
GRID_HEADS = (("Question", 44), ("Period", 11), ("Unit", 18))
COMPANY_WIDTH = 24
CELL_HEADS = (
    ("Row", 6),
    ("ID", 10),
    ("Question", 40),
    ("Company", 26),
    ("Status", 16),
    ("Figure", 20),
    ("Number", 14),
    ("Unit", 10),
    ("Scale", 11),
    ("Period", 10),
    ("Period end", 12),
    ("Basis", 18),
    ("Document", 24),
    ("Page", 7),
    ("Marker", 8),
    ("Quote", 50),
    ("Formula", 36),
    ("Reason", 50),
    ("Notes", 36),
    ("Answer", 50),
    ("Further sources", 40),
)
LACKING_HEADS = (("Question", 44), ("Company", 30), ("Status", 18), ("What was lacking", 80))
_WORDS = Font(italic=True, color="5C666D")


@dataclass(slots=True)
class _Line:
    """A line of the first sheet: a question's figures of one period and unit, by column of the grid."""

    period: str = ""
    unit: str = ""
    figures: dict[int, FigureValue] = field(default_factory=dict)

    @property
    def scale(self) -> int:
        """Return the scale that most of the figures are at, the larger of equals; all of the line is shown at it."""
        counts = Counter(value.scale for value in self.figures.values())
        return max(counts, key=lambda scale: (counts[scale], scale), default=1)


def grid_workbook(grid: Grid) -> bytes:
    """Return the .xlsx file: the sheets Grid, Cells and Lacking."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "Research Desk"
    book.properties.title = "Questions by companies"
    first = book.active
    first.title = GRID
    places = _write_cells(book.create_sheet(CELLS), grid)
    _write_grid(first, grid, places)
    _write_lacking(book.create_sheet(LACKING), grid)
    size = f"{counted(len(grid.questions), 'question')} by {counted(len(grid.companies), 'company', 'companies')}"
    said = f"Research Desk, {size}, {datetime.now(UTC):%Y-%m-%d}"
    for sheet in book.worksheets:
        lay_out(sheet, said)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write_grid(sheet: Worksheet, grid: Grid, places: dict[tuple[int, int], int]) -> None:
    """Write the figures: a row for each question, period and unit, a column for each company, each cell linked to its row of Cells."""
    write_heads(sheet, [*GRID_HEADS, *((company, COMPANY_WIDTH) for company in grid.companies)])
    number = 2
    for row, question in enumerate(grid.questions):
        for at, line in enumerate(_lines(grid, row)):
            write_row(sheet, number, [question.text, line.period, unit_words(line.unit, line.scale)])
            for column in range(len(grid.companies)):
                written = _figure_or_words(sheet.cell(number, len(GRID_HEADS) + 1 + column), grid, (row, column), line, first=at == 0)
                if written is not None and (row, column) in places:
                    written.hyperlink = Hyperlink(ref=written.coordinate, location=f"'{CELLS}'!A{places[row, column]}")
            number += 1
    sheet.freeze_panes = sheet.cell(2, len(GRID_HEADS) + 1)


def _figure_or_words(cell: Cell, grid: Grid, place: tuple[int, int], line: _Line, *, first: bool) -> Cell | None:
    """Write a company's figure at the line's scale; a cell without figures has its words on the question's first line."""
    value = line.figures.get(place[1])
    held = grid.cells.get(place)
    if value is not None:
        shown = value.number * value.scale / line.scale
        cell.value = shown
        cell.number_format = number_format(shown)
        cell.font = LINK
    elif first and not figures_of(held):
        set_cell(cell, _words(held))
        cell.font = _WORDS
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        return None
    return cell


def _lines(grid: Grid, row: int) -> list[_Line]:
    """Return a question's lines in order of appearance; one without figures when no company has any."""
    lines: dict[tuple[str, str, int], _Line] = {}
    for column in range(len(grid.companies)):
        seen: Counter[tuple[str, str]] = Counter()
        for value in figures_of(grid.cells.get((row, column))):
            key = (value.period, value.unit)
            lines.setdefault((*key, seen[key]), _Line(*key)).figures[column] = value
            seen[key] += 1
    return list(lines.values()) or [_Line()]


def _words(cell: GridCell | None) -> str:
    state = state_of(cell)
    if cell and cell.answer and state in {CellState.ANSWERED, CellState.PARTIAL}:
        return shorten(text_of(cell.answer), TEXT_CHARS)
    return f"{state.value}: {'; '.join(cell.reasons)}" if cell and cell.reasons else state.value


def _write_cells(sheet: Worksheet, grid: Grid) -> dict[tuple[int, int], int]:
    """Write a row for each cell, and for each of its figures when it has several; return the first row of each place."""
    write_heads(sheet, CELL_HEADS)
    places: dict[tuple[int, int], int] = {}
    number = 2
    for place in grid.places():
        places[place] = number
        for values in _cell_rows(grid, place):
            write_row(sheet, number, [place[0] + 1, *values])
            number += 1
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(CELL_HEADS))}{number - 1}"
    return places


def _cell_rows(grid: Grid, place: tuple[int, int]) -> Iterator[list[Value]]:
    """Yield the values of a cell's rows, from the column ID on."""
    question, company, cell = grid.questions[place[0]], grid.companies[place[1]], grid.cells.get(place)
    head: list[Value] = [None if question.id is None else str(question.id), question.text, company, state_of(cell).value]
    answer = cell.answer if cell else None
    reason = "; ".join(cell.reasons) if cell else ""
    values = figures_of(cell)
    citations = answer.citations if answer else ()
    for value in values:
        cited = [citation for citation in citations if citation.marker == value.marker]
        notes = "; ".join(value.calculation.caveats)
        text = text_of(answer) if answer and value is values[0] else None
        yield [*head, *_figure(value), *_source(cited), value.calculation.formula, reason, notes, text, _further(cited[1:])]
    if not values:
        text = text_of(answer) if answer and citations else None
        yield [*head, *[None] * 7, *_source(citations), None, reason, None, text, _further(citations[1:])]


def _figure(value: FigureValue) -> list[Value]:
    end = value.calculation.period.end.isoformat()
    return [value.display, value.number, value.unit, value.scale, value.period, end, value.basis]


def _source(citations: Sequence[Citation]) -> list[Value]:
    if not citations:
        return [None] * 4
    first = citations[0]
    return [first.document, first.page, f"[{first.marker}]", " ".join(first.quote.split())]


def _further(citations: Sequence[Citation]) -> str | None:
    return "\n".join(f"[{c.marker}] {c.document}, page {c.page}: “{' '.join(c.quote.split())}”" for c in citations) or None


def _write_lacking(sheet: Worksheet, grid: Grid) -> None:
    """Write one row for each thing that a cell lacks, and for each cell that was not asked."""
    write_heads(sheet, LACKING_HEADS)
    number = 2
    for place in grid.places():
        cell = grid.cells.get(place)
        for line in _lacking(cell):
            write_row(sheet, number, [grid.questions[place[0]].text, grid.companies[place[1]], state_of(cell).value, line])
            number += 1
    if number == 2:
        write_row(sheet, number, [None, None, None, "nothing: every question was answered in full"])
    sheet.freeze_panes = "A2"


def _lacking(cell: GridCell | None) -> tuple[str, ...]:
    return cell.reasons if cell else ("the run was stopped before this cell",)
