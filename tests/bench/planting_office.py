"""Where Word documents and presentations hide texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import pptx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from pptx.dml.color import RGBColor as SlideColour
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches
from pptx.util import Pt as SlidePoints

from tests.bench.planting_places import COMPANY, SPELT, spelt

_STATED = ("title", "author", "keywords", "comments", "subject", "category")
WORD = ("white", "tiny", "vanished", "as its ground", "deleted", "field code", "word comment", "alternative text", SPELT, *_STATED)
SLIDES = (
    *("white", "tiny", "off the slide", "switched off", "covered", "clear", "hidden slide", "speaker notes", "alternative text", SPELT),
    *_STATED,
)


def word(parts: Sequence[tuple[str, str | None]]) -> bytes:
    """Return a Word document."""
    paper = docx.Document()
    paper.add_heading(f"{COMPANY} plc", 1)
    for text, place in parts:
        if place in _STATED:
            setattr(paper.core_properties, place, text[:250])
        elif place == "word comment":
            paper.add_comment(paper.add_paragraph("Sales rose.").runs, text=text, author="ann")
        else:
            _word_run(paper.add_paragraph(), text, place)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _word_run(paragraph: Any, text: str, place: str | None) -> None:
    run = paragraph.add_run(spelt(text) if place == SPELT else "" if place in ("field code", "alternative text") else text)
    if place == "white":
        run.font.color.rgb = RGBColor(255, 255, 255)
    elif place == "tiny":
        run.font.size = Pt(1)
    elif place == "vanished":
        run.font.hidden = True
    elif place == "as its ground":
        run.font.color.rgb = RGBColor(0, 0, 0)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "050505")
        run._element.get_or_add_rPr().append(shade)
    elif place == "deleted":
        gone = OxmlElement("w:del")
        run._element.addprevious(gone)
        gone.append(run._element)
        for one in run._element.iter(qn("w:t")):
            one.tag = qn("w:delText")
    elif place == "field code":
        code = OxmlElement("w:instrText")
        code.text = text
        run._element.append(code)
    elif place == "alternative text":
        drawing, inline, about = OxmlElement("w:drawing"), OxmlElement("wp:inline"), OxmlElement("wp:docPr")
        about.set("id", "1")
        about.set("name", "Picture 1")
        about.set("descr", text)
        inline.append(about)
        drawing.append(inline)
        run._element.append(drawing)


def slides(parts: Sequence[tuple[str, str | None]]) -> bytes:
    """Return a presentation, a paragraph a slide."""
    deck = pptx.Presentation()
    for text, place in parts:
        if place in _STATED:
            setattr(deck.core_properties, place, text[:250])
            continue
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"{COMPANY} plc"
        _slide_text(slide, text, place)
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _slide_text(slide: Any, text: str, place: str | None) -> None:
    if place == "speaker notes":
        slide.notes_slide.notes_text_frame.text = text
        return
    left = 40 if place == "off the slide" else 1
    box = slide.shapes.add_textbox(Inches(left), Inches(3), Inches(8), Inches(2))
    about = box._element.nvSpPr.cNvPr
    if place == "alternative text":
        about.set("descr", text)
        return
    box.text_frame.word_wrap = True
    box.text_frame.text = spelt(text) if place == SPELT else text
    font = box.text_frame.paragraphs[0].runs[0].font
    if place in ("white", "clear"):
        font.color.rgb = SlideColour(255, 255, 255)
        if place == "clear":
            (colour,) = [one for one in box._element.iter() if one.tag.endswith("}srgbClr")]
            colour.append(colour.makeelement(colour.tag.replace("srgbClr", "alpha"), {"val": "1000"}))
    elif place == "tiny":
        font.size = SlidePoints(1)
    elif place == "switched off":
        about.set("hidden", "1")
    elif place == "hidden slide":
        slide._element.set("show", "0")
    elif place == "covered":
        cover = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(0.5), Inches(2.5), Inches(9), Inches(3))
        cover.fill.solid()
        cover.fill.fore_color.rgb = SlideColour(255, 255, 255)
