"""A statement side by side as a table: rows as printed, every figure a button that opens its source."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from research.nouns.facts import Period
from research.nouns.sheets import SheetBasis, SheetCell, SheetColumn, SheetRow, StatementSheet
from ui.render.escaping import escape_html, shorten
from ui.render.sheet_cells import SIGNS, Mark, unit_line, unit_words, view_cell
from ui.render.words import counted, period_words

# The tip of a figure in the last rows opens upwards, so that the table's edge does not cut it off.
LAST_ROWS = 4
# So many rows are shown at a time, heads among them; more are found by their words.
MOST_ROWS = 300
DOCUMENT_CHARS = 26
# Before the name of a filing that gives a period which is not its own.
COMPARATIVE = "†"

Place: TypeAlias = tuple[int, int]


def sheet_html(sheet: StatementSheet, opened: Place | None) -> str:
    """Return the table; the figure whose source is open is marked as pressed."""
    head = "".join(_column_head(column, sheet) for column in sheet.columns)
    body = "".join(_row(sheet, at, row, opened) for at, row in enumerate(sheet.rows))
    return (
        f'<div class="rd-sheet"><table data-testid="sheet"><caption class="rd-hidden">{escape_html(caption(sheet))}</caption>'
        f'<thead><tr><th scope="col">{escape_html(unit_line(sheet) or "Row")}</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def caption(sheet: StatementSheet) -> str:
    """Return what the table is: company, statement, span and basis."""
    statement = sheet.request.statement.value if sheet.request.statement else "figures of other tables"
    return f"{sheet.company}, {statement}, {sheet.request.span.value}, {sheet.request.basis.value}"


def counts_line(sheet: StatementSheet) -> str:
    """Return what the sheet holds and what its marks mean: "32 rows × 5 periods · ≠ 4 stated otherwise by another filing"."""
    views = [view_cell(cell, row, sheet.documents) for row in sheet.rows for cell in row.cells if cell]
    marks = [mark for view in views for mark in view.marks]
    words = {Mark.CORRECTED: "corrected", Mark.RESTATED: "stated otherwise by another filing", Mark.CAVEAT: "with a caveat"}
    rows = sum(not row.is_head for row in sheet.rows)
    parts = [f"{counted(rows, 'row')} × {counted(len(sheet.columns), 'period')}"]
    lacking = sum(is_comparative(column, sheet) for column in sheet.columns)
    parts += [f"{COMPARATIVE} {lacking:,} without a filing of its own"] if lacking else []
    parts += [f"{SIGNS[mark]} {marks.count(mark):,} {words[mark]}" for mark in Mark if mark in marks]
    return " · ".join(parts)


def narrow(sheet: StatementSheet, words: str) -> StatementSheet:
    """Return the sheet with the rows whose label or head has all of the words, and the heads over them; at most MOST_ROWS rows."""
    wanted = words.casefold().split()
    kept: list[SheetRow] = []
    heads: list[SheetRow] = []
    for row in sheet.rows:
        if row.is_head:
            heads = [*(head for head in heads if head.level < row.level), row]
        elif all(word in f"{row.section} {row.label}".casefold() for word in wanted):
            kept += [*(heads if heads and heads[-1].label == row.section else ()), row]
            heads = []
    return replace(sheet, rows=tuple(kept[:MOST_ROWS]))


def lone_line(document: str) -> str:
    """Return what a reader should know when all periods come from one document."""
    return f"All periods come from one document, {document}: no other filing confirms or restates them."


def is_comparative(column: SheetColumn, sheet: StatementSheet) -> bool:
    """Return whether a column that should come from its period's own filing comes from another one."""
    return bool(column.document) and not column.own and sheet.request.basis is SheetBasis.AS_REPORTED


def head_words(period: Period) -> str:
    """Return when a column's period ends: "31 Dec 2024"."""
    return f"{period.end.day} {period.end:%b %Y}"


def _column_head(column: SheetColumn, sheet: StatementSheet) -> str:
    parts = [
        f'<span class="rd-sheet-period">{escape_html(column.period.label)}</span>',
        f'<span class="rd-sheet-small">{escape_html(head_words(column.period))}</span>',
    ]
    said = period_words(column.period)
    if column.document:
        comparative = is_comparative(column, sheet)
        name = shorten(column.document, DOCUMENT_CHARS)
        sign = f'<span aria-hidden="true">{COMPARATIVE}</span> ' if comparative else ""
        parts.append(f'<span class="rd-sheet-small rd-sheet-from">{sign}{escape_html(name)}</span>')
        said += f", from {column.document}"
        said += "; the period's own filing is not in the library" if comparative else ""
    return f'<th scope="col" title="{escape_html(said)}">{"".join(parts)}</th>'


def _row(sheet: StatementSheet, at: int, row: SheetRow, opened: Place | None) -> str:
    if row.is_head:
        return (
            f'<tr class="rd-sheet-head"><th scope="rowgroup" class="rd-level-{row.level}">{escape_html(row.label)}</th>'
            f'<td colspan="{len(sheet.columns)}"></td></tr>'
        )
    unit = unit_words(row, sheet)
    small = f' <span class="rd-sheet-small">{escape_html(unit)}</span>' if unit else ""
    also = f' title="{escape_html("Also printed as: " + "; ".join(row.also))}"' if row.also else ""
    up = at >= len(sheet.rows) - LAST_ROWS
    cells = "".join(_cell(sheet, row, cell, (at, column), is_open=opened == (at, column)) for column, cell in enumerate(row.cells))
    name = " ".join(part for part in ("rd-sheet-total" if row.total else "", "rd-sheet-up" if up else "") if part)
    return f'<tr class="{name}"><th scope="row" class="rd-level-{row.level}"{also}>{escape_html(row.label)}{small}</th>{cells}</tr>'


def _cell(sheet: StatementSheet, row: SheetRow, cell: SheetCell | None, place: Place, *, is_open: bool) -> str:
    if cell is None:
        document = sheet.columns[place[1]].document
        said = f"No figure was read here{f' in {document}' if document else ''}"
        return f'<td class="rd-sheet-none" title="{escape_html(said)}"></td>'
    view = view_cell(cell, row, sheet.documents)
    signs = "".join(SIGNS[mark] for mark in view.marks)
    marks = f'<span class="rd-sheet-mark" aria-hidden="true">{signs}</span>' if signs else ""
    tip = "".join(f"<span>{escape_html(note)}</span>" for note in view.notes)
    tip = f'<span class="rd-tip rd-sheet-tip">{tip}</span>' if tip else ""
    names = " ".join(["rd-sheet-figure", *(f"rd-sheet-{mark.name.lower()}" for mark in view.marks)])
    return (
        f'<td><button type="button" class="{names}" data-rd-cell="{place[0]}:{place[1]}" aria-pressed="{str(is_open).lower()}">'
        f"{marks}{_aligned(view.figure)}{tip}</button></td>"
    )


def _aligned(figure: str) -> str:
    """Return a figure whose closing parenthesis hangs, so that digits stand under digits."""
    shown = escape_html(figure)
    return f'{shown[:-1]}<span class="rd-sheet-hang">)</span>' if shown.endswith(")") else shown
