from dataclasses import replace

import pytest

from research.nouns.answers import Citation
from research.nouns.documents import Box, Line, Page
from tests.ui.sample_desk import ACCESS, cite_row, cite_sentence, sample_store
from ui.render.crops import plan_crop

WIDTH, HEIGHT = 600.0, 800.0


def printed(*rows):
    """A page of rows, 14 points apart: each a list of (x0, x1, words); a number moves down by so many points."""
    lines, text, y = [], "", 40.0
    for row in rows:
        if isinstance(row, int):
            y += row
            continue
        for x0, x1, words in row:
            lines.append(Line(len(text), len(text) + len(words), len(lines), Box(x0, y, x1, y + 10)))
            lines[-1] = replace(lines[-1], row=int(y))
            text += words + " "
        text += "\n"
        y += 14
    return Page(1, 0, len(text), WIDTH, HEIGHT, tuple(lines)), text


def cite(page, text, words, figure):
    start = text.index(words)
    end = text.index("\n", start)
    at = text.index(figure, start)
    of = lambda a, b: tuple(line.box for line in page.lines if line.start < b and a < line.end)  # noqa: E731
    return Citation("1", "d", "d", 1, start, end, text[start:end], of(start, end), of(at, at + len(figure)), (at, at + len(figure)))


TITLE = [[(200, 400, "Statement of what was paid")], [(260, 340, "(In millions)")]]
HEADS = [[(380, 400, "2024"), (480, 500, "2023")]]
BODY = [[(50, 150, f"Item {number}"), (385, 400, f"{number}.0"), (485, 500, "7.5")] for number in range(1, 13)]


def test_title_units_and_heads_are_a_band_of_their_own_over_the_cited_row():
    page, text = printed(*TITLE, *HEADS, *BODY)
    crop = plan_crop(page, text, cite(page, text, "Item 9", "9.0"))
    assert [band.left_out for band in crop.bands] == [0, 5]
    assert (crop.bands[0].top, crop.bands[0].bottom) == (40 - 6, 78 + 3)
    assert crop.heads == (Box(380, 68, 400, 78),)
    assert (crop.left, crop.right) == (50 - 34, 500 + 17)


def test_a_row_near_its_heads_is_one_band():
    page, text = printed(*TITLE, *HEADS, *BODY)
    crop = plan_crop(page, text, cite(page, text, "Item 2", "7.5"))
    assert len(crop.bands) == 1
    assert crop.heads == (Box(480, 68, 500, 78),)


def test_the_heads_are_those_of_the_cited_table_not_of_one_above():
    page, text = printed(*HEADS, *BODY[:3], [(200, 400, "Another table")], [(380, 400, "2020"), (480, 500, "2019")], *BODY[3:])
    crop = plan_crop(page, text, cite(page, text, "Item 11", "11.0"))
    assert crop.heads == (Box(380, 110, 400, 120),)
    assert crop.bands[0].top == 96 - 6


def test_prose_above_a_table_is_not_its_head():
    prose = [(50, 550, "The amounts below were paid in the year and are stated before tax as in the years before")]
    page, text = printed(prose, *BODY)
    crop = plan_crop(page, text, cite(page, text, "Item 9", "9.0"))
    assert (len(crop.bands), crop.heads) == (1, ())


def test_a_sentence_is_a_band_with_its_neighbours():
    lines = [[(50, 550, f"Line {number} of a paragraph that goes on and on over the whole width of its page")] for number in range(12)]
    page, text = printed(*lines)
    crop = plan_crop(page, text, replace(cite(page, text, "Line 6", "6"), focus=(), figure=None))
    (band,) = crop.bands
    assert (band.top, band.bottom) == (40 + 3 * 14 - 6, 40 + 8 * 14 + 10 + 6)


def test_boxes_without_words_are_cropped_all_the_same():
    page = Page(1, 0, 0, WIDTH, HEIGHT)
    crop = plan_crop(page, "", Citation("1", "d", "d", 1, 0, 1, "x", (Box(100, 200, 300, 220),)))
    assert crop.bands[0].top == 200 - 34
    assert plan_crop(page, "", Citation("1", "d", "d", 1, 0, 1, "x")) is None


@pytest.mark.parametrize(("figure", "head"), [("(63.8)", "2024"), ("(71.5)", "2023")])
def test_the_sample_s_statement_is_cropped_to_title_units_heads_and_row(figure, head):
    page, text = sample_store().pages(ACCESS, "quillmere-id", [11])[0]
    crop = plan_crop(page, text, cite_row("1", 11, "Purchases of property, plant and equipment", figure))
    over = [text[line.start - page.start : line.end - page.start] for line in page.lines if line.box in crop.heads]
    assert over == [head]
    shown = [
        text[line.start - page.start : line.end - page.start]
        for line in page.lines
        if crop.bands[0].top < line.box.y0 < crop.bands[0].bottom
    ]
    assert {"Consolidated Statements of Cash Flows", "(in millions)"} <= set(shown)
    assert crop.bands[1].left_out == 17


def test_the_sample_s_sentence_is_one_band():
    lit = cite_sentence("2", r"Gross\s+margin fell by 1\.5 percentage points[^.]*?\(1\.1 points\)")
    page, text = sample_store().pages(ACCESS, "quillmere-id", [lit.page])[0]
    assert len(plan_crop(page, text, lit).bands) == 1
