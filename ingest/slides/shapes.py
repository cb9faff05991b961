"""The shapes of a slide in the order in which it is read: title first, then from top to bottom and from left to right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.grids import GridCell
from ingest.office.elements import attribute, child, children, local
from ingest.office.package import Package

# Shapes whose tops differ by less stand on one line (in English Metric Units: a tenth of an inch).
LINE = 91_440
MOST_COLUMNS = 1_000
_LEFT_OUT = frozenset({"sldNum", "dt", "ftr", "hdr"})
_TITLES = frozenset({"title", "ctrTitle"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with words, a table or a chart: its element, its placeholder's kind ("" for none), and its top left corner."""

    element: etree._Element
    placeholder: str
    top: int
    left: int

    @property
    def is_title(self) -> bool:
        """Return whether the shape holds the slide's title."""
        return self.placeholder in _TITLES


class Placeholders:
    """Where a slide's layout puts the placeholders that the slide itself does not place."""

    def __init__(self, package: Package, part: str) -> None:
        layout = package.related(part, "slideLayout")
        self._places: dict[tuple[str, str], tuple[int, int]] = {}
        if layout is not None:
            for one in _leaves(child(package.xml(layout), "cSld", "spTree")):
                kind, place = _placeholder(one), _place(one)
                if kind is not None and place is not None:
                    self._places[kind] = place

    def place(self, kind: tuple[str, str]) -> tuple[int, int] | None:
        """Return the corner of a placeholder of this kind and index, else of this index alone; None for one that is not laid out."""
        return self._places.get(kind) or next((place for key, place in self._places.items() if key[1] == kind[1]), None)


def read_shapes(slide: etree._Element, placeholders: Placeholders | None) -> list[Shape]:
    """Return the shapes in reading order, without slide numbers, dates and footers; those without a place come last, as listed."""
    found: list[Shape] = []
    for one in _leaves(child(slide, "cSld", "spTree")):
        kind = _placeholder(one)
        if kind is not None and kind[0] in _LEFT_OUT:
            continue
        place = _place(one)
        if place is None and kind is not None and placeholders is not None:
            place = placeholders.place(kind)
        top, left = place or (10**9, 0)
        found.append(Shape(one, kind[0] if kind else "", top, left))
    titles = [shape for shape in found if shape.is_title]
    return titles + _by_lines([shape for shape in found if not shape.is_title])


def paragraphs_of(shape: etree._Element, hidden: Collection[etree._Element] = ()) -> list[str]:
    """Return the lines of a shape's text body, without the runs that are hidden."""
    lines: list[str] = []
    for body in children(shape, "txBody"):
        for paragraph in children(body, "p"):
            lines.extend(_words(paragraph, hidden).split("\n"))
    return [line for line in lines if line.strip()]


def words_of(run: etree._Element) -> str:
    """Return the words of a run or a field."""
    text = child(run, "t")
    return (text.text or "") if text is not None else ""


def table_rows(table: etree._Element, hidden: Callable[[etree._Element], Collection[etree._Element]] | None = None) -> list[list[GridCell]]:
    """Return a table's cells, without runs that `hidden` names; a merged one spans its columns and stands in its first row."""
    rows: list[list[GridCell]] = []
    for row in children(table, "tr"):
        cells: list[GridCell] = []
        for column, cell in enumerate(children(row, "tc")):
            if column >= MOST_COLUMNS or "1" in (attribute(cell, "hMerge"), attribute(cell, "vMerge")):
                continue
            span = attribute(cell, "gridSpan") or "1"
            width = min(int(span), MOST_COLUMNS) if span.isdigit() else 1
            words = paragraphs_of(cell, hidden(cell) if hidden else ())
            cells.append(GridCell(" ".join(" ".join(words).split()), column, max(width, 1)))
        rows.append(cells)
    return rows


def _by_lines(shapes: list[Shape]) -> list[Shape]:
    """Return the shapes line by line: a shape belongs to the line of the one above it whose top is nearly its own."""
    out: list[Shape] = []
    line: list[Shape] = []
    for shape in sorted(shapes, key=lambda one: one.top):
        if line and shape.top - line[0].top > LINE:
            out += sorted(line, key=lambda one: one.left)
            line = []
        line.append(shape)
    return out + sorted(line, key=lambda one: one.left)


def _leaves(tree: etree._Element | None) -> Iterator[etree._Element]:
    """Yield the shapes of a tree, those inside groups in place of the group."""
    if tree is None:
        return
    for one in tree:
        name = local(one)
        if name in ("sp", "graphicFrame", "cxnSp"):
            yield one
        elif name == "grpSp":
            yield from _leaves(one)
        elif name == "AlternateContent":
            chosen = child(one, "Choice")
            yield from _leaves(chosen if chosen is not None else child(one, "Fallback"))


def _placeholder(shape: etree._Element) -> tuple[str, str] | None:
    """Return a placeholder's kind and index, None for a shape that is none."""
    for one in shape:
        if local(one).startswith("nv"):
            found = child(one, "nvPr", "ph")
            if found is not None:
                return attribute(found, "type") or "body", attribute(found, "idx") or "0"
    return None


def _place(shape: etree._Element) -> tuple[int, int] | None:
    """Return a shape's top and left; a group's children count in the group's own measure where that differs."""
    direct = child(shape, "xfrm")
    offset = child(direct if direct is not None else child(shape, "spPr", "xfrm"), "off")
    x, y = attribute(offset, "x"), attribute(offset, "y")
    try:
        return (int(y), int(x)) if x is not None and y is not None else None
    except ValueError:
        return None


def _words(paragraph: etree._Element, hidden: Collection[etree._Element]) -> str:
    parts: list[str] = []
    for one in paragraph:
        name = local(one)
        if name in ("r", "fld"):
            parts.append(" " if one in hidden else words_of(one))
        elif name == "br":
            parts.append("\n")
    return "".join(parts).replace("\v", "\n")
