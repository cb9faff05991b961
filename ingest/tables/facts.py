"""Facts from every table beside the primary statements: with period, unit, status, basis and of whom; what is not certain gives none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.loaded import Loaded, TaggedFact
from ingest.statements.figures import CURRENCY, Figure, common_mark, find_figures, is_year, join_groups, settle
from ingest.statements.measures import operations_of, scaled, share_basis_of
from ingest.statements.periods import FiscalCalendar
from ingest.statements.tagged import Tags, confirm, fact_id, tagged_period
from ingest.statements.titles import statement_of
from ingest.tables.agreement import Totals, compared, stated_totals
from ingest.tables.columns import Column, Role, bare, read_columns
from ingest.tables.figures import Printed, in_percent
from ingest.tables.finder import find_tables
from ingest.tables.lines import of_lines
from ingest.tables.members import Layout, Named, name_figure, read_layout
from ingest.tables.parts import Parts, parts_of
from ingest.tables.periods import When, instant_of, is_only_period, read_when
from ingest.tables.plain import split_periods, titled
from ingest.tables.ranges import read_stretch
from ingest.tables.rolling import balance_when, is_rolling, names_day
from ingest.tables.tagging import tagged_dimensions
from ingest.tables.units import PrintedFigure, Scale, Unit, stated_figures, table_scale, tied_scale, unit_of
from ingest.tables.vocabulary import whole, words
from research.nouns.documents import Table, TableRow
from research.nouns.facts import Basis, Fact, Period, Status

_PERCENT = re.compile(r"[\s)]{0,3}%")
_EXPECTED_ROW = re.compile(r"\b(?:guidance|outlook|expected|forecast|target)\b", re.IGNORECASE)
# A table whose every first figure is this is an index of returns.
INDEX = Decimal(100)


@dataclass(frozen=True, slots=True)
class Source:
    """What the facts of one document share: its words and tags, its calendar, the mark before decimals and the statements' facts."""

    loaded: Loaded
    tags: Tags
    calendar: FiscalCalendar
    document_id: str
    company: str
    decimal_mark: str
    given: tuple[Fact, ...]

    @property
    def currency(self) -> str | None:
        """Return the currency of the document's statements, None when they state none or several."""
        stated = {fact.currency for fact in self.given if fact.currency}
        return stated.pop() if len(stated) == 1 else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table with what was read of it as a whole."""

    table: Table
    columns: Mapping[int, Column]
    layout: Layout
    scale: Scale
    printed: tuple[Printed, ...]
    rolling: bool
    flowing: bool
    of_a_day: bool


def table_facts(source: Source) -> list[Fact]:
    """Return the facts of all tables but the primary statements, by page and position, each figure once; never one of `given`'s.

    They have no statement and no concept: what they state may be a part, an expectation or an adjusted figure.
    """
    totals = stated_totals(source.given)
    stated = stated_figures(source.given)
    taken = {fact.cell_start for fact in source.given}
    found: dict[int, Fact] = {}
    tables = list(_tables(source.loaded))
    parts = parts_of(source.loaded.text, tables, source.calendar)
    for table in tables:
        reading = _read(source, table, stated, parts)
        for fact in _compared(source, reading, totals) if reading else ():
            if fact.cell_start not in taken:
                found.setdefault(fact.cell_start, fact)
    return sorted(found.values(), key=lambda fact: (fact.page, fact.cell_start))


def _compared(source: Source, reading: _Reading, totals: Totals) -> list[Fact]:
    """Return a table's facts, held against what the statements print under their names."""
    return of_lines([compared(fact, totals) for fact in _facts(source, reading)], reading.layout.measure, totals)


def _tables(loaded: Loaded) -> Iterator[Table]:
    """Yield every table but the statements: those that the file gives as cells, and those found on printed pages."""
    statements = [table for table in loaded.tables if statement_of(table.title)]
    for table in loaded.tables:
        if statement_of(table.title) is None:
            yield from split_periods(titled(table, loaded.text), loaded.text)
    taken = [(table.start, max(row.end for row in table.rows)) for table in statements if table.rows]
    yield from find_tables(loaded.text, [page for page in loaded.pages if page.lines], taken)


