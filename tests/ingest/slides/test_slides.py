"""Presentations: a page for each slide, words in reading order, tables, charts, notes, and what is hidden or without words."""

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.loaded import Limits
from ingest.slides.loader import PptxLoader
from research.errors import CannotReadError
from tests.ingest.office_files import covers, figures, repacked, saved

TITLE, TITLE_ONLY, BLANK = 0, 5, 6


def load(deck, changes=None):
    content = saved(deck)
    return PptxLoader(Limits()).load(repacked(content, changes) if changes else content, name="deck.pptx")


def add_slide(deck, layout, title=""):
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def add_box(slide, left, top, text):
    slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1)).text_frame.text = text


def page_lines(loaded, number):
    page = loaded.pages[number - 1]
    return [line for line in loaded.text[page.start : page.end].split("\n") if line]


def test_each_slide_is_a_page_read_from_top_to_bottom_and_left_to_right():
    deck = pptx.Presentation()
    first = add_slide(deck, TITLE, "Tarrowby results day")
    first.placeholders[1].text = "Second quarter"
    slide = add_slide(deck, TITLE_ONLY, "Sales by region")
    add_box(slide, 5, 5, "Right note")
    add_box(slide, 1, 5.05, "Left note")
    add_box(slide, 1, 2, "Above")
    slide.notes_slide.notes_text_frame.text = "Mention the new plant."
    loaded = load(deck)
    assert page_lines(loaded, 1) == ["Tarrowby results day", "Second quarter"]
    assert page_lines(loaded, 2) == ["Sales by region", "Above", "Left note", "Right note", "Speaker notes", "Mention the new plant."]
    assert [(heading.text, heading.level) for heading in loaded.headings] == [
        ("Tarrowby results day", 1),
        ("Sales by region", 1),
        ("Speaker notes", 2),
    ]
    assert [(one.field, one.value, one.source) for one in loaded.stated] == [("title", "Tarrowby results day", "first slide")]
    assert covers(loaded)


def test_tables_keep_heads_and_merged_cells():
    deck = pptx.Presentation()
    slide = add_slide(deck, TITLE_ONLY, "Sales by region")
    table = slide.shapes.add_table(4, 3, Inches(1), Inches(2), Inches(5), Inches(1)).table
    for at, row in enumerate([["", "Half year", ""], ["", "2024", "2023"], ["North", "1,200", "1,100"], ["South", "(20)", "30"]]):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    loaded = load(deck)
    (found,) = loaded.tables
    assert (found.title, found.heads) == ("Sales by region", ("Half year 2024", "Half year 2023"))
    assert [(row.label, figures(loaded, row)) for row in found.rows] == [
        ("North", {0: "1,200", 1: "1,100"}),
        ("South", {0: "(20)", 1: "30"}),
    ]


def test_a_charts_series_are_a_table_in_their_number_format():
    deck = pptx.Presentation()
    slide = add_slide(deck, TITLE_ONLY, "Margins")
    data = CategoryChartData(number_format="0.0%")
    data.categories = ["2023", "2024"]
    data.add_series("Tarrowby", (0.123, 0.145))
    data.add_series("Peers", (0.1, None))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(4), Inches(3), data)
    loaded = load(deck)
    (table,) = loaded.tables
    assert (table.title, table.heads) == ("Margins", ("Tarrowby", "Peers"))
    assert [(row.label, figures(loaded, row)) for row in table.rows] == [("2023", {0: "12.3%", 1: "10.0%"}), ("2024", {0: "14.5%"})]


def test_words_in_groups_are_read():
    deck = pptx.Presentation()
    slide = add_slide(deck, BLANK)
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1)).text_frame.text = "Inside a group"
    assert page_lines(load(deck), 1) == ["Inside a group"]


def test_hidden_slides_are_read_and_said_and_slides_without_words_are_said():
    deck = pptx.Presentation()
    add_slide(deck, TITLE_ONLY, "Bid for Fennimore")._element.set("show", "0")
    add_slide(deck, BLANK)
    loaded = load(deck)
    assert [(defect.code, defect.page) for defect in loaded.defects] == [("hidden_slide", 1), ("no_text", 2)]
    assert page_lines(loaded, 1) == ["Bid for Fennimore"]
    assert len(loaded.pages) == 2


def test_a_damaged_slide_does_not_cost_the_others_a_damaged_deck_is_refused():
    deck = pptx.Presentation()
    add_slide(deck, TITLE_ONLY, "One")
    add_slide(deck, TITLE_ONLY, "Two")
    loaded = load(deck, {"ppt/slides/slide1.xml": b"<p:sld"})
    assert [defect.code for defect in loaded.defects] == ["slide_unread"]
    assert page_lines(loaded, 2) == ["Two"]
    with pytest.raises(CannotReadError, match=r"deck\.pptx: its main part is no presentation"):
        load(deck, {"ppt/presentation.xml": b"<other/>"})
