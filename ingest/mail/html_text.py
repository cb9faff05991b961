"""The words of an HTML message: paragraphs, headings and tables, without scripts, styles and what nobody sees."""

from __future__ import annotations

import re
from itertools import takewhile

from lxml import etree, html

from ingest.grids import GridCell
from ingest.html.sight import PLAIN as SEEN
from ingest.html.sight import Sheet, Sight, see
from ingest.office.elements import local
from ingest.writing import TextWriter

_LEFT_OUT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe", "select", "button"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "header"}
    | {"hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADING = re.compile(r"h([1-6])")
MOST_COLUMNS = 1_000
DEEPEST = 200


def write_html(writer: TextWriter, markup: str) -> None:
    """Write the words of HTML in reading order; nothing for what holds none. Nothing that it refers to is fetched."""
    try:
        root = html.fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    walker = _Walker(writer, Sheet(root))
    walker.walk(root, SEEN, 0)
    walker.flush()


class _Walker:
    def __init__(self, writer: TextWriter, sheet: Sheet) -> None:
        self._writer, self._sheet = writer, sheet
        self._words: list[str] = []

    def walk(self, element: etree._Element, around: Sight, depth: int) -> None:
        """Write an element and what is in it; its tail belongs to whoever holds it."""
        name = local(element)
        if name in _LEFT_OUT or not name:
            return
        sight = see(element, name, around, self._sheet)
        if sight.gone or element.get("hidden") is not None or depth > DEEPEST:
            self._writer.hidden.add(_text(element), self._writer.page_number)
        elif match := _HEADING.fullmatch(name):
            self.flush()
            self._writer.heading(self._seen(element, sight), int(match[1]))
        elif name == "table" and _is_data(element):
            self.flush()
            self._writer.table(self._rows(element, around))
        else:
            self._walk_inside(element, sight, depth)

    def _walk_inside(self, element: etree._Element, sight: Sight, depth: int) -> None:
        name = local(element)
        if name in _BLOCKS:
            self.flush()
        if name == "br":
            self._words.append("\n")
        elif name == "li":
            self._words.append("• ")
        self._add(self._shown(element.text, sight), keep=name == "pre")
        for child in element:
            self.walk(child, sight, depth + 1)
            self._add(self._shown(child.tail, sight), keep=name == "pre")
        if name in _BLOCKS:
            self.flush()

    def _shown(self, text: str | None, sight: Sight) -> str:
        """Return a text that is seen; one that is not is counted, and a blank stands in its place."""
        if not text or sight.sees:
            return text or ""
        self._writer.hidden.add(text, self._writer.page_number)
        return " "

    def _seen(self, element: etree._Element, sight: Sight, depth: int = 0) -> str:
        """Return the words of an element that are seen, on one line."""
        parts = [self._shown(element.text, sight)]
        for child in element:
            name = local(child)
            if name and name not in _LEFT_OUT:
                inner = see(child, name, sight, self._sheet)
                if inner.gone or child.get("hidden") is not None or depth > DEEPEST:
                    self._writer.hidden.add(_text(child), self._writer.page_number)
                else:
                    parts.append(self._seen(child, inner, depth + 1))
            parts.append(self._shown(child.tail, sight))
        return " ".join(" ".join(parts).split())

    def _rows(self, table: etree._Element, around: Sight) -> list[list[GridCell]]:
        rows = []
        for row in table.iter("tr"):
            cells, column = [], 0
            for cell in row:
                if local(cell) in ("td", "th"):
                    said = cell.get("colspan") or "1"
                    span = min(max(int(said), 1), MOST_COLUMNS) if said.isascii() and said.isdigit() and len(said) < 6 else 1
                    cells.append(GridCell(self._cell(cell, table, around), column, span))
                    column = min(column + span, MOST_COLUMNS)
            rows.append(cells)
        return rows

    def _cell(self, cell: etree._Element, table: etree._Element, around: Sight) -> str:
        sight = around
        for one in reversed([cell, *takewhile(lambda one: one is not table, cell.iterancestors()), table]):
            sight = see(one, local(one), sight, self._sheet)
        if sight.gone:
            self._writer.hidden.add(_text(cell), self._writer.page_number)
        return "" if sight.gone else self._seen(cell, sight)

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


def _text(element: etree._Element) -> str:
    return " ".join(" ".join(str(part) for part in element.itertext() if isinstance(part, str)).split())
