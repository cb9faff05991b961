"""The sample library's inline-XBRL filing and its workbook, asked about on the page: each is a source in its own view."""

import subprocess

import pytest

from tests.browser.conftest import served
from tests.browser.test_page import ask, lit_image, open_page
from tests.conftest import DESK, ROOT

pytestmark = pytest.mark.browser

LIBRARY = ROOT / "data" / "sample" / "library"
FILES = ("osgrove-10ka-2023.htm", "osgrove-10k-2024.pdf", "tarrowby-statements-2022-2024.xlsx", "tarrowby-10k-2024.pdf")


@pytest.fixture(scope="module")
def page(browser, chromium_path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample-sources")
    command = [*DESK, "ingest", *(str(LIBRARY / name) for name in FILES), "--home", str(folder / "home")]
    subprocess.run(command, check=True, cwd=ROOT, timeout=300, stdout=subprocess.DEVNULL)
    with served(folder / "home", folder) as url:
        opened = open_page(browser, url)
        yield opened
        opened.context.close()


def test_the_amended_filing_in_html_shows_its_own_row(page):
    ask(page, "What was Osgrove's capital expenditure for FY2023 in the 10-K/A?")
    page.get_by_test_id("figure").filter(has_text="$96.1 million").wait_for()
    row = page.get_by_test_id("source-body").locator("tr.rd-lit-row")
    row.wait_for()
    assert "".join(row.locator(".rd-ring").all_inner_texts()) == "96.1"
    assert page.get_by_test_id("source-body").locator("script, iframe, [style]").count() == 0


def test_the_workbook_that_is_named_shows_its_sheet_with_the_cell_ringed(page):
    ask(page, "What was Tarrowby's net income in FY2023 in the workbook?")
    page.get_by_test_id("figure").filter(has_text="$11,009 thousand").wait_for()
    grid = page.get_by_test_id("source-body").get_by_test_id("grid")
    grid.locator("tr.rd-lit-row").wait_for()
    grid.locator("tr.rd-lit-row td.rd-ringed").filter(has_text="11,009").wait_for()
    assert "11,009" in grid.locator("tr.rd-lit-row td.rd-ringed").inner_text()
    assert "Sheet “Income Statement”" in page.get_by_test_id("source-body").inner_text()


def test_a_figure_that_the_workbook_alone_holds_cites_it(page):
    ask(page, "What was Tarrowby's capital expenditure in FY2022?")
    page.get_by_test_id("figure").filter(has_text="$10,874 thousand").wait_for()
    grid = page.get_by_test_id("source-body").get_by_test_id("grid")
    ringed = grid.locator("td.rd-ringed").filter(has_text="10,874")  # the sheet of the question before may still be shown
    ringed.wait_for()
    assert ringed.count() == 1


def test_the_annual_report_is_the_source_where_nothing_else_is_named(page):
    ask(page, "What was Tarrowby's net income in FY2024?")
    page.get_by_test_id("figure").filter(has_text="$15,992 thousand").wait_for()
    lit_image(page, "1")
    assert "10-K" in page.locator(".rd-source-head").inner_text()
