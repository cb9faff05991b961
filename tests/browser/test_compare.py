"""The page that compares two documents, in a browser: marks that do not rest on colour, nothing past the edge, no serious finding."""

import pytest

from research.settings import Settings
from research.workspace import Workspace
from tests.browser.conftest import leave, looks, looks_at, new_page, served, settled
from tests.browser.test_accessibility import findings
from tests.research.drafting.comparing.pair import newer, older

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def compare_url(chromium_path, tmp_path_factory):
    """Return the address of the page over a workspace with two filings of one company."""
    folder = tmp_path_factory.mktemp("compare")
    with Workspace.open(Settings(home=folder / "home")) as workspace:
        for document, chunks, facts in (older(), newer()):
            workspace.documents.add(document, chunks, facts)
    with served(folder / "home", folder) as url:
        yield f"{url}/compare"


def opened(browser, url):
    page = new_page(browser)
    page.goto(url)
    page.locator("article.rc-change").first.wait_for()
    settled(page)
    return page


def test_nothing_serious_is_found_and_marks_have_a_line_too(browser, compare_url):
    page = opened(browser, compare_url)
    for look in looks(page, 1440):
        assert findings(page) == [], look
        lines = [page.locator(f"article {tag}").first.evaluate("one => getComputedStyle(one).textDecorationLine") for tag in ("del", "ins")]
        assert lines == ["line-through", "underline"], look
    leave(page)


def test_nothing_stands_past_the_edge(browser, compare_url):
    page = opened(browser, compare_url)
    for look in looks_at(page, (900, "light"), (1440, "light")):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
        assert page.evaluate("document.querySelector('.rc-documents').getBoundingClientRect().left") == pytest.approx(
            page.evaluate("document.querySelector('.rc-documents dt').getBoundingClientRect().left"), abs=1
        )
    leave(page)
