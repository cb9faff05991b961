"""The characters of a Word paragraph and the element that each comes from, so that a sentence can be found again in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.office.elements import attribute, child, is_on, local
from ingest.word.runs import LEFT_OUT, NoteMarks

_PLAIN = {"tab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_MADE_BY_WORD = ("TOC", "INDEX")
# Symbol fonts put their signs in a private area: what those that can stand in a figure mean.
_SYMBOLS = {"F02D": "−", "F0B1": "±", "F025": "%", "F0B7": "•", "F0A3": "≤", "F0B3": "≥", "F0BB": "≈"}
_UNKNOWN = "\ufffc"
# A raised number refers to a note behind a stop, a bracket, a percentage or a word; behind a number or a unit it is a power.
_RAISED, _PARTS_MARKS = re.compile(r"\s*[\d*†‡]{1,3}(?:\s*,\s*[\d*†‡]{1,3})*\s*"), re.compile(r"\s*[,;]\s*")
_MAY_REFER = re.compile(r"(?:[.,;:!?)\]”’\"'%…。]|[^\W\d_]{4})$")
_BOXES, _PICTURES = "txbxContent", ("drawing", "pict", "object")


@dataclass(slots=True)
class FieldSpan:
    """A field such as a cross-reference: the elements that begin and end it, and its code."""

    begin: etree._Element
    end: etree._Element | None = None
    code: str = ""
    in_code: bool = True

    @property
    def is_made(self) -> bool:
        """Return whether Word makes the words from others in the document: a table of contents, an index."""
        return self.code.strip().upper().startswith(_MADE_BY_WORD)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one element: `node` is a `w:t`, or the element that stands for them; `field` the outermost field they are in."""

    text: str
    node: etree._Element
    field: FieldSpan | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A reference to a note: the offset in the text behind which it stands, its mark, and its element."""

    offset: int
    mark: str
    element: etree._Element


@dataclass(slots=True)
class Pieces:
    """The words of a paragraph, or of several that are one once all changes are accepted, or of a cell."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    paragraphs: list[etree._Element] = field(default_factory=list)
    bold: bool = True
    length: int = 0

    @property
    def text(self) -> str:
        """Return the characters in order."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def marks(self) -> Sequence[tuple[int, str]]:
        """Return the notes referred to, as `Prose` has them."""
        return [(note.offset, note.mark) for note in self.notes]

    def add(self, piece: Piece) -> None:
        """Add characters."""
        self.pieces.append(piece)
        self.length += len(piece.text)

    def end_paragraph(self) -> None:
        """Part what comes from what is there by a line break that stands for the paragraph's end."""
        if self.pieces:
            self.add(Piece("\n", self.pieces[-1].node))


@dataclass(slots=True)
class WordsReader:
    """Reads the paragraphs of a part in order: fields may go over several of them. Counts what it does not read."""

    note_marks: NoteMarks = field(default_factory=NoteMarks)
    boxes: int = 0
    pictures: int = 0
    hidden: bool = False
    _fields: list[FieldSpan] = field(default_factory=list)
    # Behind which character of the paragraph a note was referred to last.
    _referred: int = -1

    def read(self, paragraph: etree._Element, into: Pieces) -> None:
        """Add a paragraph's words: inserted ones, not deleted or hidden ones, and of fields the last result."""
        into.paragraphs.append(paragraph)
        self._referred = -1
        self._walk(paragraph, into)

    def _walk(self, element: etree._Element, into: Pieces) -> None:
        for one in element:
            name = local(one)
            if name == "instrText" and self._fields:
                self._fields[-1].code += one.text or ""
            elif name == "fldChar":
                self._turn(one)
            elif name and name not in LEFT_OUT:
                self._take(one, name, into)

    def _turn(self, element: etree._Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(FieldSpan(element))
        elif self._fields and kind == "separate":
            self._fields[-1].in_code = False
        elif self._fields and kind == "end":
            self._fields.pop().end = element

    def _take(self, element: etree._Element, name: str, into: Pieces) -> None:
        if name in ("footnoteReference", "endnoteReference"):
            if not self._is_code():
                mark = self.note_marks.mark(name, attribute(element, "id") or "").strip("[]")
                into.notes.append(NoteMark(into.length, mark, element))
                self._referred = into.length
        elif name == "fldSimple" and _refers(attribute(element, "instr") or ""):
            self._referred = into.length
        elif name in _PICTURES:
            self._pass(element)
        elif name == "AlternateContent":
            chosen = child(element, "Choice")
            chosen = chosen if chosen is not None else child(element, "Fallback")
            if chosen is not None:
                self._walk(chosen, into)
        elif name == "r" and is_on(child(element, "rPr", "vanish")):
            self.hidden = self.hidden or any(local(one) == "t" and one.text for one in element)
            self._walk_fields(element)
        elif text := _characters(element, name):
            self._add(text, element, into)
        else:
            self._walk(element, into)

    def _walk_fields(self, run: etree._Element) -> None:
        """Take notice of the marks of fields in a hidden run."""
        for one in run:
            if local(one) == "fldChar":
                self._turn(one)

    def _pass(self, element: etree._Element) -> None:
        boxes = sum(1 for one in element.iter() if local(one) == _BOXES)
        self.boxes += min(boxes, 1)
        self.pictures += 0 if boxes else 1

    def _add(self, text: str, element: etree._Element, into: Pieces) -> None:
        if self._is_code() or any(one.is_made for one in self._fields):
            return
        if any(_refers(one.code) for one in self._fields) or self._is_raised_mark(text, element, into):
            self._referred = into.length
            return
        if local(element) == "t" and text.strip():
            run = element.getparent()
            into.bold = into.bold and is_on(child(run, "rPr", "b"))
        into.add(Piece(text, element, self._fields[0] if self._fields else None))

    def _is_raised_mark(self, text: str, element: etree._Element, into: Pieces) -> bool:
        """Return whether raised characters refer to a note, or part two that do, and are no words of the sentence."""
        if attribute(child(element.getparent(), "rPr", "vertAlign"), "val") != "superscript":
            return False
        if self._referred == into.length:
            return bool(_RAISED.fullmatch(text) or _PARTS_MARKS.fullmatch(text))
        return bool(_RAISED.fullmatch(text)) and _MAY_REFER.search(into.text.rstrip()) is not None

    def _is_code(self) -> bool:
        return any(one.in_code for one in self._fields)


def _characters(element: etree._Element, name: str) -> str:
    """Return what an element itself prints, "" for one that holds others."""
    if name == "t":
        return element.text or ""
    if name == "sym":
        return _SYMBOLS.get((attribute(element, "char") or "").upper(), _UNKNOWN)
    return _PLAIN.get(name, "")


def _refers(code: str) -> bool:
    """Return whether a field repeats the mark of a note."""
    return code.strip().upper().startswith("NOTEREF")


def over(pieces: Pieces) -> Iterator[tuple[int, Piece]]:
    """Yield each piece with the offset at which it begins."""
    at = 0
    for piece in pieces.pieces:
        yield at, piece
        at += len(piece.text)
