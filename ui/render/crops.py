"""What of a printed page a crop shows: the lit rows with their neighbours and, above a table, its title, units and column heads.

All by geometry: rows of words, columns under each other. Boxes are in points, origin top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.statements.figures import is_all_figures, is_filler, is_year
from research.nouns.answers import Citation
from research.nouns.documents import Box, Page

ROWS_BEFORE, ROWS_AFTER = 3, 2
# The title, units and heads of a table are within so many rows, none of them further from the next than so many points.
MOST_HEAD_ROWS, HEAD_GAP = 9, 34.0
# A run wider than this share of the page, that begins left of the figures, is prose.
PROSE_SHARE = 0.55
# Bands nearer than so many points become one.
JOIN_POINTS = 40.0
MARGIN, SIDE_MARGIN = 6.0, 34.0
SLACK = 3.0


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the page, and how many rows of text are left out between the strip before it and this one."""

    top: float
    bottom: float
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Crop:
    """The strips of a page that are shown under each other, all from `left` to `right`; and the heads over the ringed figure."""

    left: float
    right: float
    bands: tuple[Band, ...]
    heads: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    box: Box
    text: str

    @property
    def is_figure(self) -> bool:
        """Return whether the run is figures and nothing else; a bare year is none."""
        return is_all_figures(self.text) and not is_year(self.text)


@dataclass(frozen=True, slots=True)
class _Row:
    runs: tuple[_Run, ...]

    @property
    def top(self) -> float:
        """Return the upper edge (points from the top of the page)."""
        return min(run.box.y0 for run in self.runs)

    @property
    def bottom(self) -> float:
        """Return the lower edge (points from the top of the page)."""
        return max(run.box.y1 for run in self.runs)

    @property
    def left(self) -> float:
        """Return the left edge (points from the left of the page)."""
        return min(run.box.x0 for run in self.runs)

    @property
    def right(self) -> float:
        """Return the right edge (points from the left of the page)."""
        return max(run.box.x1 for run in self.runs)

    @property
    def has_figures(self) -> bool:
        """Return whether figures stand on the row beside or without a label; a bare year is none."""
        return any(run.is_figure for run in self.runs)

    def over(self, column: Box) -> tuple[Box, ...]:
        """Return the runs that stand over or under a column: centred on it, or wide enough to head it with others."""
        middle = (column.x0 + column.x1) / 2
        return tuple(
            run.box
            for run in self.runs
            if not is_filler(run.text)
            and (
                run.box.x0 - SLACK <= middle <= run.box.x1 + SLACK
                or column.x0 - SLACK <= (run.box.x0 + run.box.x1) / 2 <= column.x1 + SLACK
            )
        )


def plan_crop(page: Page, text: str, lit: Citation) -> Crop | None:
    """Return what to show of a page for a citation; None when it has no boxes. `text` is the page's, which begins at `page.start`."""
    if not lit.boxes:
        return None
    rows = _rows(page, text)
    cited = [at for at, row in enumerate(rows) if any(_touch(row, box) for box in lit.boxes)]
    if not cited:
        return _around(page, lit)
    column = lit.focus[0] if lit.focus else _figure_of(rows[cited[0]])
    heads = _heads(rows, cited[0], column, page) if column else []
    first, last = max(cited[0] - ROWS_BEFORE, 0), min(cited[-1] + ROWS_AFTER, len(rows) - 1)
    shown = [*heads, *range(first, last + 1)]
    bands = _bands(rows, heads, first, last)
    left = max(0.0, min(rows[at].left for at in shown) - SIDE_MARGIN)
    right = min(page.width, max(rows[at].right for at in shown) + SIDE_MARGIN / 2)
    return Crop(left, right, bands, _head_over(rows, heads, column) if column else ())


def _rows(page: Page, text: str) -> list[_Row]:
    """Return the page's rows of words from top to bottom."""
    by_number: dict[int, list[_Run]] = {}
    for line in page.lines:
        words = text[line.start - page.start : line.end - page.start].strip()
        if words:
            by_number.setdefault(line.row, []).append(_Run(line.box, words))
    rows = [_Row(tuple(sorted(runs, key=lambda run: run.box.x0))) for runs in by_number.values()]
    return sorted(rows, key=lambda row: (row.top, row.left))


def _touch(row: _Row, box: Box) -> bool:
    middle = (box.y0 + box.y1) / 2
    return row.top <= middle <= row.bottom and row.left < box.x1 and box.x0 < row.right


def _figure_of(row: _Row) -> Box | None:
    """Return the first figure after a row's label, None for a row of words."""
    return next((run.box for run in row.runs[1:] if run.is_figure), None)


def _heads(rows: Sequence[_Row], cited: int, column: Box, page: Page) -> list[int]:
    """Return the rows over the figures of a column: its heads, and above them the lines that name the table and its units."""
    lowest = next((at for at in range(cited - 1, -1, -1) if _ends_body(rows[at], column, page)), None)
    if lowest is None or not rows[lowest].over(column) or _is_prose(rows[lowest], page):
        return []
    found = [lowest]
    for at in range(lowest - 1, max(lowest - MOST_HEAD_ROWS, -1), -1):
        if rows[at].has_figures or _is_prose(rows[at], page) or rows[at + 1].top - rows[at].bottom > HEAD_GAP:
            break
        found.insert(0, at)
    return found


def _ends_body(row: _Row, column: Box, page: Page) -> bool:
    """Return whether a row is above a table's body: words over the column and no figure, or prose."""
    return (not row.has_figures and bool(row.over(column))) or _is_prose(row, page)


def _is_prose(row: _Row, page: Page) -> bool:
    return any(run.box.x1 - run.box.x0 > PROSE_SHARE * page.width and not run.is_figure for run in row.runs)


def _head_over(rows: Sequence[_Row], heads: Sequence[int], column: Box) -> tuple[Box, ...]:
    """Return the box of the head nearest over the figure."""
    return next((found[:1] for at in reversed(heads) if (found := rows[at].over(column))), ())


def _bands(rows: Sequence[_Row], heads: Sequence[int], first: int, last: int) -> tuple[Band, ...]:
    body = Band(rows[first].top - MARGIN, rows[last].bottom + MARGIN)
    if not heads:
        return (body,)
    head = Band(rows[heads[0]].top - MARGIN, rows[heads[-1]].bottom + MARGIN / 2)
    if body.top - head.bottom < JOIN_POINTS:
        return (Band(min(head.top, body.top), body.bottom),)
    return head, Band(body.top, body.bottom, first - heads[-1] - 1)


def _around(page: Page, lit: Citation) -> Crop:
    """Return the band around boxes that no row of words stands in."""
    top, bottom = min(box.y0 for box in lit.boxes), max(box.y1 for box in lit.boxes)
    left, right = min(box.x0 for box in lit.boxes), max(box.x1 for box in lit.boxes)
    band = Band(top - SIDE_MARGIN, bottom + SIDE_MARGIN)
    return Crop(max(0.0, left - SIDE_MARGIN), min(page.width, right + SIDE_MARGIN / 2), (band,))
