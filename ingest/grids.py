"""Tables given as cells, not as ink: put on an imagined sheet for the reader of printed statements, and read plainly as they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from ingest.statements.figures import is_all_figures, is_filler, is_one_figure, is_year
from ingest.statements.titles import statement_of
from ingest.statements.units import unit_text
from ingest.statements.vocabulary import vocabulary
from research.nouns.documents import Box, Cell, Line, Table, TableRow
from research.text.dates import MONTH_DAY, YEAR, find_spans, find_years

# The imagined sheet, in points: a character's width, the gap between columns, a row's step and its height.
CHARACTER, GAP, STEP, HEIGHT = 5.0, 24.0, 14.0, 10.0
LONGEST_TITLE = 160
MOST_HEAD_ROWS = 6
# Cells that lie over one column: those of the rows of heads, and no more where merged cells overlap.
MOST_OVER = 12


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: text, first column (0-based), how many columns it spans, and how far its text is set in (points)."""

    text: str
    column: int
    span: int = 1
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell that was written, with the offsets of its text."""

    cell: GridCell
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        """Return whether the cell holds one figure and nothing else but signs and marks; a year that begins a row is its label."""
        if self.cell.column == 0 and is_year(self.cell.text):
            return False
        return is_one_figure(self.cell.text)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A line that was written: its cells that hold text, in order; rows of one table share its number, prose has 0."""

    cells: tuple[PlacedCell, ...]
    table: int = 0

    @property
    def start(self) -> int:
        """Return where the line starts."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Return where the line ends."""
        return self.cells[-1].end

    @property
    def text(self) -> str:
        """Return the line's words."""
        return " ".join(one.cell.text for one in self.cells)


def lay_out_rows(rows: Sequence[PlacedRow]) -> tuple[Line, ...]:
    """Return the lines of an imagined sheet: columns side by side, labels flush left, everything else flush right or centred."""
    of_table: dict[int, list[PlacedRow]] = {}
    for row in rows:
        of_table.setdefault(row.table, []).append(row)
    edges = {table: _edges(group) for table, group in of_table.items()}
    lines: list[Line] = []
    for number, row in enumerate(rows):
        y = number * STEP
        for one in row.cells:
            x0, x1 = _extent(one.cell, edges[row.table])
            lines.append(Line(one.start, one.end, number, Box(x0, y, x1, y + HEIGHT)))
    return tuple(lines)


def head_rows(rows: Sequence[PlacedRow]) -> Sequence[PlacedRow]:
    """Return the rows over a table's first figures, without the lone words that head a section; the first row of a table of words."""
    first = next((at for at, row in enumerate(rows) if _is_body(row)), min(1, len(rows)))
    while first and len(rows[first - 1].cells) == 1 and rows[first - 1].cells[0].cell.column == 0:
        first -= 1
    return rows[:first]


def spread_heads(rows: Sequence[Sequence[GridCell]]) -> Sequence[Sequence[GridCell]]:
    """Return a table's rows with spans given to heads that lack them: "Three months | Nine months" over "2024 | 2023 | 2024 | 2023".

    Only where the years below repeat evenly under as many heads of one cell each, which begin where the years do. No cell is added or
    lost.
    """
    at, years = next(((at, found) for at, row in enumerate(rows[:MOST_HEAD_ROWS]) if len(found := _year_cells(row)) > 3), (0, []))
    return [*(_spread(row, years) for row in rows[:at]), *rows[at:]]


def _spread(row: Sequence[GridCell], years: Sequence[GridCell]) -> Sequence[GridCell]:
    first = years[0].column
    over = [cell for cell in row if cell.text.strip() and cell.column >= first]
    size, rest = divmod(len(years), max(len(over), 1))
    of_time = all(cell.span == 1 and (find_spans(cell.text) or MONTH_DAY.search(cell.text)) for cell in over)
    if rest or size < 2 or len(over) < 2 or not of_time or [cell.column for cell in over] != list(range(first, first + len(over))):
        return row
    texts = [cell.text.strip() for cell in years]
    if texts != texts[:size] * len(over) or len(set(texts)) < size:
        return row
    placed = {cell.column: place for place, cell in enumerate(over)}
    return [
        replace(cell, column=first + size * placed[cell.column], span=size) if cell.text.strip() and cell.column in placed else cell
        for cell in row
    ]


def _year_cells(row: Sequence[GridCell]) -> list[GridCell]:
    """Return the cells of a row that hold one year each, side by side from the first one on; [] when other words stand beside them."""
    cells = [cell for cell in row if cell.text.strip() and cell.column > 0]
    columns = [cell.column for cell in cells]
    bare = all(cell.span == 1 and YEAR.fullmatch(cell.text.strip()) and len(find_years(cell.text)) == 1 for cell in cells)
    return cells if cells and bare and columns == list(range(columns[0], columns[0] + len(columns))) else []


