"""Tables of a draft in Word: the head row repeated on every page, figures to the right, totals set off."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from ingest.statements.figures import is_filler, is_one_figure
from research.nouns.answers import Claim
from research.nouns.drafts import TableBlock
from ui.render.draft_view import is_figures
from ui.render.word.markup import Markup, clean

_DARK, _INK, _PALE = "0B5A6B", "24323A", "D5DBDD"
_FIRST = 0.36
_NO_FIGURES = frozenset({"n.m.", "n.a.", "n/a", "open", "–", "—", "-", "…"})
_MANY = 6


def word_table(block: TableBlock, make: Markup, *, width: int, cell_style: str, table_style: str = "") -> etree._Element:
    """Return the table, `width` wide (in twentieths of a point); with a style of the file's own for tables it draws no lines itself."""
    columns = max([len(block.header), *(len(row) for row in block.rows)], default=0)
    right = [at > 0 and (is_figures(block, at) or _holds_figures(block, at)) for at in range(columns)]
    widths = _widths(columns, width)
    look = _Look(make, cell_style, right, widths, small=columns > _MANY, lined=not table_style)
    properties = [make.element("tblStyle", val=table_style)] if table_style else []
    properties += [make.element("tblW", w=5000, type="pct"), make.element("tblLayout", type="autofit")]
    if not table_style:
        margin = make.element("tblCellMar", make.element("left", w=70, type="dxa"), make.element("right", w=70, type="dxa"))
        properties.append(margin)
    properties.append(make.element("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1))
    grid = make.element("tblGrid", *(make.element("gridCol", w=width) for width in widths))
    rows = [look.row(block.header, head=True)] if any(block.header) else []
    rows += [look.row([cell.text for cell in row], strong=at in block.totals or _is_head(row)) for at, row in enumerate(block.rows)]
    return make.element("tbl", make.element("tblPr", *properties), grid, *rows)


class _Look:
    """How the rows of one table look."""

    def __init__(self, make: Markup, cell_style: str, right: Sequence[bool], widths: Sequence[int], *, small: bool, lined: bool) -> None:
        self._make, self._style, self._right, self._widths = make, cell_style, right, widths
        self._small, self._lined = small, lined

    def row(self, texts: Sequence[str], *, head: bool = False, strong: bool = False) -> etree._Element:
        """Return a row of one cell for each column."""
        make = self._make
        properties = [make.element("cantSplit")] + ([make.element("tblHeader")] if head else [])
        filled = [*texts, *[""] * (len(self._widths) - len(texts))]
        cells = [self._cell(text, at, head=head, strong=strong) for at, text in enumerate(filled)]
        return make.element("tr", make.element("trPr", *properties), *cells)

    def _cell(self, text: str, at: int, *, head: bool, strong: bool) -> etree._Element:
        make = self._make
        properties = [make.element("tcW", w=self._widths[at], type="dxa")]
        if self._lined:
            properties.append(self._lines(head=head, strong=strong))
        properties.append(make.element("vAlign", val="bottom" if head else "top"))
        formats = [make.element("b")] if head or strong else []
        formats += [make.element("sz", val=16)] if self._small else []
        runs = [make.run(clean(text), *formats)] if text else []
        aligned = [make.element("keepNext")] if head else []
        aligned += [make.element("jc", val="right")] if self._right[at] else []
        return make.element("tc", make.element("tcPr", *properties), make.paragraph(*runs, style=self._style, formats=aligned))

    def _lines(self, *, head: bool, strong: bool) -> etree._Element:
        make, size = self._make, 8 if head else 4
        top = make.element("top", val="single", sz=size, space=0, color=_DARK if head else _INK)
        below = make.element("bottom", val="single", sz=size, space=0, color=_DARK if head else _PALE)
        return make.element("tcBorders", *([top] if head or strong else []), below)


def _widths(columns: int, width: int) -> list[int]:
    if columns < 2:
        return [width] * columns
    first = int(width * _FIRST)
    return [first, *[(width - first) // (columns - 1)] * (columns - 1)]


def _holds_figures(block: TableBlock, column: int) -> bool:
    """Return whether a column holds figures and nothing else but signs that there is none."""
    texts = [row[column].text.strip() for row in block.rows if column < len(row) and row[column].text.strip()]
    figures = [text for text in texts if is_one_figure(text)]
    return bool(figures) and all(is_one_figure(text) or is_filler(text) or text.casefold() in _NO_FIGURES for text in texts)


def _is_head(row: Sequence[Claim]) -> bool:
    """Return whether a row is a head over those below it: nothing stands in it but its name."""
    return len(row) > 1 and bool(row[0].text.strip()) and not any(cell.text.strip() for cell in row[1:])
