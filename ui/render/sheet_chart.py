"""Rows of a statement as frames for charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from research.nouns.facts import scale_words
from research.nouns.sheets import StatementSheet

if TYPE_CHECKING:
    import pandas as pd

# Rows that a chart begins with: the first results of the statement.
MOST_FIRST = 2


def row_names(sheet: StatementSheet) -> dict[str, int]:
    """Return the rows that can be charted by a name of their own: the label, with its section where another row has the same."""
    rows = [(at, row) for at, row in enumerate(sheet.rows) if not row.is_head]
    labels = [row.label for _, row in rows]
    names: dict[str, int] = {}
    for at, row in rows:
        name = row.label if labels.count(row.label) == 1 or not row.section else f"{row.label} ({row.section.rstrip(':')})"
        names[name if name not in names else f"{name}, row {at + 1}"] = at
    return names


def first_rows(sheet: StatementSheet) -> list[str]:
    """Return the names of the rows that a chart begins with: the first sum and the last one in its unit."""
    results = [name for name, at in row_names(sheet).items() if sheet.rows[at].total and sheet.rows[at].unit == sheet.unit]
    return list(dict.fromkeys([*results[:1], *results[-1:]]))[:MOST_FIRST]


def chart_frames(sheet: StatementSheet, rows: Sequence[int]) -> dict[str, pd.DataFrame]:
    """Return a frame for each unit among some rows: periods down, oldest first, a column for each row; a figure that is missing is NaN."""
    import pandas as pd  # noqa: PLC0415  (slow to import, and only charts need it)

    names = {at: name for name, at in row_names(sheet).items()}
    periods = [column.period.label for column in reversed(sheet.columns)]
    series: dict[str, dict[str, pd.Series]] = {}
    for at in rows:
        row = sheet.rows[at]
        values = [float(cell.fact.value / row.scale) if cell else None for cell in reversed(row.cells)]
        unit = f"{row.unit} {scale_words(row.scale)}".strip()
        name = names[at].replace(":", "∶")  # the chart takes what follows a colon for a type
        series.setdefault(unit, {})[name] = pd.Series(values, index=periods, dtype="float64")
    return {unit: pd.DataFrame(columns) for unit, columns in series.items()}
