"""Facts from the tables of the primary statements: figures with period, unit, scale, sign as printed and canonical concept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from ingest.loaded import Loaded, Metadata, TaggedFact
from ingest.statements.chinese_titles import entity_of, whole_title
from ingest.statements.currencies import currency_in, currency_of_heads
from ingest.statements.figures import Figure, common_mark, find_figures, join_groups, settle
from ingest.statements.measures import kind_of, operations_of, own_scale, per_share_unit, scaled, share_basis_of
from ingest.statements.periods import FiscalCalendar, balance_period, read_calendar, read_periods
from ingest.statements.tagged import Tags, confirm, fact_id, other_facts, read_tags, tagged_concepts, tagged_period
from ingest.statements.titles import statement_of
from ingest.statements.units import Units, read_units
from ingest.tables.facts import Source, table_facts
from research.calendars import is_long_year
from research.concepts.catalogue import Concept, StatementRow, assign_concepts
from research.nouns.documents import Cell, Table, TableRow
from research.nouns.facts import Basis, Fact, Period, Statement, Status

_RESTATED = re.compile(r"\b(?:as )?(?:restated|recast|revised|adjusted)\b", re.IGNORECASE)
_OF_GROUP = re.compile(r"\b(?:consolidated|group)\b", re.IGNORECASE)
_COMPREHENSIVE = re.compile(r"\bof\s+(?:consolidated\s+)?comprehensive\b", re.IGNORECASE)
# No statement has so many rows, and each is held against all the others.
MOST_ROWS = 1_500
_LONG_YEAR = "This fiscal year has 53 weeks."
_UNNAMED = "The row is printed without a label; what it states follows from the sums around it."

# A column's period, and what the reader should know of it.
_When: TypeAlias = tuple[Period, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Source:
    """What every fact of one statement shares."""

    text: str
    document_id: str
    company: str
    statement: Statement
    units: Units
    calendar: FiscalCalendar
    tags: Tags
    decimal_mark: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a statement with its table and the figures in its cells, read once."""

    table: Table
    row: TableRow
    figures: tuple[tuple[Cell, Figure], ...]


def read_facts(loaded: Loaded, metadata: Metadata, *, document_id: str, company: str) -> tuple[Fact, ...]:
    """Return every figure of the primary statements as a fact, by page and position; () without a known fiscal period.

    Figures that the file tags also count outside the statements, when these do not state their concept for that period.

    `value` is scaled to units with the sign as printed. A column whose head states no certain period gives nothing, and of
    columns for one period (as segments beside the group) only the consolidated one counts. A row without a label gives nothing unless the
    sums around it, or its tags, say what it states.
    """
    if metadata.period_end is None or metadata.fiscal_year is None or metadata.fiscal_period is None:
        return ()
    calendar = read_calendar(loaded.text, metadata.period_end, metadata.fiscal_year, metadata.fiscal_period)
    tags = read_tags(loaded)
    facts: list[Fact] = []
    everywhere = _decimal_mark(loaded.text, [table for table in loaded.tables if statement_of(table.title)], calendar)
    known = [((statement_of(table.title), entity_of(table.title)), table) for table in loaded.tables]
    known.sort(key=lambda pair: (str(pair[0][0]), str(pair[0][1]), pair[1].page, pair[1].start))
    for (statement, _), group in groupby(known, key=lambda pair: pair[0]):
        tables = _of_one_statement([table for _, table in group]) if statement else []
        if statement is None or sum(len(table.rows) for table in tables) > MOST_ROWS:
            continue
        figures = " ".join(loaded.text[row.start : row.end] for table in tables for row in table.rows)
        units = _units(tables[0], figures)
        mark = _decimal_mark(loaded.text, tables, calendar) or everywhere
        source = _Source(loaded.text, document_id, company, statement, units=units, calendar=calendar, tags=tags, decimal_mark=mark)
        facts.extend(_statement_facts(source, tables))
    facts.extend(other_facts(loaded, tags, calendar, document_id=document_id, company=company, given=facts))
    facts.extend(table_facts(Source(loaded, tags, calendar, document_id, company, everywhere, tuple(facts))))
    return tuple(sorted(facts, key=lambda fact: (fact.page, fact.cell_start)))


def holds_statements(loaded: Loaded) -> bool:
    """Return whether there is something to read facts from: a table of figures under a primary statement's title, or tagged figures."""
    titled = (table for table in loaded.tables if statement_of(table.title))
    return bool(loaded.tagged) or any(row.cells for table in titled for row in table.rows)


def _decimal_mark(text: str, tables: Sequence[Table], calendar: FiscalCalendar) -> str:
    """Return the mark before decimals on which the figures in columns of periods agree, "" when they do not tell."""
    printed: list[str] = []
    for table in tables:
        columns = read_periods(table.heads, statement_of(table.title) or Statement.INCOME, calendar)
        printed += [text[cell.start : cell.end] for row in table.rows for cell in row.cells if cell.column in columns]
    return common_mark(map(join_groups, printed))


def _units(table: Table, figures: str) -> Units:
    """Return a statement's units; heads that name currencies know better than its words, which name that of a translation too."""
    units = read_units(table.units, figures=figures)
    headed = currency_of_heads(table.heads)
    return replace(units, currency=headed) if headed else units


def _of_one_statement(tables: list[Table]) -> list[Table]:
    """Return the tables under one title: a file may hold other tables so titled, of which the longest is the statement itself.

    A statement of comprehensive income alone yields to one of income.
    """
    groups: dict[str, list[Table]] = {}
    for table in tables:
        groups.setdefault(whole_title(table.title), []).append(table)
    plain = [group for group in groups.values() if not _COMPREHENSIVE.search(group[0].title)] or list(groups.values())
    return max(plain, key=lambda group: sum(len(table.rows) for table in group))


