"""The three primary statements as tables, found by title and read by geometry."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ingest.statements.body import BodyReader
from ingest.statements.chinese_titles import PARENT, entity_of, is_continued, is_last_row, is_statement_end, names_statement
from ingest.statements.columns import Band, find_bands, is_body_row, is_heading_text, is_period_text, read_heads
from ingest.statements.folios import without_folios
from ingest.statements.others import other_table
from ingest.statements.rows import TextRow, rows_of
from ingest.statements.titles import Title, find_titles, rejoin
from ingest.statements.units import unit_text
from ingest.statements.vocabulary import vocabulary
from research.nouns.documents import Page, Table
from research.nouns.facts import Statement

# A statement's head ends within this many rows of its title.
HEAD_ROWS = 16
MIN_ROWS = 6
# The three statements of one set stand within this many pages.
SET_PAGES = 14


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A statement that was read, on one page or several: its tables in page order."""

    statement: Statement
    tables: tuple[Table, ...]

    @property
    def page(self) -> int:
        """Return the page (1-based) that the statement begins on."""
        return self.tables[0].page

    @property
    def is_comprehensive(self) -> bool:
        """Return whether the title names a statement of comprehensive income."""
        return bool(re.search(r"\bof\s+(?:consolidated\s+)?comprehensive\b", self.tables[0].title, re.IGNORECASE))

    @property
    def key(self) -> tuple[Statement, bool]:
        """Return what there is one of in a set: a statement of the group, and where it is printed beside it one of the parent."""
        return self.statement, self.is_of_parent

    @property
    def is_of_parent(self) -> bool:
        """Return whether the title says that the statement is of the parent alone."""
        return entity_of(self.tables[0].title) == PARENT

    @property
    def rows(self) -> int:
        """Return how many rows the statement has on all its pages."""
        return sum(len(table.rows) for table in self.tables)

    def goes_on_in(self, other: _Candidate) -> bool:
        """Return whether another candidate, titled as continued, is the rest of this statement on the next page."""
        last = self.tables[-1]
        return (
            is_continued(other.tables[0].title)
            and other.key == self.key
            and other.page == last.page + 1
            and len(other.tables[0].heads) == len(last.heads)
        )


@dataclass(slots=True)
class _Sheets:
    """A document's pages; what one holds for statements that go on there is read once, however many may."""

    text: str
    pages: tuple[Page, ...]
    _at: int = -1
    _held: tuple[list[TextRow], int, list[Band]] = field(default_factory=lambda: ([], 0, []))

    def untitled(self, index: int) -> tuple[list[TextRow], int, list[Band]]:
        """Return the rows of a page, which of them comes before its first figures, and its columns; none where a title stands."""
        if self._at != index:
            self._at, self._held = index, self._read(index)
        return self._held

    def _read(self, index: int) -> tuple[list[TextRow], int, list[Band]]:
        rows, _ = _until_end(rows_of(self.text, self.pages[index])) if self.pages[index].lines else ([], False)
        first = next((at for at, row in enumerate(rows) if is_body_row(row)), None)
        if first is None or first > HEAD_ROWS or find_titles(rows):
            return [], 0, []
        return rows, max(first - 1, 0), find_bands(rows)


def read_tables(text: str, pages: tuple[Page, ...], *, named: Mapping[int, str] | None = None) -> tuple[Table, ...]:
    """Return the tables of the primary statements in page order, one per page that a statement stands on; () when none is certain.

    Schedules of the parent alone, segment notes and summaries are left out: of several sets of statements the first complete one counts.
    `named` gives by a line's start the statement's title that a short name there stands for ("CF" on a workbook's sheet).
    """
    named = named or {}
    sheets = _Sheets(text, without_folios(text, pages))
    candidates: list[_Candidate] = []
    for index, page in enumerate(sheets.pages):
        rows = rows_of(text, page) if page.lines and _may_hold(text, page, named) else []
        titles = find_titles(rows, named=named)
        for at, title in enumerate(titles):
            end = titles[at + 1].first if at + 1 < len(titles) else len(rows)
            candidate = _read(sheets, index, title=title, rows=rows[title.last + 1 : end])
            if candidate and candidates and candidates[-1].goes_on_in(candidate):
                candidates[-1] = replace(candidates[-1], tables=candidates[-1].tables + candidate.tables)
            elif candidate:
                candidates.append(candidate)
    chosen = _choose([one for one in candidates if one.rows >= MIN_ROWS and _has_anchors(one)])
    return tuple(sorted((table for one in chosen for table in one.tables), key=lambda table: (table.page, table.start)))


