"""Small HTML pages and inline XBRL filings, of our own words, built as filing tools build theirs."""

from __future__ import annotations

from collections.abc import Sequence

NAMESPACES = (
    'xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
    'xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:us-gaap="http://fasb.org/us-gaap/2024" '
    'xmlns:dei="http://xbrl.sec.gov/dei/2024" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"'
)
BREAK = '<hr style="page-break-after:always"/>'
UNITS = (
    '<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="shares"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="perShare"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>'
    "<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>"
    '<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>'
)
COVER = (
    ("dei:EntityRegistrantName", "ORCHARD TOOLS, INC."),
    ("dei:TradingSymbol", "ORCH"),
    ("dei:DocumentType", "10-K"),
    ("dei:DocumentFiscalYearFocus", "2024"),
    ("dei:DocumentFiscalPeriodFocus", "FY"),
)


def context(key: str, ends: str, begins: str = "", segment: str = "") -> str:
    """Return a context: an instant, or a stretch of days; `segment` is a member of the segments' axis."""
    when = (
        f"<xbrli:startDate>{begins}</xbrli:startDate><xbrli:endDate>{ends}</xbrli:endDate>"
        if begins
        else f"<xbrli:instant>{ends}</xbrli:instant>"
    )
    member = (
        f'<xbrldi:explicitMember dimension="us-gaap:StatementBusinessSegmentsAxis">{segment}</xbrldi:explicitMember>' if segment else ""
    )
    inside = f"<xbrli:segment>{member}</xbrli:segment>" if member else ""
    return (
        f'<xbrli:context id="{key}"><xbrli:entity><xbrli:identifier scheme="x">1</xbrli:identifier>{inside}</xbrli:entity>'
        f"<xbrli:period>{when}</xbrli:period></xbrli:context>"
    )


CONTEXTS = (
    context("fy24", "2024-12-31", "2024-01-01")
    + context("fy23", "2023-12-31", "2023-01-01")
    + context("end24", "2024-12-31")
    + context("end23", "2023-12-31")
    + context("saws", "2024-12-31", "2024-01-01", "orch:SawsMember")
)


def tag(
    name: str, printed: str, when: str, *, unit: str = "usd", scale: str = "6", form: str = "ixt:num-dot-decimal", extra: str = ""
) -> str:
    """Return a tagged figure."""
    form = f' format="{form}"' if form else ""
    scaled = f' scale="{scale}"' if scale else ""
    return (
        f'<ix:nonFraction name="{name}" contextRef="{when}" unitRef="{unit}" decimals="-6"{scaled}{form} {extra}>{printed}</ix:nonFraction>'
    )


def cells(*figures: str) -> str:
    """Return the cells of figures as filing tools split them: sign, digits, closing mark, gap."""
    parts = []
    for figure in figures:
        close = ")" if figure.startswith(("(", "$(")) else "%" if figure.endswith("%") else ""
        body = figure.removesuffix(")").removesuffix("%")
        parts.append('<td style="display:none"></td>')
        parts.append(f"<td>$</td><td>{body[1:]}</td>" if body.startswith("$") else f'<td colspan="2">{body}</td>')
        parts.append(f'<td>{close}</td><td style="width:1%"></td>')
    return "".join(parts)


def row(label: str, *figures: str, indent: int = 0) -> str:
    """Return a table row: a label set in by points, and figures."""
    return f'<tr><td colspan="2" style="padding:2px 1pt 2px {indent}pt">{label}</td>{cells(*figures)}</tr>'


def heads(*words: str) -> str:
    """Return a row of column heads, each over the cells of one figure."""
    return '<tr><td colspan="2">&#160;</td>' + "".join(f'<td colspan="3"><b>{word}</b></td><td></td>' for word in words) + "</tr>"


def filing(*blocks: str, hidden: str = "", cover: Sequence[tuple[str, str]] = COVER, contexts: str = CONTEXTS) -> bytes:
    """Return a filing: its hidden header with the cover's facts, then the blocks of its body."""
    facts = "".join(f'<ix:nonNumeric name="{name}" contextRef="fy24">{value}</ix:nonNumeric>' for name, value in cover)
    form = "ixt:date-monthname-day-year-en"
    end = f'<ix:nonNumeric name="dei:DocumentPeriodEndDate" contextRef="fy24" format="{form}">December 31, 2024</ix:nonNumeric>'
    header = f"<ix:header><ix:hidden>{facts}{hidden}</ix:hidden><ix:resources>{UNITS}{contexts}</ix:resources></ix:header>"
    period = f"<p>For the fiscal year ended {end}</p>" if cover else ""
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><html {NAMESPACES}><head><title>orch-20241231</title></head><body>"
        f'<div style="display:none">{header}</div><p>Orchard Tools, Inc.</p>{period}{"".join(blocks)}</body></html>'
    ).encode()


def income_statement() -> str:
    """Return a tagged statement of income for two years, in millions."""
    gaap = "us-gaap:"

    def pair(name: str, this: str, last: str, **more: str) -> tuple[str, str]:
        dollars = "$" if this.startswith("$") else ""
        brackets = "(" if this.startswith("(") else ""
        bare = (one.strip("$()") for one in (this, last))
        this, last = (tag(gaap + name, one, when, **more) for one, when in zip(bare, ("fy24", "fy23"), strict=True))
        return (f"{dollars}{brackets}{this}" + (")" if brackets else ""), f"{dollars}{brackets}{last}" + (")" if brackets else ""))

    rows = (
        row("Net sales", *pair("Revenues", "$4,210", "$3,980")),
        row("Cost of sales", *pair("CostOfRevenue", "2,511", "2,402")),
        row("Gross profit", *pair("GrossProfit", "1,699", "1,578")),
        row("Workshop and design", *pair("ResearchAndDevelopmentExpense", "210", "190")),
        row("Operating income", *pair("OperatingIncomeLoss", "802", "711")),
        row("Interest expense", *pair("InterestExpense", "(44)", "(48)")),
        row(
            "Income before income taxes",
            *pair("IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest", "758", "663"),
        ),
        row("Income taxes", *pair("IncomeTaxExpenseBenefit", "158", "141")),
        row("Net income", *pair("NetIncomeLoss", "$600", "$522")),
        row("Diluted earnings per share", *pair("EarningsPerShareDiluted", "$3.04", "$2.61", unit="perShare", scale="")),
    )
    head = heads("2024", "2023")
    title = "<p><b>CONSOLIDATED STATEMENTS OF INCOME</b></p><p><b>(in millions, except per share data)</b></p>"
    over = '<tr><td colspan="2"></td><td colspan="8"><b>Year Ended December 31,</b></td></tr>'
    return f"{title}<table>{over}{head}{''.join(rows)}</table>"
