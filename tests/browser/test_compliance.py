"""The page Compliance in a real browser: charts with their tables, filters, the proof, the export; no serious finding of axe."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from research.nouns.queries import AuditEvent
from research.settings import load_settings
from research.workspace import Workspace
from tests.browser.conftest import leave, looks, new_page, served, settled, shows
from tests.browser.test_accessibility import findings
from tests.browser.test_page import SCREENSHOTS

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='taken'\"> margins"
STATUSES = ("answered", "answered", "partial", "insufficient_evidence", "needs_clarification")


@pytest.fixture(scope="module")
def compliance_url(chromium_path, tmp_path_factory):
    """Return the address of the page over a trail of some weeks with everything that a chart tells."""
    home, now, chance = tmp_path_factory.mktemp("compliance") / "home", datetime.now(UTC), random.Random(7)  # noqa: S311 - made-up rows
    model = (("model", "far-1"), ("endpoint", "gateway.example.com"), ("remote", "yes"))
    mail = (("digest", "d1"), ("channel", "mail"), ("to", "ann@example.org"), ("state", "sent"))
    events = [AuditEvent(now - timedelta(days=3), "ann", "model", "Why?", model), AuditEvent(now, "ann", "send", "Pumps", mail)]
    for number in range(260):
        details = (("status", chance.choice(STATUSES)), ("marked", str(int(number % 40 == 0))), ("struck", "1"))
        at = now - timedelta(hours=26) if number < 70 else now - timedelta(hours=number * 2)
        events.append(AuditEvent(at, "eve" if number < 70 else "bob", "ask", f"What were the net sales of year {number}?", details))
    events.append(AuditEvent(now, "ann", "ask", HOSTILE, (("status", "answered"), ("marked", "0"), ("struck", "0"))))
    with Workspace.open(load_settings(home)) as workspace:
        for event in sorted(events, key=lambda one: one.at):
            workspace.ledger.record(event)
    with served(home, tmp_path_factory.mktemp("page")) as url:
        yield url


def opened(browser, url):
    page = new_page(browser)
    page.goto(f"{url}/compliance")
    page.get_by_test_id("trail").wait_for()
    settled(page)
    return page


def test_what_stands_out_is_seen_at_once(browser, compliance_url):
    page = opened(browser, compliance_url)
    heads = [text.split("\n")[0] for text in page.get_by_test_id("chart").all_inner_texts()]
    assert heads == ["Questions", "Refusals", "Injection marks", "Unsupported claims struck", "Spikes", "What was sent where"]
    shows(page.get_by_test_id("chart"), "1 hour stands out")
    shows(page.get_by_test_id("chart"), "2 times in all, 2 of them beyond this machine")
    SCREENSHOTS.mkdir(exist_ok=True)
    for look in looks(page, 1440, 900):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
        heights = page.locator(".rd-bar > span").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert max(heights) > 60, look
        page.screenshot(path=SCREENSHOTS / f"compliance-{look}.png", full_page=True)
    page.locator("summary", has_text="Spikes as a table").click()
    page.locator("summary", has_text="Details").first.click()
    assert [(look, found) for look in looks(page, 1440, 900) if (found := findings(page))] == []
    leave(page)


def test_the_trail_is_narrowed_proved_and_taken(browser, compliance_url, tmp_path):
    page = opened(browser, compliance_url)
    page.get_by_role("button", name="Show 63 more rows of 63").click()
    page.get_by_role("button", name="more rows").wait_for(state="detached")
    page.get_by_label("Words").fill("MARGINS")
    page.get_by_label("Words").press("Enter")
    shows(page.get_by_test_id("fitting"), "1 row, ")
    settled(page)
    assert page.get_by_test_id("trail").locator("tbody tr").count() == 1
    assert "onerror" in page.get_by_test_id("trail").inner_text()
    assert page.title() != "taken"
    page.get_by_role("button", name="Prove the trail").click()
    shows(page.get_by_test_id("notice-proof"), "263 rows, each bound to the one before")
    settled(page)
    page.screenshot(path=SCREENSHOTS / "compliance-proved.png")
    assert findings(page) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Export these rows").click()
    taken.value.save_as(tmp_path / "trail.jsonl")
    (line,) = (tmp_path / "trail.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["subject"] == HOSTILE
    page.get_by_label("Words").fill("")
    page.get_by_label("Words").press("Enter")
    shows(page.get_by_test_id("trail"), "Export audit")
    leave(page)