def _statement_facts(source: _Source, tables: Sequence[Table]) -> list[Fact]:
    periods = [_periods(table, source.statement, source.calendar) for table in tables]
    rows = [_read_row(source, table, row) for table in tables for row in table.rows]
    named = assign_concepts([_seen(one) for one in rows], source.statement)
    concepts = tagged_concepts([_tags_of(source, one) for one in rows], named, source.statement, source.tags)
    of_table = {id(table): columns for table, columns in zip(tables, periods, strict=True)}
    facts: list[Fact] = []
    for at, one in enumerate(rows):
        for cell, figure in one.figures if one.row.label or at in concepts else ():
            tag = source.tags.at(cell.start, cell.end)
            when = _when(source, one, tag, of_table[id(one.table)].get(cell.column))
            if when:
                fact = _fact(source, one, (cell, figure), when=when, concept=concepts.get(at))
                facts.append(confirm(fact, tag) if tag else fact)
    return _without_doubles(facts)


def _tags_of(source: _Source, one: _Row) -> list[TaggedFact]:
    return [tag for cell, _ in one.figures if (tag := source.tags.at(cell.start, cell.end))]


def _when(source: _Source, one: _Row, tag: TaggedFact | None, column: _When | None) -> _When | None:
    """Return a figure's period: as its tag states it, else as its column's head does."""
    if tag and (period := tagged_period(tag, source.calendar)):
        return period, ()
    return (balance_period(one.row.label, column[0], source.calendar), column[1]) if column else None


def _periods(table: Table, statement: Statement, calendar: FiscalCalendar) -> dict[int, _When]:
    """Return the period of each column that states one; of several with the same period only one headed "consolidated" or "group".

    A column that gives another one's figures in another currency is left out: it is translated for the reader's convenience.
    """
    read = read_periods(table.heads, statement, calendar)
    stated = {at: currency_in(table.heads[at]) for at in read}
    own = currency_of_heads([table.heads[at] for at in read])
    given = {one[0] for at, one in read.items() if stated[at] == own}
    found = {at: one for at, one in read.items() if stated[at] == own or one[0] not in given}
    counts = Counter((one[0], entity_of(table.heads[at])) for at, one in found.items())
    return {at: one for at, one in found.items() if counts[one[0], entity_of(table.heads[at])] == 1 or _OF_GROUP.search(table.heads[at])}


def _read_row(source: _Source, table: Table, row: TableRow) -> _Row:
    figures = []
    for cell in row.cells:
        found = find_figures(join_groups(source.text[cell.start : cell.end]))
        if len(found) == 1 and (figure := settle(found[0], source.decimal_mark)):
            figures.append((cell, figure))
    return _Row(table, row, tuple(figures))


def _seen(one: _Row) -> StatementRow:
    return StatementRow(one.row.label, one.row.section, tuple((cell.column, figure.value) for cell, figure in one.figures))


def _fact(source: _Source, one: _Row, placed: tuple[Cell, Figure], *, when: _When, concept: Concept | None) -> Fact:
    cell, figure = placed
    period, caveats = when
    if is_long_year(period):
        caveats = (*caveats, _LONG_YEAR)
    unit, currency, scale = _unit(source, one, figure, concept)
    if not one.row.label:
        caveats = (*caveats, _UNNAMED)
    return Fact(
        id=fact_id(source.document_id, one.table.page, cell.start),
        company=source.company,
        concept=concept.name if concept else None,
        label=one.row.label or one.row.section or (concept.title if concept else ""),
        value=scaled(figure.value, scale),
        printed=source.text[cell.start : cell.end],
        scale=scale,
        unit=unit,
        currency=currency,
        period=period,
        status=Status.ACTUAL,
        basis=_basis(one, cell, concept),
        statement=source.statement,
        document_id=source.document_id,
        page=one.table.page,
        start=one.row.start,
        end=one.row.end,
        cell_start=cell.start,
        cell_end=cell.end,
        caveats=caveats,
    )


def _unit(source: _Source, one: _Row, figure: Figure, concept: Concept | None) -> tuple[str, str | None, int]:
    """Return unit, currency and multiplier of one figure: amounts by the table's scale, per-share figures never, shares by their own."""
    kind = concept.unit if concept else kind_of(one.row, source.statement)
    currency = source.units.currency
    own = own_scale(one.row)
    if figure.percent:
        return "%", None, 1
    if kind == "per share":
        return per_share_unit(currency, one.row.label, one.row.section, one.table.units), currency, 1
    if kind == "shares":
        return "shares", None, own or source.units.share_scale
    return currency or "currency", currency, own or source.units.scale


def _basis(one: _Row, cell: Cell, concept: Concept | None) -> Basis:
    words = f"{one.row.section} {one.row.label}" if concept and concept.with_section else one.row.label
    restated = "as restated" if _RESTATED.search(one.table.heads[cell.column]) else None
    entity = entity_of(one.table.heads[cell.column]) or entity_of(one.table.title)
    return Basis(share=share_basis_of(words), entity=entity, operations=operations_of(one.row.label), restated=restated)


def _without_doubles(facts: list[Fact]) -> list[Fact]:
    """Return the facts with each concept stated at most once per period and basis: where two figures compete, neither has it."""
    seen = Counter((fact.concept, fact.period, fact.basis) for fact in facts)
    return [replace(fact, concept=None) if fact.concept and seen[(fact.concept, fact.period, fact.basis)] > 1 else fact for fact in facts]
