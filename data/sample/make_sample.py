"""Makes the sample library: annual reports of fictional companies as PDF, and the facts in them as `truth.jsonl`.

Run `python data/sample/make_sample.py [FOLDER]` (needs reportlab). The same inputs give the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from figures import Filing, Grid, Row, fill, printed, read_filing
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).resolve().parent
COMPANIES = ("quillmere", "tarrowby")
WIDTH = LETTER[0] - 2 * inch

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=13.2, spaceAfter=7)
CENTER = ParagraphStyle("center", parent=BODY, alignment=TA_CENTER, spaceAfter=2)
BOLD_CENTER = ParagraphStyle("bold-center", parent=CENTER, fontName="Times-Bold")
COMPANY = ParagraphStyle("company", parent=BOLD_CENTER, fontSize=19, leading=24, spaceBefore=12)
FORM = ParagraphStyle("form", parent=BOLD_CENTER, fontSize=16, leading=22)
PART = ParagraphStyle("part", parent=BOLD_CENTER, fontSize=12, leading=16, spaceBefore=4, spaceAfter=8)
ITEM = ParagraphStyle("item", parent=BODY, fontName="Times-Bold", fontSize=11.5, leading=15, spaceBefore=10, keepWithNext=1)
TOPIC = ParagraphStyle("topic", parent=BODY, fontName="Times-BoldItalic", spaceBefore=5, spaceAfter=4, keepWithNext=1)
TITLE = ParagraphStyle("title", parent=BOLD_CENTER, fontSize=12, leading=15)
SMALL = ParagraphStyle("small", parent=CENTER, fontSize=8.5, leading=11)
UNITS = ParagraphStyle("units", parent=SMALL, keepWithNext=1)


class Marked(Table):
    """A table that remembers the page on which it was drawn."""

    page = 0

    def draw(self) -> None:
        """Draw the table and note the page."""
        self.page = self.canv.getPageNumber()
        super().draw()


class Heading(Paragraph):
    """A heading that remembers the page on which it was drawn, for the table of contents."""

    page = 0

    def draw(self) -> None:
        """Draw the heading and note the page."""
        self.page = self.canv.getPageNumber()
        super().draw()


def main(folder: Path) -> None:
    """Write one PDF per company and `truth.jsonl` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for company in COMPANIES:
        filing = read_filing(HERE / f"{company}.toml")
        prose = fill((HERE / f"{company}.md").read_text(encoding="utf-8"), filing)
        contents: list[Heading] = []
        for _ in range(2):  # the second pass knows the pages that the first one found
            contents, statements = write_pdf(folder / f"{filing.cover['name']}.pdf", filing, prose, contents)
        for name, table in statements.items():
            lines += truth(filing, filing.statements[name], table.page)
    (folder / "truth.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_pdf(path: Path, filing: Filing, prose: str, contents: list[Heading]) -> tuple[list[Heading], dict[str, Marked]]:
    """Write the PDF and return its headings and its statements, each knowing its page."""
    rl_config.invariant = 1
    document = BaseDocTemplate(
        str(path),
        pagesize=LETTER,
        title=f"{filing.cover['company']} Annual Report on Form 10-K, fiscal year ended {filing.cover['year_end']}",
        author=filing.cover["company"],
        invariant=1,
    )
    frame = Frame(inch, 0.85 * inch, WIDTH, LETTER[1] - 1.6 * inch, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=_footer))
    headings: list[Heading] = []
    statements: dict[str, Marked] = {}
    body = _body(filing, prose, headings, statements)
    document.build([*_cover(filing), PageBreak(), *_contents(contents), PageBreak(), *body])
    return headings, statements


def _footer(canvas: Canvas, _document: BaseDocTemplate) -> None:
    """Print the page number, on all pages but the cover."""
    if canvas.getPageNumber() > 1:
        canvas.setFont("Times-Roman", 9)
        canvas.drawCentredString(LETTER[0] / 2, 0.5 * inch, str(canvas.getPageNumber()))


