"""A draft's blocks made into its sentences: each with the headings over it, tables cell by cell, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.drafts.blocks import SET_AS_HEADING, BlockRead, DraftRead, ParagraphRead, TableRead
from ingest.drafts.prose import Prose, is_source, one_line
from ingest.drafts.tables import draft_table, told_cells
from research.errors import LimitExceededError
from research.nouns.drafts import DraftCell, DraftKind, DraftNote, DraftPart, DraftPlace, DraftSentence, DraftTable, DraftText

MOST_SENTENCES = 20_000
LONGEST_CAPTION = 200
_LIST_OF_SOURCES = re.compile(r"(?:list of )?sources|references|bibliography|资料来源|参考资料", re.IGNORECASE)
_CAPTION = re.compile(r"(?:table|exhibit|figure|chart|图表?|表)\s*\d", re.IGNORECASE)


def build_draft(read: DraftRead, *, name: str, kind: DraftKind, sha256: str) -> DraftText:
    """Return a draft as read; raises LimitExceededError, naming the file, for one with more than 20,000 sentences."""
    body = _Sentences(name)
    body.add(read.body)
    title = read.title or body.title or body.first_heading
    for note in read.notes:
        body.begin_note(note.mark)
        body.add(note.blocks)
    notes = tuple(DraftNote(note.part, note.mark, one_line(" ".join(_texts(note.blocks)))) for note in read.notes)
    return DraftText(name, title, kind, tuple(body.sentences), tuple(body.tables), notes, sha256, read.unread)


@dataclass(frozen=True, slots=True)
class _Named:
    """What the words of a paragraph are besides sentences."""

    is_heading: bool = False
    is_caption: bool = False


_PLAIN = _Named()


@dataclass(slots=True)
class _Sentences:
    """Collects sentences and tables block by block."""

    name: str
    sentences: list[DraftSentence] = field(default_factory=list)
    tables: list[DraftTable] = field(default_factory=list)
    title: str = ""
    first_heading: str = ""
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _note: str = ""

    def begin_note(self, mark: str) -> None:
        """Begin a note: no heading stands over it."""
        self._headings, self._note = [], mark

    def add(self, blocks: Iterable[BlockRead]) -> None:
        """Add blocks in reading order."""
        every = list(blocks)
        for at, block in enumerate(every):
            if isinstance(block, TableRead):
                above = _near(every, range(at - 1, -1, -1), most=2)
                self._add_table(block, above, next(iter(_near(every, range(at + 1, len(every)))), None))
            else:
                self._add_paragraph(block)
            if len(self.sentences) > MOST_SENTENCES:
                raise LimitExceededError(f"{self.name}: more than {MOST_SENTENCES:,} sentences and cells", "split the draft")

    def _add_paragraph(self, block: ParagraphRead) -> None:
        text = one_line(block.prose.text)
        if not text:
            return
        if block.is_title and not self.title:
            self.title = text
        is_heading = block.level is not None or block.is_title
        if is_heading:
            self._head(text, 0 if block.is_title else block.level or 0)
        whole = block.prose.text
        spans = [(len(whole) - len(whole.lstrip()), len(whole.rstrip()))] if is_heading else None
        row, column = block.cell or (None, None)
        named = _Named(is_heading=is_heading, is_caption=_is_caption(block))
        self._add_prose(block.prose, DraftPlace(block.part, block.block, row, column, 0, 0), spans=spans, named=named)

    def _head(self, text: str, level: int) -> None:
        if level < SET_AS_HEADING:
            self.first_heading = self.first_heading or text
        self._headings = [one for one in self._headings if one[0] < level] + [(level, text)]

    def _add_table(self, block: TableRead, above: Sequence[ParagraphRead], below: ParagraphRead | None) -> None:
        index = len(self.tables)
        before = one_line(above[0].prose.text) if above else ""
        self.tables.append(draft_table(block, caption=_caption(above, below), before=before, headings=self._over()))
        for cell, told in told_cells(block, index):
            place = DraftPlace(block.part, block.block, cell.row, cell.column, 0, 0)
            self._add_prose(cell.prose, place, table=told)

    def _add_prose(
        self,
        prose: Prose,
        place: DraftPlace,
        *,
        spans: list[tuple[int, int]] | None = None,
        table: DraftCell | None = None,
        named: _Named = _PLAIN,
    ) -> None:
        found = prose.spans() if spans is None else spans
        for (start, end), (following, _) in pairwise([*found, (len(prose.text), 0)]):
            at, until = prose.place(start, end)
            where = DraftPlace(place.part, place.block, place.row, place.column, at, until)
            notes = prose.notes(start, following)
            text = one_line(prose.text[start:end])
            told = DraftSentence(text, where, self._over(), table, named.is_heading, self._note, notes, is_caption=named.is_caption)
            in_words = table is None and not named.is_heading
            self.sentences.append(replace(told, is_source=in_words and is_source(text, of_note=self._cites())))

    def _cites(self) -> bool:
        """Return whether what stands here may be a list of places: in a note, or under a heading that says so."""
        return bool(self._note) or bool(self._headings and _LIST_OF_SOURCES.fullmatch(self._headings[-1][1]))

    def _over(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)


def _near(blocks: Sequence[BlockRead], order: Iterable[int], *, most: int = 1) -> list[ParagraphRead]:
    """Return the first paragraphs with words in an order of blocks, none behind a table."""
    found: list[ParagraphRead] = []
    for at in order:
        block = blocks[at]
        if isinstance(block, TableRead) or len(found) == most:
            break
        if block.prose.text.strip():
            found.append(block)
    return found


def _is_caption(block: ParagraphRead) -> bool:
    """Return whether a paragraph names a table or chart: in the style of captions, or by "Table 3" at its begin and no stop at its end."""
    text = one_line(block.prose.text)
    return block.is_caption or (_CAPTION.match(text) is not None and len(text) <= LONGEST_CAPTION and not text.endswith((".", "。")))


def _caption(above: Sequence[ParagraphRead], below: ParagraphRead | None) -> str:
    """Return the words that name a table: a caption above or below, else a short line above that is no sentence.

    Between a caption and its table there may be such a line, of its unit.
    """
    line = one_line(above[0].prose.text) if above else ""
    is_line = bool(line) and len(line) <= LONGEST_CAPTION and not line.endswith((".", "。", ";")) and above[0].part is DraftPart.BODY
    for one in (*above[:1], below, *(above[1:] if is_line and above[0].level is None else ())):
        if one is not None and _is_caption(one):
            return one_line(one.prose.text)
    return line if is_line else ""


def _texts(blocks: Iterable[BlockRead]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, ParagraphRead):
            yield block.prose.text
        else:
            yield from (cell.prose.text for cell in block.cells)
