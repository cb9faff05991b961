"""How a loaded file crosses from the child process: plain JSON arrays, checked by building our own dataclasses from them.

What names a table, its rows and its columns is cut to `LONGEST_WORDS`: the readers of figures work outside the limited child, and a label
of a megabyte would hold them up for ever.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ingest.loaded import Heading, Loaded, Stated, TaggedFact
from research.nouns.documents import Box, Cell, Defect, Line, Page, Table, TableRow

# The first byte of the child's answer says what follows.
LOADED, PNG, LAYOUTS, ERROR = b"L", b"P", b"V", b"E"
# Labels of statements seldom have half as many characters; the terms of preferred shares may have more, and lose their end.
LONGEST_WORDS = 400


def loaded_to_wire(loaded: Loaded) -> bytes:
    """Return a loaded file as JSON bytes; boxes are rounded to a hundredth of a point."""
    return json.dumps(
        {
            "text": loaded.text,
            "pages": [[p.number, p.start, p.end, p.width, p.height, [_line(line) for line in p.lines]] for p in loaded.pages],
            "tables": [_table(table) for table in loaded.tables],
            "defects": [[one.code, one.message, one.page] for one in loaded.defects],
            "headings": [[one.start, one.text, one.level] for one in loaded.headings],
            "stated": [[one.field, one.value, one.source] for one in loaded.stated],
            "tagged": [_tagged(one) for one in loaded.tagged],
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
        headings=tuple(Heading(start, text, level) for start, text, level in raw["headings"]),
        stated=tuple(Stated(field, value, source) for field, value, source in raw["stated"]),
        tagged=tuple(_tagged_from(one) for one in raw["tagged"]),
    )


def _line(line: Line) -> list[float]:
    box = line.box
    return [line.start, line.end, line.row, round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2)]


def _table(table: Table) -> list[object]:
    rows = [
        [_cut(row.label), row.start, row.end, [[c.column, c.start, c.end] for c in row.cells], _cut(row.section), row.indent]
        for row in table.rows
    ]
    return [table.page, _cut(table.title), _cut(table.units), [_cut(head) for head in table.heads], rows, table.start, table.end]


def _cut(words: str) -> str:
    return words[:LONGEST_WORDS]


def _row(raw: list[Any]) -> TableRow:
    label, start, end, cells, section, indent = raw
    return TableRow(label, start, end, tuple(Cell(*cell) for cell in cells), section, indent)


def _tagged(one: TaggedFact) -> list[object]:
    begins, ends = (on.isoformat() if on else None for on in (one.begins, one.ends))
    return [one.name, one.value, one.text, one.unit, begins, ends, one.dimensions, one.start, one.end, one.note]


def _tagged_from(raw: list[Any]) -> TaggedFact:
    name, value, text, unit, begins, ends, dimensions, start, end, note = raw
    pairs = tuple((axis, member) for axis, member in dimensions)
    return TaggedFact(name, value, text, unit, _date(begins), _date(ends), pairs, start, end, note)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
