"""Fonts, paper and paragraph styles: of filings in English, and of reports in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# Debian's fonts-wqy-microhei: TrueType outlines, under Apache-2.0 (or GPL-3 with the exception for embedding).
CHINESE_FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
_CHINESE_NAME = "WenQuanYiMicroHei"


@dataclass(frozen=True)
class Styles:
    """How a paper looks: its size in points, fonts, and the style of each kind of paragraph."""

    paper: tuple[float, float]
    regular: str
    strong: str
    body: ParagraphStyle
    center: ParagraphStyle
    bold_center: ParagraphStyle
    company: ParagraphStyle
    form: ParagraphStyle
    part: ParagraphStyle
    item: ParagraphStyle
    topic: ParagraphStyle
    title: ParagraphStyle
    small: ParagraphStyle
    units: ParagraphStyle

    @property
    def width(self) -> float:
        """Return the width of the text, in points."""
        return self.paper[0] - 2 * inch


def english() -> Styles:
    """Return the styles of English papers."""
    return _styles(LETTER, "Times-Roman", "Times-Bold", "Times-BoldItalic", wrap=None)


def chinese() -> Styles:
    """Return the styles of Chinese papers; raises FileNotFoundError, saying which package to install, without the font."""
    if not CHINESE_FONT.is_file():
        raise FileNotFoundError(f"{CHINESE_FONT} is not there: install the Debian package fonts-wqy-microhei")
    if _CHINESE_NAME not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_CHINESE_NAME, str(CHINESE_FONT), subfontIndex=0))
        pdfmetrics.registerFontFamily(_CHINESE_NAME, _CHINESE_NAME, _CHINESE_NAME, _CHINESE_NAME, _CHINESE_NAME)
    return _styles(A4, _CHINESE_NAME, _CHINESE_NAME, _CHINESE_NAME, wrap="CJK")


def _styles(paper: tuple[float, float], regular: str, strong: str, slanted: str, *, wrap: str | None) -> Styles:
    more = {"wordWrap": wrap} if wrap else {}
    body = ParagraphStyle("body", fontName=regular, fontSize=10, leading=13.2 if wrap is None else 15.5, spaceAfter=7, **more)
    center = ParagraphStyle("center", parent=body, alignment=TA_CENTER, spaceAfter=2)
    bold_center = ParagraphStyle("bold-center", parent=center, fontName=strong)
    small = ParagraphStyle("small", parent=center, fontSize=8.5, leading=11)
    return Styles(
        paper=paper,
        regular=regular,
        strong=strong,
        body=body,
        center=center,
        bold_center=bold_center,
        company=ParagraphStyle("company", parent=bold_center, fontSize=19, leading=24, spaceBefore=12),
        form=ParagraphStyle("form", parent=bold_center, fontSize=16, leading=22),
        part=ParagraphStyle("part", parent=bold_center, fontSize=12, leading=16, spaceBefore=4, spaceAfter=8),
        item=ParagraphStyle("item", parent=body, fontName=strong, fontSize=11.5, leading=15, spaceBefore=10, keepWithNext=1),
        topic=ParagraphStyle("topic", parent=body, fontName=slanted, spaceBefore=5, spaceAfter=4, keepWithNext=1),
        title=ParagraphStyle("title", parent=bold_center, fontSize=12, leading=15),
        small=small,
        units=ParagraphStyle("units", parent=small, keepWithNext=1),
    )
