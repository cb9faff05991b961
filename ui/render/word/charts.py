"""Charts as Word's own: drawn and edited there, their figures in a small workbook inside the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from lxml import etree
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from research.nouns.drafts import ChartBlock, ChartForm, ChartSeries
from ui.render.word.markup import RELATIONS, clean
from ui.render.word.package import PackageWriter, declared
from ui.render.workbook_cells import number_format, set_cell

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLOURS = ("0B5A6B", "C8752D", "8AA9A1", "5C666D", "B4485A", "4F5D2F")
_EXPECTED = ("8FB8C1", "E6BF9C", "CBDAD6", "B3B9BD", "DCAAB3", "AEB69C")
_AXES = (111, 112)


def add_chart(writer: PackageWriter, main: str, block: ChartBlock) -> str:
    """Add a chart's parts to a file and return the id of the main part's relation to it."""
    folder = main.rpartition("/")[0]
    name = writer.free(f"{folder}/charts", "chart", "xml")
    book = writer.free(f"{folder}/embeddings", "figures", "xlsx")
    writer.parts[book] = _workbook(block)
    writer.declare(book, _WORKBOOK_TYPE)
    writer.parts[name] = b""
    writer.declare(name, _CHART_TYPE)
    figures = writer.relate(name, "package", book)
    writer.parts[name] = declared(_chart(block, figures))
    return writer.relate(main, "chart", name)


def _workbook(block: ChartBlock) -> bytes:
    """Return the figures as a workbook; the same figures give the same bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Figures"
    for column, series in enumerate(block.series, 2):
        set_cell(sheet.cell(1, column), series.name)
        for row, value in enumerate(series.values, 2):
            set_cell(sheet.cell(row, column), _known(value))
    for row, label in enumerate(block.labels, 2):
        set_cell(sheet.cell(row, 1), label)
    out = io.BytesIO()
    book.save(out)
    writer = PackageWriter.of(out.getvalue())
    # Nothing in it says when it was made.
    core = '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    writer.parts["docProps/core.xml"] = core.encode()
    return writer.saved(dated=False)


def _element(namespace: str, tag: str, *inner: etree._Element, **values: str | int) -> etree._Element:
    made = etree.Element(f"{{{namespace}}}{tag}", nsmap={"c": CHART, "a": DRAWING, "r": RELATIONS})
    for key, value in values.items():
        made.set(key, str(value))
    made.extend(inner)
    return made


_c = partial(_element, CHART)
_a = partial(_element, DRAWING)


def _text(namespace_element: etree._Element, text: str) -> etree._Element:
    namespace_element.text = clean(text)
    return namespace_element


def _chart(block: ChartBlock, figures: str) -> etree._Element:
    series = [_series(block, at, one) for at, one in enumerate(block.series)]
    axes = [_c("axId", val=one) for one in _AXES]
    if block.form is ChartForm.COLUMNS:
        kind = _c("barChart", _c("barDir", val="col"), _c("grouping", val="clustered"), _c("varyColors", val=0), *series)
        kind.extend([_c("gapWidth", val=80), *axes])
    else:
        kind = _c("lineChart", _c("grouping", val="standard"), _c("varyColors", val=0), *series, _c("marker", val=1), *axes)
    plot = _c("plotArea", _c("layout"), kind, _labels_axis(), _figures_axis(block))
    legend = [_c("legend", _c("legendPos", val="b"), _c("overlay", val=0))] if len(block.series) > 1 else []
    drawn = _c("chart", _c("autoTitleDeleted", val=1), plot, *legend, _c("plotVisOnly", val=1), _c("dispBlanksAs", val="gap"))
    external = _c("externalData", _c("autoUpdate", val=0))
    external.set(f"{{{RELATIONS}}}id", figures)
    frame = _c("spPr", _a("noFill"), _a("ln", _a("noFill")))
    return _c("chartSpace", _c("date1904", val=0), _c("roundedCorners", val=0), drawn, frame, _words(), external)


def _words() -> etree._Element:
    size = _a("pPr", _a("defRPr", sz=900))
    return _c("txPr", _a("bodyPr"), _a("lstStyle"), _a("p", size, _a("endParaRPr", lang="en-GB")))


