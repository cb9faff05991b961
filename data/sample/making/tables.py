"""Tables as filings set them: rules, dollar signs, brackets, heads over groups of columns."""

from __future__ import annotations

import re
from typing import TypeAlias

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Table, TableStyle

from making.figures import Filing, Grid, Row
from making.styles import Styles
from making.words import printed

Rule: TypeAlias = tuple[object, ...]

# Widths of the parts of a column of figures, in points: the dollar sign, the figure by the number of columns, the bracket.
SIGN, BRACKET = 10.0, 14.0
_FIGURE = {1: 58.0, 2: 58.0, 3: 50.0, 4: 46.0}


class Marked(Table):
    """A table that remembers on which page each of its rows was drawn, also when it goes on over pages."""

    whole: Marked | None = None
    heads = 0
    parts: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, rows: list[list[object]], *, heads: int, widths: list[float]) -> Marked:
        """Return a table whose first rows, `heads` of them, are repeated on every page."""
        table = cls(rows, colWidths=widths, hAlign="LEFT", repeatRows=heads)
        table.heads = heads
        return table

    def onSplit(self, T: Marked, byRow: int = 1) -> None:  # noqa: N802, N803, ARG002 - reportlab's names
        """Tell a part of a split table which table it belongs to."""
        T.whole, T.heads = self.whole or self, self.heads

    def draw(self) -> None:
        """Draw the table and note the page and how many of its rows stand there."""
        whole = self.whole or self
        whole.parts = (*whole.parts, (self.canv.getPageNumber(), self._nrows - self.heads))
        super().draw()

    def pages(self) -> tuple[int, ...]:
        """Return the page of each row below the heads."""
        return tuple(page for page, count in self.parts for _ in range(count))


def statement_table(grid: Grid, filing: Filing, styles: Styles) -> Marked:
    """Return a table of figures: per column a narrow cell for the dollar sign, one for the figure, one for its bracket."""
    if filing.chinese:
        return _ruled_table(grid, filing, styles)
    if grid.names:
        return _word_table(grid, filing, styles)
    count = len(grid.columns)
    figure = _FIGURE[count]
    label = styles.width - count * (SIGN + figure + BRACKET)
    head: list[object] = [""]
    for text, width in grid.heads:
        head += [text, *[""] * (width * 3 - 1)]
    names = ["", *(text for column in grid.columns for text in ("", column.head, ""))]
    body = [_cells(row, grid, filing, styles) for row in grid.rows]
    table = Marked.of([head, names, *body], heads=2, widths=[label, *[SIGN, figure, BRACKET] * count])
    table.setStyle(TableStyle(_rules(grid, styles)))
    return table


def _cells(row: Row, grid: Grid, filing: Filing, styles: Styles) -> list[object]:
    font = styles.strong if row.bold else styles.regular
    style = ParagraphStyle("row", fontName=font, fontSize=9.5, leading=11, leftIndent=10.0 * row.indent + 10, firstLineIndent=-10)
    cells: list[object] = [Paragraph(markup(row.label), style)]
    for column in grid.columns:
        value = row.values.get(column.key)
        text = "" if value is None else printed(value, row, filing)
        cells += ["$" if row.dollar and text else "", text.removesuffix(")"), ")" if text.endswith(")") else ""]
    return cells


