"""A filing as HTML with inline XBRL: hidden cover facts, contexts, units, and a tag around every figure of the statements."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from making.checks import period_of
from making.covers import FICTION
from making.figures import Column, Filing, Grid, Row
from making.prose import blocks
from making.words import printed

_TAXONOMY = Path(__file__).resolve().parent.parent / "source" / "taxonomy.toml"
_NAMESPACES = (
    'xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
    'xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
    'xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:us-gaap="http://fasb.org/us-gaap/2023" xmlns:srt="http://fasb.org/srt/2023" '
    'xmlns:dei="http://xbrl.sec.gov/dei/2023" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:own="http://example.com/20240203"'
)
_UNITS = (
    '<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="shares"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="perShare"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>'
    "<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>"
)
_UNIT_OF = {"USD": "usd", "shares": "shares", "USD/share": "perShare"}
_BREAK = '<hr style="page-break-after:always"/>\n'


@dataclass
class _Page:
    """The file while it is written: what it is of, its blocks, the contexts that its tags use, and which page comes next."""

    filing: Filing
    blocks: list[str] = field(default_factory=list)
    contexts: dict[str, str] = field(default_factory=dict)
    number: int = 1
    pages: dict[str, tuple[int, ...]] = field(default_factory=dict)


def write_inline(path: Path, filing: Filing, prose: str) -> dict[str, tuple[int, ...]]:
    """Write the file and return, for each statement and table, the page of each row."""
    page = _Page(filing)
    page.blocks += _cover(page)
    _break(page)
    for block in blocks(prose):
        _write_block(page, block)
    body = "\n".join(page.blocks)
    path.write_text(
        f"<?xml version='1.0' encoding='UTF-8'?>\n<html {_NAMESPACES} lang=\"en\"><head><title>{filing.name}</title></head>\n"
        f'<body style="font-family:Times New Roman">\n{_header(page)}\n{body}\n</body></html>\n',
        encoding="utf-8",
    )
    return page.pages


def _write_block(page: _Page, block: str) -> None:
    if found := re.fullmatch(r"\[\[statement (\w+)\]\]", block):
        _break(page)
        grid = page.filing.statements[found[1]]
        title = f"<p><b>{escape(page.filing.cover['company'])}</b></p><p><b>{escape(grid.title.upper())}</b></p><p>{escape(grid.units)}</p>"
        page.blocks += [title, _table(page, grid)]
        _break(page)
    elif found := re.fullmatch(r"\[\[table (\w+)\]\]", block):
        grid = page.filing.tables[found[1]]
        page.blocks += [f"<p><b>{escape(grid.title)}</b></p><p>{escape(grid.units)}</p>", _table(page, grid)]
    elif block.startswith("#"):
        marks, text = block.split(" ", 1)
        page.blocks.append(f"<h{len(marks)}>{escape(text)}</h{len(marks)}>")
    else:
        bold = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(block, quote=False))
        page.blocks.append(f"<p>{bold}</p>".replace("\n", "<br/>"))


def _break(page: _Page) -> None:
    """End the page, unless it is empty."""
    if page.blocks and page.blocks[-1] != _BREAK:
        page.blocks += [f'<p style="text-align:center">{page.number}</p>', _BREAK]
        page.number += 1


def _cover(page: _Page) -> Iterator[str]:
    """Yield the cover, whose facts are tagged where they are shown."""
    cover = page.filing.cover

    def fact(name: str, text: str, form: str = "") -> str:
        """Return a text of the cover as a tagged `dei` fact of the whole year; `form` is how a date is written."""
        shape = f' format="{form}"' if form else ""
        return f'<ix:nonNumeric name="dei:{name}" contextRef="{_whole(page)}"{shape}>{escape(text)}</ix:nonNumeric>'

    yield "<p><b>UNITED STATES<br/>SECURITIES AND EXCHANGE COMMISSION</b><br/>Washington, D.C. 20549</p>"
    yield f"<p><b>FORM {fact('DocumentType', cover['form'])}</b><br/>{escape(cover['amendment'])}</p>"
    yield f"<p>For the fiscal year ended {fact('DocumentPeriodEndDate', cover['year_end'], 'ixt:date-monthname-day-year-en')}</p>"
    yield f"<p>Commission file number {fact('EntityFileNumber', cover['commission_file'])}</p>"
    yield f"<p><b>{fact('EntityRegistrantName', cover['company'])}</b><br/>(Exact name of registrant as specified in its charter)</p>"
    yield f"<p>{escape(cover['address'])}<br/>{escape(cover['phone'])}</p>"
    heads = ("Title of each class", "Trading Symbol(s)", "Name of each exchange on which registered")
    cells = (escape(cover["security"]), fact("TradingSymbol", cover["symbol"]), escape(cover["exchange"]))
    yield (
        "<table><tr>"
        + "".join(f"<td>{one}</td>" for one in heads)
        + "</tr><tr>"
        + "".join(f"<td>{one}</td>" for one in cells)
        + "</tr></table>"
    )
    yield f"<p>{escape(cover['shares_outstanding'])}</p>"
    yield f"<p>{FICTION}</p>"


def _header(page: _Page) -> str:
    """Return what is not shown: further facts of the cover, contexts and units."""
    cover = page.filing.cover
    hidden = {
        "AmendmentFlag": "true",
        "DocumentFiscalYearFocus": str(page.filing.statements["income"].columns[0].key),
        "DocumentFiscalPeriodFocus": "FY",
        "EntityCentralIndexKey": cover["registrant"],
        "EntityFilerCategory": cover["filer"],
        "CurrentFiscalYearEndDate": cover["year_ends"],
    }
    facts = "".join(f'<ix:nonNumeric name="dei:{name}" contextRef="{_whole(page)}">{text}</ix:nonNumeric>' for name, text in hidden.items())
    contexts = "\n".join(page.contexts.values())
    return (
        f'<div style="display:none"><ix:header><ix:hidden>{facts}</ix:hidden><ix:references/>'
        f"<ix:resources>{contexts}{_UNITS}</ix:resources></ix:header></div>"
    )


def _whole(page: _Page) -> str:
    column = page.filing.statements["income"].columns[0]
    return _context(page, column.start, column.end)


def _context(page: _Page, start: str | None, end: str, member: str = "") -> str:
    """Return the id of a context, which is declared once."""
    key = "_".join(filter(None, (f"d{start}" if start else "i", end, member))).replace("-", "")
    segment = f'<xbrldi:explicitMember dimension="srt:ProductOrServiceAxis">own:{member}</xbrldi:explicitMember>' if member else ""
    inside = f"<xbrli:segment>{segment}</xbrli:segment>" if member else ""
    when = (
        f"<xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>"
        if start
        else f"<xbrli:instant>{end}</xbrli:instant>"
    )
    identifier = f'<xbrli:identifier scheme="http://www.sec.gov/CIK">{page.filing.cover["registrant"]}</xbrli:identifier>'
    page.contexts[key] = (
        f'<xbrli:context id="{key}"><xbrli:entity>{identifier}{inside}</xbrli:entity><xbrli:period>{when}</xbrli:period></xbrli:context>'
    )
    return key


def _table(page: _Page, grid: Grid) -> str:
    columns = len(grid.columns)
    heads = (
        [f'<tr><td></td><td colspan="{3 * columns}" style="text-align:center"><b>{escape(grid.heads[0][0])}</b></td></tr>']
        if grid.heads[0][0]
        else []
    )
    names = "".join(
        f'<td colspan="3" style="text-align:right"><b>{escape(one.head).replace(chr(10), "<br/>")}</b></td>' for one in grid.columns
    )
    lines = [*heads, f"<tr><td></td>{names}</tr>"]
    for row in grid.rows:
        label = f"<b>{escape(row.label)}</b>" if row.bold else escape(row.label)
        cells = "".join(_cells(page, grid, row, column) for column in grid.columns)
        lines.append(f'<tr><td style="padding-left:{12 * row.indent}pt">{label}</td>{cells}</tr>')
    page.pages[grid.name] = (page.number,) * len(grid.rows)
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def _cells(page: _Page, grid: Grid, row: Row, column: Column) -> str:
    """Return the three cells of a figure: dollar sign, figure, bracket."""
    if column.key not in row.values:
        return "<td></td><td></td><td></td>"
    value = row.values[column.key]
    text = printed(value, row, page.filing)
    bare = text.strip("()")
    start, end = period_of(grid, row, column)
    names = taxonomy()
    context = _context(page, start, end, names["members"].get(row.key, ""))
    shown = value if row.key not in names["negated"]["rows"] else -value
    scale, decimals = ("0", "2") if "/share" in row.unit else ("6", "-5")
    form = "ixt:fixed-zero" if value == 0 else "ixt:num-dot-decimal"
    sign = ' sign="-"' if shown < Decimal(0) else ""
    tag = (
        f'<ix:nonFraction name="us-gaap:{names["names"][row.key]}" contextRef="{context}" unitRef="{_UNIT_OF[row.unit]}" '
        f'decimals="{decimals}" scale="{scale}" format="{form}"{sign}>{bare}</ix:nonFraction>'
    )
    opens = "(" if text.startswith("(") else ""
    return f'<td>{"$" if row.dollar else ""}</td><td style="text-align:right">{opens}{tag}</td><td>{")" if opens else ""}</td>'


@cache
def taxonomy() -> dict[str, Any]:
    """Return which us-gaap name, and which member of the product axis, each row has."""
    return tomllib.loads(_TAXONOMY.read_text(encoding="utf-8"))
