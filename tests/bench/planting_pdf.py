"""Where a PDF hides texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import Any

from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from tests.bench.planting_places import COMPANY

_STYLED = ("white", "tiny")
_DRAWN = ("off the page", "painted by nothing", "clear", "covered", "annotation", "form field", "bookmark")
_STATED = ("title", "author", "subject", "keywords")
_LAST_LATIN = 0x2000
PDF = (*_STYLED, *_DRAWN, *_STATED)


# Comes with every reader and is in no file; Helvetica lacks the letters.
_HAN = "STSong-Light"


def _font(text: str) -> str:
    return "Helvetica" if all(ord(one) < _LAST_LATIN for one in text) else _HAN


class _Drawn(Flowable):
    """A line that is drawn where nobody sees it."""

    def __init__(self, text: str, place: str) -> None:
        super().__init__()
        self.text, self.place = text, place
        self.width, self.height = 400.0, 14.0

    def wrap(self, *_: float) -> tuple[float, float]:
        """Return the room that the line takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the line."""
        canvas: Any = self.canv
        canvas.setFont(_font(self.text), 9)
        if self.place == "off the page":
            canvas.drawString(-4000, 0, self.text)
        elif self.place == "painted by nothing":
            line = canvas.beginText(0, 2)
            line.setTextRenderMode(3)
            line.textOut(self.text)
            canvas.drawText(line)
        elif self.place == "clear":
            canvas.setFillAlpha(0.01)
            canvas.drawString(0, 2, self.text)
        elif self.place == "covered":
            canvas.drawString(0, 2, self.text)
            canvas.setFillColorRGB(1, 1, 1)
            canvas.rect(-5, -3, 3000, 16, stroke=0, fill=1)
        elif self.place == "annotation":
            canvas.textAnnotation(self.text, Rect=[0, 0, 10, 10])
        elif self.place == "form field":
            # Such a field takes no other letters.
            value = self.text[-90:].encode("ascii", "ignore").decode()
            canvas.acroForm.textfield(value=value, annotationFlags="hidden", width=1, height=1, borderWidth=0, fontSize=1)
        else:
            canvas.bookmarkPage(self.text[:20])
            canvas.addOutlineEntry(self.text, self.text[:20], 0, 0)


def pdf(parts: Sequence[tuple[str, str | None]]) -> bytes:
    """Return a PDF; a text that is hidden in what the file states of itself stands on no page."""
    pdfmetrics.registerFont(UnicodeCIDFont(_HAN))
    body = getSampleStyleSheet()["BodyText"]
    styles = {
        "white": ParagraphStyle("white", parent=body, textColor="white"),
        "tiny": ParagraphStyle("tiny", parent=body, fontSize=1, leading=1.2),
    }
    flow: list[Flowable] = [Paragraph(f"{COMPANY} plc: annual note", body)]
    stated = {place: text for text, place in parts if place in _STATED}
    for text, place in parts:
        if place in _DRAWN:
            flow.append(_Drawn(text, place))
        elif place not in _STATED:
            flow.append(Paragraph(f'<font name="{_font(text)}">{escape(text)}</font>', styles.get(place or "", body)))
    made = io.BytesIO()
    given = {"title": f"{COMPANY} note", **{name: text for name, text in stated.items() if name}}
    SimpleDocTemplate(made, invariant=1, **given).build(flow)
    return made.getvalue()