def _cover(filing: Filing) -> list[Flowable]:
    cover = filing.cover
    filer = " &nbsp;&nbsp; ".join(
        f"{name} {'[X]' if name == cover['filer'] else '[ ]'}"
        for name in ("Large accelerated filer", "Accelerated filer", "Smaller reporting company")
    )
    registered = Table(
        [
            [
                Paragraph(f"<b>{text}</b>", SMALL)
                for text in ("Title of each class", "Trading Symbol(s)", "Name of each exchange on which registered")
            ],
            [Paragraph(cover[name], SMALL) for name in ("security", "symbol", "exchange")],
        ],
        colWidths=[WIDTH * 0.42, WIDTH * 0.2, WIDTH * 0.38],
    )
    registered.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]))
    return [
        Paragraph("UNITED STATES", BOLD_CENTER),
        Paragraph("SECURITIES AND EXCHANGE COMMISSION", BOLD_CENTER),
        Paragraph("Washington, D.C. 20549", CENTER),
        HRFlowable(width="30%", color=colors.black, spaceBefore=6, spaceAfter=6),
        Paragraph("FORM 10-K", FORM),
        Paragraph("[X] ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934", BOLD_CENTER),
        Paragraph(f"For the fiscal year ended {cover['year_end']}", CENTER),
        Paragraph("[ ] TRANSITION REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934", CENTER),
        Paragraph(f"Commission file number {cover['commission_file']}", CENTER),
        Paragraph(cover["company"], COMPANY),
        Paragraph("(Exact name of registrant as specified in its charter)", SMALL),
        Spacer(1, 10),
        _pair((cover["state"], "(State of incorporation)"), (cover["employer_id"], "(I.R.S. Employer Identification No.)")),
        _pair((cover["address"], "(Address of principal executive offices)"), (cover["phone"], "(Registrant's telephone number)")),
        Spacer(1, 10),
        Paragraph("Securities registered pursuant to Section 12(b) of the Act:", CENTER),
        registered,
        Spacer(1, 12),
        Paragraph(filer, CENTER),
        Paragraph("Indicate by check mark whether the registrant is a shell company: Yes [ ] No [X]", CENTER),
        Spacer(1, 12),
        Paragraph(cover["market_value"], BODY),
        Paragraph(cover["shares_outstanding"], BODY),
        Spacer(1, 24),
        Paragraph(
            "This filing is fictional: company, people and figures were invented as sample data, and nothing was filed with any authority.",
            ParagraphStyle("notice", parent=SMALL, borderWidth=0.5, borderColor=colors.black, borderPadding=6),
        ),
    ]


def _pair(left: tuple[str, str], right: tuple[str, str]) -> Table:
    """Return two facts of the cover side by side, each above its caption."""
    return Table(
        [
            [Paragraph(f"<b>{a}</b>", CENTER), Paragraph(f"<b>{b}</b>", CENTER)] if i == 0 else [Paragraph(a, SMALL), Paragraph(b, SMALL)]
            for i, (a, b) in enumerate(zip(left, right, strict=True))
        ],
        colWidths=[WIDTH / 2] * 2,
    )


