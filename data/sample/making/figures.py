"""The numbers of a company's filings: reads them from its TOML file, computes every total, and cuts them into filings."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, TypeAlias

# A column's key: a fiscal year, or a name such as "q3_2024" or "2024p" (the parent company's year).
Key: TypeAlias = int | str


@dataclass(frozen=True)
class Row:
    """A printed line of a table: its label, its values by column (none for a section head) and how it is set.

    `cells` are words in place of figures, by column.
    """

    key: str
    label: str
    values: dict[Key, Decimal] = field(default_factory=dict)
    indent: int = 0
    bold: bool = False
    dollar: bool = False
    rule: str = ""
    unit: str = "USD"
    note: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of figures: its key, the head printed over it, first and last day, whose figures, and which cut of a year.

    `day` is the head on a balance sheet, where it differs.
    """

    key: Key
    head: str
    start: str
    end: str
    basis: str = "group"
    span: str = "year"
    day: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: title, unit line, heads over groups of columns, the columns, and its rows.

    `names` head columns that hold words; figures are printed divided by `divisor`.
    """

    name: str
    title: str
    units: str
    heads: tuple[tuple[str, int], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: str = ""
    names: tuple[str, ...] = ()
    divisor: int = 1


@dataclass(frozen=True)
class Filing:
    """One paper of a company: its cover's fields, statements and tables by name, and every row by key.

    `restated` gives, by row, why the figures of `restated_columns` differ from those that the periods' own papers state.
    """

    cover: dict[str, str]
    scale: int
    decimals: int
    statements: dict[str, Grid]
    tables: dict[str, Grid]
    rows: dict[str, Row]
    restated: dict[str, str]
    restated_columns: tuple[Key, ...]
    checks: dict[str, Any]

    @property
    def name(self) -> str:
        """Return the name of its file without ending."""
        return self.cover["name"]

    @property
    def chinese(self) -> bool:
        """Return whether it is written in Chinese."""
        return self.cover.get("language") == "zh"


def read_filings(path: Path) -> list[Filing]:
    """Return a company's filings in the order of its TOML file, with all totals computed."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return [_filing(raw, own) for own in raw["filings"]]


def _filing(raw: dict[str, Any], own: dict[str, Any]) -> Filing:
    rows: dict[str, Row] = {}
    columns = {_key(name): _column(_key(name), body, own) for name, body in raw["periods"].items()}
    grids: dict[str, dict[str, Grid]] = {"statements": {}, "tables": {}}
    for part, made in grids.items():
        for name, body in raw[part].items():
            wanted = own["columns"].get(name)
            if wanted is not None:
                kept = [columns[_key(one)] for one in wanted]
                made[name] = _grid(name, body, own, columns=[_on_day(one) for one in kept] if name == "balance" else kept, rows=rows)
    texts = {name: value for name, value in raw.items() if isinstance(value, str)}
    return Filing(
        cover=texts | {name: value for name, value in own.items() if isinstance(value, str)},
        scale=own.get("scale", raw["scale"]),
        decimals=own.get("decimals", raw["decimals"]),
        statements=grids["statements"],
        tables=grids["tables"],
        rows=rows,
        restated=own.get("restated", {}),
        restated_columns=tuple(own.get("restated_columns", own["columns"].get("income", [])[1:])),
        checks={name: raw.get(name, {}) for name in ("ties", "rolls", "changes", "per_share", "parts")},
    )


def _key(name: Key) -> Key:
    return int(name) if str(name).isdecimal() else name


def _column(key: Key, body: dict[str, str], own: dict[str, Any]) -> Column:
    head = own.get("heads", {}).get(str(key), body.get("head", str(key)))
    return Column(key, head, body["start"], body["end"], body.get("basis", "group"), body.get("span", "year"), body.get("day", ""))


def _on_day(column: Column) -> Column:
    """Return a column of a balance sheet, headed by its day where the file gives one."""
    return replace(column, head=column.day or column.head)