def _labels_axis() -> etree._Element:
    inner = [_c("delete", val=0), _c("axPos", val="b"), _c("numFmt", formatCode="General", sourceLinked=0), _c("majorTickMark", val="none")]
    inner += [_c("minorTickMark", val="none"), _c("tickLblPos", val="low"), _c("crossAx", val=_AXES[1]), _c("crosses", val="autoZero")]
    inner += [_c("auto", val=0), _c("lblAlgn", val="ctr"), _c("lblOffset", val=100), _c("noMultiLvlLbl", val=1)]
    return _c("catAx", _c("axId", val=_AXES[0]), _c("scaling", _c("orientation", val="minMax")), *inner)


def _figures_axis(block: ChartBlock) -> etree._Element:
    lines = _c("majorGridlines", _c("spPr", _a("ln", _fill("D5DBDD"), w=6350)))
    inner = [_c("delete", val=0), _c("axPos", val="l"), lines]
    if block.unit:
        run = _a("r", _a("rPr", lang="en-GB", sz=900, b=0), _text(_a("t"), block.unit))
        inner.append(_c("title", _c("tx", _c("rich", _a("bodyPr"), _a("lstStyle"), _a("p", run))), _c("overlay", val=0)))
    inner += [_c("numFmt", formatCode=_format(block), sourceLinked=0), _c("majorTickMark", val="none"), _c("minorTickMark", val="none")]
    inner += [_c("tickLblPos", val="nextTo"), _c("crossAx", val=_AXES[0]), _c("crosses", val="autoZero"), _c("crossBetween", val="between")]
    return _c("valAx", _c("axId", val=_AXES[1]), _c("scaling", _c("orientation", val="minMax")), *inner)


def _series(block: ChartBlock, at: int, series: ChartSeries) -> etree._Element:
    column = get_column_letter(at + 2)
    last = len(block.labels) + 1
    name = _c("tx", _c("strRef", _text(_c("f"), f"Figures!${column}$1"), _cache([(0, series.name)], 1)))
    labels = _c("cat", _c("strRef", _text(_c("f"), f"Figures!$A$2:$A${last}"), _cache(list(enumerate(block.labels)), len(block.labels))))
    points = [(index, format(value, "f")) for index, value in enumerate(map(_known, series.values)) if value is not None]
    cached = _cache(points, len(block.labels), form=_format(block))
    values = _c("val", _c("numRef", _text(_c("f"), f"Figures!${column}$2:${column}${last}"), cached))
    order = [_c("idx", val=at), _c("order", val=at), name]
    if block.form is ChartForm.COLUMNS:
        return _c("ser", *order, _c("spPr", _fill(_COLOURS[at % 6])), _c("invertIfNegative", val=0), *_apart(block, at), labels, values)
    marker = _c("marker", _c("symbol", val="circle"), _c("size", val=5), _c("spPr", _fill(_COLOURS[at % 6])))
    line = _c("spPr", _a("ln", _fill(_COLOURS[at % 6]), w=25400))
    return _c("ser", *order, line, marker, *_apart(block, at), labels, values, _c("smooth", val=0))


def _apart(block: ChartBlock, at: int) -> Iterator[etree._Element]:
    """Yield how the points that are expected ones look: paler columns, dashed lines."""
    if block.estimates_from is None:
        return
    for index in range(max(block.estimates_from, 0), len(block.labels)):
        if block.form is ChartForm.COLUMNS:
            look = [_c("invertIfNegative", val=0), _c("bubble3D", val=0), _c("spPr", _fill(_EXPECTED[at % 6]))]
        else:
            dashed = _a("ln", _fill(_COLOURS[at % 6]), _a("prstDash", val="dash"), w=25400)
            look = [_c("bubble3D", val=0), _c("spPr", dashed)]
        yield _c("dPt", _c("idx", val=index), *look)


def _cache(points: list[tuple[int, str]], count: int, *, form: str = "") -> etree._Element:
    head = [_text(_c("formatCode"), form)] if form else []
    values = [_c("pt", _text(_c("v"), value), idx=index) for index, value in points]
    return _c("numCache" if form else "strCache", *head, _c("ptCount", val=count), *values)


def _format(block: ChartBlock) -> str:
    """Return the number format with as many decimals as the figures have, at most two."""
    known = (value for series in block.series for value in map(_known, series.values) if value is not None)
    decimals = max((max(-int(value.as_tuple().exponent), 0) for value in known), default=0)
    return number_format(Decimal(1).scaleb(-min(decimals, 2)))


def _known(value: Decimal | None) -> Decimal | None:
    """Return a figure that can be drawn, None for any other."""
    return value if value is not None and value.is_finite() else None


def _fill(colour: str) -> etree._Element:
    return _a("solidFill", _a("srgbClr", val=colour))
