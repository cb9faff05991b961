"""Words into rows, rows into runs, runs into reading order: pure geometry, in points, origin top left.

A row is what stands on one visual line; a run is a part of it without a wide gap. Columns of prose are read one after the
other, but only where a gutter is certain: rows of tables always stay whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.pdf.door import PageWords, Word

# Fractions of a row's height. A run ends at a gap wider than `RUN_GAP`; between figures, which tables set close, at `FIGURE_GAP`.
RUN_GAP = 0.8
FIGURE_GAP = 0.4
# Rows with prose on both sides that make a gutter certain, and how many words make a run prose.
GUTTER_ROWS = 8
PROSE_WORDS = 4

_FIGURE = re.compile(r"[($€£¥￥₹₩+\-–—%).*]*(?:\d[\d,.]*)?[)%*]*(?:\([a-z0-9]\))?$")
_WORDLIKE = re.compile(r"[A-Za-z]{2,}")


@dataclass(slots=True)
class Run:
    """Words printed side by side without a wide gap."""

    words: list[Word]

    @property
    def x0(self) -> float:
        """Return the left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Return the right edge."""
        return self.words[-1].x1

    @property
    def text(self) -> str:
        """Return the words joined by single spaces."""
        return " ".join(word.text for word in self.words)

    def is_prose(self) -> bool:
        """Return whether this reads as a piece of a sentence: enough words, most of them letters."""
        return len(self.words) >= PROSE_WORDS and sum(1 for word in self.words if _WORDLIKE.search(word.text)) * 10 >= len(self.words) * 6


@dataclass(slots=True)
class Row:
    """One visual line: its runs from left to right and its band from top to bottom."""

    runs: list[Run] = field(default_factory=list)
    y0: float = 0.0
    y1: float = 0.0


def lay_out(page: PageWords) -> list[Row]:
    """Return the page's rows in reading order; words that stand across the page's direction come last, one row each."""
    along, across = _by_direction(page)
    rows = [_row(words) for words in _cluster([_turned(word, page) for word in along])]
    ordered = _in_columns(rows)
    return ordered + [_row([_turned(word, page)]) for word in across]


def box_of(run: Run, page: PageWords) -> tuple[float, float, float, float]:
    """Return the box of a laid-out run as the page shows it: left, top, right, bottom."""
    _, lefts, tops, rights, bottoms = zip(*run.words, strict=True)
    x0, y0, x1, y1 = min(lefts), min(tops), max(rights), max(bottoms)
    if page.turn == 1:
        return page.width - y1, x0, page.width - y0, x1
    if page.turn == 3:
        return y0, page.height - x1, y1, page.height - x0
    return x0, y0, x1, y1


def _turned(word: Word, page: PageWords) -> Word:
    if page.turn == 1:
        return Word(word.text, word.y0, page.width - word.x1, word.y1, page.width - word.x0)
    if page.turn == 3:
        return Word(word.text, page.height - word.y1, word.x0, page.height - word.y0, word.x1)
    return word


def _by_direction(page: PageWords) -> tuple[list[Word], list[Word]]:
    along: list[Word] = []
    across: list[Word] = []
    for word in page.words:
        tall = word.y1 - word.y0 > 1.2 * (word.x1 - word.x0)
        other = len(word.text) > 2 and tall == (page.turn == 0) and (tall or page.turn != 0)
        (across if other else along).append(word)
    return along, across


def _cluster(words: list[Word]) -> list[list[Word]]:
    """Return words grouped into visual lines, top to bottom."""
    groups: list[list[Word]] = []
    top = bottom = 0.0
    for word in sorted(words, key=lambda w: w.y0 + w.y1):
        if groups and _same_band(word.y0, word.y1, top, bottom):
            group = groups[-1]
            group.append(word)
            top += (word.y0 - top) / len(group)
            bottom += (word.y1 - bottom) / len(group)
        else:
            groups.append([word])
            top, bottom = word.y0, word.y1
    return _merge_interleaved(groups)


def _same_band(top: float, bottom: float, band_top: float, band_bottom: float) -> bool:
    overlap = min(bottom, band_bottom) - max(top, band_top)
    heights = bottom - top, band_bottom - band_top
    return overlap >= 0.55 * min(heights) and overlap >= 0.4 * max(heights)


def _merge_interleaved(groups: list[list[Word]]) -> list[list[Word]]:
    """Join a group to the one above when they overlap in height and nowhere in width: raised marks, figures set a little lower."""
    merged: list[list[Word]] = []
    above = (0.0, 0.0)
    for group in groups:
        band = _band(group)
        if merged and _overlap(above, band) and _are_apart(merged[-1], group):
            merged[-1].extend(group)
            above = _band(merged[-1])
        else:
            merged.append(group)
            above = band
    return merged


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def _are_apart(above: list[Word], below: list[Word]) -> bool:
    spans = sorted([(w.x0, w.x1, 0) for w in above] + [(w.x0, w.x1, 1) for w in below])
    return all(left[2] == right[2] or right[0] >= left[1] - 0.5 for left, right in pairwise(spans))


def _band(words: list[Word]) -> tuple[float, float]:
    return sum(w.y0 for w in words) / len(words), sum(w.y1 for w in words) / len(words)


def _row(words: list[Word]) -> Row:
    ordered = sorted(words, key=lambda w: w.x0)
    y0, y1 = min(w.y0 for w in ordered), max(w.y1 for w in ordered)
    height = sum(w.y1 - w.y0 for w in ordered) / len(ordered)
    runs = [Run([ordered[0]])]
    for left, right in pairwise(ordered):
        gap = right.x0 - left.x1
        # Most words stand closer than any gap that ends a run: what they say need not be looked at.
        if gap > FIGURE_GAP * height and gap > _widest_gap(left.text, right.text) * height:
            runs.append(Run([right]))
        else:
            runs[-1].words.append(right)
    return Row(runs, y0, y1)


def _widest_gap(left: str, right: str) -> float:
    return FIGURE_GAP if _FIGURE.match(right) and (_FIGURE.match(left) or left.endswith(("..", "__"))) else RUN_GAP


def _in_columns(rows: list[Row]) -> list[Row]:
    """Return rows in reading order: where a gutter parts columns of prose, the left column's rows before the right one's."""
    gutter = _gutter(rows)
    if gutter is None:
        return rows
    x, first, last = gutter
    block = rows[first : last + 1]
    left = [part for row in block if (part := _side(row, x, left=True))]
    right = [part for row in block if (part := _side(row, x, left=False))]
    return rows[:first] + left + _in_columns(right) + _in_columns(rows[last + 1 :])


def _gutter(rows: list[Row]) -> tuple[float, int, int] | None:
    """Return (x, first row, last row) of a certain gutter: prose on both sides in enough rows, and nothing printed across it."""
    votes: Counter[int] = Counter()
    for row in rows:
        for left, right in pairwise(row.runs):
            if left.is_prose() and right.is_prose():
                votes.update(range(int(left.x1) + 1, int(right.x0)))
    if not votes or max(votes.values()) < GUTTER_ROWS:
        return None
    best = max(votes.values())
    level = sorted(x for x, count in votes.items() if count == best)
    x = level[len(level) // 2] + 0.5
    return _free_block(rows, x)


def _free_block(rows: list[Row], x: float) -> tuple[float, int, int] | None:
    """Return the longest stretch of rows that print nothing across `x`, if it holds enough rows of prose on both sides."""
    best: tuple[int, int, int] | None = None
    first = 0
    for index in range(len(rows) + 1):
        if index < len(rows) and not any(run.x0 < x < run.x1 for run in rows[index].runs):
            continue
        count = sum(1 for row in rows[first:index] if _prose_sides(row, x))
        if best is None or count > best[0]:
            best = (count, first, index - 1)
        first = index + 1
    if best is None or best[0] < GUTTER_ROWS or best[0] * 2 < best[2] - best[1] + 1:
        return None
    return x, best[1], best[2]


def _prose_sides(row: Row, x: float) -> bool:
    at = bisect_right([run.x0 for run in row.runs], x)
    return 0 < at < len(row.runs) and row.runs[at - 1].is_prose() and row.runs[at].is_prose()


def _side(row: Row, x: float, *, left: bool) -> Row | None:
    runs = [run for run in row.runs if (run.x1 <= x) == left]
    if not runs:
        return None
    words = [word for run in runs for word in run.words]
    return Row(runs, min(w.y0 for w in words), max(w.y1 for w in words))
