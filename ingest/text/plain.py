"""Plain text: its paragraphs as they are, its form feeds as page breaks, columns set with blanks as tables."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.encodings import decode_text
from ingest.grids import GridCell
from ingest.loaded import Limits, Loaded
from ingest.statements.columns import is_period_text
from ingest.statements.figures import CURRENCY, is_all_figures
from ingest.writing import TextWriter

PAGE_BREAK = "\f"
# The heads of columns stand within so many lines over the first figures.
MOST_HEAD_LINES = 8
# A line of more pieces is no row that anybody reads.
MOST_PIECES = 1_000
_PIECE = re.compile(r"\S+(?: \S+)*")
_LEADERS = re.compile(r"(?:\s?\.){3,}")


class TextLoader:
    """Reads plain text in any of the usual encodings."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the text by its own pages, else in pages of at most 3,000 characters; raises CannotReadError or LimitExceededError."""
        text = decode_text(content, name=name).strip(PAGE_BREAK)
        pages = text.split(PAGE_BREAK)
        writer = TextWriter(self._limits, name=name, paginate=len(pages) == 1)
        for page in pages:
            writer.begin_page()
            write_text(writer, page)
        return writer.loaded()


def write_text(writer: TextWriter, text: str) -> None:
    """Write the paragraphs of a text, parted by blank lines; lines in columns are written as a table."""
    for blank, group in groupby(text.split("\n"), key=lambda line: not line.strip()):
        if not blank:
            for is_table, lines in _stretches([line.expandtabs(8) for line in group]):
                if is_table:
                    writer.table(_grid(lines))
                else:
                    writer.paragraph("\n".join(lines))


def _stretches(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines of a block as stretches, each with whether it is a table: two lines and more with figures in columns."""
    columns = [at for at, line in enumerate(lines) if _is_columns(line)]
    if len(columns) < 2:
        yield False, list(lines)
        return
    over = range(max(0, columns[0] - MOST_HEAD_LINES), columns[0])
    first = next((at for at in over if _is_head(lines[at])), columns[0])
    if first:
        yield False, list(lines[:first])
    yield True, list(lines[first : columns[-1] + 1])
    if columns[-1] + 1 < len(lines):
        yield False, list(lines[columns[-1] + 1 :])


def _is_head(line: str) -> bool:
    """Return whether a line heads columns: it has wide gaps, or it is set far in and names a period."""
    return len(_PIECE.findall(line)) > 1 or (line.startswith(" " * 16) and is_period_text(line))


def _is_columns(line: str) -> bool:
    pieces = [text for _, _, text in _pieces(line)]
    return 1 < len(pieces) <= MOST_PIECES and all(map(is_all_figures, pieces[1:])) and not is_all_figures(pieces[0])


def _grid(lines: Sequence[str]) -> list[list[GridCell]]:
    """Return the cells of lines set in columns: figures by where they end, heads over the column that they touch."""
    found = [_pieces(line) for line in lines]
    extents = _extents([piece for row in found for piece in row[1:] if is_all_figures(piece[2])])
    labels = max(row[0][0] for row, line in zip(found, lines, strict=True) if _is_columns(line))
    starts, ends = [start for start, _ in extents], [end for _, end in extents]
    rows: list[list[GridCell]] = []
    for row in found:
        cells: dict[int, GridCell] = {}
        for start, end, text in row:
            first, last = bisect_right(ends, start), bisect_left(starts, end)
            column, span = (0, 1) if first >= last or start <= labels else (first + 1, last - first)
            before = cells.get(column)
            cells[column] = GridCell(f"{before.text} {text}" if before else text, column, span, start * 2.0 if column == 0 else 0.0)
        rows.append([cells[at] for at in sorted(cells)])
    return rows


def _pieces(line: str) -> list[tuple[int, int, str]]:
    """Return a line's pieces between wide gaps, leaders left out: where each starts and ends; a currency sign goes with its figure."""
    out: list[tuple[int, int, str]] = []
    for match in _PIECE.finditer(_LEADERS.sub(lambda found: " " * len(found[0]), line)):
        if out and out[-1][2] in CURRENCY and is_all_figures(match[0]):
            start, _, sign = out.pop()
            out.append((start, match.end(), f"{sign} {match[0]}"))
        else:
            out.append((match.start(), match.end(), match[0]))
    return out


def _extents(pieces: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Return where the columns of figures begin and end: pieces that stand over each other are one column."""
    columns: list[tuple[int, int]] = []
    for start, end, _ in sorted(pieces):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns
