"""A draft in a real browser: brought, read beside its sources, let stand, taken back; no serious finding of axe."""

import pytest

from tests.browser.conftest import leave, looks, new_page, settled, shows
from tests.browser.test_accessibility import findings
from tests.browser.test_page import SCREENSHOTS

pytestmark = pytest.mark.browser

DRAFT = """# Quillmere: a poor year, and a plant that is late

## Results for 2024

Net sales rose 5.4% to $1,284.6 million. Operating income fell 12.9% to $133.9 million. Diluted EPS was $2.12. We think the worst is over.

Gross margin was 36.1%, down 1.5%. Quillmere's net sales were $1,219.3 million in 2024.

| $ in millions | 2023 | 2024 |
|---|---|---|
| Gross profit | 458.3 | 436.5 |

He also said “We expect margins to recover quickly through 2025, all at once.”
"""


def brought(browser, url):
    """Return the page with a draft brought to it."""
    page = new_page(browser)
    page.goto(f"{url}/check")
    page.locator('[aria-current="page"]', has_text="Check").wait_for()
    settled(page)
    page.locator('input[type="file"]').set_input_files([{"name": "note.md", "mimeType": "text/markdown", "buffer": DRAFT.encode()}])
    page.get_by_test_id("check-row").first.wait_for()
    settled(page)
    return page


def test_each_finding_stands_beside_its_source(browser, page_url):
    page = brought(browser, page_url)
    first = page.get_by_test_id("check-row").first.inner_text()
    assert "mismatch" in first
    assert "Diluted EPS was $2.12." in first
    assert "$2.09 per share" in first
    assert "quillmere-10k-2024, page 9" in first
    SCREENSHOTS.mkdir(exist_ok=True)
    for look in looks(page, 1440, 900, 390):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
        page.screenshot(path=SCREENSHOTS / f"check-{look}.png")
        assert findings(page) == [], look
    leave(page)


def test_a_sentence_is_let_stand_and_reopened_and_the_draft_taken_back(browser, page_url):
    page = brought(browser, page_url)
    page.get_by_role("button", name="Let it stand").first.click()
    page.get_by_label("Why sentence 5 stands").fill("basic, as agreed")
    page.get_by_role("button", name="Let it stand").last.click()
    shows(page.get_by_test_id("check-row"), "Let stand: basic, as agreed")
    settled(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download with comments").click()
    assert taken.value.suggested_filename == "note-checked.md"
    page.get_by_role("button", name="Reopen").first.click()
    page.get_by_text("Let stand: basic").wait_for(state="detached")
    leave(page)
