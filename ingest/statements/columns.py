"""Columns of a table by where its figures stand, and the heading of each column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.statements.chinese_heads import is_chinese_head, is_chinese_period
from ingest.statements.figures import is_year
from ingest.statements.heads import is_short_head, short_starts
from ingest.statements.rows import Piece, PlacedFigure, TextRow
from ingest.statements.units import is_unit_text, unit_text
from research.text.dates import DATE, DAY_FIRST, MONTH_DAY, YEAR, find_spans, find_years
from research.text.han import is_han

# A figure this far outside every other figure of a column still belongs to it, in points.
SLACK = 3.0
# Figures that stand outside the usual columns make one of their own when there are this many.
EXTRA_COLUMN_ROWS = 3
_HEAD_WORDS = re.compile(
    r"\b(?:ended|ending|as of|as at|at|unaudited|audited|restated|as adjusted|as revised|fiscal|years?|months?|weeks?|quarters?|"
    r"period|notes?|change|variance|millions?|thousands?|billions?|except|dollars|amounts in|increase|decrease|favorable|"
    r"actual|successor|predecessor)\b|[%$]",
    re.IGNORECASE,
)
# Several periods in Chinese that stand close beside one another.
_HAN_PERIODS = re.compile(r"(?:19|20)\d\d年\S*(?:\s+(?:19|20)\d\d年\S*)+|[期年本上]\S*(?:\s+[期年本上]\S*)+")
# Between the years of one heading ("2018 and 2017", "2018 vs. 2017").
_JOINED = re.compile(r"\band\b|&|through|\bto\b|\bvs\b|\bversus\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Band:
    """The horizontal extent of one column's figures, in points."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """Return the horizontal middle."""
        return (self.x0 + self.x1) / 2

    def overlaps(self, x0: float, x1: float) -> bool:
        """Return whether an extent touches this column, slack included."""
        return x0 < self.x1 + SLACK and x1 > self.x0 - SLACK


def is_body_row(row: TextRow) -> bool:
    """Return whether a row states figures: not only years, and not a lone footnote mark."""
    figures = [one for one in row.figures if not is_year(one.piece.text)]
    return bool(figures) and (bool(row.words) or len(figures) > 1 or "$" in row.text or abs(figures[0].figure.value) >= 100)


def is_heading_text(text: str) -> bool:
    """Return whether a row of words belongs to a table's head: dates, spans, units, "unaudited"."""
    return bool(MONTH_DAY.search(text) or YEAR.search(text) or _HEAD_WORDS.search(text) or is_short_head(text)) or is_chinese_head(text)


def find_bands(rows: list[TextRow]) -> list[Band]:
    """Return the columns from left to right, from rows that state figures; [] when no two rows agree."""
    body = [row for row in rows if is_body_row(row)]
    if len(body) < 2:
        return []
    counts = Counter(len(row.figures) for row in body)
    usual = max(counts, key=lambda count: (counts[count] * min(count, 2), count))
    model = [row for row in body if len(row.figures) == usual]
    edges = [median(row.figures[at].piece.x1 for row in model) for at in range(usual)]
    pitch = min((b - a for a, b in pairwise(edges)), default=60.0)
    fitting = [row for row in model if all(abs(row.figures[at].piece.x1 - edge) < 0.4 * pitch for at, edge in enumerate(edges))]
    if not fitting:
        return []
    bands = [
        Band(min(row.figures[at].piece.x0 for row in fitting), max(row.figures[at].piece.x1 for row in fitting)) for at in range(usual)
    ]
    if any(b.x0 < a.x1 for a, b in pairwise(bands)):
        return []
    return _with_extra(bands, [one for row in body for one in row.figures])


