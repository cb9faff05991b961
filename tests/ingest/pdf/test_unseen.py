"""Words that nobody sees on a page are no words of it; whatever a reader sees stays, however it is printed."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.loaded import Limits
from ingest.pdf.loader import PdfLoader

GENUINE, PLANTED = "Gross margin rose to 37.6% in the year.", "Marlow lantern"
LETTERS = len("Marlowlantern")
PLACE = (40, 100)


def read(draw):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200), invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(40, 150, GENUINE)
    draw(canvas)
    canvas.save()
    return PdfLoader(Limits(max_pages=10)).load(out.getvalue(), name="a.pdf")


def say(canvas):
    canvas.drawString(*PLACE, PLANTED)


def band(canvas, shade):
    canvas.setFillGray(shade)
    canvas.rect(30, 95, 200, 18, fill=1, stroke=0)


def white(canvas):
    canvas.setFillGray(1)
    say(canvas)


def in_the_bands_own_colour(canvas):
    band(canvas, 0.3)
    say(canvas)


def covered(canvas):
    say(canvas)
    band(canvas, 1)


def cut_off(canvas):
    path = canvas.beginPath()
    path.rect(0, 0, 20, 20)
    canvas.clipPath(path, stroke=0)
    say(canvas)


def clear(canvas):
    canvas.setFillAlpha(0.01)
    say(canvas)


def small(canvas):
    canvas.setFont("Helvetica", 1)
    say(canvas)


def scaled(canvas):
    canvas.scale(0.05, 0.05)
    canvas.drawString(800, 2000, PLANTED)


def beside_the_page(canvas):
    canvas.drawString(-400, 100, PLANTED)


def unpainted(canvas, at=PLACE):
    text = canvas.beginText(*at)
    text.setTextRenderMode(3)
    text.textOut(PLANTED)
    canvas.drawText(text)


def in_a_form(canvas):
    canvas.beginForm("one")
    canvas.setFont("Helvetica", 10)
    white(canvas)
    canvas.endForm()
    canvas.doForm("one")


@pytest.mark.parametrize(
    "draw",
    [white, in_the_bands_own_colour, covered, cut_off, clear, small, scaled, beside_the_page, unpainted, in_a_form],
)
def test_what_nobody_sees_is_left_out_and_counted(draw):
    loaded = read(draw)
    assert loaded.text == f"{GENUINE}\n"
    assert [(one.code, one.message, one.page) for one in loaded.defects] == [
        ("hidden_text", f"Hidden text on page 1 ({LETTERS} characters); it is left out.", 1)
    ]


def on_a_dark_band(canvas):
    band(canvas, 0.2)
    white(canvas)


def in_pale_grey(canvas):
    canvas.setFillGray(0.8)
    say(canvas)


def in_small_print(canvas):
    canvas.setFont("Helvetica", 3)
    say(canvas)


def scan(canvas):
    """Draw a picture of the words, as a scanner makes it, over which a reader of scans has laid them unpainted."""
    sheet = Image.new("L", (900, 600), 255)
    ImageDraw.Draw(sheet).text((120, 276), f"{PLANTED} {PLANTED}", fill=0, font=ImageFont.load_default(30))
    canvas.drawImage(ImageReader(sheet), 0, 0, 300, 140)
    canvas.setFont("Helvetica", 8)
    unpainted(canvas, (40, 68))


@pytest.mark.parametrize("draw", [on_a_dark_band, in_pale_grey, in_small_print, scan])
def test_what_a_reader_sees_stays(draw):
    loaded = read(draw)
    assert loaded.text.split() == [*GENUINE.split(), *PLANTED.split()]
    assert loaded.defects == ()


def test_unpainted_words_beside_a_scans_own_are_hidden():
    def draw(canvas):
        scan(canvas)
        unpainted(canvas, (40, 20))

    loaded = read(draw)
    assert loaded.text.split() == [*GENUINE.split(), *PLANTED.split()]
    assert [one.page for one in loaded.defects] == [1]


@pytest.mark.parametrize(("painted", "is_seen"), [("before", True), ("after", False), ("through", True)])
def test_words_in_a_font_that_the_file_lacks_are_unseen_under_an_opaque_shape_painted_after_them(painted, is_seen):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def draw(canvas):
        if painted == "before":
            band(canvas, 0.8)
        canvas.setFillGray(0)
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(*PLACE, "紫檀灯笼")
        if painted != "before":
            canvas.setFillAlpha(0.3 if painted == "through" else 1)
            band(canvas, 1)

    loaded = read(draw)
    assert ("紫檀灯笼" in loaded.text) is is_seen
    assert [one.code for one in loaded.defects] == ([] if is_seen else ["hidden_text"])
