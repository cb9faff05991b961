"""The grid in a real browser: filled, opened, stopped, downloaded. Screenshots go to `tests/screenshots`, which git ignores."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import WIDE_AND_NARROW, leave, looks_at, new_page, settled, shows
from tests.browser.test_page import SCREENSHOTS, lit_image, pictured

pytestmark = pytest.mark.browser

QUESTIONS = "What was revenue in FY2024?\nWhat was capital expenditure in FY2022?"
PUMPS, FOODS = "Quillmere Pumps & Instruments, Inc.", "Tarrowby Foods Corporation"


def open_grid(browser, url):
    page = new_page(browser)
    page.goto(f"{url}/grid")
    page.get_by_label("Questions, one a line").wait_for()
    return page


def fill(page, questions):
    page.get_by_label("Questions, one a line").fill(questions)
    page.get_by_role("button", name="Fill the grid").click()


def open_source(page, *, row, column):
    page.locator(f".st-key-grid-cell-{row}-{column} button").filter(visible=True).first.click()


def test_two_questions_by_two_companies_are_filled_opened_and_downloaded(browser, page_url, tmp_path):
    page = open_grid(browser, page_url)
    fill(page, QUESTIONS)
    page.get_by_text("4 of 4 cells asked: 3 answered, 1 not found").wait_for()
    cells = page.get_by_test_id("cell")
    cells.filter(has_text="not found").wait_for()  # the counts are drawn before the cells, and the last cell last
    assert "$1,284.6 million" in cells.nth(0).inner_text()
    assert "$318,462 thousand" in cells.nth(1).inner_text()
    assert "$48.2 million" in cells.nth(2).inner_text()
    assert re.match(r"∅\s+not found: the FY2022 filing of Tarrowby", cells.nth(3).inner_text())

    open_source(page, row=0, column=1)
    lit_image(page, "1")
    shows(page.locator(".st-key-grid-right"), "Tarrowby Foods Corporation")
    shows(page.get_by_test_id("excerpt").locator("mark"), re.compile("^Net sales"))

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Excel").click()
    download.value.save_as(tmp_path / "grid.xlsx")
    book = load_workbook(tmp_path / "grid.xlsx")
    rows = [[cell.value for cell in row] for row in book["Grid"].iter_rows()]
    assert rows[0] == ["Question", "Period", "Unit", PUMPS, FOODS]
    assert rows[1] == ["What was revenue in FY2024?", "FY2024", "USD in millions", 1284.6, 318.462]
    assert rows[2][1:4] == ["FY2022", "USD in millions", 48.2]
    assert rows[2][4].startswith("not found: the FY2022 filing of Tarrowby")
    assert book["Cells"].max_row == 5
    leave(page)


def test_a_run_can_be_stopped_and_gone_on_with(browser, page_url):
    page = open_grid(browser, page_url)
    # Reasons take long enough that a slow browser comes before the last cell.
    fill(page, "\n".join(f"Why did gross margin change in 2024, part {part}?" for part in range(140)))
    page.get_by_text(re.compile(r"Asking cell (?:[5-9]|\d\d+) of 280 · ")).first.wait_for()
    page.get_by_role("button", name="Stop").dispatch_event("click")
    page.get_by_role("button", name="Go on").wait_for()
    settled(page)
    counts = page.get_by_test_id("grid-counts").inner_text()
    asked = int(counts.split()[0])
    assert 0 < asked < 280
    expect(page.get_by_text("not asked")).to_have_count(280 - asked)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Stop").wait_for()
    leave(page)


def test_the_heads_stay_and_only_the_table_scrolls_sideways(browser, page_url):
    page = open_grid(browser, page_url)
    pictured(page, "grid-empty")
    fill(page, f"{QUESTIONS}\nWhy did gross margin change in 2024?")
    page.get_by_text("6 of 6 cells asked").wait_for()
    pictured(page, "grid")
    open_source(page, row=0, column=0)
    lit_image(page, "1")
    table = page.locator(".st-key-grid-table")
    for look in looks_at(page, *WIDE_AND_NARROW):
        scrolled = table.evaluate("table => { table.scrollLeft = 400; table.scrollTop = 60; return table.scrollLeft; }")
        assert (scrolled > 100) == look.startswith("900"), "at 900 both columns do not fit beside the source"
        edges = table.evaluate(
            "table => [table.getBoundingClientRect().left, table.querySelector('.rd-cell-question').getBoundingClientRect().left,"
            " table.getBoundingClientRect().top, table.querySelector('.rd-cell-head').getBoundingClientRect().top]"
        )
        assert abs(edges[0] - edges[1]) < 3, look
        assert abs(edges[2] - edges[3]) < 3, look
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
        page.screenshot(path=SCREENSHOTS / f"grid-open-{look}.png")
    leave(page)
