"""The statements of a document as sheets of lines and columns, from its tables and facts: all that the tie-outs see of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.loaded import Loaded
from ingest.statements.chinese_titles import entity_of
from ingest.statements.figures import find_figures, join_groups
from ingest.statements.measures import MINOR_PARTS, is_minor
from ingest.statements.periods import FiscalCalendar, read_periods
from ingest.statements.titles import statement_of
from research.nouns.documents import Table, TableRow
from research.nouns.facts import Fact, Period, Statement

AMOUNT, PER_SHARE, SHARES, OTHER = "amount", "per share", "shares", "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a line: its value in units (pence in pounds), one unit of its last digit, its period, and where its cell starts."""

    value: Decimal
    last_digit: Decimal
    period: Period
    cell_start: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a statement: label ("" for an unnamed one), section head, indent in points, page, kind of unit, and entries by column."""

    label: str
    section: str
    indent: float
    page: int
    concept: str | None
    unit: str
    entries: Mapping[int, Entry]

    def value(self, column: int) -> Decimal:
        """Return the figure of a column, 0 where the row prints none."""
        entry = self.entries.get(column)
        return entry.value if entry else Decimal(0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One statement: its first page, each column's period, and its lines in order.

    `entity` is whose it is where a document states both ("group", "parent"); `repeated` lists the periods that several columns are headed
    and none was read for.
    """

    statement: Statement
    page: int
    columns: Mapping[int, Period]
    lines: tuple[Line, ...]
    entity: str | None = None
    repeated: tuple[Period, ...] = ()

    def states_end(self, line: Line) -> bool:
        """Return whether a row of a statement over time states what was held at the ends of its columns' periods."""
        return any(
            one.period.start is None and one.period.end == self.columns[at].end for at, one in line.entries.items() if at in self.columns
        )


def read_sheets(loaded: Loaded, facts: Sequence[Fact], calendar: FiscalCalendar) -> tuple[Sheet, ...]:
    """Return the statements that gave facts, by page, those of the group and of the parent alone apart.

    A row that gave no fact (it has no label) keeps its figures.
    """
    held: dict[tuple[Statement, str | None], dict[int, Fact]] = {}
    for fact in facts:
        if fact.statement is not None:
            held.setdefault((fact.statement, fact.basis.entity), {})[fact.cell_start] = fact
    sheets = [_sheet(loaded, key, by_cell, calendar) for key, by_cell in held.items()]
    return tuple(sorted((sheet for sheet in sheets if sheet.lines), key=lambda sheet: sheet.page))


def _sheet(loaded: Loaded, key: tuple[Statement, str | None], by_cell: Mapping[int, Fact], calendar: FiscalCalendar) -> Sheet:
    statement, entity = key
    of_statement = (table for table in loaded.tables if statement_of(table.title) is statement)
    tables = [table for table in of_statement if any(cell.start in by_cell for row in table.rows for cell in row.cells)]
    periods: dict[int, Counter[Period]] = {}
    scales: Counter[int] = Counter()
    for cell in (cell for table in tables for row in table.rows for cell in row.cells):
        fact = by_cell.get(cell.start)
        if fact and (fact.period.start is None) == (statement is Statement.BALANCE):
            periods.setdefault(cell.column, Counter())[fact.period] += 1
            scales[fact.scale] += fact.unit == fact.currency
    columns = {at: counted.most_common(1)[0][0] for at, counted in periods.items()}
    scale = scales.most_common(1)[0][0] if scales else 1
    rows = ((row, table.page) for table in tables for row in table.rows)
    found = (_line(loaded.text, row, page, facts=_row_facts(row, by_cell), columns=columns, scale=scale) for row, page in rows)
    lines = tuple(line for line in found if line.entries)
    repeated = _repeated(statement, tables, calendar, by_cell)
    return Sheet(statement, tables[0].page if tables else 0, columns, lines, entity, repeated)


def _repeated(statement: Statement, tables: Sequence[Table], calendar: FiscalCalendar, by_cell: Mapping[int, Fact]) -> tuple[Period, ...]:
    """Return the periods that several columns of a table are headed and none was read for."""
    found: dict[Period, None] = {}
    for table in tables:
        read = {fact.period for row in table.rows for cell in row.cells if (fact := by_cell.get(cell.start))}
        heads = read_periods(table.heads, statement, calendar)
        counted = Counter((period, entity_of(table.heads[at])) for at, (period, _) in heads.items())
        found |= {period: None for (period, _), count in counted.items() if count > 1 and period not in read}
    return tuple(found)


def _row_facts(row: TableRow, by_cell: Mapping[int, Fact]) -> dict[int, Fact]:
    return {cell.column: by_cell[cell.start] for cell in row.cells if cell.start in by_cell}


def _line(text: str, row: TableRow, page: int, *, facts: Mapping[int, Fact], columns: Mapping[int, Period], scale: int) -> Line:
    entries: dict[int, Entry] = {}
    for cell in row.cells:
        fact, period = facts.get(cell.column), columns.get(cell.column)
        if fact:
            parts = MINOR_PARTS if is_minor(fact.unit) else 1
            entries[cell.column] = Entry(fact.value / parts, fact.last_digit / parts, fact.period, cell.start)
        elif period and (read := _figure(text[cell.start : cell.end], scale)):
            entries[cell.column] = Entry(*read, period, cell.start)
    concept = next((fact.concept for fact in facts.values() if fact.concept), None)
    return Line(row.label, row.section, row.indent, page, concept, _unit(facts.values()), entries)


def _figure(printed: str, scale: int) -> tuple[Decimal, Decimal] | None:
    """Return the value in units of a figure that gave no fact, and one unit of its last digit."""
    found = find_figures(join_groups(printed))
    if len(found) != 1 or found[0].percent:
        return None
    value = found[0].value
    return value * scale, Decimal(scale).scaleb(min(int(value.as_tuple().exponent), 0))


def _unit(facts: Iterable[Fact]) -> str:
    units = [fact.unit for fact in facts]
    if not units:
        return AMOUNT
    unit = units[0]
    if unit.endswith(("/share", "per share")):
        return PER_SHARE
    return SHARES if unit == "shares" else OTHER if unit == "%" else AMOUNT