def _grid(name: str, body: dict[str, Any], own: dict[str, Any], *, columns: list[Column], rows: dict[str, Row]) -> Grid:
    made = []
    for row in _rows(name, body, own, rows=rows):
        shown = {column.key: row.values[column.key] for column in columns if column.key in row.values}
        if row.key and not row.cells and (row.key in own.get("left_out", ()) or not any(shown.values())):
            continue
        made.append(replace(row, values=shown))
    texts = own.get("texts", {}).get(name, {})
    heads = texts.get("head", body["head"])
    groups = ((heads, len(columns)),) if isinstance(heads, str) else tuple((text, count) for text, count in heads)
    return Grid(
        name,
        texts.get("title", body.get("title", "")),
        texts.get("units", body["units"]),
        groups,
        tuple(columns),
        _without_empty_sections(made),
        kind=body.get("kind", name),
        names=tuple(body.get("names", ())),
        divisor=body.get("divisor", 1),
    )


def _rows(name: str, body: dict[str, Any], own: dict[str, Any], *, rows: dict[str, Row]) -> list[Row]:
    """Return a grid's rows in their order, with every column of the file; a total may stand above its parts."""
    of_file = [_key(one) for one in body["columns"]]
    made: dict[int, Row] = {}
    waiting = dict(enumerate(body["rows"]))
    while waiting:
        ready = {at: item for at, item in waiting.items() if _parts(item) <= rows.keys()}
        if not ready:
            raise ValueError(f"{name}: {next(iter(waiting.values()))} needs a row that is not there")
        for at, item in ready.items():
            made[at] = row = _row(item, own, of_file=of_file, rows=rows)
            del waiting[at]
            if row.key:
                rows[row.key] = row
    return [made[at] for at in sorted(made)]


def _parts(item: dict[str, Any]) -> set[str]:
    """Return the keys of the rows that a row is computed from."""
    names = [*item.get("sum", ()), *item.get("quotient", ()), *([item["copy"]] if "copy" in item else [])]
    return {name.removeprefix("-") for name in names}


def _without_empty_sections(rows: list[Row]) -> tuple[Row, ...]:
    """Return the rows without section heads that only another section, or nothing, follows; a bold head may stand over others."""
    kept: list[Row] = []
    for row in reversed(rows):
        below = kept[-1] if kept else None
        if row.key or row.bold or row.note or (below and (below.key or not below.bold)):
            kept.append(row)
    return tuple(reversed(kept))


def _row(item: dict[str, Any], own: dict[str, Any], *, of_file: list[Key], rows: dict[str, Row]) -> Row:
    if "section" in item:
        return Row("", item["section"], bold=item.get("bold", False), note=item.get("note", ""))
    values = _values(item, of_file, rows)
    changed = own.get("values", {}).get(item["key"], {})
    values |= {_key(name): Decimal(value) for name, value in changed.items()}
    return Row(
        item["key"],
        own.get("labels", {}).get(item["key"], item["label"]),
        values,
        indent=item.get("indent", 0),
        bold=item.get("bold", False),
        dollar=item.get("dollar", False),
        rule=item.get("rule", ""),
        unit=item.get("unit", "USD"),
        note=item.get("note", ""),
        cells=tuple(item.get("cells", ())),
    )


def _values(item: dict[str, Any], columns: list[Key], rows: dict[str, Row]) -> dict[Key, Decimal]:
    if "cells" in item:
        return {}
    if "copy" in item:
        return dict(rows[item["copy"]].values)
    if "values" in item:
        return {column: Decimal(value) for column, value in zip(columns, item["values"], strict=True) if value != ""}
    if "quotient" in item:
        above, below = (rows[key].values for key in item["quotient"])
        cent = Decimal("0.01")
        return {key: (above[key] / below[key]).quantize(cent, ROUND_HALF_UP) for key in columns if key in above and key in below}
    terms = [(rows[key.removeprefix("-")], -1 if key.startswith("-") else 1) for key in item["sum"]]
    known = [key for key in columns if any(key in row.values for row, _ in terms)]
    return {key: sum((row.values.get(key, Decimal(0)) * sign for row, sign in terms), Decimal(0)) for key in known}
