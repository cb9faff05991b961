"""The rendered pages, checked with axe: no serious finding in what is ours."""

import pytest

from tests.browser.conftest import leave, looks, new_page, settled

pytestmark = pytest.mark.browser

SERIOUS = {"serious", "critical"}
FIGURE = "What was Quillmere's capital expenditure in FY2024?"
REFUSED = "What was Quillmere's revenue in FY2031?"


def findings(page):
    """Return axe's serious findings as lines: rule, help, and the elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] + ' in ' + str(node['target']) for node in one['nodes'][:4]]}"
        for one in found
        if one["impact"] in SERIOUS
    ]


def findings_of_looks(page):
    """Return axe's serious findings in each color scheme."""
    return [(look, one) for look in looks(page, 1440) for one in findings(page)]


def opened(browser, url):
    page = new_page(browser)
    page.goto(url)
    return page


def test_an_answer_and_a_refusal(browser, page_url):
    page = opened(browser, page_url)
    question = page.get_by_placeholder("Ask about a company")
    question.wait_for()
    settled(page)
    assert findings_of_looks(page) == []
    for asked, shown in ((FIGURE, "figure"), (REFUSED, "notice-refusal")):
        question.fill(asked)
        question.press("Enter")
        page.get_by_test_id(shown).first.wait_for()
        settled(page)
        assert findings_of_looks(page) == []
    leave(page)


@pytest.mark.parametrize("path", ["library", "library?document=quillmere-10k-2024", "grid", "company"])
def test_the_other_pages(browser, page_url, path):
    page = opened(browser, f"{page_url}/{path}")
    page.locator('[aria-current="page"]').wait_for()
    settled(page)
    assert findings_of_looks(page) == []
    leave(page)
