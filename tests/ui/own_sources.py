"""Sources of companies that do not exist, in each format that has a source view of its own: for tests of the source pane."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment

HOSTILE = (
    "<script>window.hacked = 1</script><img src='http://127.0.0.1:9/pixel.png' onerror='window.hacked = 2'>"
    "<svg onload='window.hacked = 3'><text>drawn</text></svg><a href='javascript:window.hacked=4'>a link</a>"
    "<iframe src='http://127.0.0.1:9/'></iframe><style>body { display: none }</style>"
    "<div style='position:fixed;top:0;background:url(http://127.0.0.1:9/x)' onclick='window.hacked=5' class='stApp'>Held apart</div>"
)
CASH_FLOW = (
    ("Operating activities", "", ""),
    ("Net income", "41.7", "36.2"),
    ("Depreciation and amortization", "18.4", "17.9"),
    ("Share-based payment", "3.1", "2.8"),
    ("Change in receivables", "(4.6)", "1.3"),
    ("Change in inventories", "(2.2)", "(5.0)"),
    ("Change in payables", "6.9", "0.7"),
    ("Net cash provided by operating activities", "63.3", "53.9"),
    ("Investing activities", "", ""),
    ("Purchases of property, plant and equipment", "(27.5)", "(24.1)"),
    ("Proceeds from sale of property", "1.2", "0.4"),
    ("Net cash used in investing activities", "(26.3)", "(23.7)"),
    ("Financing activities", "", ""),
    ("Dividends paid", "(12.0)", "(11.4)"),
    ("Repayment of borrowings", "(9.5)", "(8.0)"),
    ("Net cash used in financing activities", "(21.5)", "(19.4)"),
    ("Net increase in cash", "15.5", "10.8"),
)


def html_filing(*, hostile: str = HOSTILE) -> bytes:
    """Return an annual report as HTML: a cover, a page of prose, a statement of cash flows; markup that must never run between them."""
    rows = "".join(_html_row(*row) for row in CASH_FLOW)
    return f"""<html><head><title>brk-20241231</title></head><body>
<div style="text-align:center"><p><b>UNITED STATES SECURITIES AND EXCHANGE COMMISSION</b></p><p><b>FORM 10-K</b></p>
<p>Annual report for the fiscal year ended December 31, 2024</p><p><b>Brackwater Tools, Inc.</b></p>
<p>(Exact name of registrant as specified in its charter)</p></div>
<div style="page-break-after:always"></div>
{hostile}
<p><b>Item 7. Management’s discussion and analysis</b></p>
<p>Brackwater makes hand tools and sells them through dealers. Dealers ordered less in spring and more towards the year’s end.</p>
<p>Gross margin rose by <i>0.9 percentage points</i> in 2024 because steel cost less and the new forge in Ostham ran at full
load.</p>
<p>We expect the forge to be written off over twelve years.</p>
<div style="page-break-after:always"></div>
<p style="text-align:center"><b>Brackwater Tools, Inc.</b></p><p style="text-align:center"><b>CONSOLIDATED STATEMENTS OF CASH FLOWS</b></p>
<p style="text-align:center">(In millions)</p>
<table><tr><td></td><td></td><td colspan="5" style="text-align:center"><b>Year ended December 31,</b></td></tr>
<tr><td></td><td></td><td colspan="2" style="text-align:center;border-bottom:1px solid #000">2024</td><td></td>
<td colspan="2" style="text-align:center;border-bottom:1px solid #000">2023</td></tr>{rows}</table>
<p>See the notes to these statements.</p></body></html>""".encode()


def _html_row(label: str, this: str, last: str) -> str:
    bold = "font-weight:bold" if not this else "padding-left:8pt"
    cells = "".join(_html_figure(figure) for figure in (this, last))
    return f'<tr><td style="{bold}">{label}</td>{cells}</tr>'


def _html_figure(figure: str) -> str:
    if not figure:
        return "<td></td><td></td><td></td>"
    opened = figure.startswith("(")
    return f'<td>$</td><td style="text-align:right">{figure.removesuffix(")")}</td><td>{")" if opened else ""}</td>'


def workbook() -> bytes:
    """Return a workbook of a company: a sheet that names it, and its statement of cash flows with markup in a cell."""
    book = Workbook()
    cover = book.active
    cover.title = "Cover"
    for row in (
        ["Vantry Optics plc"],
        ["Annual report 2024"],
        ["Fiscal year ended December 31, 2024"],
        ["<img src=x onerror=window.hacked=6>"],
    ):
        cover.append(row)
    sheet = book.create_sheet("Cash Flow")
    sheet.append(["Vantry Optics plc"])
    sheet.append(["Consolidated Statements of Cash Flows"])
    sheet.append(["(In millions of US dollars)"])
    sheet.append([])
    sheet.append(["", "Year ended December 31, 2024", "Year ended December 31, 2023"])
    for label, this, last in CASH_FLOW:
        sheet.append([label, *(_number(figure) for figure in (this, last))])
        if this:
            sheet.cell(sheet.max_row, 1).alignment = Alignment(indent=1)
    for row in sheet.iter_rows(min_row=6, min_col=2):
        for cell in row:
            cell.number_format = "#,##0.0_);(#,##0.0)"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(figure: str) -> float | None:
    if not figure:
        return None
    value = float(figure.strip("()"))
    return -value if figure.startswith("(") else value


TRANSCRIPT = """Morrow Kilns, Inc. (NYSE: MRWK)
Q3 2024 Earnings Call
November 7, 2024

Operator: Good morning and welcome to the third quarter 2024 earnings conference call of Morrow Kilns.

Ada Lindqvist -- Chief Executive Officer

Thank you. Orders for tunnel kilns grew by a fifth, and the backlog now reaches into the second half of next year.

Tomas Okafor -- Chief Financial Officer

Gross margin widened by 120 basis points because gas cost less and we built fewer kilns from scratch.

Operator: We will now begin the question and answer session. Our first question comes from Wen Arden.

Wen Arden -- Analyst

What drove the change in working capital?

Tomas Okafor -- Chief Financial Officer

Customers paid in advance for three large kilns, and we held less refractory brick in stock.
"""
