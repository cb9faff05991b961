"""Every page at 400 % zoom, which is 320 CSS pixels of width: nothing is cut off, and only tables and sources scroll sideways."""

import pytest

from tests.browser.conftest import leave, new_page, settled
from tests.browser.test_page import SCREENSHOTS, ask

pytestmark = pytest.mark.browser

# Elements whose text ends outside the window, or outside a box that hides it, and which no box of their own scrolls to.
CUT_OFF = """() => {
  const scrolls = box => ['auto', 'scroll'].includes(getComputedStyle(box).overflowX) && box.querySelector('table, pre, .rd-cell');
  const hides = box => ['hidden', 'clip'].includes(getComputedStyle(box).overflowX);
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('.stMain'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    let right = innerWidth, left = 0, reachable = false;
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const edge = up.getBoundingClientRect();
      if (edge.width <= 1 || edge.height <= 1) { reachable = true; break; }
      if (scrolls(up) && up.scrollWidth > up.clientWidth && !up.matches('.stMain, .stAppViewContainer')) { reachable = true; break; }
      if (hides(up)) { right = Math.min(right, edge.right); left = Math.max(left, edge.left); }
    }
    const words = text.data.trim().slice(0, 60);
    if (!reachable && (box.right > right + 2 || box.left < left - 2)) found.push(`${words} (to ${Math.round(box.right)})`);
  }
  return found;
}"""
SIDEWAYS = (
    "['.stMain', '.stAppViewContainer'].map(box => document.querySelector(box)).filter(box => box.scrollWidth > box.clientWidth + 1).length"
)


@pytest.fixture
def page(browser, page_url):
    opened = new_page(browser, width=320, height=256)
    yield opened
    leave(opened)


def faults(page, name):
    """Return what is cut off, and whether the page itself scrolls sideways; keeps a picture of it under a name."""
    settled(page)
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"zoom-{name}.png")
    sideways = page.evaluate(SIDEWAYS) or page.evaluate("document.documentElement.scrollWidth") > 320
    return [*page.evaluate(CUT_OFF), *(["the page scrolls sideways"] if sideways else [])]


def test_asking(page, page_url):
    page.goto(page_url)
    page.get_by_placeholder("Ask about a company").wait_for()
    page.get_by_test_id("library").wait_for()
    assert faults(page, "ask") == []
    ask(page, "What was Quillmere's net income in FY2024?")
    page.get_by_test_id("figure").first.wait_for()
    assert faults(page, "answer") == []
    widths = [page.locator(f".st-key-{pane}").evaluate("pane => pane.clientWidth") for pane in ("answer-pane", "source-pane")]
    assert min(widths) > 260, "one under the other, not side by side"
    page.get_by_test_id("figure").first.scroll_into_view_if_needed()
    assert page.get_by_test_id("figure-value").first.is_visible()
    page.locator('img[alt^="Page"]').first.scroll_into_view_if_needed()
    assert faults(page, "source") == []
    ask(page, "What was Quillmere's revenue in FY2031?")
    page.get_by_test_id("notice-refusal").wait_for()
    assert faults(page, "refused") == []


@pytest.mark.parametrize(
    ("section", "holds"),
    [
        ("Documents", '[data-testid="stDataFrame"]'),
        ("Coverage", '[data-testid="coverage"]'),
        ("Company names", 'input[aria-label="What does a name mean now?"]'),
        ("Add files", 'input[type="file"]'),
    ],
)
def test_the_library(page, page_url, section, holds):
    page.goto(f"{page_url}/library")
    page.get_by_test_id("stDataFrame").wait_for()
    page.get_by_text(section, exact=True).first.click()
    page.locator(holds).first.wait_for(state="attached")
    assert faults(page, f"library-{section.split()[0].lower()}") == []


def test_a_document(page, page_url):
    page.goto(f"{page_url}/library?document=quillmere-10k-2024")
    page.get_by_test_id("detail").wait_for()
    assert faults(page, "document") == []


def test_the_grid(page, page_url):
    page.goto(f"{page_url}/grid?q=What+was+revenue+in+FY2024%3F&company=Tarrowby+Foods+Corporation")
    page.get_by_label("Questions, one a line").wait_for()
    assert faults(page, "grid-empty") == []
    page.get_by_role("button", name="Fill the grid").click()
    page.get_by_test_id("cell").filter(has_text="$318,462 thousand").wait_for()
    assert faults(page, "grid") == []
