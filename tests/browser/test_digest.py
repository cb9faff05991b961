"""The page of digests, and a mail of one, in a real browser. Screenshots go to `tests/screenshots`."""

import re
from itertools import product

import pytest
from playwright.sync_api import expect

from research.nouns.access import Access
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.settings import Settings
from research.workspace import Workspace
from tests.browser.conftest import leave, looks, new_page, served, settled
from tests.browser.test_accessibility import findings
from tests.browser.test_page import SCREENSHOTS
from tests.cli.desk_process import desk
from tests.conftest import ROOT
from tests.ui.digests import LINKS, hostile_digest, long_digest, sample_digest
from ui.render.digest_html import digest_html

pytestmark = pytest.mark.browser

LIBRARY = ROOT / "data" / "sample" / "library"
FILES = [LIBRARY / name for name in ("feed-harrow-wire.xml", "feed-ledger-post.xml", "quillmere-results-2024-q4.pdf")]
WEEK = "watchlist=Coverage&start=2025-02-09T05:00:00Z&end=2025-02-17T05:00:00Z"


@pytest.fixture(scope="module")
def digest_url(chromium_path, tmp_path_factory):
    """Return the address of the page over a workspace of its own, with a week of news and a list of two companies."""
    home = tmp_path_factory.mktemp("digest") / "home"
    desk("ingest", *FILES, home=home).check_returncode()
    with Workspace.open(Settings(home=home)) as workspace:
        companies = (WatchedCompany("Quillmere", owner="M. Okafor"), WatchedCompany("Nobody Ltd"))
        workspace.watchlists.save(Access("analyst"), Watchlist("Coverage", "analyst", companies))
    with served(home, tmp_path_factory.mktemp("page")) as url:
        yield url


def open_digest(browser, url, *, query=WEEK):
    page = new_page(browser)
    page.goto(f"{url}/digest?{query}")
    page.get_by_test_id("digest-line").first.wait_for()
    settled(page)
    return page


def test_a_week_is_read_with_its_sources_beside_it(browser, digest_url):
    SCREENSHOTS.mkdir(exist_ok=True)
    page = open_digest(browser, digest_url)
    page.get_by_role("heading", name="Exceptions", exact=True).wait_for()
    for look in looks(page, 900, 1440):
        assert findings(page) == [], look
        page.screenshot(path=SCREENSHOTS / f"digest-{look}.png")
    line = page.locator('[class*="st-key-digest-line-"]').filter(has_text="Revenue Q4 FY2024: $343.2 million")
    line.get_by_role("button", name="Source").first.click()
    page.locator('img[alt^="Page"][alt*="] boxes"]').wait_for()
    settled(page)
    expect(page).to_have_url(re.compile("line="))
    for look in looks(page, 1440, 900):
        assert findings(page) == [], look
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
        page.screenshot(path=SCREENSHOTS / f"digest-open-{look}.png")
    leave(page)


def test_lines_are_marked_read_and_stay_so(browser, digest_url):
    page = open_digest(browser, digest_url)
    first = page.locator('[class*="st-key-digest-line-"]').first
    first.get_by_role("button", name="Mark read").click()
    first.get_by_role("button", name="Mark unread").wait_for()
    page.reload()
    page.get_by_test_id("digest-line").first.wait_for()
    settled(page)
    expect(page.locator('[class*="st-key-digest-line-"]').first.get_by_role("button", name="Mark unread")).to_be_visible()
    page.get_by_text("Unread only").click()
    page.get_by_role("button", name="Mark unread").first.wait_for(state="detached")
    leave(page)


def test_a_list_is_edited(browser, digest_url):
    page = open_digest(browser, digest_url)
    page.get_by_role("button", name="Edit lists").click()
    companies = page.get_by_label(re.compile("^Companies, one a line"))
    expect(companies).to_have_value("Quillmere |  |  | M. Okafor\nNobody Ltd")
    companies.fill("Quillmere | QLMR | Industrials | M. Okafor\nNobody Ltd\nSomebody Ltd")
    page.get_by_role("button", name="Keep the list").click()
    page.get_by_text("Coverage is kept").wait_for()
    assert findings(page) == []
    page.get_by_role("button", name="Back to the digest").click()
    page.get_by_text(re.compile("in the library: Nobody Ltd; Somebody Ltd")).wait_for()
    leave(page)


@pytest.mark.parametrize(("name", "made"), [("sample", sample_digest), ("long", long_digest), ("hostile", hostile_digest)])
def test_a_mail_fits_its_window_and_runs_nothing(browser, tmp_path, name, made):
    SCREENSHOTS.mkdir(exist_ok=True)
    asked = []
    (tmp_path / f"{name}.html").write_text(digest_html(made(), LINKS, ["One before it may not have reached you."]), encoding="utf-8")
    page = new_page(browser)
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(f"file://{tmp_path}/{name}.html")
    for width, (scheme, card) in product((390, 600), (("light", "rgb(255, 255, 255)"), ("dark", "rgb(26, 32, 36)"))):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("getComputedStyle(document.querySelector('.d-card')).backgroundColor") == card
        assert findings(page) == []
        page.screenshot(path=SCREENSHOTS / f"mail-{name}-{width}-{scheme}.png", full_page=True)
    page.close()
    assert [url for url in asked if not url.startswith(f"file://{tmp_path}/")] == []
