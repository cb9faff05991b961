"""The workbook as a spreadsheet reads it back: numbers are numbers, text never starts a formula, every cell has its source."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.ui.grids import FOODS, HISTORY, HOSTILE, PUMPS, REASON, REVENUE, answered, figure, make_grid, refused, sample_grid
from ui.render.grid_workbook import CELL_HEADS, grid_workbook
from ui.render.workbook_cells import number_format


def read(grid):
    return load_workbook(BytesIO(grid_workbook(grid)))


@pytest.fixture(scope="module")
def book():
    return read(sample_grid())


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def cells(book):
    heads = [name for name, _ in CELL_HEADS]
    return [dict(zip(heads, row, strict=True)) for row in rows(book["Cells"])]


def test_the_grid_sets_figures_side_by_side_at_one_scale(book):
    sheet = book["Grid"]
    assert [cell.value for cell in sheet[1]] == ["Question", "Period", "Unit", PUMPS, FOODS]
    assert [cell.value for cell in sheet[2]] == [REVENUE, "FY2024", "USD in millions", 1284.6, 318.462]
    assert [(cell.data_type, cell.number_format) for cell in sheet[2]][3:] == [("n", "#,##0.0"), ("n", "#,##0.000")]


def test_each_period_and_unit_has_a_line_and_a_refusal_stands_on_the_first(book):
    found = [row for row in rows(book["Grid"]) if row[0] == HISTORY]
    assert found == [
        [HISTORY, "FY2023", "USD in millions", 71.5, "not found: no filing"],
        [HISTORY, "FY2024", "USD in millions", 63.8, None],
    ]


def test_different_units_are_not_set_on_one_line():
    book = read(make_grid((REVENUE, answered(REVENUE, (figure(PUMPS, "5"),)), answered(REVENUE, (figure(FOODS, "6", unit="EUR"),)))))
    assert [row[2:] for row in rows(book["Grid"])] == [["USD in millions", 5, None], ["EUR in millions", None, 6]]


def test_a_figure_of_the_grid_leads_to_its_row_of_cells(book):
    link = book["Grid"]["E2"].hyperlink
    assert link.location == "'Cells'!A3"
    assert book["Cells"]["D3"].value == FOODS


def test_every_cell_has_its_row_with_number_unit_scale_and_source(book):
    first = cells(book)[0]
    assert (first["Question"], first["Company"], first["Status"]) == (REVENUE, PUMPS, "answered")
    assert (first["Number"], first["Unit"], first["Scale"], first["Period"], first["Period end"], first["Basis"]) == (
        1284.6,
        "USD",
        1_000_000,
        "FY2024",
        "2024-12-31",
        "as reported",
    )
    assert (first["Document"], first["Page"], first["Marker"], first["Quote"]) == ("filing-2024", 9, "[1]", "Net sales 1,284.6 1,219.3")
    assert (first["Formula"], first["Notes"], first["Reason"], first["ID"]) == ("Revenue = Net sales", "a note", None, "0")
    assert len(cells(book)) == 2 + 3 + 2 + 2


def test_prose_a_failure_and_what_was_not_asked_say_so(book):
    text, failed, _, waiting = cells(book)[5:]
    assert (text["Quote"], text["Page"]) == ("-2 points came from resin.", 4)
    assert text["Further sources"] == "[2] filing-2024, page 5: “Freight cost more.”"
    assert (failed["Question"], failed["Status"], failed["Reason"]) == (REASON, "could not be asked", "held by a worker; wait")
    assert (waiting["Status"], waiting["Number"]) == ("not asked", None)


def test_no_cell_is_a_formula_and_what_looks_like_one_is_quoted(book):
    written = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in written} == {"s", "n"}
    hostile = [cell for cell in written if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    assert {cell.value for cell in hostile} == {HOSTILE, "-2 points came from resin.", "@SUM(A1:A9)"}
    assert all(cell.quotePrefix for cell in hostile)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_whatever_a_spreadsheet_could_take_for_a_formula_is_text(text):
    book = read(make_grid((text, refused(text, text), refused(text, "none"))))
    for cell in (book["Grid"]["A2"], book["Cells"]["C2"], book["Lacking"]["A2"]):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_characters_that_a_workbook_cannot_hold_are_left_out_and_long_text_is_cut():
    book = read(make_grid(("a\x00b\x0bc \ud800", refused("q", "x" * 40_000), None)))
    assert book["Grid"]["A2"].value == "abc ?"
    assert len(book["Lacking"]["D2"].value) == 32_001


def test_what_was_lacking_is_listed_with_the_cells_that_were_not_asked(book):
    assert rows(book["Lacking"]) == [
        [HISTORY, FOODS, "not found", "no filing"],
        [REASON, FOODS, "could not be asked", "held by a worker; wait"],
        [HOSTILE, FOODS, "not asked", "the run was stopped before this cell"],
    ]


def test_a_whole_grid_says_that_nothing_was_lacking():
    one = answered(REVENUE, (figure(PUMPS, "1"),))
    assert rows(read(make_grid((REVENUE, one, one)))["Lacking"]) == [[None, None, None, "nothing: every question was answered in full"]]


def test_sheets_can_be_read_and_printed(book):
    assert [(sheet.title, sheet.freeze_panes) for sheet in book] == [("Grid", "D2"), ("Cells", "E2"), ("Lacking", "A2")]
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == ("landscape", 0, "$1:$1")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.column_dimensions["A"].width > 5
    assert book["Cells"].auto_filter.ref == "A1:U10"
    assert book.properties.creator == "Research Desk"


@pytest.mark.parametrize(("number", "shown"), [("1284.6", "#,##0.0"), ("5", "#,##0"), ("8.70", "#,##0.00"), ("1E+3", "#,##0")])
def test_a_number_is_shown_with_the_digits_it_has(number, shown):
    assert number_format(Decimal(number)) == shown
