"""A watchlist's companies as a table: read from what a spreadsheet saves, and written for one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from research.errors import UsageError
from research.nouns.watchlists import WatchedCompany
from research.watchlists.checking import company_key, tidy
from ui.render.copying import safe_cell

MOST_BYTES = 5_000_000
_SEPARATORS = ",;\t|"
# How a column may be headed, by what it holds.
_HEADS: Mapping[str, frozenset[str]] = {
    "company": frozenset({"company", "company name", "name", "issuer", "security", "security name", "公司", "公司名称", "名称"}),
    "ticker": frozenset({"ticker", "symbol", "code", "ticker symbol", "代码", "股票代码"}),
    "sector": frozenset({"sector", "industry", "group", "行业", "板块"}),
    "owner": frozenset({"owner", "analyst", "covered by", "coverage", "responsible", "负责人", "分析师"}),
}
_FIELDS = tuple(_HEADS)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The companies of a table in order, and what is to be told of its lines: those left out and why."""

    companies: tuple[WatchedCompany, ...]
    told: tuple[str, ...]


def read_table(text: str, *, name: str) -> ReadTable:
    """Return the companies of a table with a line of heads, or of lines with a company's name each.

    Columns may stand in any order, separated by comma, semicolon, tab or bar; further ones are not read. A line without a company but
    with a ticker is named by the ticker. Raises UsageError, naming the file, when no column holds companies, and for what is no text.
    """
    if "\0" in text or text.count("\ufffd") > len(text) / 100:
        raise UsageError(f"{name} is no text", "save the sheet as CSV")
    rows = _rows(text, name)
    if not rows:
        raise UsageError(f"{name} holds no lines", "write a line company,ticker,sector,owner and below it one company a line")
    columns = _columns(rows[0][1])
    if not {"company", "ticker"} & columns.keys():
        if max(len(cells) for _, cells in rows) > 1:
            raise UsageError(f"{name}: no column is headed company or ticker", "write company,ticker,sector,owner as its first line")
        columns, body = {"company": 0}, rows
    else:
        body = rows[1:]
    companies: list[WatchedCompany] = []
    told: list[str] = []
    seen: dict[str, int] = {}
    for line, cells in body:
        values = {field: tidy(cells[at]) if at < len(cells) else "" for field, at in columns.items()}
        company = WatchedCompany(
            values.get("company") or values.get("ticker", ""), values.get("ticker", ""), values.get("sector", ""), values.get("owner", "")
        )
        if not company.company:
            told.append(f"line {line} names no company and is left out")
        elif (first := seen.setdefault(company_key(company.company), line)) != line:
            told.append(f"line {line} names {company.company} again, as line {first} does")
            companies.append(company)
        else:
            companies.append(company)
    return ReadTable(tuple(companies), tuple(told))


def write_table(companies: Iterable[WatchedCompany]) -> str:
    """Return companies as CSV with a line of heads; no cell starts a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_FIELDS)
    writer.writerows([safe_cell(value) for value in (one.company, one.ticker, one.sector, one.owner)] for one in companies)
    return out.getvalue()


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Return the lines that hold anything, each with its number and cells."""
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise UsageError(f"{name} line {reader.line_num}: {error}", "save the sheet as CSV again") from error
    return [(line, cells) for line, cells in rows if any(cells)]


def _separator(text: str) -> str:
    """Return what separates the cells of the first line that is not empty, a comma where nothing does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count) if any(mark in first for mark in _SEPARATORS) else ","


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """Return at which column each field stands; the first column headed so counts."""
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        words = " ".join(head.casefold().replace("_", " ").split())
        field = next((field for field, names in _HEADS.items() if words in names), None)
        if field:
            found.setdefault(field, at)
    return found
