"""A reader in a real browser: ask, click a marker, see the box. Screenshots go to `tests/screenshots`, which git ignores."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import WIDE_AND_NARROW, leave, looks_at, new_page, settled, shows
from ui.render.page_image import FOCUS_COLOR, ROW_COLOR

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
QUESTION = "What was Quillmere's capital expenditure in FY2024 and FY2023?"
ABSENT = "What was the capital expenditure of Umbrella Holdings in FY2024?"


def open_page(browser, url, **look):
    page = new_page(browser, **look)
    page.goto(url)
    page.get_by_placeholder("Ask about a company").wait_for()
    return page


def ask(page, question):
    page.get_by_placeholder("Ask about a company").fill(question)
    page.keyboard.press("Enter")


def lit_image(page, marker):
    """Return the page's image, cropped or whole, with the box of a marker, once it is loaded."""
    image = page.locator(f'img[alt^="Page"][alt*="marker [{marker}] boxes"]')
    image.wait_for()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle(), polling=30)
    return image


def count_color(png, color, tolerance=24):
    """Return how many pixels of a screenshot are of a color, give or take what scaling does to it."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return int((np.abs(pixels - np.array(color)).max(axis=2) <= tolerance).sum())


def ring_columns(png):
    """Return where the ring stands: the mean column of its pixels in the right two thirds, as a share of the width."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    near = np.abs(pixels - np.array(FOCUS_COLOR)).max(axis=2) <= 40
    columns = np.nonzero(near[:, near.shape[1] // 3 :])[1]
    return float(columns.mean() + near.shape[1] // 3) / near.shape[1]


def test_a_marker_opens_its_page_with_the_box(browser, page_url):
    page = open_page(browser, page_url)
    ask(page, QUESTION)
    page.get_by_test_id("figure").first.wait_for()
    assert "$63.8 million" in page.get_by_test_id("figure").nth(0).inner_text()
    assert "$71.5 million" in page.get_by_test_id("figure").nth(1).inner_text()

    first = lit_image(page, "1")
    first.scroll_into_view_if_needed()
    shot = first.screenshot()
    assert count_color(shot, ROW_COLOR) > 1_000
    assert count_color(shot, FOCUS_COLOR, 40) > 40
    ring_of_2024 = ring_columns(shot)

    settled(page)
    pane = page.locator(".st-key-answer-pane")
    pane.evaluate("pane => pane.scrollTop = 120")
    before = pane.evaluate("pane => pane.scrollTop")
    page.locator(".st-key-answer-pane button", has_text=re.compile(r"^\[2\]$")).first.click()
    second = lit_image(page, "2")
    shows(page.get_by_test_id("lit-marker"), "Marker [2] boxed")
    settled(page)
    assert pane.evaluate("pane => pane.scrollTop") == before
    assert "$63.8 million" in page.get_by_test_id("figure").nth(0).inner_text()
    assert ring_columns(second.screenshot()) > ring_of_2024 + 0.04
    shows(page.get_by_test_id("excerpt").locator("mark"), re.compile("^Purchases of property, plant and equipment"))
    leave(page)


def test_a_reader_with_the_keyboard_reaches_a_marker(browser, page_url):
    page = open_page(browser, page_url)
    ask(page, QUESTION)
    page.get_by_test_id("figure").first.wait_for()
    lit_image(page, "1")
    settled(page)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip() == "[2]":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    lit_image(page, "2")
    leave(page)


def test_the_panes_scroll_apart_and_the_page_does_not(browser, page_url):
    page = open_page(browser, page_url)
    ask(page, QUESTION)
    lit_image(page, "1")
    page.get_by_role("button", name="Whole page").click()
    page.get_by_role("button", name=re.compile("^Cited lines")).wait_for()
    lit_image(page, "1")
    settled(page)
    for key in ("answer-pane", "source-pane"):
        heights = page.locator(f".st-key-{key}").evaluate("pane => [pane.clientHeight, pane.getBoundingClientRect().bottom]")
        assert heights[0] > 400
        assert heights[1] <= 900
    assert page.evaluate("document.querySelector('.stMain').scrollHeight <= 900")
    pane = "document.querySelector('.st-key-source-pane')"
    page.wait_for_function(f"{pane}?.scrollHeight > {pane}?.clientHeight")
    leave(page)


def test_what_is_not_there_is_said(browser, page_url):
    page = open_page(browser, page_url)
    ask(page, ABSENT)
    page.get_by_test_id("notice-refusal").wait_for()
    shows(page.get_by_test_id("notice-refusal"), "Umbrella")
    expect(page.get_by_test_id("figure")).to_have_count(0)
    leave(page)


def test_the_page_asks_nothing_of_the_outside(browser, page_url):
    page = new_page(browser, alone=True)  # which has kept nothing of the page before
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(page_url)
    page.get_by_placeholder("Ask about a company").wait_for()
    settled(page)
    assert seen
    assert [url for url in seen if not url.startswith((page_url, page_url.replace("http", "ws"), "data:", "blob:"))] == []
    page.context.close()


def pictured(page, name):
    """Keep a picture of the page in each of two looks, and give the pictures' paths."""
    SCREENSHOTS.mkdir(exist_ok=True)
    paths = []
    for look in looks_at(page, *WIDE_AND_NARROW):
        paths.append(SCREENSHOTS / f"{name}-{look}.png")
        page.screenshot(path=paths[-1])
    return paths


def test_screenshots(browser, page_url):
    page = open_page(browser, page_url)
    page.get_by_test_id("library").wait_for()
    pictured(page, "empty")
    ask(page, QUESTION)
    lit_image(page, "1")
    pictured(page, "answer")
    page.get_by_test_id("excerpt").scroll_into_view_if_needed()
    page.locator(".st-key-answer-pane").evaluate("pane => pane.scrollTop = pane.scrollHeight")
    pictured(page, "answer-end")
    ask(page, ABSENT)
    page.get_by_test_id("notice-refusal").wait_for()
    page.get_by_text("No page is cited.").wait_for()
    dark = [np.asarray(Image.open(path).convert("L")).mean() < 128 for path in pictured(page, "refused")]
    assert dark == [scheme == "dark" for _, scheme in WIDE_AND_NARROW]
    leave(page)