def _may_hold(text: str, page: Page, named: Mapping[int, str]) -> bool:
    return any(page.start <= at < page.end for at in named) or mentions_statement(text[page.start : page.end])


def mentions_statement(page: str) -> bool:
    """Return whether a page's text names a primary statement."""
    words = vocabulary()
    flat = rejoin(page.replace("\n", " "))
    return any(pattern.search(flat) for pattern in words.titles.values()) or names_statement(page)


def _read(sheets: _Sheets, index: int, *, title: Title, rows: list[TextRow]) -> _Candidate | None:
    rows, ended = _until_end(rows)
    first = next((at for at, row in enumerate(rows) if is_body_row(row)), None)
    if first is None or first > HEAD_ROWS:
        return None
    head_end = max((at + 1 for at in range(first) if is_heading_text(rows[at].text)), default=0)
    if cut := other_table(rows, first, rows[:head_end], title.rest):
        rows, ended = rows[:cut], True
    bands = find_bands(rows[first:])
    if not bands:
        return None
    heads = read_heads(rows[:head_end], bands, title.rest)
    if not any(is_period_text(head) for head in heads):
        return None
    units = _units(title, rows[: head_end + 1])
    reader = BodyReader()
    body = reader.read(rows[head_end:], bands)
    tables = [Table(sheets.pages[index].number, title.text, units, tuple(heads), tuple(body), rows[0].start, rows[-1].end)] if body else []
    if tables and not ended:
        tables.extend(_continuation(sheets, index + 1, table=tables[0], reader=reader))
    return _Candidate(title.statement, tuple(tables)) if tables else None


def _until_end(rows: list[TextRow]) -> tuple[list[TextRow], bool]:
    """Return the rows up to the note that closes a statement, and whether there was one."""
    ends = vocabulary().ends
    for at, row in enumerate(rows):
        if at > 2 and (ends.match(row.text) or is_statement_end(row.text)):
            return rows[:at], True
    return rows, False


def _units(title: Title, rows: list[TextRow]) -> str:
    """Return the words of the head that state units, as printed."""
    return " ".join(filter(None, (unit_text(text) for text in (title.rest, *(row.label for row in rows)))))


def _continuation(sheets: _Sheets, index: int, *, table: Table, reader: BodyReader) -> list[Table]:
    """Return the rest of a statement that goes on, untitled, on the next page with as many columns."""
    if index >= len(sheets.pages) or _is_complete(table):
        return []
    rows, first, bands = sheets.untitled(index)
    if not rows or len(bands) != len(table.heads):
        return []
    body = reader.read(rows[first:], bands)
    number = sheets.pages[index].number
    return [Table(number, table.title, table.units, table.heads, tuple(body), rows[0].start, rows[-1].end)] if body else []


def _is_complete(table: Table) -> bool:
    """Return whether a statement has come to its last rows, so that the next page cannot belong to it."""
    labels = " ".join(row.label.lower() for row in table.rows[-12:])
    return any(mark in labels for mark in ("end of period", "end of year", "total liabilities and", "diluted")) or is_last_row(labels)


def _has_anchors(candidate: _Candidate) -> bool:
    labels = "\n".join(f"{row.section}\n{row.label}" for table in candidate.tables for row in table.rows)
    return all(pattern.search(labels) for pattern in vocabulary().anchors[candidate.statement])


def _choose(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return one candidate per statement: of the sets that stand together the most complete, the first of equals.

    A set of less than half another's rows is a summary; a statement of comprehensive income alone yields to one of income.
    """
    best: list[_Candidate] = []
    pages = [one.page for one in candidates]
    for first in dict.fromkeys(pages):
        group: dict[tuple[Statement, bool], _Candidate] = {}
        for one in candidates[bisect_left(pages, first) : bisect_right(pages, first + SET_PAGES)]:
            held = group.get(one.key)
            if held is None or one.rows > 2 * held.rows or (held.is_comprehensive and not one.is_comprehensive):
                group[one.key] = one
        held_rows, rows = sum(one.rows for one in best), sum(one.rows for one in group.values())
        if len(group) > len(best) or (len(group) == len(best) and rows > 2 * held_rows):
            best = list(group.values())
    return best
