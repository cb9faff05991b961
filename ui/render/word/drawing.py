"""A chart's place in the text of a Word file, with the words for who cannot see it."""

from __future__ import annotations

from lxml import etree

from research.nouns.drafts import ChartBlock
from ui.render.word.charts import CHART, DRAWING
from ui.render.word.markup import RELATIONS, Markup, clean

_INLINE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
# English Metric Units, of which a twentieth of a point has 635.
_TWIP = 635


def inline_chart(make: Markup, relation: str, block: ChartBlock, *, number: int, width: int) -> etree._Element:
    """Return the drawing that shows the chart of a relation, half as high as wide (in twentieths of a point).

    `number` is its own among the drawings of the file, from 1.
    """
    names = {"wp": _INLINE, "a": DRAWING, "c": CHART, "r": RELATIONS}
    inline = etree.Element(f"{{{_INLINE}}}inline", nsmap=names, distT="0", distB="0", distL="0", distR="0")
    etree.SubElement(inline, f"{{{_INLINE}}}extent", cx=str(width * _TWIP), cy=str(width * _TWIP // 2))
    etree.SubElement(inline, f"{{{_INLINE}}}effectExtent", l="0", t="0", r="0", b="0")
    shown = {"id": str(number), "name": f"Chart {number}", "title": clean(block.caption), "descr": clean(block.alt_text)}
    etree.SubElement(inline, f"{{{_INLINE}}}docPr", shown)
    etree.SubElement(inline, f"{{{_INLINE}}}cNvGraphicFramePr")
    data = etree.SubElement(etree.SubElement(inline, f"{{{DRAWING}}}graphic"), f"{{{DRAWING}}}graphicData", uri=CHART)
    chart = etree.SubElement(data, f"{{{CHART}}}chart")
    chart.set(f"{{{RELATIONS}}}id", relation)
    return make.element("drawing", inline)