def _read(source: Source, table: Table, stated: Mapping[tuple[Period, str], int], parts: Parts) -> _Reading | None:
    columns = read_columns(table, source.calendar)
    printed = in_percent(list(_printed(source, table, columns)))
    if not printed or _is_index(printed):
        return None
    scale = table_scale(table, source.loaded.text, currency=source.currency)
    if not scale.certain:
        cells = [(when.period, one.figure.printed) for one in printed if (when := columns[one.cell.column].when)]
        if tied := tied_scale(cells, stated):
            scale = Scale(replace(scale.units, scale=tied, share_scale=1), certain=True, text=scale.text)
    said = " ".join([table.title, *(f"{row.section} {row.label}" for row in table.rows), *(one.name for one in columns.values())])
    flowing = bool(words("measures", "flowing").search(said))
    of_a_day = bool(words("measures", "of_a_day").search(" ".join([table.title, *table.heads])))
    return _Reading(table, columns, read_layout(table, columns, parts), scale, printed, is_rolling(table.rows), flowing, of_a_day)


def _is_index(printed: Sequence[Printed]) -> bool:
    first = {one.row.start: one.figure.value for one in reversed(printed)}
    return len(first) > 1 and set(first.values()) == {INDEX}


def _printed(source: Source, table: Table, columns: Mapping[int, Column]) -> Iterator[Printed]:
    text = source.loaded.text
    mark = source.decimal_mark or common_mark(text[cell.start : cell.end] for row in table.rows for cell in row.cells)
    for row in table.rows:
        for cell in row.cells:
            if cell.column not in columns:
                continue
            shown = text[cell.start : cell.end]
            signed = any(sign in text[max(cell.start - 3, row.start) : cell.start] + shown for sign in CURRENCY)
            percent = "%" in shown or bool(_PERCENT.match(text, cell.end, row.end + 3))
            if stretch := read_stretch(shown):
                yield Printed(row, cell, PrintedFigure(shown, stretch.low, stretch.percent or percent, signed, stretch.scale), stretch)
            elif figure := _figure(shown, mark):
                yield Printed(row, cell, PrintedFigure(shown, figure.value, percent, signed))


def _figure(shown: str, mark: str) -> Figure | None:
    found = find_figures(join_groups(shown))
    return settle(found[0], mark) if len(found) == 1 and not is_year(shown) else None


def _facts(source: Source, reading: _Reading) -> Iterable[Fact]:
    for one in reading.printed:
        column = reading.columns[one.cell.column]
        tag = source.tags.at(one.cell.start, one.cell.end)
        named = name_figure(reading.layout, one.row, column)
        when = _when(source, reading, one, named) if named else None
        unit = unit_of(one.row, column.name, one.figure, reading.scale)
        if unit is None and tag is not None and tag.value is not None:
            unit = Unit("currency", None, 1)
        if named and when and unit:
            fact = _fact(source, reading, one, named=named, when=when, unit=unit)
            yield _confirmed(fact, tag) if tag else fact


def _when(source: Source, reading: _Reading, one: Printed, named: Named) -> When | None:
    """Return a figure's period: as its tag states it, else its row's own, else its column's, of which a balance takes the last day."""
    calendar, column, label = source.calendar, reading.columns[one.cell.column], bare(one.row.label)
    tag = source.tags.at(one.cell.start, one.cell.end)
    if tag and (period := tagged_period(tag, calendar)):
        return When(period)
    own = read_when(label, calendar) if is_only_period(label) or names_day(label) else None
    if column.when is None:
        return own and balance_when(label, own, calendar, rolling=True)
    if is_only_period(label) and own and own.period != column.when.period:
        return None
    if column.when.status is Status.ACTUAL and _EXPECTED_ROW.search(label):
        return None
    when = balance_when(label, column.when, calendar, rolling=reading.rolling)
    if when is None or when is not column.when or reading.rolling:
        return when
    if _is_balance(one.row, named, column) or (reading.of_a_day and not column.stretch):
        return instant_of(when, calendar)
    return when if _is_flow(reading, one, column, when) else None


