"""A document's blocks in reading order, written: paragraphs, headings, lists, tables in tables, text boxes, notes at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.grids import GridCell
from ingest.office.elements import attribute, child, children, local, whole
from ingest.word.runs import PAGE_BREAK, NoteMarks, Words, read_words
from ingest.word.styles import Styles
from ingest.writing import TextWriter

# Elements that only wrap blocks.
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "Choice"})
MOST_COLUMNS = 1_000


@dataclass(slots=True)
class BodyWriter:
    """Writes blocks. With `sections`, a heading of the top level begins a page, unless only headings stand on the open one.

    `page_ends` are the sections' properties after which a page begins.
    """

    writer: TextWriter
    styles: Styles
    sections: bool
    page_ends: Sequence[etree._Element] = ()
    marks: NoteMarks = field(default_factory=NoteMarks)
    title: str = ""
    _filled: bool = False

    def write(self, container: etree._Element) -> None:
        """Write all blocks of a body, a cell, a note or a text box."""
        for block in blocks(container):
            if local(block) == "tbl":
                self._write_table(block)
            else:
                self._write_paragraph(block)

    def write_notes(self, heading: str, notes: dict[str, etree._Element], marks: dict[str, str]) -> None:
        """Write the notes that the text refers to, in order, as a section of their own; nothing without any."""
        texts = [(mark, self._text_of(notes[identity])) for identity, mark in marks.items() if identity in notes]
        if any(text for _, text in texts):
            self.writer.heading(heading)
            for mark, text in texts:
                self.writer.paragraph(f"{mark} {text}")

    def _write_paragraph(self, paragraph: etree._Element) -> None:
        words = self._read(paragraph)
        level = self.styles.level(paragraph)
        if self.styles.breaks_before(paragraph):
            self._break()
        text = self._labelled(paragraph, words.text)
        for number, part in enumerate(text.split(PAGE_BREAK)):
            if number:
                self._break()
            if level is not None and part.strip():
                self._write_heading(paragraph, part, level)
            elif part.strip():
                self.writer.paragraph(part)
                self._filled = True
        for box in words.boxes:
            self.write(box)
        if child(paragraph, "pPr", "sectPr") in self.page_ends:
            self._break()

    def _write_heading(self, paragraph: etree._Element, text: str, level: int) -> None:
        if self.sections and level == 1 and self._filled:
            self._break()
        if not self.title and self.styles.is_title(paragraph):
            self.title = " ".join(text.split())
        self.writer.heading(text, level)

    def _break(self) -> None:
        self.writer.end_page()
        self._filled = False

    def _write_table(self, table: etree._Element) -> None:
        """Write a table, then those that stand in its cells; one of a single cell is only a frame around its blocks."""
        rows = [list(wrapped(row, "tc")) for row in wrapped(table, "tr") if child(row, "trPr", "del") is None]
        if sum(map(len, rows)) == 1:
            self.write(rows[0][0])
            return
        inner: list[etree._Element] = []
        grid = [self._row(row, inner) for row in rows]
        if any(cell.text for cells in grid for cell in cells):
            self.writer.table(grid)
            self._filled = True
        for one in inner:
            self._write_table(one)

    def _row(self, cells: list[etree._Element], inner: list[etree._Element]) -> list[GridCell]:
        out: list[GridCell] = []
        parent = cells[0].getparent() if cells else None
        column = min(whole(attribute(child(parent, "trPr", "gridBefore"), "val")), MOST_COLUMNS)
        for cell in cells:
            properties = child(cell, "tcPr")
            span = max(min(whole(attribute(child(properties, "gridSpan"), "val"), 1), MOST_COLUMNS), 1)
            merged = child(properties, "vMerge")
            goes_on = merged is not None and attribute(merged, "val") != "restart"
            text = "" if goes_on else self._text_of(cell, inner)
            out.append(GridCell(text, column, span))
            column += span
        return out

    def _text_of(self, container: etree._Element, inner: list[etree._Element] | None = None) -> str:
        """Return the words of a cell or a note on one line; tables inside go to `inner`."""
        parts: list[str] = []
        for block in blocks(container):
            if local(block) == "tbl":
                if inner is not None:
                    inner.append(block)
                continue
            words = self._read(block)
            parts.append(self._labelled(block, words.cell_text))
            parts.extend(self._text_of(box, inner) for box in words.boxes)
        return " ".join(" ".join(parts).split())

    def _read(self, paragraph: etree._Element) -> Words:
        words = read_words(paragraph, self.marks, self.styles.sight)
        self.writer.hidden.add("".join(words.hidden), self.writer.page_number)
        return words

    def _labelled(self, paragraph: etree._Element, text: str) -> str:
        if not text.strip():
            return text
        label = self.styles.label(paragraph)
        return f"{label} {text}" if label else text


def blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a container in order, those inside content controls and insertions too."""
    for one in container:
        name = local(one)
        if name in ("p", "tbl"):
            yield one
        elif name == "AlternateContent":
            chosen = child(one, "Choice")
            yield from blocks(chosen if chosen is not None else one)
        elif name in _WRAPPERS:
            yield from blocks(one)


def wrapped(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, those inside content controls too."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in _WRAPPERS:
            yield from wrapped(one, name)


def notes_of(root: etree._Element, name: str) -> dict[str, etree._Element]:
    """Return the notes of a part by their id, without the lines that part them from the text."""
    return {attribute(one, "id") or "": one for one in children(root, name) if attribute(one, "type") in (None, "normal")}