def _rules(grid: Grid, styles: Styles) -> list[Rule]:
    rules: list[Rule] = [
        ("FONT", (0, 0), (-1, 1), styles.strong, 9),
        *_group_rules(grid),
        ("FONT", (1, 2), (-1, -1), styles.regular, 9.5),
        ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    for place in range(len(grid.columns)):
        first = 1 + 3 * place
        rules += [("ALIGN", (first + 1, 1), (first + 1, -1), "RIGHT"), ("LINEBELOW", (first, 1), (first + 1, 1), 0.5, colors.black)]
        for number, row in enumerate(grid.rows, start=2):
            if row.bold and row.values:
                rules.append(("FONTNAME", (first, number), (first + 2, number), styles.strong))
            if row.rule:
                rules.append(("LINEABOVE", (first, number), (first + 1, number), 0.5, colors.black))
            if row.rule == "double":
                rules.append(("LINEBELOW", (first, number), (first + 1, number), 0.5, colors.black, 0, None, None, 2, 1.2))
    return rules


def _group_rules(grid: Grid) -> list[Rule]:
    """Return the rules of the heads over groups of columns: each spans its columns, with a line under it."""
    spans: list[Rule] = []
    at = 1
    for _, width in grid.heads:
        last = at + width * 3 - 1
        end = last if len(grid.heads) == 1 else last - 1
        spans.append(("SPAN", (at, 0), (end, 0)))
        spans.append(("ALIGN", (at, 0), (end, 0), "CENTER"))
        spans.append(("LINEBELOW", (at, 0), (end, 0), 0.5, colors.black))
        at = last + 1
    return spans


def _word_table(grid: Grid, filing: Filing, styles: Styles) -> Marked:
    """Return a table whose cells are words or figures, a column each: guidance, estimates, targets."""
    small = ParagraphStyle("cell", fontName=styles.regular, fontSize=9.5, leading=11.5)
    right = ParagraphStyle("figure", parent=small, alignment=TA_RIGHT)
    strong = ParagraphStyle("name", parent=right, fontName=styles.strong, fontSize=9)
    rows: list[list[object]] = [["", *(Paragraph(markup(name), strong) for name in grid.names)]]
    for row in grid.rows:
        texts = row.cells or tuple(_signed(row, printed(row.values[one.key], row, filing)) for one in grid.columns if one.key in row.values)
        rows.append([Paragraph(markup(row.label), small), *(Paragraph(markup(text), right) for text in texts)])
    share = 0.62 / len(grid.names)
    table = Marked.of(rows, heads=1, widths=[styles.width * 0.38, *[styles.width * share] * len(grid.names)])
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, 0), 0.7, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.grey),
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    return table


def _signed(row: Row, text: str) -> str:
    return f"${text}" if row.dollar else text


def _ruled_table(grid: Grid, filing: Filing, styles: Styles) -> Marked:
    """Return a table with all its lines, as Chinese reports set them: item, note if any, then the figures."""
    noted = any(row.note for row in grid.rows)
    words = list(grid.names)
    count = len(words) or len(grid.columns)
    size = 8.0 if count >= 4 else 9.0
    cell = ParagraphStyle("cell", fontName=styles.regular, fontSize=size, leading=size + 3, wordWrap="CJK")
    right = ParagraphStyle("figure", parent=cell, alignment=TA_RIGHT, wordWrap=None)
    middle = ParagraphStyle("head", parent=cell, alignment=1)
    note = [38.0] if noted else []
    figure = {1: 120.0, 2: 110.0, 3: 95.0}.get(count, 76.0)
    heads = words or [column.head for column in grid.columns]
    rows: list[list[object]] = [[Paragraph(text, middle) for text in ("项目", *(("附注",) if noted else ()), *heads)]]
    over = len(grid.heads) > 1
    if over:
        groups = [text for text, width in grid.heads for text in (text, *[""] * (width - 1))]
        rows.insert(0, ["", *([""] if noted else []), *(Paragraph(text, middle) for text in groups)])
    for row in grid.rows:
        texts = row.cells or tuple(
            printed(row.values[one.key], row, filing, divisor=grid.divisor) if one.key in row.values else "" for one in grid.columns
        )
        label = Paragraph("&nbsp;" * (3 * row.indent) + markup(row.label), cell)
        rows.append([label, *([Paragraph(row.note, middle)] if noted else []), *(Paragraph(text, right) for text in texts)])
    table = Marked.of(rows, heads=1 + over, widths=[styles.width - sum(note) - figure * count, *note, *[figure] * count])
    table.setStyle(TableStyle(_lines(grid, over=over, first=2 if noted else 1)))
    return table


def _lines(grid: Grid, *, over: bool, first: int) -> list[Rule]:
    rules: list[Rule] = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.4),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    at = first
    for _, width in grid.heads if over else ():
        rules.append(("SPAN", (at, 0), (at + width - 1, 0)))
        at += width
    return rules


def markup(text: str) -> str:
    """Return text for a paragraph: escaped, quotes curled, bold between double asterisks."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "’")
    escaped = re.sub(r'(^|[\s(])"', r"\1“", escaped).replace('"', "”")
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escaped).replace("\n", "<br/>")