def _with_extra(bands: list[Band], figures: list[PlacedFigure]) -> list[Band]:
    """Return the bands and any further ones that enough stray figures agree on."""
    strays = sorted((one.piece for one in figures if not any(b.overlaps(one.piece.x0, one.piece.x1) for b in bands)), key=lambda p: p.x1)
    found = list(bands)
    while strays:
        group = [piece for piece in strays if piece.x0 < strays[0].x1 + SLACK]
        strays = [piece for piece in strays if piece not in group]
        extent = Band(min(p.x0 for p in group), max(p.x1 for p in group))
        if len(group) >= EXTRA_COLUMN_ROWS and not any(b.overlaps(extent.x0, extent.x1) for b in bands):
            found.append(extent)
    return sorted(found, key=lambda band: band.x0)


def place(figures: tuple[PlacedFigure, ...], bands: list[Band]) -> list[tuple[int, PlacedFigure]]:
    """Return (column, figure) where that is certain: a figure touching two columns, or two figures in one, give nothing."""
    placed: list[tuple[int, PlacedFigure]] = []
    for one in figures:
        touched = [at for at, band in enumerate(bands) if band.overlaps(one.piece.x0, one.piece.x1)]
        if len(touched) == 1:
            placed.append((touched[0], one))
    counts = Counter(at for at, _ in placed)
    return [(at, one) for at, one in placed if counts[at] == 1]


def read_heads(rows: list[TextRow], bands: list[Band], extra: str) -> list[str]:
    """Return one head text per column: what stands over all of them (and `extra`, from the title), then its own words.

    Words that stand alone in their row count for every column that does not name a date, or a span, of its own.
    """
    shared: list[str] = [extra.strip()] if extra and is_period_text(extra) else []
    own: list[list[tuple[str, bool]]] = [[] for _ in bands]
    left = bands[0].x0 - _pitch(bands) * 0.5
    for row in rows:
        pieces = [part for piece in row.pieces for part in _split(piece)]
        over = [piece for piece in pieces if piece.middle >= left]
        shared.extend(piece.text for piece in pieces if piece.middle < left and is_period_text(piece.text))
        if len(over) == 1 and len(bands) > 1:
            alone, below = over[0], set(_below(over[0], bands))
            if is_period_text(alone.text) or not is_unit_text(alone.text):
                for at in range(len(bands)):
                    own[at].append((alone.text, at not in below))
        else:
            for columns, piece in _assign(over, bands):
                for at in columns:
                    own[at].append((piece.text, False))
    settled = [_settled(words) for words in own]
    return [_without_units(" ".join([*_shared(shared, " ".join(words)), *words])) for words in settled]


def _shared(shared: list[str], own: str) -> list[str]:
    """Return what stands over all columns, as far as it holds for one that names how long its period is: the day that all end on.

    "For the three and nine months ended September 30, 2021 and 2020" stands over columns of three months and of nine.
    """
    if not find_spans(own):
        return shared
    kept: list[str] = []
    for text in shared:
        days = {match[0].rstrip(" ,") for match in MONTH_DAY.finditer(text)}
        if not find_spans(text):
            kept.append(text)
        elif len(days) == 1 and not MONTH_DAY.search(own):
            dated = DATE.search(text)
            kept.append(dated[0] if dated and not YEAR.search(own) else days.pop())
    return kept


def _without_units(head: str) -> str:
    units = unit_text(head)
    return " ".join((head.replace(units, " ") if units.startswith("(") else head).split())


def _settled(words: list[tuple[str, bool]]) -> list[str]:
    """Return a column's words in order, without those from beside it that its own words overrule."""
    certain = " ".join(text for text, beside in words if not beside)
    return [text for text, beside in words if not beside or _adds(text, certain)]


def _adds(text: str, certain: str) -> bool:
    """Return whether a lone heading tells a column what its own words do not: a span, or the days of bare years."""
    if find_spans(text) and find_spans(certain):
        return False
    if MONTH_DAY.search(text):
        one_date = len(find_years(text)) == 1
        return not MONTH_DAY.search(certain) and not (one_date and YEAR.search(certain))
    return is_period_text(text) and not (YEAR.search(text) and YEAR.search(certain))


def is_period_text(text: str) -> bool:
    """Return whether words name a date, a year or a span of time."""
    return bool(MONTH_DAY.search(text) or YEAR.search(text) or find_spans(text) or is_short_head(text)) or is_chinese_period(text)


