import re

import pytest

from ingest.layouts import SheetLayout
from ingest.loaded import Limits
from ingest.sheets.layout import separated_layouts, workbook_layouts
from ingest.sheets.loader import XlsxLoader
from ingest.sheets.separated import SeparatedLoader
from tests.ingest.office_files import workbook as book_of
from tests.ui.own_sources import workbook
from ui.render.lights import TextLight
from ui.render.sheet_view import letters_of, sheet_html


def laid_out(content, page, *, separated=False):
    make, loader = (separated_layouts, SeparatedLoader) if separated else (workbook_layouts, XlsxLoader)
    loaded = loader(Limits()).load(content, name="x")
    return loaded.text, make(content, page, name="x", limits=Limits(), loader="", kind="results")[page]


def light(text, words, figure=None):
    start = text.index(words)
    at = text.index(figure, start) if figure else 0
    return [TextLight(start, text.index("\n", start), (at, at + len(figure)) if figure else None, "1")]


def row_of(html, number):
    return next(part for part in html.split("<tr") if f'<th scope="row">{number}</th>' in part)


def test_the_cited_cell_is_ringed_in_its_tinted_row_under_title_units_and_heads():
    text, layout = laid_out(workbook(), 2)
    html = sheet_html(layout, light(text, "Purchases of property", "(27.5)"), whole=False)
    assert "Sheet “Cash Flow”" in html
    row = row_of(html, 15)
    assert 'class="rd-lit-row"' in row
    assert '<span class="rd-at">[1]</span> Purchases of property, plant and equipment' in row
    assert '<td class="rd-number rd-ringed"><mark>(27.5)</mark></td>' in row
    assert '<td class="rd-number">(24.1)</td>' in row
    head = html.split("</thead>")[0]
    for words in ("Consolidated Statements of Cash Flows", "(In millions of US dollars)", "Year ended December 31, 2024"):
        assert words in head
    assert "Operating activities" not in head
    assert [letter for letter in "ABCD" if f'<th scope="col">{letter}</th>' in head] == ["A", "B", "C"]


def test_rows_far_away_are_left_out_and_come_with_the_whole_sheet():
    text, layout = laid_out(workbook(), 2)
    lights = light(text, "Purchases of property", "(27.5)")
    cropped, whole = sheet_html(layout, lights, whole=False), sheet_html(layout, lights, whole=True)
    assert "Depreciation" not in cropped
    assert cropped.count("rows left out") == 2
    assert "Depreciation" in whole
    assert "rows left out" not in whole


def test_a_cell_s_markup_is_text():
    _, layout = laid_out(workbook(), 1)
    html = sheet_html(layout, [], whole=True)
    assert "&lt;img src=x onerror=window.hacked=6&gt;" in html
    assert "<img" not in html
    hostile = book_of({"<b>S": [["</td><script>alert(1)</script>", 5], ["a", 6]]})
    shown = sheet_html(laid_out(hostile, 1)[1], [], whole=True)
    assert "<script" not in shown
    assert "Sheet “&lt;b&gt;S”" in shown


def test_heads_of_a_long_sheet_stay_over_its_later_pages():
    rows = [["Line", "2024", "2023"], *[[f"Item {number}", number + 0.5, number + 0.25] for number in range(500)]]
    text, layout = laid_out(book_of({"Long": rows}), 2)
    html = sheet_html(layout, light(text, "Item 300\t", "300.5"), whole=False)
    assert "2024" in html.split("</thead>")[0]
    assert "rd-ringed" in row_of(html, 302)
    assert "Item 290" not in html


def test_a_wide_sheet_is_shown_around_its_label_and_the_cell():
    rows = [
        ["Line", *[f"Q{number}" for number in range(200)]],
        *[[f"Item {line}", *[line * 1000 + n for n in range(200)]] for line in range(5)],
    ]
    text, layout = laid_out(book_of({"Wide": rows}), 1)
    html = sheet_html(layout, light(text, "Item 3\t", "3150"), whole=False)
    assert re.findall(r'rd-ringed">(?:<span[^<]*</span> )?<mark>([^<]*)', html) == ["3150"]
    assert "Item 3" in html
    assert html.count('scope="col"') == 24
    assert "holds more cells than are shown" in html


def test_separated_values_are_a_grid_without_a_name():
    text, layout = laid_out(b'Line,2024,2023\nSales,"1,200","1,100"\nCosts,900,850\n', 1, separated=True)
    html = sheet_html(layout, light(text, "Sales", "1,200"), whole=False)
    assert "Sheet “" not in html
    assert "<mark>1,200</mark>" in row_of(html, 2)
    assert "2024" in html.split("</thead>")[0]


def test_a_quote_without_a_figure_rings_its_cells():
    text, layout = laid_out(workbook(), 2)
    html = sheet_html(layout, light(text, "Dividends paid"), whole=False)
    assert row_of(html, 19).count("rd-ringed") == 3


def test_an_empty_sheet_is_an_empty_grid():
    assert 'data-testid="grid"' in sheet_html(SheetLayout("", "Blank", ()), [], whole=True)


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")])
def test_columns_are_named_as_spreadsheets_name_them(column, letters):
    assert letters_of(column) == letters