def _contents(headings: list[Heading]) -> list[Flowable]:
    rows = [[Paragraph(heading.text, BODY), str(heading.page)] for heading in headings]
    table = Table(rows or [["", ""]], colWidths=[WIDTH - 40, 40])
    table.setStyle(
        TableStyle([("ALIGN", (1, 0), (1, -1), "RIGHT"), ("FONT", (1, 0), (1, -1), "Times-Roman", 10), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return [Paragraph("TABLE OF CONTENTS", PART), table]


def _body(filing: Filing, prose: str, headings: list[Heading], statements: dict[str, Marked]) -> list[Flowable]:
    flow: list[Flowable] = []
    for block in (part for line in re.split(r"\n(?=[#\[])|(?<=\])\n", prose) for part in _blocks(line)):
        if found := re.fullmatch(r"\[\[statement (\w+)\]\]", block):
            grid = filing.statements[found[1]]
            statements[grid.name] = _table(grid, filing)
            flow += [PageBreak(), Paragraph(filing.cover["company"], TITLE), Paragraph(grid.title, TITLE), Paragraph(grid.units, SMALL)]
            flow += [Spacer(1, 8), statements[grid.name], Spacer(1, 10)]
            flow += [
                Paragraph("The accompanying notes are an integral part of these consolidated financial statements.", SMALL),
                PageBreak(),
            ]
        elif found := re.fullmatch(r"\[\[table (\w+)\]\]", block):
            grid = filing.tables[found[1]]
            flow += [Paragraph(grid.units, UNITS), _table(grid, filing), Spacer(1, 10)]
        elif block.startswith("#"):
            marks, text = block.split(" ", 1)
            heading = Heading(_markup(text), {1: PART, 2: ITEM, 3: TOPIC}[len(marks)])
            heading.text = _markup(text)
            if len(marks) < 3:
                headings.append(heading)
            flow.append(heading)
        else:
            flow.append(Paragraph(_markup(block), BODY))
    return [item for i, item in enumerate(flow) if not (isinstance(item, PageBreak) and i and isinstance(flow[i - 1], PageBreak))]


def _blocks(part: str) -> list[str]:
    """Return a part's heading line and its paragraphs."""
    head, _, rest = part.partition("\n") if part.startswith("#") else ("", "", part)
    return [text.strip() for text in (head, *rest.split("\n\n")) if text.strip()]


def _markup(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "’")
    escaped = re.sub(r'(^|[\s(])"', r"\1“", escaped).replace('"', "”")
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escaped).replace("\n", "<br/>")


def _table(grid: Grid, filing: Filing) -> Marked:
    """Return a statement as filings set it: per year a narrow column for the dollar sign, one for the figure, one for its bracket."""
    years = len(grid.columns)
    sign, figure, bracket = 10.0, 50.0 if years == 3 else 58.0, 14.0
    label = WIDTH - years * (sign + figure + bracket)
    head = ["", grid.head, *[""] * (years * 3 - 1)]
    names = ["", *(text for year in grid.columns for text in ("", str(year), ""))]
    body = [_cells(row, grid, filing.decimals) for row in grid.rows]
    table = Marked([head, names, *body], colWidths=[label, *[sign, figure, bracket] * years], hAlign="LEFT")
    table.setStyle(TableStyle(_rules(grid)))
    return table


def _cells(row: Row, grid: Grid, decimals: int) -> list[object]:
    font = "Times-Bold" if row.bold else "Times-Roman"
    left = 10.0 * row.indent
    style = ParagraphStyle("row", fontName=font, fontSize=9.5, leading=11, leftIndent=left + 10, firstLineIndent=-10)
    cells: list[object] = [Paragraph(_markup(row.label), style)]
    for year in grid.columns:
        value = row.values.get(year)
        text = "" if value is None else printed(value, row, decimals)
        cells += ["$" if row.dollar and text else "", text.removesuffix(")"), ")" if text.endswith(")") else ""]
    return cells


def _rules(grid: Grid) -> list[tuple[object, ...]]:
    years = len(grid.columns)
    rules: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, 1), "Times-Bold", 9),
        ("SPAN", (1, 0), (-1, 0)),
        ("ALIGN", (1, 0), (-1, 0), "CENTER"),
        ("LINEBELOW", (1, 0), (-1, 0), 0.5, colors.black),
        ("FONT", (1, 2), (-1, -1), "Times-Roman", 9.5),
        ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    for place in range(years):
        first = 1 + 3 * place
        rules += [("ALIGN", (first + 1, 1), (first + 1, -1), "RIGHT"), ("LINEBELOW", (first, 1), (first + 1, 1), 0.5, colors.black)]
        for number, row in enumerate(grid.rows, start=2):
            if row.bold and row.values:
                rules.append(("FONTNAME", (first, number), (first + 2, number), "Times-Bold"))
            if row.rule:
                rules.append(("LINEABOVE", (first, number), (first + 1, number), 0.5, colors.black))
            if row.rule == "double":
                rules.append(("LINEBELOW", (first, number), (first + 1, number), 0.5, colors.black, 0, None, None, 2, 1.2))
    return rules


def truth(filing: Filing, grid: Grid, page: int) -> list[str]:
    """Return one JSON line per figure of a statement: what it is, its period, its value in units, and its page."""
    lines = []
    for row in grid.rows:
        for year, value in row.values.items():
            start, end = _span(row.key, filing.years[year], instant=grid.name == "balance")
            scale = 1 if row.unit == "USD/share" else filing.scale
            fact = {
                "document": filing.cover["name"],
                "company": filing.cover["company"],
                "statement": grid.name,
                "concept": row.key,
                "label": row.label,
                "column": year,
                "start": start,
                "end": end,
                "value": format((value * scale).normalize() + Decimal(0), "f"),
                "unit": row.unit,
                "printed": printed(value, row, filing.decimals),
                "page": page,
            }
            lines.append(json.dumps(fact, ensure_ascii=False))
    return lines


def _span(key: str, year: tuple[str, str], *, instant: bool) -> tuple[str | None, str]:
    """Return a figure's period: both days of the year, or None and the day of an instant."""
    if key == "cash_at_start":
        return None, (date.fromisoformat(year[0]) - timedelta(days=1)).isoformat()
    return (None if instant or key == "cash_at_end" else year[0]), year[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
