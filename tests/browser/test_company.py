"""The company's page in a real browser: read, recast, opened, corrected, taken away. Screenshots go to `tests/screenshots`."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import WIDE_AND_NARROW, leave, looks_at, new_page, served, settled, shows
from tests.browser.test_accessibility import findings
from tests.browser.test_page import SCREENSHOTS, lit_image, pictured
from tests.cli.desk_process import desk
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

LIBRARY = ROOT / "data" / "sample" / "library"
FILINGS = [LIBRARY / f"tarrowby-10k-{year}.pdf" for year in (2022, 2023)]
FOODS = "Tarrowby Foods Corporation"


@pytest.fixture(scope="module")
def company_url(chromium_path, tmp_path_factory):
    """Return the address of the page over a workspace of its own, whose second filing restates the first one's year."""
    home = tmp_path_factory.mktemp("company") / "home"
    desk("ingest", *FILINGS, home=home).check_returncode()
    with served(home, tmp_path_factory.mktemp("page")) as url:
        yield url


def open_company(browser, url, *, query=f"company={FOODS}"):
    page = new_page(browser)
    page.goto(f"{url}/company?{query}")
    ready(page)
    return page


def ready(page):
    """Wait until the table is there and hears clicks."""
    page.get_by_test_id("sheet").wait_for()
    page.locator("[data-rd-ready]").wait_for(state="attached")
    settled(page)


def figure(page, label, column):
    """Return the button of a row's figure, columns counted from the newest period."""
    row = page.get_by_test_id("sheet").locator("tr").filter(has=page.get_by_role("rowheader", name=label, exact=True))
    return row.get_by_role("button").nth(column)


def finished(page, what):
    """Wait until the page says that the work has begun, which it does at once, and that it is done."""
    work = page.get_by_test_id("work").filter(has_text=what)
    work.wait_for()
    work.filter(has_text=f"Done: {what}").wait_for()
    settled(page)


def test_a_year_is_recast_opened_and_taken_away_with_its_sources(browser, company_url, tmp_path):
    page = open_company(browser, company_url)
    assert figure(page, "Cost of goods sold", 1).inner_text().split("\n")[0].endswith("206,310")
    page.get_by_role("radio", name="Recast").click()
    page.get_by_text("recast: each period from the latest filing").wait_for()
    ready(page)
    page.wait_for_url(re.compile("basis=recast"))
    restated = figure(page, "Cost of goods sold", 1)
    restated.hover()
    page.get_by_text("212,180 in tarrowby-10k-2023, 206,310 in tarrowby-10k-2022 (page 5)").wait_for()

    restated.click()
    lit_image(page, "1")
    shows(page.get_by_test_id("excerpt").locator("mark"), re.compile("^Cost of goods sold"))
    expect(figure(page, "Cost of goods sold", 1)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="206,310 · tarrowby-10k-2022").click()
    page.locator(".st-key-company-right").get_by_text("10-K FY2022").first.wait_for()

    ready(page)
    figure(page, "Gross profit", 0).focus()
    page.keyboard.press("ArrowDown")
    expect(figure(page, "Selling and distribution", 0)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_test_id("sheet-detail").get_by_text("Selling and distribution").wait_for()

    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    download.value.save_as(tmp_path / "sheet.xlsx")
    assert download.value.suggested_filename == "tarrowby-foods-corporation-income-statement.xlsx"
    book = load_workbook(tmp_path / "sheet.xlsx")
    rows = {row[0].value: [cell.value for cell in row] for row in book["Statement"].iter_rows()}
    assert rows["Cost of goods sold"][2:] == [229041, 212180, 189870]
    heads = [cell.value for cell in book["Sources"][1]]
    assert {"Document", "Page", "Printed form", "Unit", "Scale", "Period end", "Basis"} <= set(heads)
    leave(page)


def test_a_figure_is_corrected_and_the_correction_undone(browser, company_url):
    page = open_company(browser, company_url)
    figure(page, "Net sales", 0).click()
    lit_image(page, "1")
    page.get_by_text("Correct this figure").click()
    page.get_by_label("Number, as the table should print it").fill("301,786")
    page.get_by_role("button", name="Correct it").click()
    page.get_by_text("A correction needs a reason").wait_for()
    settled(page)
    page.get_by_label("Number, as the table should print it").fill("301,786")
    page.get_by_label("Reason").fill("checked against the note")
    page.get_by_role("button", name="Correct it").click()
    finished(page, "correcting “Net sales”")
    page.get_by_test_id("sheet-detail").get_by_text("301,786 stands in place of the printed 301,785").wait_for()
    expect(figure(page, "Net sales", 0)).to_contain_text(re.compile(r"301,786\b"))
    shows(page.get_by_test_id("excerpt").locator("mark"), re.compile("^Net sales"))
    SCREENSHOTS.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SCREENSHOTS / f"company-corrected-{scheme}.png")

    page.get_by_text("Corrections (1)").click()
    page.get_by_test_id("fact-correction").get_by_text("301,785,000 → 301,786,000").wait_for()
    page.get_by_role("button", name="Undo").click()
    finished(page, "undoing the correction")
    page.get_by_test_id("fact-correction").get_by_text("undone by").wait_for()
    expect(figure(page, "Net sales", 0)).to_have_text("301,785", use_inner_text=True)
    leave(page)


def test_heads_and_labels_stay_and_only_the_table_scrolls(browser, page_url):
    query = "company=Quillmere Pumps & Instruments, Inc.&statement=balance sheet".replace("& ", "%26 ")
    page = open_company(browser, page_url, query=query)
    pictured(page, "company")
    figure(page, "Goodwill", 0).click()
    lit_image(page, "1")
    for look in looks_at(page, *WIDE_AND_NARROW):
        assert findings(page) == [], look
        edges = page.locator(".rd-sheet").evaluate(
            """sheet => { sheet.scrollTop = 300; sheet.scrollLeft = 80; const box = one => sheet.querySelector(one).getBoundingClientRect();
            const frame = sheet.getBoundingClientRect();
            return [frame.top - box('thead th').top, frame.left - box('tbody th').left]; }"""
        )
        assert all(abs(edge) < 3 for edge in edges), look
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
        page.screenshot(path=SCREENSHOTS / f"company-open-{look}.png")
    leave(page)
