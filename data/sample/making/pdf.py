"""A paper as PDF: its cover, contents, prose and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

from making.covers import cover_of
from making.figures import Filing, Grid
from making.prose import blocks
from making.styles import Styles, chinese, english
from making.tables import Marked, markup, statement_table

_ACCOMPANYING = "The accompanying notes are an integral part of these consolidated financial statements."


class Heading(Paragraph):
    """A heading that remembers the page on which it was drawn, for the table of contents."""

    page = 0

    def draw(self) -> None:
        """Draw the heading and note the page."""
        self.page = self.canv.getPageNumber()
        super().draw()


@dataclass
class _Paper:
    """A paper while it is set: what it is, and its headings, statements and other tables as they come."""

    filing: Filing
    styles: Styles
    headings: list[Heading] = field(default_factory=list)
    tables: dict[str, Marked] = field(default_factory=dict)


def write_pdf(path: Path, filing: Filing, prose: str) -> dict[str, tuple[int, ...]]:
    """Write the PDF and return, for each statement and table that it prints, the page of each row."""
    contents: list[Heading] = []
    while True:  # the last pass knows the pages that the one before found
        paper = _Paper(filing, chinese() if filing.chinese else english())
        _build(path, paper, prose, contents)
        if [heading.page for heading in contents] == [heading.page for heading in paper.headings]:
            return {name: table.pages() for name, table in paper.tables.items()}
        contents = paper.headings


def _build(path: Path, paper: _Paper, prose: str, contents: list[Heading]) -> None:
    rl_config.invariant = 1
    cover = paper.filing.cover
    size, width = paper.styles.paper, paper.styles.width
    document = BaseDocTemplate(str(path), pagesize=size, title=_title(cover), author=cover.get("author", cover["company"]), invariant=1)
    frame = Frame(inch, 0.85 * inch, width, size[1] - 1.6 * inch, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    footer: Callable[[Canvas, BaseDocTemplate], None] = partial(_footer, paper.styles)
    document.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=footer))
    body = _body(paper, prose)
    front = cover_of(paper.filing, paper.styles)
    if front and cover["form"] in {"10-K", "年度报告"}:
        front += [PageBreak(), *_contents(contents, paper)]
    document.build([*front, *([PageBreak()] if front else []), *body])


def _title(cover: dict[str, str]) -> str:
    if cover["form"] == "10-K":
        return f"{cover['company']} Annual Report on Form 10-K, fiscal year ended {cover['year_end']}"
    return cover["paper"]


def _footer(styles: Styles, canvas: Canvas, _document: BaseDocTemplate) -> None:
    """Print the page number, on all pages but the first."""
    if canvas.getPageNumber() > 1:
        canvas.setFont(styles.regular, 9)
        canvas.drawCentredString(styles.paper[0] / 2, 0.5 * inch, str(canvas.getPageNumber()))


def _contents(headings: list[Heading], paper: _Paper) -> list[Flowable]:
    styles = paper.styles
    rows = [[Paragraph(heading.text, styles.body), str(heading.page)] for heading in headings]
    table = Table(rows or [["", ""]], colWidths=[styles.width - 40, 40])
    table.setStyle(
        TableStyle(
            [("ALIGN", (1, 0), (1, -1), "RIGHT"), ("FONT", (1, 0), (1, -1), styles.regular, 10), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
    )
    return [Paragraph("目录" if paper.filing.chinese else "TABLE OF CONTENTS", styles.part), table]


def _body(paper: _Paper, prose: str) -> list[Flowable]:
    flow: list[Flowable] = []
    for block in blocks(prose):
        if found := re.fullmatch(r"\[\[statement (\w+)\]\]", block):
            flow += _statement(paper, paper.filing.statements[found[1]])
        elif found := re.fullmatch(r"\[\[table (\w+)\]\]", block):
            flow += _table(paper, paper.filing.tables[found[1]])
        elif block == "[[page]]":
            flow.append(PageBreak())
        elif block.startswith("#"):
            flow.append(_heading(paper, block))
        else:
            flow.append(Paragraph(markup(block), paper.styles.body))
    return [item for i, item in enumerate(flow) if not (isinstance(item, PageBreak) and i and isinstance(flow[i - 1], PageBreak | Heading))]


def _statement(paper: _Paper, grid: Grid) -> list[Flowable]:
    styles, filing = paper.styles, paper.filing
    table = paper.tables[grid.name] = statement_table(grid, filing, styles)
    name = [] if filing.cover["form"] == "results" else [Paragraph(filing.cover["company"], styles.title)]
    head = [*name, Paragraph(grid.title, styles.title), Paragraph(grid.units, styles.small)]
    below = [] if filing.chinese or filing.cover["form"] == "results" else [Paragraph(_ACCOMPANYING, styles.small)]
    return [PageBreak(), *head, Spacer(1, 8), table, Spacer(1, 10), *below, PageBreak()]


def _table(paper: _Paper, grid: Grid) -> list[Flowable]:
    title = [Paragraph(markup(grid.title), paper.styles.units)] if grid.title else []
    units = [Paragraph(grid.units, paper.styles.units)] if grid.units else []
    table = paper.tables[grid.name] = statement_table(grid, paper.filing, paper.styles)
    return [*title, *units, table, Spacer(1, 10)]


def _heading(paper: _Paper, block: str) -> Heading:
    marks, text = block.split(" ", 1)
    styles = paper.styles
    heading = Heading(markup(text), {1: styles.part, 2: styles.item, 3: styles.topic}[len(marks)])
    heading.text = markup(text)
    if len(marks) < 3:
        paper.headings.append(heading)
    return heading
