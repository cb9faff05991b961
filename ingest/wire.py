"""How a loaded file crosses from the child process: plain JSON arrays, checked by building our own dataclasses from them."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Any

from ingest.loaded import Loaded
from research.nouns.documents import Box, Cell, Defect, Line, Page, Table, TableRow

# The first byte of the child's answer says what follows.
LOADED, PNG, ERROR = b"L", b"P", b"E"


def loaded_to_wire(loaded: Loaded) -> bytes:
    """Return a loaded file as JSON bytes; boxes are rounded to a hundredth of a point."""
    return json.dumps(
        {
            "text": loaded.text,
            "pages": [[p.number, p.start, p.end, p.width, p.height, [_line(line) for line in p.lines]] for p in loaded.pages],
            "tables": [_table(table) for table in loaded.tables],
            "defects": [astuple(defect) for defect in loaded.defects],
        },
        ensure_ascii=True,
        separators=(",", ":"),
    ).encode("ascii")


def loaded_from_wire(payload: bytes) -> Loaded:
    """Return the loaded file that `loaded_to_wire` wrote."""
    raw: dict[str, Any] = json.loads(payload)
    return Loaded(
        text=raw["text"],
        pages=tuple(
            Page(number, start, end, width, height, tuple(Line(a, b, row, Box(*box)) for a, b, row, *box in lines))
            for number, start, end, width, height, lines in raw["pages"]
        ),
        tables=tuple(
            Table(page, title, units, tuple(heads), tuple(_row(row) for row in rows), start, end)
            for page, title, units, heads, rows, start, end in raw["tables"]
        ),
        defects=tuple(Defect(code, message, page) for code, message, page in raw["defects"]),
    )


def _line(line: Line) -> list[float]:
    box = line.box
    return [line.start, line.end, line.row, round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2)]


def _table(table: Table) -> list[object]:
    rows = [[row.label, row.start, row.end, [[c.column, c.start, c.end] for c in row.cells], row.section, row.indent] for row in table.rows]
    return [table.page, table.title, table.units, list(table.heads), rows, table.start, table.end]


def _row(raw: list[Any]) -> TableRow:
    label, start, end, cells, section, indent = raw
    return TableRow(label, start, end, tuple(Cell(*cell) for cell in cells), section, indent)