def plain_table(
    rows: Sequence[PlacedRow], *, page: int, title: str, units: str, above: Sequence[str], heads: Sequence[PlacedRow] = ()
) -> Table | None:
    """Return a table as it stands, None for one of a single row or column.

    `above` are the lines before it: without a title of its own it takes the last of them that reads like one. A column of figures is
    headed by what stands over it; a line without figures heads those that follow. `heads` are those of a table that goes on here.
    """
    if len(rows) < (1 if heads else 2) or max(len(row.cells) for row in rows) < 2:
        return None
    over = () if heads else head_rows(rows)
    heads, body = (heads or over)[:MOST_HEAD_ROWS], rows[len(over) :]
    columns = sorted({one.cell.column + one.cell.span - 1 for row in body for one in row.cells if one.is_figure})
    near = [*above, *(row.text for row in heads)]
    return Table(
        page=page,
        title=title or _title(above),
        units=units or " ".join(dict.fromkeys(filter(None, map(unit_text, near)))),
        heads=tuple(_heads(heads, columns)) or tuple(one.cell.text for one in (heads or rows)[0].cells),
        rows=tuple(_table_rows(body, columns)),
        start=rows[0].start,
        end=rows[-1].end,
    )


@dataclass(slots=True)
class _Edges:
    """The columns of one imagined table: where each begins and ends."""

    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)


def _edges(rows: Sequence[PlacedRow]) -> _Edges:
    count = max((one.cell.column + one.cell.span for row in rows for one in row.cells), default=0)
    widths = [0.0] * count
    for row in rows:
        for one in row.cells:
            if one.cell.span == 1:
                widths[one.cell.column] = max(widths[one.cell.column], len(one.cell.text) * CHARACTER + one.cell.indent)
    rights = [x - GAP for x in accumulate(width + GAP for width in widths)]
    return _Edges([right - width for right, width in zip(rights, widths, strict=True)], rights)


def _extent(cell: GridCell, edges: _Edges) -> tuple[float, float]:
    width = len(cell.text) * CHARACTER
    if cell.column == 0:
        return cell.indent, cell.indent + width
    left, right = edges.lefts[cell.column], edges.rights[cell.column + cell.span - 1]
    if cell.span > 1 and not is_all_figures(cell.text):
        middle = (left + right) / 2
        return middle - width / 2, middle + width / 2
    return right - width, right


def _is_body(row: PlacedRow) -> bool:
    return any(one.is_figure and not is_year(one.cell.text) for one in row.cells)


def _title(above: Sequence[str]) -> str:
    """Return the last line that reads like a title; a statement's with the line above it that says that it is the parent's alone."""
    likely = [line for line in above if len(line) <= LONGEST_TITLE and not line.endswith((".", ";", ",")) and not unit_text(line)]
    if not likely:
        return ""
    of_parent = [line for line in likely[:-1] if vocabulary().parent.search(line)] if statement_of(likely[-1]) else []
    return ": ".join([*of_parent[-1:], likely[-1].rstrip(":")])


def _heads(heads: Sequence[PlacedRow], columns: Sequence[int]) -> list[str]:
    """Return the words over each column, in the order of the rows."""
    over: list[list[str]] = [[] for _ in columns]
    for cell in (one.cell for row in heads for one in row.cells):
        if unit_text(cell.text).startswith("("):
            continue
        for texts in over[bisect_left(columns, cell.column) : bisect_left(columns, cell.column + cell.span)]:
            if len(texts) < MOST_OVER:
                texts.append(cell.text)
    return [" ".join(texts) for texts in over]


def _table_rows(body: Sequence[PlacedRow], columns: Sequence[int]) -> list[TableRow]:
    found: list[TableRow] = []
    section = ""
    places = {column: place for place, column in enumerate(columns)}
    for row in body:
        figures = [one for one in row.cells if one.is_figure and one.cell.column + one.cell.span - 1 in places]
        words = [
            one.cell.text
            for one in row.cells
            if not (one.is_figure or is_filler(one.cell.text)) and (not figures or one.start < figures[0].start)
        ]
        label = " ".join(words)
        cells = tuple(Cell(places[one.cell.column + one.cell.span - 1], one.start, one.end) for one in figures)
        if not cells and len(row.cells) == 1:
            section = label.rstrip(":")
        found.append(TableRow(label, row.start, row.end, cells, "" if label == section else section, row.cells[0].cell.indent))
    return found
