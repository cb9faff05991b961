"""Two readers at once, and one who has a keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import leave, settled
from tests.browser.test_page import ask, lit_image, open_page

pytestmark = pytest.mark.browser


def test_two_readers_at_once_do_not_see_each_other_s_state(browser, page_url):
    one, two = (open_page(browser, page_url, alone=True) for _ in range(2))
    ask(one, "What was Quillmere's net income in FY2024?")
    ask(two, "What were Tarrowby Foods Corporation's total assets in FY2024?")
    one.get_by_test_id("figure").filter(has_text="$87.5 million").wait_for()
    two.get_by_test_id("figure").filter(has_text="Tarrowby Foods Corporation").wait_for()
    ask(one, "and in 2023?")
    one.get_by_test_id("figure").filter(has_text="$105.2 million").wait_for()
    ask(two, "and in 2023?")
    two.get_by_test_id("figure").filter(has_text="$197,078 thousand").wait_for()
    expect(one.get_by_test_id("figure")).to_have_count(1)
    expect(one.get_by_test_id("figure")).to_contain_text("Quillmere")
    for page in (one, two):
        page.wait_for_url(re.compile("answer="))
    assert one.url != two.url
    for page in (one, two):
        page.context.close()


def tab_to(page, holds, *, most=60):
    """Press Tab until the element with the focus fulfils a condition in JavaScript, and check that the focus is seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(at => {holds})(document.activeElement)"):
            break
    assert page.evaluate(f"(at => {holds})(document.activeElement)"), holds
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_question_is_asked_read_and_left_with_the_keyboard_alone(browser, page_url):
    page = open_page(browser, page_url)
    page.get_by_test_id("library").wait_for()
    settled(page)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('input[placeholder^=\"Ask about\"]')"):
            break
    page.keyboard.type("What was Quillmere's capital expenditure in FY2024 and FY2023?")
    page.keyboard.press("Enter")
    page.get_by_test_id("figure").nth(1).wait_for()
    shown = " ".join(page.get_by_test_id("figure").all_inner_texts())
    assert "$63.8 million" in shown
    assert "FY2023" in shown
    lit_image(page, "1")
    settled(page)
    tab_to(page, "at.innerText.trim() === '[2]'")
    page.keyboard.press("Enter")
    lit_image(page, "2")
    settled(page)
    tab_to(page, "at.innerText.trim().startsWith('Whole page')", most=120)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cited lines").wait_for()
    page.keyboard.press("Escape")
    page.locator(".rd-brand").evaluate("brand => { document.activeElement.blur(); brand.scrollIntoView(); }")
    page.keyboard.press("f")
    page.get_by_role("button", name="Whole page").wait_for()
    page.keyboard.press("Home")
    page.goto(f"{page_url}/library")
    page.get_by_test_id("stDataFrame").wait_for()
    settled(page)
    tab_to(page, "at.innerText.trim() === 'Grid'")
    page.keyboard.press("Enter")
    page.get_by_label("Questions, one a line").wait_for()
    settled(page)
    tab_to(page, "at.matches('textarea')")
    page.keyboard.type("What was revenue in FY2024?")
    tab_to(page, "at.innerText.trim() === 'Fill the grid'")
    page.keyboard.press("Enter")
    page.get_by_test_id("cell").filter(has_text="$318,462 thousand").wait_for()
    expect(page.get_by_label("Questions, one a line")).to_have_value("What was revenue in FY2024?")
    leave(page)


def test_a_grid_is_there_again_after_a_reload(browser, page_url):
    page = open_page(browser, page_url)
    page.goto(f"{page_url}/grid")
    page.get_by_label("Questions, one a line").fill("What was revenue in FY2024?")
    page.get_by_role("button", name="Fill the grid").click()
    page.get_by_test_id("cell").filter(has_text="$318,462 thousand").wait_for()
    page.reload()
    page.get_by_test_id("grid-kept").wait_for()
    expect(page.get_by_label("Questions, one a line")).to_have_value("What was revenue in FY2024?")
    settled(page)
    assert page.get_by_test_id("cell").filter(has_text="$318,462 thousand").count() == 0  # asked anew, never shown from memory
    page.get_by_role("button", name="Fill the grid").click()
    page.get_by_test_id("cell").filter(has_text="$318,462 thousand").wait_for()
    expect(page.get_by_test_id("cell")).to_have_count(2)
    leave(page)
