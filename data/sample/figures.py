"""The numbers of a sample filing: reads them, computes every total, checks every tie, fills them into prose."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\.(\d{4})(?:([-/])(\d{4}))?\}")


@dataclass(frozen=True)
class Row:
    """A printed line of a table: its label, its values by year (none for a section head) and how it is set."""

    key: str
    label: str
    values: dict[int, Decimal] = field(default_factory=dict)
    indent: int = 0
    bold: bool = False
    dollar: bool = False
    rule: str = ""
    unit: str = "USD"


@dataclass(frozen=True)
class Grid:
    """A table: title, unit line, head over the years, the years as columns, and its rows."""

    name: str
    title: str
    units: str
    head: str
    columns: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Filing:
    """One company's year: cover fields, statements and tables by name, and every row by key."""

    cover: dict[str, str]
    years: dict[int, tuple[str, str]]
    scale: int
    decimals: int
    statements: dict[str, Grid]
    tables: dict[str, Grid]
    rows: dict[str, Row]


def read_filing(path: Path) -> Filing:
    """Return the filing of a TOML file with all totals computed; raises ValueError for a tie that does not hold."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    rows: dict[str, Row] = {}
    statements = {name: _grid(name, body, rows) for name, body in raw["statements"].items()}
    tables = {name: _grid(name, body, rows) for name, body in raw["tables"].items()}
    filing = Filing(
        cover={name: value for name, value in raw.items() if isinstance(value, str)},
        years={int(year): (span[0], span[1]) for year, span in raw["fiscal_years"].items()},
        scale=raw["scale"],
        decimals=raw["decimals"],
        statements=statements,
        tables=tables,
        rows=rows,
    )
    for problem in _problems(raw, rows):
        raise ValueError(f"{path.name}: {problem}")
    return filing


def _grid(name: str, body: dict[str, Any], rows: dict[str, Row]) -> Grid:
    columns = tuple(body["columns"])
    made = []
    for item in body["rows"]:
        if "section" in item:
            made.append(Row("", item["section"], bold=item.get("bold", False)))
            continue
        row = Row(
            item["key"],
            item["label"],
            _values(item, columns, rows),
            indent=item.get("indent", 0),
            bold=item.get("bold", False),
            dollar=item.get("dollar", False),
            rule=item.get("rule", ""),
            unit=item.get("unit", "USD"),
        )
        rows[row.key] = row
        made.append(row)
    return Grid(name, body.get("title", ""), body["units"], body["head"], columns, tuple(made))


def _values(item: dict[str, Any], columns: tuple[int, ...], rows: dict[str, Row]) -> dict[int, Decimal]:
    if "copy" in item:
        return dict(rows[item["copy"]].values)
    if "values" in item:
        return {year: Decimal(value) for year, value in zip(columns, item["values"], strict=True)}
    terms = [(rows[key.removeprefix("-")], -1 if key.startswith("-") else 1) for key in item["sum"]]
    return {year: sum((row.values[year] * sign for row, sign in terms), Decimal(0)) for year in columns}


def _problems(raw: dict[str, Any], rows: dict[str, Row]) -> list[str]:
    found = []
    for left, right in raw["ties"].items():
        common = rows[left].values.keys() & rows[right].values.keys()
        found += [f"{left} is not {right} in {year}" for year in sorted(common) if rows[left].values[year] != rows[right].values[year]]
    for start, end in raw["rolls"].items():
        for year, value in rows[start].values.items():
            if year - 1 in rows[end].values and rows[end].values[year - 1] != value:
                found.append(f"{start} of {year} is not {end} of {year - 1}")
    for key, causes in raw["changes"].items():
        balance = rows[key].values
        year = max(balance)
        if balance[year] - balance[year - 1] != _total(rows, causes, year):
            found.append(f"{key} does not roll forward to {year}")
    for key, (income, shares) in raw["per_share"].items():
        for year, printed in rows[key].values.items():
            if round(rows[income].values[year] / rows[shares].values[year], 2) != printed:
                found.append(f"{key} of {year} does not follow from {income} and {shares}")
    return found


def _total(rows: dict[str, Row], keys: list[str], year: int) -> Decimal:
    """Return what the named rows add to a balance; a noncontrolling share of income adds although it is printed as a deduction."""
    return sum((rows[key].values[year] for key in keys), Decimal(0))


def fill(text: str, filing: Filing) -> str:
    """Return prose with its placeholders replaced by figures, all without sign.

    `{a.2024}` is an amount, `{a.2024-2023}` the difference, `{a.2024/2023}` the change in percent, `{a:b.2024}` a in percent of b.
    """

    def amount(value: Decimal) -> str:
        millions = abs(value) * filing.scale / 1_000_000
        return f"${millions.quantize(Decimal('0.1')):,} million"

    def replace(found: re.Match[str]) -> str:
        key, other, year, sign, base = found.groups()
        value = filing.rows[key].values[int(year)]
        if other:
            return f"{abs(value / filing.rows[other].values[int(year)] * 100):.1f}%"
        if sign == "-":
            return amount(value - filing.rows[key].values[int(base)])
        if sign == "/":
            before = filing.rows[key].values[int(base)]
            return f"{abs((value - before) / before * 100):.1f}%"
        return amount(value)

    return PLACEHOLDER.sub(replace, text)


def printed(value: Decimal, row: Row, decimals: int) -> str:
    """Return a figure as a statement prints it, without currency sign: "(63.8)", "1,284.6", an em dash for zero."""
    if value == 0:
        return "—"
    places = 2 if row.unit == "USD/share" else decimals
    text = f"{abs(value):,.{places}f}"
    return f"({text})" if value < 0 else text
