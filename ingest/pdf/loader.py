"""The PDF loader: bytes to text, pages with line boxes, tables and defects."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from ingest.loaded import Limits, Loaded
from ingest.pdf.door import OpenPdf, PageWords, open_pdf, read_pages
from ingest.pdf.halves import read_halves
from ingest.pdf.layout import Row, lay_out, unturned
from ingest.statements.reader import read_tables
from research.errors import LimitExceededError
from research.nouns.documents import Box, Defect, Line, Page

# A file of so many pages is read by two processes.
LONG = 32
# A page is garbled when more than this share of its characters has no meaning in Unicode.
GARBLED_SHARE = 0.2


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
        if count < LONG:
            text, pages, defects = _written(document, range(1, count + 1))
        else:
            middle = count // 2
            one, other = read_halves(
                lambda: _written(document, range(1, middle + 1)),
                lambda: _written(open_pdf(content, name=name), range(middle + 1, count + 1)),
            )
            text, pages, defects = one.followed_by(other)
        return Loaded(text, pages, read_tables(text, pages), defects)


class _Written(NamedTuple):
    """Pages as text: the text, the pages with offsets into it, and what could not be read."""

    text: str
    pages: tuple[Page, ...]
    defects: tuple[Defect, ...]

    def followed_by(self, other: _Written) -> _Written:
        """Return these pages and then the others, whose offsets are moved."""
        return _Written(
            self.text + other.text, self.pages + tuple(_moved(page, len(self.text)) for page in other.pages), self.defects + other.defects
        )


def _moved(page: Page, by: int) -> Page:
    lines = tuple(Line(line.start + by, line.end + by, line.row, line.box) for line in page.lines)
    return Page(page.number, page.start + by, page.end + by, page.width, page.height, lines)


def _written(document: OpenPdf, numbers: Iterable[int]) -> _Written:
    writer = _Writer()
    for page in read_pages(document, numbers):
        writer.add(page)
    return _Written("".join(writer.parts), tuple(writer.pages), tuple(writer.defects))


class _Writer:
    """Joins pages into one text and keeps the offsets."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pages: list[Page] = []
        self.defects: list[Defect] = []
        self._offset = 0

    def add(self, page: PageWords | int) -> None:
        """Append one page; each page's text ends with a newline, so that pages cover the text without gaps."""
        start = self._offset
        if isinstance(page, int):
            self._write("\n")
            self.pages.append(Page(page, start, self._offset, 0.0, 0.0))
            self.defects.append(Defect("unreadable_page", f"Page {page} is damaged and could not be read.", page))
            return
        lines: list[Line] = []
        rows = lay_out(page)
        usual = _usual_step(rows)
        for number, row in enumerate(rows):
            if number and row.y0 - rows[number - 1].y0 > 1.5 * usual:
                self._write("\n")
            self._write_row(row, number, page, lines)
        if not rows:
            self._write("\n")
        self.pages.append(Page(page.number, start, self._offset, page.width, page.height, tuple(lines)))
        self._note_defects(page)

    def _write_row(self, row: Row, number: int, page: PageWords, lines: list[Line]) -> None:
        for run in row.runs:
            start = self._offset
            self._write(run.text)
            boxes = [unturned(word, page) for word in run.words]
            box = Box(min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
            lines.append(Line(start, self._offset, number, box))
            self._write("\n" if run is row.runs[-1] else " ")

    def _note_defects(self, page: PageWords) -> None:
        if not page.words:
            self.defects.append(Defect("no_text", f"Page {page.number} has no text: it is blank or a scanned image.", page.number))
            return
        letters = "".join(word.text for word in page.words)
        odd = sum(1 for char in letters if char == "\ufffd" or "\ue000" <= char <= "\uf8ff")
        if odd > GARBLED_SHARE * len(letters):
            self.defects.append(
                Defect("garbled_text", f"Page {page.number}'s text cannot be decoded: its font has no Unicode map.", page.number)
            )

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._offset += len(text)


def _usual_step(rows: list[Row]) -> float:
    """Return the median distance from one row to the next."""
    steps = sorted(after.y0 - before.y0 for before, after in pairwise(rows) if after.y0 > before.y0)
    return steps[len(steps) // 2] if steps else 0.0
