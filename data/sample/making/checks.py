"""What must hold before anything is written: ties inside a filing, and between the filings of a company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from making.figures import Column, Filing, Grid, Key, Row

# What a figure is: company, statement, row, whose, first day, last day.
Meaning = tuple[str, str, str, str, str | None, str]


def check(filings: Iterable[Filing]) -> None:
    """Raise ValueError, naming the paper, for the first tie that does not hold."""
    known: dict[Meaning, tuple[Decimal, Filing]] = {}
    for filing in filings:
        for problem in (*_inside(filing), *_against(filing, known)):
            raise ValueError(f"{filing.name}: {problem}")
    for problem in _quarters(known):
        raise ValueError(problem)


def _inside(filing: Filing) -> Iterator[str]:
    rows = filing.rows
    shown = {key for grid in filing.statements.values() for row in grid.rows for key in row.values}
    for left, right in filing.checks["ties"].items():
        if left in rows and right in rows:
            common = rows[left].values.keys() & rows[right].values.keys()
            yield from (
                f"{left} is not {right} in {key}: {rows[left].values[key]} and {rows[right].values[key]}"
                for key in sorted(common, key=str)
                if rows[left].values[key] != rows[right].values[key]
            )
    for start, end in filing.checks["rolls"].items():
        yield from _rolls(rows, start, end)
    for key, causes in filing.checks["changes"].items():
        yield from _changes(rows, key, causes, shown)
    for part, whole in filing.checks["parts"].items():
        yield from _parts_of(rows, part, whole)
    for key, (income, shares) in filing.checks["per_share"].items():
        for column, value in rows[key].values.items() if key in rows else ():
            if column in rows[income].values and abs(rows[income].values[column] / rows[shares].values[column] - value) > Decimal("0.0051"):
                yield f"{key} of {column} does not follow from {income} and {shares}"


def _rolls(rows: dict[str, Row], start: str, end: str) -> Iterator[str]:
    for key, value in rows[start].values.items() if start in rows else ():
        before = _year_before(key)
        if before in rows[end].values and rows[end].values[before] != value:
            yield f"{start} of {key} is not {end} of {before}: {value} and {rows[end].values[before]}"


def _parts_of(rows: dict[str, Row], part: str, whole: str) -> Iterator[str]:
    """Yield each year whose quarters ("2024q1" to "2024q4") do not add up to the year."""
    for year, value in rows[whole].values.items() if part in rows else ():
        quarters = [amount for key, amount in rows[part].values.items() if str(key).startswith(f"{year}q")]
        if quarters and sum(quarters, Decimal(0)) != value:
            yield f"{part} of the quarters of {year} is not {whole}"


def _changes(rows: dict[str, Row], key: str, causes: list[str], shown: set[Key]) -> Iterator[str]:
    """Yield each year over which a balance does not change by what the named rows add to it.

    A noncontrolling share of income adds although it is printed as a deduction; "-name" takes a row away.
    """
    balance = rows[key].values if key in rows else {}
    terms = [
        (rows[cause.removeprefix("-")].values, -1 if cause.startswith("-") else 1) for cause in causes if cause.removeprefix("-") in rows
    ]
    for year, value in balance.items():
        before = _year_before(year)
        if year in shown and before in balance and all(year in values for values, _ in terms):
            total = sum((values[year] * sign for values, sign in terms), Decimal(0))
            if value - balance[before] != total:
                yield f"{key} does not roll forward to {year}: {value - balance[before]} and {total}"


def _year_before(key: Key) -> Key | None:
    if isinstance(key, int):
        return key - 1
    return f"{int(key[:4]) - 1}{key[4:]}" if key[:4].isdecimal() else None


def _against(filing: Filing, known: dict[Meaning, tuple[Decimal, Filing]]) -> Iterator[str]:
    """Yield each figure that differs from what an earlier read filing states, unless one of the two says that it restates it."""
    for grid in filing.statements.values():
        for row, column, value in cells_of(grid):
            meaning = meaning_of(filing, grid, row, column)
            scale = 1 if "/share" in row.unit else filing.scale
            units = value * scale
            other = known.setdefault(meaning, (units, filing))
            rounding = Decimal(0) if other[1].scale == filing.scale else Decimal(max(other[1].scale, filing.scale)) / 2
            allowed = {*filing.restated, *other[1].restated}
            if abs(other[0] - units) > rounding and row.key not in allowed:
                yield f"{row.key} of {column.key} differs from {other[1].name}: {units} and {other[0]}"


def _quarters(known: dict[Meaning, tuple[Decimal, Filing]]) -> Iterator[str]:
    """Yield each fourth quarter that is not the year less nine months."""
    for (company, statement, key, basis, start, end), (value, filing) in known.items():
        if start and end.endswith("-12-31") and start.endswith("-10-01") and "share" not in key:
            year = known.get((company, statement, key, basis, f"{start[:4]}-01-01", end))
            months = known.get((company, statement, key, basis, f"{start[:4]}-01-01", f"{start[:4]}-09-30"))
            if year and months and "eps" not in key and year[0] - months[0] != value:
                yield f"{filing.name}: {key} of the quarter ended {end} is {value}, the year less nine months {year[0] - months[0]}"


def cells_of(grid: Grid) -> Iterator[tuple[Row, Column, Decimal]]:
    """Yield the figures of a grid, row by row, with their columns."""
    for row in grid.rows:
        yield from ((row, column, row.values[column.key]) for column in grid.columns if column.key in row.values)


def meaning_of(filing: Filing, grid: Grid, row: Row, column: Column) -> Meaning:
    """Return what a figure of a statement is, in the words that every filing of the company shares."""
    start, end = period_of(grid, row, column)
    return filing.cover["company"], grid.kind, row.key.removesuffix("_parent"), column.basis, start, end


def period_of(grid: Grid, row: Row, column: Column) -> tuple[str | None, str]:
    """Return a figure's period: both days, or None and the day of an instant; cash at the start is held on the day before."""
    if row.key == "cash_at_start" and column.start:
        return None, _day_before(column.start)
    instant = grid.kind == "balance" or row.key == "cash_at_end"
    return (None if instant else column.start), column.end


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
