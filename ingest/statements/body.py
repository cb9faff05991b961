"""The rows of a table: wrapped labels joined, section heads told from labels, figures put into columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.statements.chinese_titles import is_note_mark
from ingest.statements.columns import Band, place
from ingest.statements.figures import find_figures, is_year
from ingest.statements.rows import Piece, PlacedFigure, TextRow
from ingest.statements.vocabulary import vocabulary
from research.nouns.documents import Cell, TableRow
from research.text.han import is_han, join_words

INDENT = 2.0
# A line that begins less than so much of a line's height below another is set beside it, not under it.
HALF_LINE = 0.75
_TOTAL = re.compile(r"(?:sub)?totals?\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w’']+)\W*$")


@dataclass(slots=True)
class _Head:
    text: str
    indent: float
    filled: bool = False


@dataclass(slots=True)
class _Pending:
    """Words without figures that may be a head, or the first part of a label."""

    words: list[TextRow] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words of the rows, joined by blanks."""
        return " ".join(row.label for row in self.words)


@dataclass(slots=True)
class BodyReader:
    """Reads the rows of one statement; heads carry over to the next page of the same statement."""

    heads: list[_Head] = field(default_factory=list)
    _last: TextRow | None = None

    def read(self, rows: list[TextRow], bands: list[Band]) -> list[TableRow]:
        """Return the table rows in order; `bands` are the columns of this page."""
        out: list[TableRow] = []
        pending = _Pending()
        for index, row in enumerate(rows):
            words, figures = _peel(row, bands)
            placed = place(figures, bands)
            if placed:
                self._add_figures(out, pending, row, words=[piece for piece in words if not is_note_mark(piece.text)], placed=placed)
                pending, self._last = _Pending(), row
            elif row.words and not _is_note(row, bands):
                following = rows[index + 1] if index + 1 < len(rows) else None
                pending = self._add_words(out, pending, row, following)
        self._flush(pending)
        return out

    def _add_figures(
        self, out: list[TableRow], pending: _Pending, row: TextRow, *, words: list[Piece], placed: list[tuple[int, PlacedFigure]]
    ) -> None:
        label = " ".join(piece.text for piece in words)
        start, indent = row.start, words[0].x0 if words else 0.0
        if pending.words and (_continues(pending.words[-1], row, label)):
            first = pending.words[0]
            label = join_words(pending.text, label)
            start, indent = first.start, first.words[0].x0
        else:
            self._flush(pending)
        cells = tuple(Cell(at, one.piece.start, one.piece.end) for at, one in placed)
        if label:
            self._close_to(indent)
        out.append(TableRow(label, start, row.end, cells, self.heads[-1].text if self.heads else "", indent))
        if self.heads:
            self.heads[-1].filled = True
            if not label or _TOTAL.match(label):
                self.heads.pop()

    def _add_words(self, out: list[TableRow], pending: _Pending, row: TextRow, following: TextRow | None) -> _Pending:
        if not pending.words and out and (_ends_previous(out[-1], row, following) or self._hangs(out[-1], row)):
            last = out.pop()
            out.append(TableRow(join_words(last.label, row.label), last.start, row.end, last.cells, last.section, last.indent))
            return pending
        if pending.words and not _joins(pending.words[-1], row):
            self._flush(pending)
            pending = _Pending()
        pending.words.append(row)
        return pending

    def _hangs(self, last: TableRow, row: TextRow) -> bool:
        """Return whether words in Chinese stand half a line below a row of figures: its label, set in two lines, ends with them."""
        above = self._last
        return above is not None and last.end == above.end and is_han(row.label) and row.y0 - above.y0 < HALF_LINE * (above.y1 - above.y0)

    def _flush(self, pending: _Pending) -> None:
        """Turn words that got no figures into a section head."""
        if not pending.words or vocabulary().empty_rows.match(pending.text):
            return
        indent = pending.words[0].words[0].x0
        self._close_to(indent, filled_only=True)
        self.heads.append(_Head(pending.text.rstrip(": "), indent))

    def _close_to(self, indent: float, *, filled_only: bool = False) -> None:
        """Drop heads that cannot hold a row at this indent: those set further in, and for a new head those beside it that have rows."""
        while self.heads:
            head = self.heads[-1]
            if head.indent > indent + INDENT or (filled_only and head.filled and head.indent >= indent - INDENT):
                self.heads.pop()
            else:
                break


def _peel(row: TextRow, bands: list[Band]) -> tuple[list[Piece], tuple[PlacedFigure, ...]]:
    """Return the row's words and figures; a figure glued to the end of the label is freed when it ends where the first column does."""
    words, figures = _with_years(row, bands)
    if not words or not bands or any(one.piece.x0 < bands[0].x1 + 1 for one in figures):
        return words, figures
    last = words[-1]
    found = find_figures(last.text)
    if not found or found[-1].end < len(last.text.rstrip()) or found[-1].start == 0:
        return words, figures
    piece = last.part(found[-1].start, found[-1].end)
    if abs(last.x1 - bands[0].x1) > 6 or piece.x0 < bands[0].x0 - 6:
        return words, figures
    label = last.text[: found[-1].start].rstrip(" $")
    return [*words[:-1], last.part(0, len(label))], (PlacedFigure(found[-1], piece), *figures)


def _with_years(row: TextRow, bands: list[Band]) -> tuple[list[Piece], tuple[PlacedFigure, ...]]:
    """Return the row's words and figures, years that stand left of every column being words of the label: "December 31, | 2023) — —"."""
    words, figures = list(row.words), row.figures
    if not bands or not figures or not is_year(figures[0].piece.text.rstrip(");,")) or figures[0].piece.x1 > bands[0].x0 - INDENT:
        return words, figures
    return [*words, figures[0].piece], figures[1:]


def _continues(above: TextRow, row: TextRow, label: str) -> bool:
    """Return whether a row with figures goes on with the label of the words above it."""
    if above.label.rstrip().endswith(":"):
        return False
    if not label:
        return row.y0 - above.y0 < HALF_LINE * (above.y1 - above.y0)
    return label[0].islower() or _goes_on(above.label) or (label[0] in "(&" and label[1:2].isalpha())


def _joins(above: TextRow, row: TextRow) -> bool:
    """Return whether words without figures go on with the words above."""
    if above.label.rstrip().endswith(":"):
        return False
    return row.label[:1].islower() or _goes_on(above.label)


def _goes_on(label: str) -> bool:
    if label.rstrip().endswith((",", "—", "–", "-", "&", "/")) or label.count("(") > label.count(")"):
        return True
    last = _LAST_WORD.search(label)
    return last is not None and last[1] in vocabulary().goes_on and not label.rstrip().endswith((")", "."))


def _ends_previous(last: TableRow, row: TextRow, following: TextRow | None) -> bool:
    """Return whether words below a row with figures are the rest of its label: they begin small, and what follows does not."""
    if not row.label[:1].islower() or not last.label or row.start - last.end > 3:
        return False
    return following is None or not following.label[:1].islower()


def _is_note(row: TextRow, bands: list[Band]) -> bool:
    """Return whether a row is a footnote or prose: words that run through the columns."""
    return bool(bands) and row.words[-1].x1 > bands[-1].middle and len(row.label) > 60
