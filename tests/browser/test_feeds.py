"""The feeds in a real browser: health at a glance, a feed added that cannot be asked, edited and removed; no serious finding of axe."""

from datetime import UTC, datetime, timedelta

import pytest

from research.nouns.feeds import NEVER, Feed
from research.settings import load_settings
from research.workspace import Workspace
from tests.browser.conftest import leave, looks, new_page, served, settled, shows
from tests.browser.test_accessibility import findings
from tests.browser.test_page import SCREENSHOTS

pytestmark = pytest.mark.browser

# No host is asked at this port: the poll of such a feed fails without leaving the machine.
TORN = "Werkstätten-Nachrichten über Pumpen und Ventile"
UNASKED = "https://wire.example.com:2222/rss"


@pytest.fixture(scope="module")
def feeds_url(chromium_path, tmp_path_factory):
    """Return the address of the page over a workspace with feeds of each kind of health."""
    home, now = tmp_path_factory.mktemp("feeds") / "home", datetime.now(UTC)
    read = now - timedelta(days=9)
    well = Feed("https://valve.example.com/rss", "Valve Wire", read_at=now - timedelta(minutes=4), due_at=now + timedelta(minutes=26))
    kept = [
        well,
        Feed("https://new.example.com/rss"),
        Feed("https://gone.example.com/feed", "Pump Weekly", due_at=NEVER, read_at=read, entries=40, error="ended (410)"),
        Feed("https://torn.example.com/atom", TORN, failures=3, error="nothing there (404)"),
        Feed("https://zh.example.com/rss", "财经新闻", "desk", read_at=now, newest_at=now - timedelta(days=50), entries=30, articles=True),
    ]
    with Workspace.open(load_settings(home)) as workspace:
        for feed in kept:
            workspace.feeds.put(feed)
    with served(home, tmp_path_factory.mktemp("page")) as url:
        yield url


def open_feeds(browser, url):
    page = new_page(browser)
    page.goto(f"{url}/feeds")
    page.locator('[aria-current="page"]', has_text="Feeds").wait_for()
    settled(page)
    return page


def test_health_at_a_glance(browser, feeds_url):
    page = open_feeds(browser, feeds_url)
    titles = [text.split("\n")[0] for text in page.get_by_test_id("feed").all_inner_texts()]
    assert [title.lstrip("!×○·✓ ") for title in titles][:3] == [
        "Werkstätten-Nachrichten über Pumpen und Ventile",
        "Pump Weekly",
        "财经新闻",
    ]
    SCREENSHOTS.mkdir(exist_ok=True)
    for look in looks(page, 1440, 900, 390):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
        page.screenshot(path=SCREENSHOTS / f"feeds-{look}.png", full_page=True)
        assert findings(page) == [], look
    leave(page)


def test_a_feed_is_added_fails_is_edited_and_removed(browser, feeds_url):
    page = open_feeds(browser, feeds_url)
    page.get_by_role("button", name="Add feeds").click()
    page.get_by_label("Address of the feed").fill("file:///etc/passwd")
    page.screenshot(path=SCREENSHOTS / "feeds-add.png")
    page.get_by_role("button", name="Subscribe").click()
    shows(page.get_by_test_id("notice-error"), "only http and https are read, not file")
    page.get_by_label("Address of the feed").fill(UNASKED)
    page.get_by_role("button", name="Subscribe").click()
    shows(page.get_by_test_id("note"), "Subscribed to wire.example.com.")
    page.keyboard.press("Escape")
    shows(page.get_by_test_id("feed"), "port 2222 is not asked")
    row = page.locator('[class*="st-key-feed-row-"]', has_text="wire.example.com:2222")
    row.get_by_role("button", name="Edit").click()
    row.get_by_label("Title").fill("Closed Wire")
    page.screenshot(path=SCREENSHOTS / "feeds-edit.png")
    row.get_by_role("button", name="Change it").click()
    shows(page.get_by_test_id("feed"), "Closed Wire")
    row.get_by_role("button", name="Remove").click()
    shows(row.get_by_role("status"), "End the subscription to Closed Wire?")
    settled(page)
    page.screenshot(path=SCREENSHOTS / "feeds-remove.png")
    assert findings(page) == []
    row.get_by_role("button", name="End it").click()
    shows(page.get_by_test_id("note"), "Closed Wire was removed.")
    settled(page)
    assert page.get_by_test_id("feed").filter(has_text="Closed Wire").count() == 0
    leave(page)
