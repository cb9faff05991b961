"""One pass over a page's tree: paragraphs, headings, tables and page breaks, in reading order, into a `TextWriter`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from lxml import etree

from ingest.hidden import without_unseen
from ingest.html.elements import elements
from ingest.html.flow import Flow, Passage, Piece
from ingest.html.grid import Grid, GridRow, grid_cells, is_layout, merge
from ingest.html.markup import Element, most_cells, name_of, too_many_cells
from ingest.html.sight import PLAIN as SEEN
from ingest.html.sight import Sheet, Sight, see
from ingest.html.styles import PLAIN, Style, read_style
from ingest.loaded import Limits
from ingest.writing import TextWriter

_TABLE_PARTS = frozenset({"table", "tr", "td", "th", "caption"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TAGGED = "ix:nonfraction"
_LETTERS = re.compile(r"[^\W\d_]{3}")
# Bold lines that are headings, and how deep they stand.
_LEVELS = (
    (1, re.compile(r"part\s+[ivx]+\b", re.IGNORECASE)),
    (2, re.compile(r"items?\s*\d{1,2}[a-c]?\s*(?:[.:—–-]|and\b|$)", re.IGNORECASE)),
    (3, re.compile(r"note\s+\d{1,2}[a-z]?\s*(?:[.:—–-]|$)", re.IGNORECASE)),
)
LONGEST_HEADING = 160
LOWEST_LEVEL = 4

Places: TypeAlias = "dict[Element | Piece, tuple[int, int]]"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What holds inside an open element."""

    bold: bool
    linked: bool
    indent: float
    style: Style
    opened: int = 0
    sight: Sight = SEEN
    skipped: bool = False


class Walker:
    """Writes one page. `places` tells, after `walk`, where the words of each tagged figure stand in the text.

    With `traced` it tells so of every piece of text too. Text that no reader of the page sees is counted by the writer and not written.
    """

    def __init__(self, writer: TextWriter, limits: Limits, *, name: str, traced: bool = False) -> None:
        self._writer, self._limits, self._name, self._traced = writer, limits, name, traced
        self.places: Places = {}
        self._sheet = Sheet()
        self._flow = Flow()
        self._frames = [_Frame(False, False, 0.0, PLAIN)]
        self._level: int | None = None
        self._pre = 0
        self._grid: Grid | None = None
        self._cell: Element | None = None
        self._cells = 0
        self._breaks = 0
        self._written = False
        self._known = elements()

    def walk(self, root: Element) -> None:
        """Write the whole tree; raises LimitExceededError for more cells or pages than the limits allow."""
        self._sheet = Sheet(root)
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            name = name_of(element.tag) if isinstance(element.tag, str) else ""
            if event == "start":
                frame = self._frame(element, name)
                self._frames.append(frame)
                if frame.skipped:
                    self._note_hidden(element, name)
                    events.skip_subtree()
                else:
                    self._start(element, name)
            else:
                frame = self._frames.pop()
                if not frame.skipped:
                    self._end(element, name, frame)
                if element.tail:
                    self._add(element.tail, element, tail=True)
        self._flush()

    def _note_hidden(self, element: Element, name: str) -> None:
        """Count the words of an element that is hidden with all it holds, but for what is no text of a page anyway."""
        if name not in self._known.skipped:
            self._writer.hidden.add(" ".join(_words_of(element, self._known.skipped)), self._writer.page_number)

    def _frame(self, element: Element, name: str) -> _Frame:
        above = self._frames[-1]
        sight = see(element, name, above.sight, self._sheet)
        skipped = name in self._known.skipped or element.get("hidden") is not None or sight.gone
        style = read_style(element.get("style") or "") if element.get("style") and not skipped else PLAIN
        bold = style.bold if style.bold is not None else above.bold or name in self._known.bold
        linked = above.linked or (name == "a" and element.get("href") is not None)
        indent = style.indent if name in {"td", "th"} else above.indent + (style.indent if name in self._known.blocks else 0.0)
        return _Frame(bold, linked, indent, style, self._flow.length, sight, skipped)

    def _start(self, element: Element, name: str) -> None:
        frame = self._frames[-1]
        if name in self._known.blocks:
            self._divide()
            if frame.style.break_before:
                self._break(before=True)
        if name in _TABLE_PARTS:
            self._start_table_part(element, name)
        elif name in _HEADINGS and self._level is None:
            self._level = _HEADINGS[name]
        elif name == "br":
            self._flow.newline()
        elif name == "pre":
            self._pre += 1
        elif name == "sup" and (element.text or "").lstrip()[:1] in tuple("(0123456789"):
            self._flow.set_apart()
        if element.text:
            self._add(element.text, element, tail=False)

    def _end(self, element: Element, name: str, frame: _Frame) -> None:
        if name == _TAGGED:
            self._flow.mark(element, frame.opened)
        if name in {"td", "th"}:
            self._end_cell(element, frame)
        elif name in self._known.blocks:
            self._divide()
        if name == "table" and self._grid is not None:
            self._end_table()
        elif name == "pre":
            self._pre -= 1
        if name in _HEADINGS:
            self._level = None
        if frame.style.break_after or name == "page":
            self._break(before=False)

    def _add(self, text: str, element: Element, *, tail: bool) -> None:
        if self._grid is not None and self._cell is None and not text.strip():
            return
        frame = self._frames[-1]
        text, unseen = without_unseen(text) if frame.sight.sees else (" ", text)
        self._writer.hidden.add(unseen, self._writer.page_number)
        add = self._flow.add_lines if self._pre else self._flow.add
        opened = self._flow.length
        add(text, bold=frame.bold, linked=frame.linked)
        if self._traced:
            self._flow.mark(Piece(element, tail), opened)

    def _divide(self) -> None:
        """Begin a new block: in a cell a new line of it, elsewhere a paragraph; words astray between cells come before the table."""
        if self._cell is not None:
            self._flow.newline()
        else:
            self._flush()

    def _break(self, *, before: bool) -> None:
        """Note a page break; one before a block that follows another break, or nothing at all, makes no empty page."""
        written = self._written or (self._grid is not None and self._grid.cells > 0)
        if before and (self._breaks or not written):
            return
        if self._cell is None:
            self._flush()
        self._breaks += 1

    def _start_table_part(self, element: Element, name: str) -> None:
        if name == "table":
            if self._grid is not None:
                self._spill()
            self._grid = Grid()
        elif self._grid is None:
            return
        elif name == "tr":
            self._grid.start_row(self._take_breaks())
        elif name in {"td", "th"}:
            self._cell = element

    def _end_cell(self, element: Element, frame: _Frame) -> None:
        if self._grid is None or self._cell is not element:
            self._divide()
            return
        passage = self._flow.take()
        self._cell = None
        self._grid.add(
            passage,
            columns=_count(element.get("colspan")),
            rows=_count(element.get("rowspan")),
            indent=max(0.0, frame.indent + passage.indent + _inner_indent(element)) if passage.text else 0.0,
        )
        if self._cells + self._grid.cells > most_cells(self._limits):
            raise too_many_cells(self._limits, self._name)

    def _end_table(self) -> None:
        grid, self._grid, self._cell = self._grid, None, None
        if grid is None:
            return
        self._cells += grid.cells
        rows = grid.joined()
        if is_layout(rows):
            for row in rows:
                self._breaks += row.breaks
                self._write(merge(row.slots))
        else:
            self._write_table(rows)

    def _spill(self) -> None:
        """Write the cells of a table that holds another one as prose: it only places things."""
        grid, self._grid, self._cell = self._grid, None, None
        passage = self._flow.take()
        if grid is not None:
            self._cells += grid.cells
            for row in grid.joined():
                self._breaks += row.breaks
                self._write(merge(row.slots))
        self._write(passage)

    def _write_table(self, rows: list[GridRow]) -> None:
        """Write a table, in parts where pages break inside it."""
        cells = grid_cells(rows)
        starts = [0, *(at for at, row in enumerate(rows) if at and row.breaks), len(rows)]
        for first, last in pairwise(starts):
            self._breaks += rows[first].breaks
            self._turn()
            places = self._writer.table(cells[first:last])
            for row, offsets in zip(rows[first:last], places, strict=True):
                for slot, (start, _) in zip(row.slots, offsets, strict=True):
                    self._place(slot.passage, start)

    def _flush(self) -> None:
        if self._flow.length:
            self._write(self._flow.take())

    def _write(self, passage: Passage) -> None:
        if not passage.text:
            return
        self._turn()
        level = self._level or heading_level(passage)
        if level is None:
            start, _ = self._writer.paragraph(passage.text)
        else:
            self._writer.heading(passage.text, level)
            start = self._writer.offset - len(passage.text) - 1
        self._place(passage, start)

    def _turn(self) -> None:
        """Begin the pages that the breaks before this block ask for."""
        for _ in range(self._take_breaks()):
            self._writer.begin_page()
        self._written = True

    def _take_breaks(self) -> int:
        breaks, self._breaks = self._breaks, 0
        return breaks

    def _place(self, passage: Passage, start: int) -> None:
        for mark in passage.marks:
            if mark.end > mark.start:
                self.places[mark.element] = start + mark.start, start + mark.end


