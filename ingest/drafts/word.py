"""A Word draft, open: its blocks in reading order, and the elements behind each place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.drafts.blocks import SET_AS_HEADING, BlockRead, CellRead, DraftRead, NoteRead, ParagraphRead, TableRead
from ingest.drafts.pieces import Pieces, WordsReader
from ingest.drafts.prose import Prose
from ingest.loaded import Limits
from ingest.office.elements import attribute, child, is_on, local, whole
from ingest.office.package import Package
from ingest.office.properties import read_properties
from ingest.word.body import MOST_COLUMNS, blocks, notes_of, wrapped
from ingest.word.styles import Styles, read_styles
from research.errors import CannotReadError, LimitExceededError
from research.nouns.drafts import DraftPart, DraftPlace

MOST_INFLATED_MB = 100
# Of parts that are held as a tree, which takes many times their size.
MOST_XML_MB = 32
_MIB = 1024 * 1024
LONGEST_SET_HEADING = 120
_NOTE_PARTS = ((DraftPart.FOOTNOTES, "footnotes", "footnote"), (DraftPart.ENDNOTES, "endnotes", "endnote"))
Spot = tuple[DraftPart, int, int | None, int | None]


class WordDraft:
    """A Word draft; raises CannotReadError or LimitExceededError, each naming the file, for one that is damaged, locked or has macros.

    `roots` are the parts that were read, by name, as they are written; `reference` gives the element in the body that refers to a note.
    """

    def __init__(self, content: bytes, *, name: str) -> None:
        self.package = Package(content, name=name, limits=Limits(max_inflated_mb=MOST_INFLATED_MB))
        _check(self.package)
        self.main = self.package.main()
        self.roots = {self.main: self.package.xml_as_written(self.main)}
        body = child(self.roots[self.main], "body")
        if body is None or local(self.roots[self.main]) != "document":
            raise CannotReadError(f"{name}: its main part is no Word document", "save the draft as .docx or .md")
        self.body = body
        self.reference: dict[tuple[DraftPart, str], etree._Element] = {}
        self._spots: dict[Spot, Pieces] = {}
        self._read = self._everything()

    @property
    def read(self) -> DraftRead:
        """Return the blocks of the draft."""
        return self._read

    def pieces(self, place: DraftPlace) -> Pieces | None:
        """Return the paragraph or cell of a place, None when the draft has none there."""
        return self._spots.get((place.part, place.block, place.row, place.column))

    def _everything(self) -> DraftRead:
        reader = WordsReader()
        styles = read_styles(self.package, self.main)
        body = _Blocks(DraftPart.BODY, reader, styles, self._spots)
        blocks_read = list(body.read(self.body))
        for pieces in list(self._spots.values()):
            for note in pieces.notes:
                part = DraftPart.FOOTNOTES if local(note.element) == "footnoteReference" else DraftPart.ENDNOTES
                self.reference.setdefault((part, note.mark), note.element)
        notes = list(self._notes(reader, styles))
        stated = next((one.value for one in read_properties(self.package, dated=False) if one.field == "title"), "")
        titled = any(isinstance(one, ParagraphRead) and one.is_title for one in blocks_read)
        return DraftRead(blocks_read, notes, "" if titled else stated, tuple(self._unread(reader)))

    def _notes(self, reader: WordsReader, styles: Styles) -> Iterator[NoteRead]:
        for part, kind, name in _NOTE_PARTS:
            marks = reader.note_marks.footnotes if part is DraftPart.FOOTNOTES else reader.note_marks.endnotes
            file = self.package.related(self.main, kind) if marks else None
            if file is None:
                continue
            self.roots[file] = self.package.xml_as_written(file)
            written = notes_of(self.roots[file], name)
            blocks_of = _Blocks(part, WordsReader(), styles, self._spots)
            for identity, mark in list(marks.items()):
                if identity in written:
                    bare = mark.strip("[]")
                    yield NoteRead(part, bare, list(blocks_of.read(written[identity], note=bare)))

    def _unread(self, reader: WordsReader) -> Iterator[str]:
        if reader.boxes:
            yield f"text boxes, which are not read: {reader.boxes}"
        if reader.pictures:
            yield f"pictures and charts, which are not read: {reader.pictures}"
        if reader.hidden:
            yield "hidden words, which are left out"
        for one in self.package.relations(self.main):
            if one.kind in ("oleObject", "package", "aFChunk") and self.package.has(one.target):
                yield f"embedded file, which is not read: {one.target.rpartition('/')[2]}"
            elif one.kind in ("header", "footer") and self.package.has(one.target) and _has_words(self.package.xml(one.target)):
                yield f"{one.kind}, which is not read: {one.target.rpartition('/')[2]}"


@dataclass(slots=True)
class _Blocks:
    """Reads the blocks of one part and numbers them."""

    part: DraftPart
    reader: WordsReader
    styles: Styles
    spots: dict[Spot, Pieces]
    _next: int = 0

    def read(self, container: etree._Element, *, note: str = "") -> Iterator[BlockRead]:
        """Yield the blocks of a container in reading order."""
        open_at: tuple[etree._Element, Pieces] | None = None
        for block in blocks(container):
            if local(block) == "tbl":
                if open_at is not None:
                    yield self._paragraph(*open_at, note=note)
                open_at = None
                yield from self._table(block, note)
                continue
            pieces = open_at[1] if open_at is not None else Pieces()
            self.reader.read(block, pieces)
            open_at = (block, pieces)
            if not _is_joined(block):
                yield self._paragraph(block, pieces, note=note)
                open_at = None
        if open_at is not None:
            yield self._paragraph(*open_at, note=note)

    def _paragraph(self, paragraph: etree._Element, pieces: Pieces, *, note: str) -> ParagraphRead:
        number = self._number()
        self.spots[(self.part, number, None, None)] = pieces
        text = pieces.text
        is_caption = self.styles.is_named(paragraph, "caption")
        level = self.styles.level(paragraph)
        if level is None and pieces.bold and _may_head(text) and not is_caption and self.part is DraftPart.BODY:
            level = None if self.styles.label(paragraph) else SET_AS_HEADING
        return ParagraphRead(
            self.part,
            number,
            Prose(text, pieces.marks),
            level,
            is_title=self.styles.is_title(paragraph),
            is_caption=is_caption,
            note=note,
        )

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _table(self, table: etree._Element, note: str) -> Iterator[BlockRead]:
        """Yield a table, then those in its cells; one of a single cell is only a frame around its words."""
        number = self._number()
        rows = [row for row in wrapped(table, "tr") if child(row, "trPr", "del") is None]
        inner: list[etree._Element] = []
        cells = [cell for at, row in enumerate(rows) for cell in self._row(row, at, number, inner)]
        heads = 0
        while heads < len(rows) and is_on(child(rows[heads], "trPr", "tblHeader")):
            heads += 1
        if len(cells) == 1:
            yield ParagraphRead(self.part, number, cells[0].prose, note=note, cell=(cells[0].row, cells[0].column))
        elif cells:
            yield TableRead(self.part, number, tuple(cells), heads, note)
        for one in inner:
            yield from self._table(one, note)

    def _row(self, row: etree._Element, at: int, number: int, inner: list[etree._Element]) -> Iterator[CellRead]:
        column = min(whole(attribute(child(row, "trPr", "gridBefore"), "val")), MOST_COLUMNS)
        for cell in wrapped(row, "tc"):
            properties = child(cell, "tcPr")
            span = max(min(whole(attribute(child(properties, "gridSpan"), "val"), 1), MOST_COLUMNS), 1)
            merged = child(properties, "vMerge")
            pieces = Pieces()
            if merged is None or attribute(merged, "val") == "restart":
                self._fill(cell, pieces, inner)
            self.spots[(self.part, number, at, column)] = pieces
            yield CellRead(at, column, span, Prose(pieces.text, pieces.marks, lines=True))
            column += span

    def _fill(self, cell: etree._Element, pieces: Pieces, inner: list[etree._Element]) -> None:
        joined = True
        for block in blocks(cell):
            if local(block) == "tbl":
                inner.append(block)
                continue
            if not joined:
                pieces.end_paragraph()
            self.reader.read(block, pieces)
            joined = _is_joined(block)


def _is_joined(paragraph: etree._Element) -> bool:
    """Return whether the paragraph's end is deleted or moved away, so that the next one goes on in it."""
    marks = child(paragraph, "pPr", "rPr")
    return child(marks, "del") is not None or child(marks, "moveFrom") is not None


def _may_head(text: str) -> bool:
    bare = text.strip()
    return 0 < len(bare) <= LONGEST_SET_HEADING and not bare.endswith((".", ";", ",", "。")) and any(map(str.isalpha, bare))


def _has_words(root: etree._Element) -> bool:
    return any(local(one) == "t" and (one.text or "").strip() for one in root.iter())


def _check(package: Package) -> None:
    """Raise CannotReadError for a file with macros, or that names a part twice, LimitExceededError for one with a part that is too long."""
    names = [name.casefold() for name in package.names]
    if any(name.rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml") for name in names):
        raise CannotReadError(f"{package.name}: holds macros", "save it as .docx, which has none")
    if package.repeated:
        raise CannotReadError(f"{package.name}: damaged (holds part {package.repeated[:60]} twice)", "save it again in Word")
    for entry in package.entries:
        if entry.filename.lower().endswith((".xml", ".rels")) and entry.file_size > MOST_XML_MB * _MIB:
            told = f"{package.name}: part {entry.filename[:60]} is {entry.file_size / _MIB:.0f} MiB, the limit is {MOST_XML_MB} MiB"
            raise LimitExceededError(told, "split the draft")
