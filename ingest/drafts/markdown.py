"""A Markdown draft: its blocks with the offset in the file of every character that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.drafts.blocks import BlockRead, CellRead, DraftRead, NoteRead, ParagraphRead, TableRead
from ingest.drafts.markdown_marks import shown
from ingest.drafts.prose import Prose
from ingest.text.front_matter import read_front_matter
from ingest.text.markdown import BULLET, CELL_END, FENCE, HEADING, QUOTED, RULE, UNDER_HEADS, UNDERLINE, without_comments
from research.errors import CannotReadError
from research.nouns.drafts import DraftPart

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NUMBERED = re.compile(r"^\s*\d{1,9}[.)][ \t]+")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,80})\]:[ \t]*")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, and the offset in the file at which it begins."""

    start: int
    text: str


class MarkdownDraft:
    """A Markdown draft; raises CannotReadError, naming the file, for bytes that are no UTF-8 text. `text` is the file's, as it is."""

    def __init__(self, content: bytes, *, name: str) -> None:
        try:
            self.text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise CannotReadError(f"{name}: is not UTF-8 text (byte {error.start + 1})", "save it as UTF-8") from error
        if "\0" in self.text:
            raise CannotReadError(f"{name}: holds no text but binary data", "check what was saved under this name")
        # Every character keeps its offset.
        flat = self.text.replace("\r\n", " \n").replace("\r", "\n").replace("\u2028", " ")
        skipped = 1 if flat.startswith(_BOM) else 0
        stated, rest = read_front_matter(flat[skipped:])
        begin = len(flat) - len(rest)
        flat = " " * begin + without_comments(rest, lambda match: re.sub(r"[^\n]", " ", match[0]))
        blocks = _Blocks()
        blocks.read([Line(match.start(), match[0].removesuffix("\n")) for match in _LINE.finditer(flat, begin)])
        title = next((one.value for one in stated if one.field == "title"), "")
        self.read = DraftRead(blocks.body, list(blocks.ordered_notes()), title)


@dataclass(slots=True)
class _Blocks:
    """Takes a text apart line by line."""

    body: list[BlockRead] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    _notes: dict[str, list[Line]] = field(default_factory=dict)
    _open: list[Line] = field(default_factory=list)
    _quoted: bool = False

    def read(self, lines: Sequence[Line]) -> None:
        """Take in all lines."""
        at = 0
        while at < len(lines):
            at = self._take(lines, at)
        self._flush()

    def ordered_notes(self) -> Iterator[NoteRead]:
        """Yield the notes that the text refers to, in the order of their first mention."""
        for number, (identity, mark) in enumerate(list(self.marks.items())):
            if identity in self._notes:
                prose = self._prose(self._notes[identity])
                yield NoteRead(DraftPart.FOOTNOTES, mark, [ParagraphRead(DraftPart.FOOTNOTES, number, prose, note=mark)])

    def _take(self, lines: Sequence[Line], at: int) -> int:
        """Take in what begins at a line; return where the next begins."""
        line = lines[at]
        if fence := FENCE.fullmatch(line.text):
            return self._pass_code(lines, at + 1, fence[1])
        if heading := HEADING.fullmatch(line.text.rstrip()):
            self._flush()
            self._add(self._prose([_part(line, heading.start(2), heading.end(2))] if heading[2] else []), len(heading[1]))
        elif len(self._open) == 1 and (under := UNDERLINE.fullmatch(line.text)):
            prose = self._prose([self._open.pop()])
            self._add(prose, 1 if under[1][0] == "=" else 2)
        elif self._is_table(lines, at):
            return self._table(lines, at)
        elif note := _NOTE.match(line.text):
            return self._note(lines, at, note)
        else:
            self._take_prose(line)
        return at + 1

    def _take_prose(self, line: Line) -> None:
        if not line.text.strip() or RULE.fullmatch(line.text):
            self._flush()
            return
        quoted = QUOTED.match(line.text)
        begin = quoted.end() if quoted else 0
        item = BULLET.match(line.text[begin:]) or _NUMBERED.match(line.text[begin:])
        if item or (quoted and not self._quoted):
            self._flush()
        self._quoted = quoted is not None
        begin += item.end() if item else 0
        self._open.append(_part(line, begin, len(line.text)))

    def _pass_code(self, lines: Sequence[Line], at: int, fence: str) -> int:
        self._flush()
        closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
        return next((later for later in range(at, len(lines)) if closing.fullmatch(lines[later].text)), len(lines)) + 1

    def _is_table(self, lines: Sequence[Line], at: int) -> bool:
        under = lines[at + 1].text if at + 1 < len(lines) else ""
        return "|" in lines[at].text and "|" in under and UNDER_HEADS.fullmatch(under.strip(" \t")) is not None

    def _table(self, lines: Sequence[Line], at: int) -> int:
        self._flush()
        end = next((later for later in range(at + 2, len(lines)) if "|" not in lines[later].text), len(lines))
        rows = [lines[at], *lines[at + 2 : end]]
        cells = tuple(
            CellRead(row, column, 1, self._prose([part])) for row, line in enumerate(rows) for column, part in enumerate(_cells(line))
        )
        self.body.append(TableRead(DraftPart.BODY, len(self.body), cells, 1))
        return end

    def _note(self, lines: Sequence[Line], at: int, begins: re.Match[str]) -> int:
        self._flush()
        end = at + 1
        while end < len(lines) and (lines[end].text.startswith(("    ", "\t")) or _goes_on(lines, end)):
            end += 1
        first = _part(lines[at], begins.end(), len(lines[at].text))
        self._notes.setdefault(begins[1], [first, *lines[at + 1 : end]])
        return end

    def _flush(self) -> None:
        if self._open:
            self._add(self._prose(self._open), None)
            self._open, self._quoted = [], False

    def _add(self, prose: Prose, level: int | None) -> None:
        self.body.append(ParagraphRead(DraftPart.BODY, len(self.body), prose, level))

    def _prose(self, lines: Sequence[Line]) -> Prose:
        """Return lines as a reader sees them, one text."""
        text: list[str] = []
        origin: list[int] = []
        marks: list[tuple[int, str]] = []
        for line in lines:
            if origin:
                text.append("\n")
                origin.append(line.start)
            words, notes = shown(line.text, line.start)
            for offset, identity in notes:
                marks.append((len(origin) + offset, self.marks.setdefault(identity, str(len(self.marks) + 1))))
            text.append(words.text)
            origin.extend(words.origin)
        return Prose("".join(text), marks, origin)


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.start + start, line.text[start:end])


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Return whether a blank line inside a note is followed by more of it."""
    return not lines[at].text.strip() and at + 1 < len(lines) and lines[at + 1].text.startswith(("    ", "\t"))


def _cells(line: Line) -> Iterator[Line]:
    """Yield the cells of a row without the space around them."""
    bare = line.text.strip()
    begin = line.text.index(bare) if bare else 0
    if bare.startswith("|"):
        begin, bare = begin + 1, bare[1:]
    bare = bare.removesuffix("|")
    at = 0
    for end in [*(match.start() for match in CELL_END.finditer(bare)), len(bare)]:
        cell = bare[at:end]
        lead = len(cell) - len(cell.lstrip())
        yield Line(line.start + begin + at + lead, cell.strip())
        at = end + 1
