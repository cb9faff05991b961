"""The words of an HTML message: paragraphs, headings and tables, without scripts, styles and what it hides."""

from __future__ import annotations

import re

from lxml import etree, html

from ingest.grids import GridCell
from ingest.office.elements import local
from ingest.writing import TextWriter

_LEFT_OUT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe", "select", "button"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "header"}
    | {"hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MOST_COLUMNS = 1_000
DEEPEST = 200


def write_html(writer: TextWriter, markup: str) -> None:
    """Write the words of HTML in reading order; nothing for what holds none. Nothing that it refers to is fetched."""
    try:
        root = html.fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    walker = _Walker(writer)
    walker.walk(root, 0)
    walker.flush()


class _Walker:
    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._words: list[str] = []

    def walk(self, element: etree._Element, depth: int) -> None:
        """Write an element and what is in it; its tail belongs to whoever holds it."""
        name = local(element)
        if name in _LEFT_OUT or not name or _HIDDEN.search(element.get("style") or "") or depth > DEEPEST:
            return
        if match := _HEADING.fullmatch(name):
            self.flush()
            self._writer.heading(_text(element), int(match[1]))
        elif name == "table" and _is_data(element):
            self.flush()
            self._writer.table(_rows(element))
        else:
            self._walk_inside(element, name, depth)

    def _walk_inside(self, element: etree._Element, name: str, depth: int) -> None:
        if name in _BLOCKS:
            self.flush()
        if name == "br":
            self._words.append("\n")
        elif name == "li":
            self._words.append("• ")
        self._add(element.text, keep=name == "pre")
        for child in element:
            self.walk(child, depth + 1)
            self._add(child.tail, keep=name == "pre")
        if name in _BLOCKS:
            self.flush()

    def _add(self, text: str | None, *, keep: bool) -> None:
        if text:
            self._words.append(text if keep else re.sub(r"\s+", " ", text))

    def flush(self) -> None:
        """Write the words gathered so far as a paragraph."""
        text = "".join(self._words)
        self._words = []
        if text.strip(" \n•"):
            self._writer.paragraph(text)


def _is_data(table: etree._Element) -> bool:
    """Return whether a table holds data rather than a page's layout: no table inside, two rows and more with two cells and more."""
    if any(one is not table for one in table.iter("table")):
        return False
    return sum(1 for row in table.iter("tr") if sum(1 for cell in row if local(cell) in ("td", "th")) > 1) > 1


def _rows(table: etree._Element) -> list[list[GridCell]]:
    rows = []
    for row in table.iter("tr"):
        cells, column = [], 0
        for cell in row:
            if local(cell) in ("td", "th"):
                said = cell.get("colspan") or "1"
                span = min(max(int(said), 1), MOST_COLUMNS) if said.isascii() and said.isdigit() and len(said) < 6 else 1
                cells.append(GridCell(_text(cell), column, span))
                column = min(column + span, MOST_COLUMNS)
        rows.append(cells)
    return rows


def _text(element: etree._Element) -> str:
    return " ".join(" ".join(str(part) for part in element.itertext() if isinstance(part, str)).split())
