"""What a draft's file is made of, whatever its format: paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.drafts.prose import Prose
from research.nouns.drafts import DraftPart

# A paragraph that is set as a heading without being one: under all real headings.
SET_AS_HEADING = 10


@dataclass(frozen=True, slots=True)
class ParagraphRead:
    """A paragraph: its number in its part, its text, its level when it is a heading, and whether it is the title or a caption.

    `cell` is the row and column when it is a frame, that is a table of one cell.
    """

    part: DraftPart
    block: int
    prose: Prose
    level: int | None = None
    is_title: bool = False
    is_caption: bool = False
    note: str = ""
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CellRead:
    """A cell at its row and first column, how many columns it spans, and its text."""

    row: int
    column: int
    span: int
    prose: Prose


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table: its number in its part, its cells in order, and how many of its rows it says itself to be heads (0 when it says nothing)."""

    part: DraftPart
    block: int
    cells: tuple[CellRead, ...]
    head_rows: int = 0
    note: str = ""


BlockRead = ParagraphRead | TableRead


@dataclass(frozen=True, slots=True)
class NoteRead:
    """A footnote or endnote by its mark, with its blocks."""

    part: DraftPart
    mark: str
    blocks: Sequence[BlockRead]


@dataclass(frozen=True, slots=True)
class DraftRead:
    """A whole draft: the blocks of its body, its notes, the title that it states, and what in it is not read."""

    body: Iterable[BlockRead]
    notes: Sequence[NoteRead]
    title: str = ""
    unread: tuple[str, ...] = ()
