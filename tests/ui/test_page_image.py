import io

import pytest
from PIL import Image

from research.nouns.answers import Citation
from research.nouns.documents import Box
from ui.render.crops import Band, Crop
from ui.render.page_image import FOCUS_COLOR, OTHER_COLOR, ROW_COLOR, TORN_PAPER, Light, Sheet, draw_crop, draw_page, lights_of

SHEET = Sheet(200, 300)
ROW = Box(50, 100, 180, 112)
CELL = Box(120, 101, 140, 111)
EDGE = 8  # 4 points of paper above and below a crop


def white(color=(255, 255, 255)):
    buffer = io.BytesIO()
    Image.new("RGB", (400, 600), color).save(buffer, "PNG")
    return buffer.getvalue()


def pixels(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def colors(image):
    return [color for _, color in image.getcolors(100_000)]


def cited(marker, figure_x, row=ROW):
    return Citation(marker, "d", "d", 1, 0, 9, "row", (row,), (Box(figure_x, 101, figure_x + 15, 111),))


def test_figures_of_one_row_have_one_tint_and_are_named_from_left_to_right():
    below = Box(50, 120, 180, 132)
    lit, same_row, *others = cited("1", 160), cited("2", 130), cited("3", 160, below), cited("5", 130, below), cited("7", 100, below)
    lights = lights_of(lit, [same_row, *others], (CELL,))
    assert lights[0] == Light((ROW,), lit.focus, "1", (CELL,))
    assert (lights[1].rows, lights[1].focus, lights[1].is_main) == ((), same_row.focus, False)
    assert (lights[2].rows, lights[2].name, len(lights[2].focus)) == ((below,), "7 5 3", 3)
    image = pixels(draw_page(white(), SHEET, lights))
    assert image.getpixel((110, 252)) == OTHER_COLOR
    assert [one.is_main for one in lights_of(None, others)] == [False]


def test_rows_are_tinted_and_the_figure_ringed():
    image = pixels(draw_page(white(), SHEET, [Light((ROW,), (CELL,), "1")]))
    assert image.size == (400, 600)
    assert image.getpixel((220, 212)) == ROW_COLOR  # inside the row, outside the ring
    assert image.getpixel((260, 212)) == ROW_COLOR  # inside the ring
    assert image.getpixel((260, 199)) == FOCUS_COLOR  # the ring's upper edge, 2 points above the cell
    assert image.getpixel((220, 300)) == (255, 255, 255)


def test_another_citation_of_the_page_is_lit_more_faintly():
    other = Light((Box(50, 150, 180, 162),), (), "2", is_main=False)
    image = pixels(draw_page(white(), SHEET, [Light((ROW,), (CELL,), "1"), other]))
    assert image.getpixel((220, 312)) == OTHER_COLOR
    assert image.getpixel((220, 212)) == ROW_COLOR


def test_a_column_s_head_has_a_dashed_box():
    head = Box(115, 60, 145, 70)
    image = pixels(draw_page(white(), SHEET, [Light((ROW,), (CELL,), "1", (head,))]))
    edge = [image.getpixel((x, 116)) == FOCUS_COLOR for x in range(226, 294)]
    assert 0 < sum(edge) < len(edge)


def test_the_tag_stands_left_of_the_first_row():
    image = pixels(draw_page(white(), SHEET, [Light((ROW,), (), "12")]))
    assert FOCUS_COLOR in colors(image.crop((0, 190, 96, 236)))


def test_the_tag_stays_on_the_page_when_the_row_begins_at_its_edge():
    image = pixels(draw_page(white(), SHEET, [Light((Box(0, 10, 100, 20),), (), "1")]))
    assert FOCUS_COLOR in colors(image.crop((0, 0, 60, 60)))


def test_ink_stays_dark_under_a_box():
    assert pixels(draw_page(white((0, 0, 0)), SHEET, [Light((ROW,))])).getpixel((220, 212)) == (0, 0, 0)


def test_boxes_beyond_the_page_are_cut_to_it():
    image = pixels(draw_page(white(), SHEET, [Light((Box(-50, 290, 900, 900),), (Box(190, 295, 400, 400),))]))
    assert image.size == (400, 600)
    assert image.getpixel((200, 590)) == ROW_COLOR


def test_a_crop_holds_its_band_and_a_little_paper():
    crop = Crop(20, 190, (Band(80, 130),))
    image = pixels(draw_crop(white(), SHEET, [Light((ROW,), (CELL,), "1")], crop))
    assert image.size == (340, 100 + 2 * EDGE)
    assert ROW_COLOR in colors(image)


def test_bands_that_do_not_touch_are_joined_by_a_torn_strip():
    crop = Crop(20, 190, (Band(10, 40), Band(90, 130, 7)))
    image = pixels(draw_crop(white(), SHEET, [Light((ROW,), (CELL,), "1")], crop))
    assert image.height == 60 + 26 + 80 + 2 * EDGE
    assert image.getpixel((2, EDGE + 60 + 13)) == TORN_PAPER


@pytest.mark.parametrize(("ink", "height"), [((120, 140), 119), ((0, 600), 132)])
def test_a_band_does_not_cut_a_line_of_text_unless_all_is_ink(ink, height):
    page = pixels(white())
    page.paste((0, 0, 0), (100, ink[0], 300, ink[1]))  # a line of text on the crop's upper edge at y = 132
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    image = pixels(draw_crop(buffer.getvalue(), SHEET, [Light((ROW,))], Crop(20, 190, (Band(66, 146),))))
    assert image.height == 292 - height + 2 * EDGE


def test_nothing_lit_changes_nothing():
    assert pixels(draw_page(white(), SHEET, [])).tobytes() == pixels(white()).tobytes()
