"""The library in a real browser: from an empty one to an uploaded, corrected and undone document, with the keyboard where it matters."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE_AND_NARROW, leave, looks_at, new_page, served, settled, shows
from tests.browser.test_page import SCREENSHOTS, pictured
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

PDF = ROOT / "data" / "sample" / "library" / "tarrowby-10k-2024.pdf"
NAME = "tarrowby-10k-2024"


@pytest.fixture(scope="module")
def library_url(chromium_path, tmp_path_factory):
    """Return the address of the page over an empty workspace."""
    with served(tmp_path_factory.mktemp("library") / "home", tmp_path_factory.mktemp("page")) as url:
        yield url


def open_library(browser, url, *, path="/library"):
    page = new_page(browser)
    page.goto(url + path)
    page.locator('[aria-current="page"]', has_text="Library").wait_for()
    return page


def section(page, name):
    page.get_by_role("radio", name=name).click()


def cell(page, text):
    """Wait for a cell of the table of documents, which draws on a canvas beside a table for screen readers."""
    page.locator('[data-testid="stDataFrame"] td', has_text=text).first.wait_for(state="attached")


def field(page, name):
    return page.get_by_test_id("fields").locator("tr", has_text=re.compile(f"^{name}")).first


def finished(page, words):
    """Wait until the page says that the work has begun, which it does at once, and that it is done."""
    work = page.get_by_test_id("work").filter(has_text=words)
    work.first.wait_for()
    work.filter(has_text=f"Done: {words}").first.wait_for()


def test_upload_see_correct_and_undo(browser, library_url):
    page = open_library(browser, library_url)
    page.get_by_text("The library is empty").wait_for()
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "library-empty.png")

    section(page, "Add files")
    page.locator('input[type="file"]').set_input_files(PDF)
    page.get_by_role("button", name="Add to the library", disabled=False).click()  # once the file has arrived, and not before
    page.get_by_test_id("work").first.wait_for()
    page.screenshot(path=SCREENSHOTS / "library-adding.png")
    finished(page, "adding 1 file")
    shows(page.get_by_test_id("work"), "1 added")

    section(page, "Documents")
    cell(page, NAME)
    settled(page)
    grid = page.locator('[data-testid="stDataFrame"]').bounding_box()
    page.mouse.click(grid["x"] + 16, grid["y"] + 35 + 17)
    page.get_by_test_id("detail").wait_for()
    shows(field(page, "Company"), "Tarrowby Foods Corporation")

    page.get_by_role("textbox", name="New value").fill("Bracklow Mills plc")
    page.get_by_role("textbox", name="Reason").fill("renamed after the filing")
    page.get_by_role("button", name="Correct it").click()
    finished(page, "correcting the company")
    page.get_by_test_id("fields").get_by_text("Bracklow Mills plc").wait_for()
    shows(field(page, "Company"), "corrected by analyst on")
    cell(page, "Bracklow Mills plc")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SCREENSHOTS / f"library-corrected-{scheme}.png")

    page.get_by_role("button", name="Undo").click()
    finished(page, "undoing the correction of the company")
    page.get_by_test_id("fields").get_by_text("Tarrowby Foods Corporation", exact=True).wait_for()
    expect(field(page, "Company")).not_to_contain_text("corrected")
    leave(page)


def test_the_pages_are_reached_with_the_keyboard_and_the_session_is_kept(browser, library_url):
    page = open_library(browser, library_url, path="/library")
    settled(page)
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip() == "Ask":
            break
    assert page.evaluate("document.activeElement.innerText").strip() == "Ask"
    page.keyboard.press("Enter")
    page.get_by_placeholder("Ask about a company").wait_for()
    shows(page.locator('[aria-current="page"]'), re.compile("^Ask$"))
    page.get_by_role("link", name="Library").click()
    page.locator('[aria-current="page"]', has_text="Library").wait_for()
    leave(page)


def test_screenshots_of_every_section(browser, page_url):
    page = open_library(browser, page_url, path="/library?document=quillmere-10k-2024")
    page.get_by_test_id("detail").wait_for()
    cell(page, "quillmere-10k-2024")
    pictured(page, "library-document")
    section(page, "Coverage")
    page.get_by_test_id("coverage").wait_for()
    pictured(page, "library-coverage")
    section(page, "Company names")
    page.get_by_role("textbox", name="What does a name mean now?").fill("QLMR")
    page.keyboard.press("Enter")
    page.get_by_test_id("meaning").wait_for()
    pictured(page, "library-names")
    section(page, "Add files")
    page.get_by_role("button", name="Add to the library").wait_for()
    for look in looks_at(page, *WIDE_AND_NARROW):
        page.screenshot(path=SCREENSHOTS / f"library-add-{look}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
    leave(page)
