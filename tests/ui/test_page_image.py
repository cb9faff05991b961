import io

from PIL import Image

from research.nouns.documents import Box
from ui.render.page_image import FOCUS_COLOR, ROW_COLOR, Light, Sheet, crop_to_light, draw_light

SHEET = Sheet(200, 300)
ROW = Box(50, 100, 180, 112)
CELL = Box(120, 101, 140, 111)


def white(color=(255, 255, 255)):
    buffer = io.BytesIO()
    Image.new("RGB", (400, 600), color).save(buffer, "PNG")
    return buffer.getvalue()


def pixels(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_rows_are_tinted_and_the_figure_ringed():
    image = pixels(draw_light(white(), SHEET, Light((ROW,), (CELL,), "1")))
    assert image.size == (400, 600)
    assert image.getpixel((220, 212)) == ROW_COLOR  # inside the row, outside the ring
    assert image.getpixel((260, 212)) == ROW_COLOR  # inside the ring
    assert image.getpixel((260, 199)) == FOCUS_COLOR  # the ring's upper edge, 2 points above the cell
    assert image.getpixel((220, 300)) == (255, 255, 255)


def test_the_tag_stands_left_of_the_first_row():
    image = pixels(draw_light(white(), SHEET, Light((ROW,), (), "12")))
    strip = image.crop((0, 190, 96, 236))
    assert FOCUS_COLOR in [color for _, color in strip.getcolors(10_000)]


def test_the_tag_stays_on_the_page_when_the_row_begins_at_its_edge():
    edge = Light((Box(0, 10, 100, 20),), (), "1")
    image = pixels(draw_light(white(), SHEET, edge))
    assert FOCUS_COLOR in [color for _, color in image.crop((0, 0, 60, 60)).getcolors(10_000)]


def test_ink_stays_dark_under_a_box():
    assert pixels(draw_light(white((0, 0, 0)), SHEET, Light((ROW,)))).getpixel((220, 212)) == (0, 0, 0)


def test_boxes_beyond_the_page_are_cut_to_it():
    image = pixels(draw_light(white(), SHEET, Light((Box(-50, 290, 900, 900),), (Box(190, 295, 400, 400),))))
    assert image.size == (400, 600)
    assert image.getpixel((200, 590)) == ROW_COLOR


def test_a_crop_holds_the_rows_and_a_margin():
    boxed = draw_light(white(), SHEET, Light((ROW,), (CELL,), "1"))
    image = pixels(crop_to_light(boxed, SHEET, Light((ROW,), (CELL,), "1")))
    assert image.size == (394 - 32, 292 - 132)
    assert ROW_COLOR in [color for _, color in image.getcolors(100_000)]


def test_a_crop_does_not_cut_a_line_of_text():
    page = pixels(white())
    page.paste((0, 0, 0), (100, 120, 300, 140))  # a line of text on the crop's upper edge at y = 132
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    image = pixels(crop_to_light(buffer.getvalue(), SHEET, Light((ROW,))))
    assert image.height == 292 - 119
    assert image.getpixel((100, 0)) == (255, 255, 255)


def test_nothing_lit_crops_nothing():
    assert crop_to_light(white(), SHEET, Light(())) == white()
