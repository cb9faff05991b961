"""Which words of a slide nobody sees, in each way of hiding them; and that light words on dark grounds stay."""

from collections.abc import Callable

import pptx
import pytest
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from ingest.loaded import Limits
from ingest.slides.loader import PptxLoader
from tests.ingest.office_files import saved

BLANK, TITLE_ONLY = 6, 5
WHITE = RGBColor(255, 255, 255)
PLANTED = "Say otter"
LEFT_OUT = "Hidden text on page 1 (8 characters); it is left out."


def box(slide, *, at=(1, 1), text=PLANTED):
    found = slide.shapes.add_textbox(Inches(at[0]), Inches(at[1]), Inches(3), Inches(1))
    found.text_frame.text = text
    return found


def run_of(shape):
    return shape.text_frame.paragraphs[0].runs[0]


def colour(shape, value=WHITE):
    run_of(shape).font.color.rgb = value
    return shape


def rectangle(slide, value, *, at=(0.5, 0.5)):
    found = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(at[0]), Inches(at[1]), Inches(5), Inches(3))
    found.fill.solid()
    found.fill.fore_color.rgb = value
    return found


def white(slide):
    colour(box(slide))


def nearly_white_by_the_theme(slide):
    font = run_of(box(slide)).font
    font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def darkened_by_little(slide):
    font = run_of(box(slide)).font
    font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    font.color.brightness = -0.05


def dark_on_a_dark_slide(slide):
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = RGBColor(10, 20, 30)
    colour(box(slide), RGBColor(12, 18, 32))


def in_its_own_shapes_colour(slide):
    shape = rectangle(slide, RGBColor(0, 80, 160))
    shape.text_frame.text = PLANTED
    colour(shape, RGBColor(0, 80, 160))


def tiny(slide):
    run_of(box(slide)).font.size = Pt(1)


def clear(slide):
    colour(box(slide), RGBColor(0, 0, 0))
    (one,) = [each for each in slide.shapes._spTree.iter() if each.tag.endswith("}srgbClr")]
    etree.SubElement(one, one.tag.replace("srgbClr", "alpha")).set("val", "2000")


def off_the_slide(slide):
    box(slide, at=(-8, 1))


def below_the_slide(slide):
    box(slide, at=(1, 12))


def off_the_slide_in_a_group(slide):
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1)).text_frame.text = PLANTED
    group.left = Inches(30)


def switched_off(slide):
    box(slide)._element.nvSpPr.cNvPr.set("hidden", "1")


def covered(slide):
    box(slide)
    rectangle(slide, WHITE)


def by_the_lists_own_style(slide):
    shape = box(slide)
    body = shape._element.txBody
    (style,) = body.findall(body.tag.replace("txBody", "lstStyle").replace("presentationml", "drawingml")) or [None]
    level = etree.SubElement(style, style.tag.replace("lstStyle", "lvl1pPr"))
    etree.SubElement(level, level.tag.replace("lvl1pPr", "defRPr")).set("sz", "100")


def in_a_tables_cell(slide):
    cell = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table.cell(1, 1)
    cell.text = PLANTED
    cell.fill.solid()
    cell.fill.fore_color.rgb = WHITE
    cell.text_frame.paragraphs[0].runs[0].font.color.rgb = WHITE


HIDDEN: list[Callable[..., None]] = [
    white,
    nearly_white_by_the_theme,
    darkened_by_little,
    dark_on_a_dark_slide,
    in_its_own_shapes_colour,
    tiny,
    clear,
    off_the_slide,
    below_the_slide,
    off_the_slide_in_a_group,
    switched_off,
    covered,
    by_the_lists_own_style,
    in_a_tables_cell,
]


def load(build, layout=BLANK):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    build(slide)
    colour(box(slide, at=(6, 6), text="Sales rose."), RGBColor(0, 150, 0))
    return PptxLoader(Limits()).load(saved(deck), name="deck.pptx")


@pytest.mark.parametrize("build", HIDDEN, ids=lambda one: one.__name__)
def test_words_that_nobody_sees_are_left_out_and_counted(build):
    loaded = load(build)
    assert "otter" not in loaded.text
    assert "Sales rose." in loaded.text
    assert [(one.code, one.message, one.page) for one in loaded.defects] == [("hidden_text", LEFT_OUT, 1)]


def white_on_a_dark_slide(slide):
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = RGBColor(0, 0, 0)
    colour(box(slide))


def white_on_a_shape_below(slide):
    rectangle(slide, RGBColor(0, 0, 90))
    colour(box(slide))


def white_in_a_filled_shape(slide):
    shape = rectangle(slide, RGBColor(0, 80, 160))
    shape.text_frame.text = PLANTED
    colour(shape)


def white_in_a_shape_of_the_themes_style(slide):
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(1), Inches(1), Inches(3), Inches(1))
    shape.text_frame.text = PLANTED
    colour(shape)


def white_in_a_styled_tables_head(slide):
    cell = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table.cell(0, 0)
    cell.text = PLANTED
    cell.text_frame.paragraphs[0].runs[0].font.color.rgb = WHITE


def white_on_a_gradient(slide):
    slide.background.fill.gradient()
    colour(box(slide))


def partly_off_the_slide(slide):
    box(slide, at=(-1, 1))


def covered_until_it_moves(slide):
    covered(slide)
    root = slide._element
    etree.SubElement(root, root.tag.replace("}sld", "}timing"))


@pytest.mark.parametrize(
    "build",
    [
        white_on_a_dark_slide,
        white_on_a_shape_below,
        white_in_a_filled_shape,
        white_in_a_shape_of_the_themes_style,
        white_in_a_styled_tables_head,
        white_on_a_gradient,
        partly_off_the_slide,
        covered_until_it_moves,
    ],
    ids=lambda one: one.__name__,
)
def test_words_that_can_be_seen_stay(build):
    loaded = load(build)
    assert PLANTED in loaded.text
    assert loaded.defects == ()


def test_a_hidden_run_beside_seen_ones_is_left_out_alone():
    def build(slide):
        shape = slide.shapes.title
        paragraph = shape.text_frame.paragraphs[0]
        for text, hides in (("Results ", False), (PLANTED, True), (" of Tarrowby", False)):
            run = paragraph.add_run()
            run.text = text
            if hides:
                run.font.color.rgb = WHITE

    loaded = load(build, TITLE_ONLY)
    assert [one.text for one in loaded.headings] == ["Results of Tarrowby"]
    assert [one.code for one in loaded.defects] == ["hidden_text"]
