"""Tables given as cells (HTML, worksheets), each put as the printed ones are: a table for each period that heads some of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.statements.figures import find_figures, is_year
from ingest.tables.columns import bare
from ingest.tables.periods import is_only_period, states_period
from research.nouns.documents import Table, TableRow
from research.text.dates import DATE

MOST_IN_TITLE = 2
# A sentence right above a table announces it where it ends with a colon; a longer one says more than that.
LONGEST_ANNOUNCEMENT, FARTHEST = 240, 1_500
_RUNNING = re.compile(r"\W*(?:table of contents|continued)?\W*", re.IGNORECASE)
_TOTAL = re.compile(r"total\s+", re.IGNORECASE)
_ANNOUNCES = re.compile(r":\s*$")
_SENTENCE_END = re.compile(r"(?<=[a-z)\d%])\.\s+(?=[A-Z])")


def split_periods(table: Table, text: str) -> Iterator[Table]:
    """Yield a table's rows under each period that stands alone among them, the heads with the period; a row of years heads anew."""
    period, heads, held = "", table.heads, list[TableRow]()
    for row in table.rows:
        years = [text[cell.start : cell.end] for cell in row.cells]
        if years and len(years) > 1 and all(map(is_year, years)):
            yield from _block(table, heads, period, held)
            heads, held = _with_years(row, heads, years), []
            period = row.label if states_period(row.label) or is_only_period(row.label) else ""
        elif not row.cells and is_only_period(row.label):
            yield from _block(table, heads, period, held)
            period, held = row.label, []
        else:
            held.append(row)
    yield from _block(table, heads, period, held)


def is_title(text: str) -> bool:
    """Return whether a line above a table may be its title: with several figures in it, it is the last row of another."""
    return len(find_figures(DATE.sub(" ", text))) <= MOST_IN_TITLE


def titled(table: Table, text: str) -> Table:
    """Return a table that has no title of its own with the sentence right above it that announces it: "Assets by segment are:"."""
    own = table.title if is_title(table.title) else ""
    if not _RUNNING.fullmatch(own):
        return replace(table, title=own)
    above = text[max(0, table.start - FARTHEST) : table.start].rstrip().rpartition("\n")[2]
    said = _SENTENCE_END.split(above)[-1].strip()
    return replace(table, title=said.rstrip(": ") if _ANNOUNCES.search(above) and len(said) <= LONGEST_ANNOUNCEMENT else "")


def _closed(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """Yield rows, those below a section's own total without its head: "Total tools revenue" ends "Tools revenue by"."""
    ended = ""
    for row in rows:
        if not row.cells and _plain(row.label) == ended:
            ended = ""
        yield replace(row, section="") if ended and _plain(row.section) == ended else row
        if row.cells and row.section and (total := _TOTAL.match(row.label)) and _plain(row.label[total.end() :]) == _plain(row.section):
            ended = _plain(row.section)


def _plain(label: str) -> str:
    return bare(label).casefold()


def _with_years(row: TableRow, heads: tuple[str, ...], years: list[str]) -> tuple[str, ...]:
    found = {cell.column: year for cell, year in zip(row.cells, years, strict=True)}
    return tuple(found.get(at, "") for at in range(len(heads)))


def _block(table: Table, heads: tuple[str, ...], period: str, rows: list[TableRow]) -> Iterator[Table]:
    kept = list(_closed(replace(row, section="") if is_only_period(row.section) else row for row in rows))
    if any(row.cells for row in kept):
        named = tuple(f"{head} {period}".strip() for head in heads)
        yield replace(table, heads=named, rows=tuple(kept), start=kept[0].start, end=kept[-1].end)
