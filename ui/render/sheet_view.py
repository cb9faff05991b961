"""A worksheet's part as a grid: column letters, row numbers, heads, and the cited cell ringed in its tinted row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from ingest.layouts import SheetCell, SheetLayout
from ui.render.escaping import escape_html
from ui.render.lights import TextLight, noted, tag_html

ROWS_BEFORE, ROWS_AFTER = 6, 5
# A grid has at most so many rows and columns: those around the light.
MOST_ROWS, MOST_COLUMNS = 250, 24
MOST_HEAD_ROWS, MOST_TITLE_ROWS = 6, 4


def sheet_html(layout: SheetLayout, lights: Sequence[TextLight], *, whole: bool) -> str:
    """Return the grid around the first light, or the whole page of the sheet; every text of the sheet is escaped."""
    rows: dict[int, list[SheetCell]] = {}
    for cell in layout.cells:
        rows.setdefault(cell.row, []).append(cell)
    lit = [row for row, cells in rows.items() if lights and any(lights[0].touches(cell.start, cell.end) for cell in cells)]
    chosen = _rows(sorted(rows), lit, whole=whole)
    over = _over(layout, rows, lit, chosen)
    columns = _columns([cell for row in {*chosen, *over} for cell in rows[row]], lights)
    title = f'<div class="rd-sheet-name">Sheet “{escape_html(layout.name)}”</div>' if layout.name else ""
    letters = "".join(f'<th scope="col">{letters_of(column)}</th>' for column in columns)
    heads = set(layout.heads)
    above = "".join(
        _row(row, rows[row], columns, lights, is_head=True) if row in heads else _title(row, rows[row][0], len(columns), lights)
        for row in over
    )
    body = [row for row in chosen if row not in over]
    inside = "".join(_body(body, [row for row in sorted(rows) if row not in over], columns, _Rows(rows, heads, lights)))
    more = (
        '<p class="rd-muted rd-small">The sheet holds more cells than are shown here.</p>' if _is_cut(layout, rows, chosen, columns) else ""
    )
    return (
        f'{title}<div class="rd-grid-scroll" tabindex="0"><table class="rd-grid" data-testid="grid"><thead>'
        f'<tr><th class="rd-corner" aria-label="row"></th>{letters}</tr>{above}</thead><tbody>{inside}</tbody></table></div>{more}'
    )


def letters_of(column: int) -> str:
    """Return a column's letters: 0 is "A", 26 is "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _rows(every: list[int], lit: list[int], *, whole: bool) -> list[int]:
    """Return the rows to show, by number."""
    if not lit:
        return every[:MOST_ROWS]
    first, last = every.index(lit[0]), every.index(lit[-1])
    if whole:
        start = max(0, min(first - MOST_ROWS // 2, len(every) - MOST_ROWS))
        return every[start : start + MOST_ROWS]
    return every[max(first - ROWS_BEFORE, 0) : last + ROWS_AFTER + 1]


def _columns(cells: Sequence[SheetCell], lights: Sequence[TextLight]) -> list[int]:
    """Return the columns to show: from the first to the last that holds something, of too many the first and those around the light."""
    if not cells:
        return []
    first, last = min(cell.column for cell in cells), max(cell.column + cell.span - 1 for cell in cells)
    if last - first < MOST_COLUMNS:
        return list(range(first, last + 1))
    ringed = [cell.column for cell in cells if lights and _is_ringed(cell, lights[0])]
    start = max(first + 1, min((ringed[0] if ringed else first) - MOST_COLUMNS // 2, last - MOST_COLUMNS + 2))
    return [first, *range(start, min(start + MOST_COLUMNS - 1, last + 1))]


def _is_cut(layout: SheetLayout, rows: dict[int, list[SheetCell]], chosen: Sequence[int], columns: Sequence[int]) -> bool:
    hidden = any(cell.column not in columns for row in chosen for cell in rows[row])
    return layout.is_cut or hidden or (len(chosen) == MOST_ROWS and len(rows) > MOST_ROWS)


@dataclass(frozen=True, slots=True)
class _Rows:
    """A sheet's rows of cells by number, which of them are heads, and what is lit."""

    cells: Mapping[int, Sequence[SheetCell]]
    heads: Set[int]
    lights: Sequence[TextLight]


def _over(layout: SheetLayout, rows: Mapping[int, Sequence[SheetCell]], lit: Sequence[int], chosen: Sequence[int]) -> list[int]:
    """Return the rows that stay over the others: the column heads nearest above the light, and the title and units above those.

    None when other rows that are shown stand above them.
    """
    last = lit[0] if lit else max(chosen, default=0)
    heads = [row for row in layout.heads if row in rows and row <= last]
    if not lit:
        heads = [row for at, row in enumerate(heads) if row - at == heads[0]]
    group = [row for at, row in enumerate(heads) if all(b - a == 1 for a, b in pairwise(heads[at:]))][-MOST_HEAD_ROWS:]
    if not group or group[0] in lit:
        return []
    titles: list[int] = []
    for row in sorted((row for row in rows if row < group[0]), reverse=True)[:MOST_TITLE_ROWS]:
        if len(rows[row]) > 1 or any(cell.is_figure for cell in rows[row]):
            break
        titles.insert(0, row)
    over = [*titles, *group]
    return over if all(row in over or row > group[-1] for row in chosen) else []


def _body(body: Sequence[int], every: Sequence[int], columns: Sequence[int], sheet: _Rows) -> Iterator[str]:
    """Yield the rows, and a line where some that hold something are left out."""
    if body and body[0] != every[0]:
        yield _gap(columns)
    for before, row in pairwise([None, *body]):
        if before is not None and row is not None and row > before + 1:
            yield f'<tr class="rd-blank"><th scope="row"></th><td colspan="{len(columns)}"></td></tr>'
        if row is not None:
            yield _row(row, sheet.cells[row], columns, sheet.lights, is_head=row in sheet.heads)
    if body and body[-1] != every[-1]:
        yield _gap(columns)


def _gap(columns: Sequence[int]) -> str:
    return f'<tr class="rd-gap"><th scope="row">⋯</th><td colspan="{len(columns)}">rows left out</td></tr>'


def _row(number: int, cells: Sequence[SheetCell], columns: Sequence[int], lights: Sequence[TextLight], *, is_head: bool) -> str:
    by_column = {cell.column: cell for cell in cells}
    parts: list[str] = []
    covered = -1
    for column in columns:
        if column <= covered:
            continue
        cell = by_column.get(column)
        span = sum(1 for one in columns if column <= one < column + cell.span) if cell else 1
        covered = column + (cell.span if cell else 1) - 1
        parts.append(_cell(cell, span, lights))
    lit = any(light.touches(cell.start, cell.end) for light in lights for cell in cells)
    names = " ".join(name for name, holds in (("rd-lit-row", lit), ("rd-head-row", is_head)) if holds)
    return f'<tr class="{names}"><th scope="row">{number + 1}</th>{"".join(parts)}</tr>'


def _title(number: int, cell: SheetCell, columns: int, lights: Sequence[TextLight]) -> str:
    """Return a line over the heads, as the table's name or its units, as wide as the grid."""
    shown = noted(escape_html(cell.text), cell.text, cell.start, lights)
    return f'<tr class="rd-title-row"><th scope="row">{number + 1}</th><td colspan="{columns}">{shown}</td></tr>'


def _cell(cell: SheetCell | None, span: int, lights: Sequence[TextLight]) -> str:
    if cell is None:
        return "<td></td>"
    over = [light for light in lights if light.touches(cell.start, cell.end)]
    ringing = [light for light in over if _is_ringed(cell, light)]
    clicked = any(light.is_main for light in ringing)
    first = "".join(tag_html(light) for light in over if light.start == cell.start)
    text = escape_html(cell.text)
    shown = f"<mark>{text}</mark>" if ringing else text
    looks = (("rd-number", cell.is_figure), ("rd-ringed", clicked), ("rd-ringed-other", bool(ringing) and not clicked))
    names = " ".join(name for name, holds in looks if holds)
    spans = f' colspan="{span}"' if span > 1 else ""
    return f'<td class="{names}"{spans}>{first}{noted(shown, cell.text, cell.start, lights)}</td>'


def _is_ringed(cell: SheetCell, light: TextLight) -> bool:
    """Return whether a cell holds the cited figure; without one, whether it is of the quote."""
    start, end = light.figure or (light.start, light.end)
    return start < cell.end and cell.start < end
