"""A reader in a real browser before sources that are no printed pages: filings in HTML and workbooks, our own with traps in them."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE_AND_NARROW, leave, looks_at, served, settled, shows
from tests.browser.test_page import ask, lit_image, open_page, pictured
from tests.cli.desk_process import desk
from tests.conftest import ROOT
from tests.ui.own_sources import TRANSCRIPT, html_filing, workbook

pytestmark = pytest.mark.browser

HTML_QUESTION = "What was Brackwater Tools' capital expenditure in FY2024?"
PROSE_QUESTION = "Why did the gross margin of Brackwater Tools rise in 2024?"
SHEET_QUESTION = "What was Vantry Optics capital expenditure in FY2024?"
PRINTED_QUESTION = "What was Quillmere's capital expenditure in FY2024?"


LIBRARY = ROOT / "data" / "sample" / "library"
SAMPLES = ("osgrove-10ka-2023.htm", "osgrove-10k-2024.pdf", "tarrowby-statements-2022-2024.xlsx")


@pytest.fixture(scope="module")
def sources_url(chromium_path, sample_home, tmp_path_factory):
    """Return the address of the page over the two sample filings, more samples, and an HTML filing, workbook and call of our own."""
    folder = tmp_path_factory.mktemp("sources")
    files = {"brackwater-10k-2024.html": html_filing(), "vantry-2024.xlsx": workbook(), "morrow-call.txt": TRANSCRIPT.encode()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    home = shutil.copytree(sample_home, folder / "home")
    paths = [*(folder / name for name in files), *(LIBRARY / name for name in SAMPLES)]
    desk("ingest", *paths, home=home).check_returncode()
    with served(home, folder) as url:
        yield url


@pytest.fixture
def page(browser, sources_url):
    """Return an open page that fails the test when anything outside is asked for."""
    opened = open_page(browser, sources_url)
    asked = []

    def noted(request):
        asked.append(request.url)

    opened.on("request", noted)
    yield opened
    opened.remove_listener("request", noted)
    own = (sources_url, sources_url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert opened.evaluate("window.hacked") is None
    leave(opened)


def body(page, question):
    ask(page, question)
    shown = page.get_by_test_id("source-body")
    shown.wait_for()
    return shown


def test_an_html_figure_stands_ringed_in_its_row_under_its_heads(page):
    shown = body(page, HTML_QUESTION)
    assert "$27.5 million" in page.get_by_test_id("figure").inner_text()
    row = shown.locator("tr.rd-lit-row")
    assert "Purchases of property, plant and equipment" in row.inner_text()
    assert row.locator(".rd-ring").first.inner_text() == "(27.5"
    assert row.locator(".rd-at").inner_text() == "[1]"
    assert row.locator(".rd-ring").first.evaluate("ring => getComputedStyle(ring).outlineStyle") == "solid"
    words = shown.inner_text()
    for kept in ("CONSOLIDATED STATEMENTS OF CASH FLOWS", "(In millions)", "Year ended December 31,", "rows left out"):
        assert kept in words
    head = shown.locator("td", has_text=re.compile(r"^2024$")).bounding_box()
    ring = row.locator(".rd-ring").first.bounding_box()
    assert head["x"] < ring["x"] + ring["width"]
    assert ring["x"] < head["x"] + head["width"]


def test_one_key_shows_the_whole_page_and_back(page):
    shown = body(page, HTML_QUESTION)
    assert "Dividends paid" not in shown.inner_text()
    page.get_by_role("heading", name="Research Desk").click()
    page.keyboard.press("f")
    page.get_by_role("button", name="Cited lines").wait_for()
    page.get_by_test_id("source-body").get_by_text("Dividends paid").wait_for()
    page.keyboard.press("f")
    page.get_by_role("button", name="Whole page").wait_for()
    page.get_by_test_id("source-body").get_by_text("Dividends paid").wait_for(state="detached")


def test_a_sentence_of_an_html_page_is_marked_and_nothing_of_the_page_runs(page):
    shown = body(page, PROSE_QUESTION)
    shows(shown.locator("mark"), re.compile("^Gross margin"))
    assert "".join(shown.locator("mark").all_inner_texts()).startswith("Gross margin rose by")
    page.get_by_role("button", name="Whole page").click()
    page.get_by_text("Held apart").wait_for()
    for trap in ("script", "iframe", "img", "svg", "a", "style", "[onclick]", "[style]"):
        assert page.get_by_test_id("source-body").locator(trap).count() == 0


def test_a_worksheet_is_a_grid_with_the_cell_ringed(page):
    shown = body(page, SHEET_QUESTION)
    grid = shown.get_by_test_id("grid")
    row = grid.locator("tr.rd-lit-row")
    assert row.locator("th").inner_text() == "15"
    assert row.locator("td.rd-ringed").inner_text() == "(27.5)"
    assert grid.locator("thead").inner_text().split()[:3] == ["A", "B", "C"]
    assert "Sheet “Cash Flow”" in shown.inner_text()
    ring, head = row.locator("td.rd-ringed").bounding_box(), grid.locator("thead th", has_text="B").bounding_box()
    assert abs(ring["x"] - head["x"]) < 2
    page.get_by_role("button", name="‹").click()
    page.get_by_text("<img src=x onerror=window.hacked=6>").wait_for()


def test_the_way_back_leads_to_the_cited_page(page):
    body(page, SHEET_QUESTION)
    page.get_by_role("button", name="‹").click()
    page.get_by_role("button", name="Back to page 2").click()
    page.get_by_test_id("lit-marker").wait_for()
    shows(page.get_by_test_id("lit-marker"), "Marker [1] boxed")
    settled(page)
    assert page.get_by_test_id("source-body").locator("td.rd-ringed").all_inner_texts() == ["(27.5)"]


def test_a_printed_page_grows_and_its_pane_scrolls(page):
    ask(page, PRINTED_QUESTION)
    fit = lit_image(page, "1").bounding_box()
    page.get_by_role("radio", name="200 %").click()
    page.locator(".st-key-source-zoom-200").wait_for()
    settled(page)
    grown = lit_image(page, "1").bounding_box()
    assert grown["width"] == pytest.approx(2 * fit["width"], rel=0.03)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth")


def test_screenshots(page):
    asked = (("html", HTML_QUESTION, "tr.rd-lit-row"), ("prose", PROSE_QUESTION, "mark"), ("sheet", SHEET_QUESTION, "td.rd-ringed"))
    for name, question, lit in asked:
        ask(page, question)
        page.get_by_role("textbox").evaluate("box => box.blur()")
        page.get_by_test_id("source-body").locator(lit).first.wait_for()
        settled(page)
        pictured(page, f"source-{name}")
    ring = page.get_by_test_id("source-body").locator(".rd-ringed")
    for look in looks_at(page, *WIDE_AND_NARROW):
        assert ring.evaluate("cell => getComputedStyle(cell).outlineStyle") == "solid", look


def test_the_amended_filing_in_html_shows_its_own_row(page):
    ask(page, "What was Osgrove's capital expenditure for FY2023 in the 10-K/A?")
    page.get_by_test_id("figure").filter(has_text="$96.1 million").wait_for()
    row = page.get_by_test_id("source-body").locator("tr.rd-lit-row")
    row.locator(".rd-ring").first.wait_for()
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
    expect(ringed).to_have_count(1)


def test_the_annual_report_is_the_source_where_nothing_else_is_named(page):
    ask(page, "What was Tarrowby's net income in FY2024?")
    page.get_by_test_id("figure").filter(has_text="$15,992 thousand").wait_for()
    lit_image(page, "1")
    shows(page.locator(".rd-source-head"), "10-K")
    settled(page)
    assert page.locator(".rd-source-head").count() == 1
    assert page.get_by_test_id("grid").count() == 0, "the workbook states the figure too"
