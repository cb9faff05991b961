"""A page's lines as rows of runs, which is all that the table reader sees of a page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from ingest.statements.figures import Figure, are_grouped, find_figures, is_all_figures, is_filler, is_marked_year, join_groups
from research.nouns.documents import Line, Page


@dataclass(frozen=True, slots=True)
class Piece:
    """A run or a part of one: its text, offsets in the document and horizontal extent in points."""

    text: str
    start: int
    end: int
    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """Return the horizontal middle."""
        return (self.x0 + self.x1) / 2

    def part(self, start: int, end: int) -> Piece:
        """Return the piece of its characters `start`–`end`, placed as if all characters were equally wide."""
        width = (self.x1 - self.x0) / max(len(self.text), 1)
        return Piece(self.text[start:end], self.start + start, self.start + end, self.x0 + start * width, self.x0 + end * width)


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A printed figure with its offsets in the document and its digits' horizontal extent."""

    figure: Figure
    piece: Piece


@dataclass(frozen=True, slots=True)
class TextRow:
    """One visual line: pieces of words, figures, and the offsets and vertical band of the whole."""

    words: tuple[Piece, ...]
    figures: tuple[PlacedFigure, ...]
    pieces: tuple[Piece, ...]
    start: int
    end: int
    y0: float
    y1: float

    @property
    def text(self) -> str:
        """Return the row as the page's text has it."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def label(self) -> str:
        """Return the row's words without its figures."""
        return " ".join(piece.text for piece in self.words)


def rows_of(text: str, page: Page) -> list[TextRow]:
    """Return the page's rows in reading order, words and figures told apart."""
    grouped = [list(lines) for _, lines in groupby(page.lines, key=lambda line: line.row)]
    turn = _turn(grouped)
    spaced = are_grouped([text[line.start : line.end] for line in page.lines])
    return [_row(text, lines, turn, spaced=spaced) for lines in grouped]


def _turn(grouped: list[list[Line]]) -> int:
    """Return 0 when lines run from left to right, 1 from top to bottom, 3 from bottom to top (pages printed sideways)."""
    lines = [line for row in grouped for line in row if line.end - line.start > 4]
    wide = sum(1 for line in lines if line.box.x1 - line.box.x0 >= line.box.y1 - line.box.y0)
    if wide * 2 >= len(lines):
        return 0
    down = sum(1 if row[0].box.y0 < row[-1].box.y0 else -1 for row in grouped if len(row) > 1)
    return 1 if down >= 0 else 3


def _row(text: str, lines: list[Line], turn: int, *, spaced: bool) -> TextRow:
    pieces = tuple(Piece(text[line.start : line.end], line.start, line.end, *_extent(line, turn)[:2]) for line in lines)
    words: list[Piece] = []
    figures: list[PlacedFigure] = []
    for piece in pieces:
        words_or_figures = join_groups(piece.text) if spaced else piece.text
        if is_all_figures(words_or_figures):
            found = find_figures(words_or_figures)[: 1 if is_marked_year(words_or_figures) else None]
            figures.extend(PlacedFigure(figure, piece.part(figure.start, figure.end)) for figure in found)
        elif not is_filler(piece.text):
            words.append(piece)
    bands = [_extent(line, turn)[2:] for line in lines]
    y0, y1 = min(band[0] for band in bands), max(band[1] for band in bands)
    return TextRow(tuple(words), tuple(figures), pieces, lines[0].start, lines[-1].end, y0, y1)


def _extent(line: Line, turn: int) -> tuple[float, float, float, float]:
    """Return a line's extent along its reading direction, then its band across it."""
    box = line.box
    if turn == 0:
        return box.x0, box.x1, box.y0, box.y1
    if turn == 1:
        return box.y0, box.y1, -box.x1, -box.x0
    return -box.y1, -box.y0, box.x0, box.x1
