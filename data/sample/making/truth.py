"""The facts of a filing's statements, one JSON object each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from making.checks import cells_of, period_of
from making.figures import Filing, Grid, Row
from making.words import printed


def truth(filing: Filing, grid: Grid, pages: Sequence[int | None], *, document: str = "") -> list[str]:
    """Return one JSON line per figure of a statement: what it is, its period, its value in units, and its page.

    `pages` are those of the grid's rows. `basis`, `span` and `restated` stand only where they tell something: the parent company's
    figures, a part of a year, a column that states another value than the period's own filing.
    """
    page_of = {row.key: page for row, page in zip(grid.rows, pages, strict=True)}
    lines = []
    for row, column, value in cells_of(grid):
        start, end = period_of(grid, row, column)
        fact = {
            "document": document or filing.name,
            "company": filing.cover["company"],
            "statement": grid.kind,
            "concept": row.key.removesuffix("_parent"),
            "label": row.label,
            "column": column.key,
            "start": start,
            "end": end,
            "value": _plain(value * scale_of(filing, row)),
            "unit": unit_of(filing, row),
            "printed": printed(value, row, filing),
            "page": page_of[row.key],
        }
        more = {"basis": "parent"} if column.basis == "parent" else {}
        more |= {"span": column.span} if column.span != "year" and start else {}
        more |= {"restated": str(filing.restated[row.key])} if row.key in filing.restated and column.key in filing.restated_columns else {}
        lines.append(json.dumps(fact | more, ensure_ascii=False))
    return lines


def table_figures(filing: Filing, grid: Grid, pages: Sequence[int | None]) -> list[str]:
    """Return one JSON line per figure, or cell of words, of a table beside the statements: segments, adjustments, guidance, estimates."""
    lines = []
    for row, page in zip(grid.rows, pages, strict=True):
        of_row = {"type": "figure", "document": filing.name, "company": filing.cover["company"], "table": grid.kind, "row": row.key}
        of_row |= {"label": row.label, "page": page}
        for name, text in zip(grid.names, row.cells, strict=True) if row.cells else ():
            lines.append(json.dumps(of_row | {"column": name, "printed": text}, ensure_ascii=False))
        for column in grid.columns if not row.cells else ():
            if column.key in row.values:
                value = row.values[column.key]
                figure = {"start": column.start, "end": column.end, "value": _plain(value * scale_of(filing, row))}
                figure |= {"unit": unit_of(filing, row), "printed": printed(value, row, filing, divisor=grid.divisor)}
                more = {"basis": "parent"} if column.basis == "parent" else {}
                lines.append(json.dumps(of_row | figure | more, ensure_ascii=False))
    return lines


def _plain(value: Decimal) -> str:
    return format(value.normalize() + Decimal(0), "f")


def unit_of(filing: Filing, row: Row) -> str:
    """Return a row's unit in the currency of the filing: "USD", "CNY/share", "shares"."""
    return row.unit.replace("USD", filing.cover.get("currency", "USD"))


def scale_of(filing: Filing, row: Row) -> int:
    """Return what a printed figure of the row is multiplied by."""
    return 1 if "/share" in row.unit or row.unit in {"%", "count"} else filing.scale