def heading_level(passage: Passage) -> int | None:
    """Return how deep a bold line stands as a heading, None for other text; a link in a contents page is none."""
    text = passage.text
    if not passage.bold or passage.linked or "\n" in text or len(text) > LONGEST_HEADING or not _LETTERS.search(text):
        return None
    named = next((level for level, pattern in _LEVELS if pattern.match(text)), None)
    if named is not None:
        return named
    return None if text.endswith((".", ",", ";")) else LOWEST_LEVEL


def has_page_breaks(root: Element) -> bool:
    """Return whether any element of a page asks for a printed page break."""
    for element in root.iter():
        style = element.get("style")
        if style and "break-" in style and ((found := read_style(style)).break_before or found.break_after):
            return True
        if element.tag == "page":
            return True
    return False


def _words_of(element: Element, skipped: Collection[str]) -> Iterator[str]:
    """Yield the words of an element, those of parts that hold no text of a page left out."""
    events = etree.iterwalk(element, events=("start", "end"))
    for event, one in events:
        if event == "end":
            yield "" if one is element else one.tail or ""
        elif not isinstance(one.tag, str) or name_of(one.tag) in skipped:
            events.skip_subtree()
        else:
            yield one.text or ""


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.strip().isdigit() and len(text) <= 6 else 1


def _inner_indent(cell: Element) -> float:
    """Return how far the blocks inside a cell set its words in: of the first one inside the other."""
    indent, outer = 0.0, cell
    for _ in range(4):
        if not len(outer) or (outer.text or "").strip() or not isinstance(outer[0].tag, str):
            break
        outer = outer[0]
        if name_of(outer.tag) in elements().blocks and (style := outer.get("style")):
            indent += read_style(style).indent
    return indent