def _split(piece: Piece) -> list[Piece]:
    """Return the piece cut where a second date, year or span begins: narrow columns set headings without a wide gap."""
    if is_han(piece.text):
        return (
            _cut(piece, [match.start() for match in re.finditer(r"(?<!\S)\S", piece.text)])
            if _HAN_PERIODS.fullmatch(piece.text)
            else [piece]
        )
    short = short_starts(piece.text)
    if short and not piece.text[: short[0]].strip():
        return _cut(piece, short)
    for pattern in (DATE, DAY_FIRST, MONTH_DAY, YEAR):
        starts = [match.start() for match in pattern.finditer(piece.text)]
        if len(starts) > 1 and not _JOINED.search(piece.text):
            return _cut(piece, starts)
        if starts:
            break
    return [piece]


def _cut(piece: Piece, starts: list[int]) -> list[Piece]:
    cuts = [0, *starts[1:], len(piece.text)]
    return [piece.part(a, a + len(piece.text[a:b].rstrip())) for a, b in pairwise(cuts)]


def _pitch(bands: list[Band]) -> float:
    return min((b.x1 - a.x1 for a, b in pairwise(bands)), default=2 * (bands[0].x1 - bands[0].x0))


def _assign(pieces: list[Piece], bands: list[Band]) -> list[tuple[list[int], Piece]]:
    """Return which columns each heading piece of one row stands over."""
    every = list(range(len(bands)))
    if not pieces:
        return []
    if len(pieces) == len(bands) and not any(_is_beside(piece, bands, at) for at, piece in enumerate(pieces)):
        return [([at], piece) for at, piece in enumerate(pieces)]
    if shares := _even_shares(pieces, bands):
        return list(zip(shares, pieces, strict=True))
    nearest = [min(range(len(pieces)), key=lambda index: _distance(pieces[index], band)) for band in bands]
    groups = [[at for at in every if nearest[at] == index] for index in range(len(pieces))]
    even = len(pieces) < len(bands) and len({len(group) for group in groups}) == 1
    period = len(pieces) < len(bands) and all(is_period_text(piece.text) for piece in pieces)
    reach = _pitch(bands) if even or period else SLACK
    kept = [[at for at in group if _distance(pieces[index], bands[at]) <= reach] for index, group in enumerate(groups)]
    return [(columns, pieces[index]) for index, columns in enumerate(kept) if columns]


def _is_beside(piece: Piece, bands: list[Band], at: int) -> bool:
    """Return whether a heading stands over another column than the one that is its own by order."""
    touched = [other for other, band in enumerate(bands) if band.overlaps(piece.x0, piece.x1)]
    return bool(touched) and at not in touched


def _even_shares(pieces: list[Piece], bands: list[Band]) -> list[list[int]]:
    """Return the columns under each heading when each is centred within an equal share of them, else []."""
    size, rest = divmod(len(bands), len(pieces))
    if rest or size < 2:
        return []
    shares = [list(range(at * size, (at + 1) * size)) for at in range(len(pieces))]
    within = all(bands[share[0]].x0 <= piece.middle <= bands[share[-1]].x1 for share, piece in zip(shares, pieces, strict=True))
    return shares if within else []


def _below(piece: Piece, bands: list[Band]) -> list[int]:
    """Return the columns under a heading that has its row to itself: all, when it is centred; else those that it touches."""
    if not is_period_text(piece.text) and (piece.x0 > bands[-1].x1 + SLACK or piece.x1 < bands[0].x0 - SLACK):
        return []
    centre = (bands[0].x0 + bands[-1].x1) / 2
    below = [at for at, band in enumerate(bands) if band.overlaps(piece.x0, piece.x1)]
    return list(range(len(bands))) if not below or abs(piece.middle - centre) <= 0.3 * _pitch(bands) else below


def _distance(piece: Piece, band: Band) -> float:
    """Return the gap between a heading and a column, 0 where they touch; ties are broken by how far the middles are."""
    gap = max(band.x0 - piece.x1, piece.x0 - band.x1, 0.0)
    return gap + abs(piece.middle - band.middle) / 1000
