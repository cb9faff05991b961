"""Rows of tables that have a column of words between the names and the figures: a product, what it is for, what it sold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.statements.columns import is_body_row, is_period_text
from ingest.statements.rows import Piece, TextRow
from ingest.statements.units import is_unit_text
from ingest.tables.regions import PROSE

# So many rows of a table have words that begin at one place, within so many points, where a column of words stands.
LEAST_ROWS, SLACK = 3, 2.5
# A line that goes on with a description begins at most so far right of it.
HANGING = 12.0
# So far to the right of the names it stands at least.
LEAST_GAP = 20.0


def without_descriptions(rows: Sequence[TextRow]) -> list[TextRow]:
    """Return a page's rows, of tables whose heads name a second column of words without what it says: names keep their figures.

    A description that runs over several lines leaves its name on one line and the figures on another: these are one row again.
    """
    found = list[TextRow]()
    at = 0
    while at < len(rows):
        found.append(rows[at])
        at += 1
        if _heads_words(rows[at - 1]):
            end = _end(rows, at, rows[at - 1].pieces[0].x0)
            place = _place(rows[at - 1], rows[at:end])
            found += _described(rows[at:end], place) if place else rows[at:end]
            at = end
    return found


def _heads_words(row: TextRow) -> bool:
    """Return whether a row heads two columns of words and then several of figures: "Product | Used for | 2021 | 2020"."""
    periods = [piece for piece in row.pieces if is_period_text(piece.text)]
    return len(periods) > 1 and len(_word_heads(row)) > 1


def _word_heads(row: TextRow) -> list[Piece]:
    """Return the pieces before a row's first period that are words: no unit, no note's mark."""
    first = next((at for at, piece in enumerate(row.pieces) if is_period_text(piece.text)), 0)
    return [piece for piece in row.pieces[:first] if any(map(str.isalpha, piece.text)) and not is_unit_text(piece.text)]


def _end(rows: Sequence[TextRow], start: int, left: float) -> int:
    """Return where the rows under a head that begins at `left` end: at prose from there on, or at the heads of another table."""
    for at in range(start, len(rows)):
        first = rows[at].pieces[0]
        if (len(first.text) > PROSE and first.x0 < left + SLACK) or sum(is_period_text(piece.text) for piece in rows[at].pieces) > 1:
            return at
    return len(rows)


def _place(head: TextRow, rows: Sequence[TextRow]) -> tuple[float, float] | None:
    """Return between which places descriptions begin, None where too few rows with figures agree on one."""
    second = _word_heads(head)[1]
    names = min(head.pieces[0].x0, second.x0)
    begins = [row.words[1].x0 for row in rows if is_body_row(row) and len(row.words) > 1 and row.words[1].x0 < second.x1]
    counts = Counter(round(x0 / SLACK) for x0 in begins if x0 > names + LEAST_GAP)
    if not counts:
        return None
    usual, _ = counts.most_common(1)[0]
    near = [x0 for x0 in begins if abs(x0 - usual * SLACK) <= SLACK]
    return (min(near) - SLACK, max(near) + HANGING) if len(near) >= LEAST_ROWS else None


def _described(rows: Sequence[TextRow], place: tuple[float, float]) -> list[TextRow]:
    found = list[TextRow]()
    waiting = False
    for row in rows:
        bare = _without_words(row, place)
        if waiting and not bare.words and bare.figures:
            found[-1] = _joined(found[-1], bare)
        elif bare.pieces:
            found.append(bare)
        # Lines of descriptions alone stand between a name and its figures.
        named = bare is not row and bool(bare.words) and not bare.figures
        waiting = named or (waiting and not bare.pieces)
    return found


def _without_words(row: TextRow, place: tuple[float, float]) -> TextRow:
    gone = {piece.start for piece in row.words if place[0] <= piece.x0 <= place[1]}
    words = tuple(piece for piece in row.words if piece.start not in gone)
    return replace(row, words=words, pieces=tuple(piece for piece in row.pieces if piece.start not in gone)) if gone else row


def _joined(name: TextRow, figures: TextRow) -> TextRow:
    return replace(
        figures,
        words=name.words,
        pieces=(*name.pieces, *figures.pieces),
        start=min(name.start, figures.start),
        end=max(name.end, figures.end),
    )