def _is_flow(reading: _Reading, one: Printed, column: Column, when: When) -> bool:
    """Return whether a figure certainly happened over its column's period: the head says so, or what the rows measure does."""
    if when.period.start is None:
        return True
    if column.mixed:
        return one.figure.percent or bool(words("measures", "flowing").search(f"{one.row.section} {one.row.label}"))
    return column.stretch or reading.flowing


def _is_balance(row: TableRow, named: Named, column: Column) -> bool:
    """Return whether a row states what there was on a day, though its column is headed by a year.

    Under a head that says how long its period is ("Year ended"), few labels do; under a bare year any balance's name.
    """
    section = bare(row.section)
    labels = [bare(row.label), column.name, "" if section in {member for _, member in named.dimensions} else section]
    if words("measures", "balance_sections").search(row.section):
        return True
    if any(whole("measures", "strong_balances").fullmatch(label) for label in labels if label):
        return True
    parted = bool(named.dimensions) or column.role is Role.TOTAL
    if (column.stretch and not parted and not column.mixed) or words("measures", "flows").search(" ".join([named.label, *labels])):
        return False
    kinds = ("balances", "counted_balances") if column.mixed else ("balances",)
    return any(whole("measures", kind).fullmatch(label) for kind in kinds for label in labels if label)


def _fact(source: Source, reading: _Reading, one: Printed, *, named: Named, when: When, unit: Unit) -> Fact:
    column = reading.columns[one.cell.column]
    multiplier = one.stretch.scale if one.stretch and one.stretch.scale else unit.scale
    low = high = None
    if one.stretch and one.stretch.low != one.stretch.high:
        low, high = scaled(one.stretch.low, multiplier), scaled(one.stretch.high, multiplier)
    return Fact(
        id=fact_id(source.document_id, reading.table.page, one.cell.start),
        company=source.company,
        concept=None,
        label=named.label,
        value=(low + high) / 2 if low is not None and high is not None else scaled(one.figure.value, multiplier),
        printed=one.figure.printed,
        scale=multiplier,
        unit=unit.unit,
        currency=unit.currency,
        period=when.period,
        status=when.status,
        basis=_basis(reading, named, column),
        statement=None,
        document_id=source.document_id,
        page=reading.table.page,
        start=one.row.start,
        end=max(one.row.end, one.cell.end),
        cell_start=one.cell.start,
        cell_end=one.cell.end,
        low=low,
        high=high,
        dimensions=named.dimensions,
        caveats=when.caveats,
    )


def _basis(reading: _Reading, named: Named, column: Column) -> Basis:
    return Basis(
        accounting=_accounting(reading, named.words, column),
        share=share_basis_of(named.words),
        operations=operations_of(named.label),
        restated=column.restated,
    )


def _accounting(reading: _Reading, said: str, column: Column) -> str | None:
    """Return "adjusted", "pro forma" or, beside such figures, "GAAP"; None in a table that shows one basis only."""
    if column.accounting in {"adjusted", "pro forma"}:
        return column.accounting
    if words("basis", "pro_forma").search(said):
        return "pro forma"
    if words("basis", "adjusted").search(said):
        return "adjusted"
    if (
        column.accounting is None
        and reading.layout.measure
        and words("basis", "adjusted").search(reading.layout.measure)
        and reading.layout.measure in said
    ):
        return "adjusted"
    return "GAAP" if reading.layout.bridge or column.accounting else None


def _confirmed(fact: Fact, tag: TaggedFact) -> Fact:
    """Return a fact with what its tag says of unit, scale and parts; the parts keep the names that are printed."""
    confirmed = confirm(fact, tag)
    return replace(confirmed, dimensions=tagged_dimensions(tag, fact.dimensions))
