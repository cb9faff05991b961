"""Page numbers as printed: a lone number at a page's edge that counts on with the pages is never a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from research.nouns.documents import Line, Page

# Three digits at most: a lone year at a page's edge is the head of a column.
_FOLIO = re.compile(r"[\s\-–—|]*(?:page\s+)?(\d{1,3})[\s\-–—|.]*", re.IGNORECASE)


def without_folios(text: str, pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages without the lines that are page numbers; nothing else of them changes.

    Such a line is the first or the last of its page, a number alone that is the page's own or that goes on from the lone number of the
    page before or to that of the page after.
    """
    edges = [_edge_numbers(text, page) for page in pages]
    kept: list[Page] = []
    for at, page in enumerate(pages):
        beside = [(step, edges[at + step]) for step in (-1, 1) if 0 <= at + step < len(pages)]
        rows = {row for row, number in edges[at].items() if number == page.number or _counts_on(number, beside)}
        kept.append(replace(page, lines=tuple(line for line in page.lines if line.row not in rows)) if rows else page)
    return tuple(kept)


def _counts_on(number: int, beside: Sequence[tuple[int, dict[int, int]]]) -> bool:
    return any(number + step in numbers.values() for step, numbers in beside)


def _edge_numbers(text: str, page: Page) -> dict[int, int]:
    """Return the lone numbers on a page's first and last line, by the line's row number; {} for a page of one line."""
    rows = [list(lines) for _, lines in groupby(page.lines, key=lambda line: line.row)]
    if len(rows) < 2:
        return {}
    found = ((lines[0].row, _lone_number(text, lines)) for lines in (rows[0], rows[-1]))
    return {row: number for row, number in found if number is not None}


def _lone_number(text: str, lines: Sequence[Line]) -> int | None:
    match = _FOLIO.fullmatch(text, lines[0].start, lines[-1].end)
    return int(match[1]) if match else None
