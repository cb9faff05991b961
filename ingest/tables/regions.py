"""Where on a page tables of figures stand: runs of rows that state figures, with the rows above that head them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.statements.columns import is_body_row, is_period_text
from ingest.statements.figures import Figure, is_year
from ingest.statements.rows import PlacedFigure, TextRow
from ingest.statements.units import is_unit_text
from ingest.tables.periods import is_only_period
from ingest.tables.ranges import read_stretch

# A line of words so long, without figures, is prose.
PROSE = 90
# So many lines without figures may stand between two rows of one table: wrapped labels and heads of sections.
MOST_BETWEEN = 4
# A table's head and title stand within so many rows above its first figures.
HEAD_ROWS = 9
# A page of more rows than this is no printed page.
MOST_ROWS = 2_000
_MARK = re.compile(r"\W*\w{0,3}\W*")
_SENTENCE = re.compile(r"[a-z]{2,}[.;]$")


@dataclass(frozen=True, slots=True)
class Region:
    """A table's rows: those above its figures from the nearest prose on, in order, and those from its first figures to its last.

    `above` are the lines before these, prose too, for what they say of units. `goes_on` tells that the table stands right under
    another, whose units hold for it as well.
    """

    heads: tuple[TextRow, ...]
    body: tuple[TextRow, ...]
    above: tuple[TextRow, ...]
    goes_on: bool


def find_regions(rows: Sequence[TextRow]) -> list[Region]:
    """Return the tables of one page from top to bottom, as far as their rows tell them apart."""
    if len(rows) > MOST_ROWS:
        return []
    rows = [_with_stretches(row) for row in rows]
    body = [is_body_row(row) and not is_prose(row) for row in rows]
    regions: list[Region] = []
    end, at = 0, 0
    while at < len(rows):
        if not body[at]:
            at += 1
            continue
        last = _last_row(rows, body, at)
        start = _first_head(rows, at, end)
        goes_on = bool(regions) and start == end
        regions.append(
            Region(
                tuple(rows[start:at]),
                tuple(rows[at : last + 1]),
                tuple(row for row in rows[max(0, start - 3) : start] if not row.figures),
                goes_on,
            )
        )
        end = at = last + 1
    return regions


def is_head_row(row: TextRow) -> bool:
    """Return whether a row heads columns: several years, or several words side by side that no footnote's mark begins."""
    years = [one for one in row.figures if is_year(one.piece.text)]
    if len(years) == len(row.figures) and len(years) > 1:
        return True
    if row.figures and not years:
        return False
    pieces = [piece for piece in row.pieces if piece.text.strip("$ ")]
    return len(pieces) > 1 and not _MARK.fullmatch(pieces[0].text) and not any(len(piece.text) > PROSE for piece in pieces)


def _last_row(rows: Sequence[TextRow], body: Sequence[bool], first: int) -> int:
    """Return the index of a table's last row with figures: prose, the heads of another table or a long gap ends it."""
    last = first
    for at in range(first + 1, len(rows)):
        if body[at]:
            last = at
        elif is_prose(rows[at]) or at - last > MOST_BETWEEN or is_head_row(rows[at]) or _heads_columns(rows[at], rows[last]):
            break
    return last


def _heads_columns(row: TextRow, above: TextRow) -> bool:
    """Return whether a row of one run is a period centred over the columns of another table."""
    first = row.pieces[0]
    return len(row.pieces) == 1 and is_period_text(row.text) and bool(above.words) and first.x0 > above.words[0].x1 - 40 and first.x0 > 150


def _first_head(rows: Sequence[TextRow], first: int, end: int) -> int:
    """Return where the rows that may head a table begin: after the last prose, which belongs to it when it announces the table."""
    start = first
    while start > max(end, first - HEAD_ROWS):
        row = rows[start - 1]
        if is_prose(row) or (_SENTENCE.search(row.text) and not is_period_text(row.text) and not is_unit_text(row.text)):
            break
        start -= 1
    return start


def is_prose(row: TextRow) -> bool:
    """Return whether a row is a line of running text, be it with a figure in it."""
    longest = max((len(piece.text) for piece in row.words), default=0)
    return longest > PROSE if not row.figures else longest > 2 * PROSE


def _with_stretches(row: TextRow) -> TextRow:
    """Return a row with its ranges ("3% to 5%") and scaled figures counted as figures: none of the first piece, which is the label."""
    found = [(piece, read) for piece in row.pieces[1:] if (read := read_stretch(piece.text))]
    if not found:
        return row
    figures = [PlacedFigure(Figure(0, len(piece.text), read.low), piece) for piece, read in found]
    others = [one for one in row.figures if not any(piece.start <= one.piece.start < piece.end for piece, _ in found)]
    words = tuple(piece for piece in row.words if not any(piece is stretch for stretch, _ in found))
    return replace(row, words=words, figures=tuple(sorted((*others, *figures), key=lambda one: one.piece.x0)))


def is_section_period(row: TextRow) -> bool:
    """Return whether a row states nothing but a period that holds for the rows under it."""
    return is_only_period(row.text) and not is_body_row(row)
