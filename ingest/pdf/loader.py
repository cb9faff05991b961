"""The PDF loader: bytes to text, pages with line boxes, tables and defects."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, pairwise
from typing import NamedTuple, TypeAlias

from ingest.hidden import hidden_text
from ingest.loaded import Limits, Loaded
from ingest.pdf.door import OpenPdf, PageWords, open_pdf, read_pages
from ingest.pdf.halves import read_halves
from ingest.pdf.layout import Row, box_of, lay_out
from ingest.statements.reader import read_tables
from research.errors import LimitExceededError
from research.nouns.documents import Box, Defect, Line, Page

# A file of so many pages is read by two processes.
LONG = 32
# A page is garbled when more than this share of its characters has no meaning in Unicode.
GARBLED_SHARE = 0.2

# A line: where it starts and ends in its page's text, its row, and its box.
_RawLine: TypeAlias = tuple[int, int, int, Sequence[float]]


class PdfLoader:
    """Reads PDF files; a `Loader`. Meant to run in the limited child process."""

    def __init__(self, limits: Limits) -> None:
        self._max_pages = limits.max_pages

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return text, pages and tables; raises CannotReadError, LimitExceededError for more pages than the limit."""
        document = open_pdf(content, name=name)
        count = len(document)
        if count > self._max_pages:
            raise LimitExceededError(f"{name}: {count} pages, the limit is {self._max_pages}", "raise DESK_MAX_PAGES or split the file")
        with _uncollected():
            if count < LONG:
                written = _written(document, range(1, count + 1))
            else:
                # Every other page each, so that both take as long: the notes at a filing's end are printed closer than its beginning.
                odd, even = read_halves(
                    lambda: _written(document, range(1, count + 1, 2)),
                    lambda: _to_bytes(_written(open_pdf(content, name=name), range(2, count + 1, 2))),
                    _from_bytes,
                )
                written = sorted(chain(odd, even), key=lambda page: page.number)
            text = "".join(page.text for page in written)
            pages = _placed(written)
            return Loaded(text, pages, read_tables(text, pages), tuple(defect for page in written for defect in page.defects))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the garbage collector out: words and lines hold no cycles, and looking through them again and again takes time for nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Written(NamedTuple):
    """One page as text: plain values that pass quickly from process to process, its lines placed in the page's own text.

    The text ends with a newline, so that pages cover the document without gaps.
    """

    number: int
    width: float
    height: float
    text: str
    lines: list[_RawLine]
    defects: tuple[Defect, ...]


def _to_bytes(written: list[_Written]) -> bytes:
    """Return pages as JSON; numbers come back as they were, to the last digit."""
    rows = [[*page[:5], [[one.code, one.message, one.page] for one in page.defects]] for page in written]
    return json.dumps(rows, separators=(",", ":")).encode("ascii")


def _from_bytes(payload: bytes) -> list[_Written]:
    """Return the pages that `_to_bytes` wrote."""
    return [
        _Written(number, width, height, text, lines, tuple(Defect(*one) for one in defects))
        for number, width, height, text, lines, defects in json.loads(payload)
    ]


def _placed(written: Iterable[_Written]) -> tuple[Page, ...]:
    """Return the pages with their offsets in the text that they make one after the other."""
    pages: list[Page] = []
    start = 0
    for page in written:
        lines = tuple(Line(start + first, start + last, row, Box(*box)) for first, last, row, box in page.lines)
        pages.append(Page(page.number, start, start + len(page.text), page.width, page.height, lines))
        start += len(page.text)
    return tuple(pages)


def _written(document: OpenPdf, numbers: Iterable[int]) -> list[_Written]:
    return [_unreadable(page) if isinstance(page, int) else _write(page) for page in read_pages(document, numbers)]


def _unreadable(number: int) -> _Written:
    defect = Defect("unreadable_page", f"Page {number} is damaged and could not be read.", number)
    return _Written(number, 0.0, 0.0, "\n", [], (defect,))


def _write(page: PageWords) -> _Written:
    parts: list[str] = []
    lines: list[_RawLine] = []
    rows = lay_out(page)
    usual, at = _usual_step(rows), 0
    for number, row in enumerate(rows):
        if number and row.y0 - rows[number - 1].y0 > 1.5 * usual:
            parts.append("\n")
            at += 1
        for run in row.runs:
            text = run.text
            lines.append((at, at + len(text), number, box_of(run, page)))
            parts += (text, "\n" if run is row.runs[-1] else " ")
            at += len(text) + 1
    return _Written(page.number, page.width, page.height, "".join(parts) or "\n", lines, tuple(_defects(page)))


def _defects(page: PageWords) -> Iterator[Defect]:
    if page.hidden:
        yield hidden_text(page.hidden, page=page.number)
    if not page.words:
        yield Defect("no_text", f"Page {page.number} has no text: it is blank or a scanned image.", page.number)
        return
    letters = "".join(word.text for word in page.words)
    odd = sum(1 for char in letters if char == "\ufffd" or "\ue000" <= char <= "\uf8ff")
    if odd > GARBLED_SHARE * len(letters):
        yield Defect("garbled_text", f"Page {page.number}'s text cannot be decoded: its font has no Unicode map.", page.number)


def _usual_step(rows: list[Row]) -> float:
    """Return the median distance from one row to the next."""
    steps = sorted(after.y0 - before.y0 for before, after in pairwise(rows) if after.y0 > before.y0)
    return steps[len(steps) // 2] if steps else 0.0
