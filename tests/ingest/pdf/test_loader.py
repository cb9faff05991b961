import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.loaded import Limits
from ingest.pdf.door import open_pdf, render_page
from ingest.pdf.loader import PdfLoader
from research.errors import CannotReadError, LimitExceededError


def pdf(draw, *, pagesize=(300, 200), **options) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=pagesize, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, *lines: tuple[str, float, float]) -> None:
    canvas.setFont("Helvetica", 10)
    for words, x, y in lines:
        canvas.drawString(x, y, words)
    canvas.showPage()


def test_pages_cover_the_text_and_lines_point_into_it():
    def draw(canvas):
        write(canvas, ("Net sales rose.", 20, 150), ("Total 1,577", 20, 136))
        write(canvas)
        write(canvas, ("Last page", 20, 150))

    loaded = PdfLoader(Limits(max_pages=10)).load(pdf(draw), name="a.pdf")
    assert [loaded.text[page.start : page.end] for page in loaded.pages] == ["Net sales rose.\nTotal 1,577\n", "\n", "Last page\n"]
    assert [page.end for page in loaded.pages[:-1]] == [page.start for page in loaded.pages[1:]]
    assert [loaded.text[line.start : line.end] for line in loaded.pages[0].lines] == ["Net sales rose.", "Total", "1,577"] or [
        loaded.text[line.start : line.end] for line in loaded.pages[0].lines
    ] == ["Net sales rose.", "Total 1,577"]
    assert [(defect.code, defect.page) for defect in loaded.defects] == [("no_text", 2)]


def test_boxes_are_in_points_from_the_top_left():
    (page,) = PdfLoader(Limits(max_pages=1)).load(pdf(lambda c: write(c, ("Box", 20, 150))), name="a.pdf").pages
    box = page.lines[0].box
    assert (page.width, page.height) == (300, 200)
    assert box.x0 == pytest.approx(20, abs=0.5)
    assert box.y0 < 200 - 150 < box.y1
    assert box.y1 - box.y0 == pytest.approx(11, abs=2)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_enclose_the_ink_of_the_drawn_page_however_it_is_turned(turn):
    from PIL import Image, ImageChops

    def draw(canvas):
        canvas.setPageRotation(turn)
        write(canvas, ("Ink", 40, 120))

    content = pdf(draw)
    (page,) = PdfLoader(Limits(max_pages=1)).load(content, name="a.pdf").pages
    image = Image.open(io.BytesIO(render_page(open_pdf(content, name="a"), 1, scale=2.0, name="a"))).convert("L")
    assert image.size == (page.width * 2, page.height * 2)
    left, top, right, bottom = ImageChops.invert(image).getbbox()
    box = page.lines[0].box
    assert box.x0 * 2 - 2 <= left < right <= box.x1 * 2 + 2
    assert box.y0 * 2 - 2 <= top < bottom <= box.y1 * 2 + 2


def test_a_cropped_page_counts_from_its_crop():
    def draw(canvas):
        canvas.setCropBox((50, 50, 250, 180))
        write(canvas, ("Shown", 60, 150), ("Hidden", 60, 10))

    loaded = PdfLoader(Limits(max_pages=1)).load(pdf(draw), name="a.pdf")
    assert loaded.text == "Shown\n"
    assert (loaded.pages[0].width, loaded.pages[0].height) == (200, 130)
    assert loaded.pages[0].lines[0].box.x0 == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"PK\x03\x04 a zip", "not a PDF"), (b"%PDF-1.7\ngarbage", "damaged"), (b"%PDF-1.4\n%%EOF\n", "damaged")],
)
def test_what_is_no_pdf_is_refused_with_its_name_and_reason(content, why):
    with pytest.raises(CannotReadError, match=rf"^odd\.pdf: .*{why}.*;"):
        PdfLoader(Limits(max_pages=1)).load(content, name="odd.pdf")


def test_an_encrypted_file_says_so():
    from reportlab.lib.pdfencrypt import StandardEncryption

    content = pdf(lambda c: write(c, ("secret", 20, 150)), encrypt=StandardEncryption("user", "owner"))
    with pytest.raises(CannotReadError, match="encrypted with a password; save a copy without"):
        PdfLoader(Limits(max_pages=1)).load(content, name="locked.pdf")


def test_too_many_pages_is_a_limit():
    content = pdf(lambda c: [write(c, ("x", 20, 20)) for _ in range(3)])
    with pytest.raises(LimitExceededError, match="3 pages, the limit is 2"):
        PdfLoader(Limits(max_pages=2)).load(content, name="long.pdf")


def test_a_page_that_is_not_there_and_one_too_large_to_draw():
    document = open_pdf(pdf(lambda c: write(c, ("x", 20, 20))), name="a")
    with pytest.raises(CannotReadError, match="no page 2; ask for a page from 1 to 1"):
        render_page(document, 2, scale=1.0, name="a.pdf")
    with pytest.raises(LimitExceededError, match="too large to draw"):
        render_page(document, 1, scale=500.0, name="a.pdf")
