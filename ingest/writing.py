"""Writing a document's text while its pages, headings, tables and cells keep their offsets: for every format without a printed page.

Tables are laid out on an imagined sheet, column beside column, so that the reader of printed statements reads these too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.grids import GridCell, PlacedCell, PlacedRow, head_rows, lay_out_rows, plain_table, spread_heads
from ingest.hidden import HiddenText, without_unseen
from ingest.loaded import Heading, Limits, Loaded, Stated, TaggedFact
from ingest.statements.figures import join_groups
from ingest.statements.reader import mentions_statement, read_tables
from research.errors import LimitExceededError
from research.nouns.documents import Defect, Page, Table

# A section without printed page breaks becomes a new page after so many characters.
PAGE_CHARS = 3_000
# Between the cells of a row.
CELL_GAP = "\t"
# What is no character of a text, and what a terminal, a workbook or a database does not take: each becomes the mark of a lost one, so that
# places stay what they are.
_LOST = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")


@dataclass(slots=True)
class _Open:
    """The page that is being written."""

    start: int
    rows: list[PlacedRow]


class TextWriter:
    """Builds a `Loaded`. Blocks are written in reading order; every page ends with a newline, so that pages cover the text.

    With `paginate`, a page that has grown over 3,000 characters ends before the next heading, paragraph or table row; a longer
    paragraph is cut at its lines, a longer line at a sentence's end. With `page_rows`, a page of so many lines ends likewise.
    `hidden` counts the text that no reader sees, which is not to be written.
    """

    def __init__(self, limits: Limits, *, name: str, paginate: bool = False, page_rows: int | None = None) -> None:
        self._limits, self._name, self._paginate, self._page_rows = limits, name, paginate, page_rows
        self._parts: list[str] = []
        self._length = 0
        self._pages: list[Page] = []
        self._rows: list[list[PlacedRow]] = []
        self._open: _Open | None = None
        self._table_number = 0
        self._headings: list[Heading] = []
        self._tables: list[Table] = []
        self._statements: dict[int, str] = {}
        self.defects: list[Defect] = []
        self.hidden = HiddenText()
        self.stated: list[Stated] = []
        self.tagged: list[TaggedFact] = []

    @property
    def offset(self) -> int:
        """Return where the next block starts if it opens no page."""
        return self._length

    @property
    def page_number(self) -> int:
        """Return the number of the page that is being written, or of the one that comes next."""
        return len(self._pages) + 1

    def end_page(self) -> None:
        """End the page, if one is open; the next block opens another."""
        if self._open is None:
            return
        if self._length == self._open.start:
            self._write("\n")
        self._pages.append(Page(len(self._pages) + 1, self._open.start, self._length, 0.0, 0.0))
        self._rows.append(self._open.rows)
        self._open = None
        if len(self._pages) > self._limits.max_pages:
            raise LimitExceededError(f"{self._name}: more than {self._limits.max_pages} pages", "raise DESK_MAX_PAGES or split the file")

    def begin_page(self) -> None:
        """Open a new page, also when nothing will be written on it."""
        self.end_page()
        self._page()

    def heading(self, text: str, level: int = 1, *, stands_for: str = "") -> None:
        """Write a heading on a line of its own; blank text writes nothing.

        `stands_for` is the title of the primary statement that a short name ("CF") means, "" when it means none.
        """
        line = self._seen(text)
        if line:
            self._turn()
            if stands_for:
                self._statements[self._length] = stands_for
            self._headings.append(Heading(self._length, line, level))
            self._line([GridCell(line, 0)])

    def paragraph(self, text: str) -> tuple[int, int]:
        """Write a paragraph as it is, white space folded inside its lines; return its offsets, an empty pair for blank text."""
        lines = [part for line in text.splitlines() if (folded := self._seen(line)) for part in self._fitting(folded)]
        if not lines:
            return self._length, self._length
        self._turn()
        start = self._length
        is_long = sum(map(len, lines)) > PAGE_CHARS
        for line in lines:
            if is_long:
                self._turn(len(line))
            self._line([GridCell(line, 0)])
        end = self._length - 1
        self._write("\n")
        return start, end

    def table(self, rows: Sequence[Sequence[GridCell]], *, title: str = "", units: str = "") -> list[tuple[tuple[int, int], ...]]:
        """Write a table, a line for each row; return for each row the offsets of its cells, in order, an empty pair for a blank one.

        A row of blank cells writes nothing. `title` and `units` are what stands over the table when the format says so; else the
        heads and the last words before it are looked at.
        """
        self._turn()
        rows = spread_heads(rows)
        self._table_number += 1
        above, title, units = self._words_above(), self._seen(title), self._seen(units)
        written: list[PlacedRow] = []
        places: list[tuple[tuple[int, int], ...]] = []
        heads: Sequence[PlacedRow] = ()
        for row in rows:
            cells = [replace(cell, text=self._seen(join_groups(" ".join(cell.text.split())))) for cell in row]
            page = self.page_number
            if any(cell.text for cell in cells) and self._turn():
                self._note_table(written, title, units, above, page=page, heads=heads)
                heads, written = heads or head_rows(written), []
            line = self._line(cells, self._table_number)
            written += [line] if line else []
            offsets = {id(one.cell): (one.start, one.end) for one in line.cells} if line else {}
            places.append(tuple(offsets.get(id(cell), (self._length, self._length)) for cell in cells))
        self._note_table(written, title, units, above, page=self.page_number, heads=heads)
        self._write("\n")
        return places

    def loaded(self) -> Loaded:
        """Return what was written: statements read from the tables as printed ones are, the other tables as they stand."""
        self.end_page()
        text = "".join(self._parts)
        statements = read_tables(text, self._sheets(text), named=self._statements)
        # Where a statement's rows stand, not how far its page runs: another table may follow it there.
        read = sorted(row.start for one in statements for row in one.rows)
        others = [table for table in self._tables if bisect_left(read, table.start) == bisect_left(read, table.end)]
        return Loaded(
            text=text,
            pages=tuple(self._pages),
            tables=tuple(sorted((*statements, *others), key=lambda table: (table.page, table.start))),
            defects=(*self.defects, *self.hidden.defects()),
            headings=tuple(self._headings),
            stated=tuple(replace(one, value=_shown(one.value)) for one in self.stated),
            tagged=tuple(self.tagged),
        )

    def _sheets(self, text: str) -> tuple[Page, ...]:
        """Return the pages laid out on imagined sheets; without lines where no statement can stand, which would only cost memory."""
        named = sorted(self._statements)
        likely = [
            mentions_statement(text[page.start : page.end]) or any(page.start <= at < page.end for at in named) for page in self._pages
        ]
        sheets = []
        for at, (page, rows) in enumerate(zip(self._pages, self._rows, strict=True)):
            may = likely[at] or (at > 0 and likely[at - 1])
            sheets.append(replace(page, width=1.0, height=1.0, lines=lay_out_rows(rows)) if may else page)
        return tuple(sheets)

    def _fitting(self, line: str) -> list[str]:
        """Return the line in parts that fit on a page: cut after a sentence, else at a blank; whole where pages are the file's own."""
        parts: list[str] = []
        while self._paginate and len(line) > PAGE_CHARS:
            cut = max(line.rfind(end, PAGE_CHARS // 2, PAGE_CHARS) + 1 for end in (". ", "! ", "? "))
            cut = cut or line.rfind(" ", 1, PAGE_CHARS) + 1 or PAGE_CHARS
            parts.append(line[:cut].strip())
            line = line[cut:].strip()
        return [*parts, line]

    def _page(self) -> _Open:
        if self._open is None:
            self._open = _Open(self._length, [])
        return self._open

    def _turn(self, coming: int = 0) -> bool:
        """End a page that is full, or has no room for so many characters, where pages are not given by the file; return whether one was."""
        full = False
        if self._open is not None:
            written = self._length - self._open.start
            long = self._paginate and written > 0 and written + coming >= PAGE_CHARS
            full = long or (self._page_rows is not None and len(self._open.rows) >= self._page_rows)
        if full:
            self.end_page()
        self._page()
        return full

    def _line(self, cells: Sequence[GridCell], table: int = 0) -> PlacedRow | None:
        """Write the cells that hold text on one line; None when none does."""
        page = self._page()
        placed: list[PlacedCell] = []
        for cell in cells:
            if cell.text:
                self._write(CELL_GAP if placed else "")
                self._write(cell.text)
                placed.append(PlacedCell(cell, self._length - len(cell.text), self._length))
        if not placed:
            return None
        self._write("\n")
        page.rows.append(PlacedRow(tuple(placed), table))
        return page.rows[-1]

    def _words_above(self) -> list[str]:
        rows = self._page().rows[-3:]
        return [row.text for row in rows]

    def _note_table(
        self, rows: Sequence[PlacedRow], title: str, units: str, above: Sequence[str], *, page: int, heads: Sequence[PlacedRow]
    ) -> None:
        if found := plain_table(rows, page=page, title=title, units=units, above=above, heads=heads):
            self._tables.append(found)

    def _seen(self, text: str) -> str:
        """Return a text on one line without what is not seen in it; letters that are spelt so are hidden text."""
        folded = " ".join(text.split())
        if folded.isascii() and folded.isprintable():
            return folded
        seen, unseen = without_unseen(folded.translate(_LOST))
        self.hidden.add(unseen, self.page_number)
        return " ".join(seen.split())

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _shown(text: str) -> str:
    """Return what a file states of itself without what is not seen in it."""
    return without_unseen(text.translate(_LOST))[0]
