"""The page of drafts in a real browser: what is typed is saved and said to be, two tabs lose nothing, a mark opens its source."""

import json
import re
import shutil
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from research.drafting.editing.sections import with_ids
from research.drafting.writing.writer import Subject
from research.nouns.access import Access
from research.settings import load_settings
from research.workspace import Workspace
from tests.browser.conftest import WIDE_AND_NARROW, leave, looks_at, new_page, served, settled
from tests.browser.test_accessibility import findings
from tests.browser.test_page import SCREENSHOTS

pytestmark = pytest.mark.browser

COMPANY = "Quillmere Pumps & Instruments, Inc."


@pytest.fixture(scope="module")
def draft(chromium_path, sample_home, tmp_path_factory):
    """Return the address of the page over a workspace of its own, and a results note that is kept there, its sections with their ids."""
    folder = tmp_path_factory.mktemp("drafts")
    shutil.copytree(sample_home, folder / "home")
    settings = load_settings(folder / "home")
    with Workspace.open(settings, create=False) as workspace:
        access = Access(settings.user)
        company = next(one for one in workspace.directory.companies(access) if one.name == COMPANY)
        template = workspace.drafting.shelf.the("results-note")
        kept = workspace.drafting.keep(workspace.drafting.write(template, Subject(company), access, datetime.now(UTC)), access)
    with served(folder / "home", folder) as url:
        yield f"{url}/drafts", with_ids(kept)


def opened(browser, draft, heading):
    """Return the page with a section of the draft."""
    url, kept = draft
    page = new_page(browser)
    section = next(one.id for one in kept.sections if one.heading == heading)
    page.goto(f"{url}?draft={kept.id}&section={section}")
    page.locator(".rd-draft-section", has_text=heading).wait_for()
    settled(page)
    return page


def field(page):
    return page.locator('[class*="st-key-draft-text-"] textarea')


def saved(page):
    """Return the line that says what is saved."""
    return page.get_by_test_id("draft-saved")


def test_a_section_stands_beside_its_evidence_and_each_mark_opens_its_page(browser, draft):
    page = opened(browser, draft, "What management says")
    page.get_by_test_id("draft-support").wait_for()
    SCREENSHOTS.mkdir(exist_ok=True)
    for look in looks_at(page, *WIDE_AND_NARROW):
        assert findings(page) == [], look
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
        page.screenshot(path=SCREENSHOTS / f"drafts-{look}.png")
    mark = page.get_by_test_id("draft-sentence").first.locator("button[data-rd-marker]").first
    number = mark.get_attribute("data-rd-marker")
    mark.focus()
    mark.press("Enter")
    page.locator(f'img[alt*="marker [{number}] boxes"]').wait_for()
    assert [(look, found) for look in looks_at(page, *WIDE_AND_NARROW) if (found := findings(page))] == []
    leave(page)


def test_what_is_typed_is_saved_at_a_pause_and_the_page_says_so(browser, draft):
    page = opened(browser, draft, "Opinion")
    first = draft[1].version
    expect(saved(page)).to_have_text(re.compile(rf"^Saved .*\d\d:\d\d:\d\d, version {first}\b"))
    field(page).fill("")
    field(page).press_sequentially("We think margins recover.")
    expect(page.locator(".rd-saving")).to_be_visible()
    expect(saved(page)).to_have_text(re.compile(rf"^Saved \d\d:\d\d:\d\d, version {first + 1}\b"))
    expect(page.locator(".rd-saving")).to_be_hidden()
    expect(field(page)).to_be_focused()
    page.reload()
    expect(field(page)).to_have_value("We think margins recover.")
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word").click()
    assert taken.value.suggested_filename == f"quillmere-pumps-instruments-inc-results-v{first + 1}.docx"
    leave(page)


def test_two_tabs_are_told_of_each_other_and_no_text_is_lost(browser, draft):
    first, second = (opened(browser, draft, "Outlook") for _ in range(2))
    field(second).press("Control+End")
    field(second).press_sequentially("\n\nThe second tab wrote this.")
    first.get_by_test_id("draft-others").wait_for()
    assert "It changed: Outlook." in first.get_by_test_id("draft-others").inner_text()
    field(first).press("Control+End")
    field(first).press_sequentially("\n\nThe first tab wrote that.")
    first.get_by_test_id("draft-conflict").wait_for()
    settled(first)
    assert findings(first) == []
    first.screenshot(path=SCREENSHOTS / "drafts-conflict.png")
    first.get_by_role("button", name="Keep the lines of both").click()
    first.get_by_test_id("draft-conflict").wait_for(state="detached")
    expect(field(first)).to_have_value(re.compile(r"The first tab wrote that\.[\s\S]*The second tab wrote this\."))
    leave(first)
    leave(second)


def test_a_text_that_lost_its_page_before_it_was_saved_is_taken_from_the_browser(browser, draft):
    page = opened(browser, draft, "Disclaimer")
    settled(page)  # else the page that is left would take the copy itself
    kept = draft[1]
    section = next(one.id for one in kept.sections if one.heading == "Disclaimer")
    copy = json.dumps({"text": "This is no offer.", "base": kept.version, "at": 0, "tab": "gone"})
    page.evaluate("([name, copy]) => localStorage.setItem(name, copy)", [f"rd-draft:{kept.id}:{section}", copy])
    page.reload()
    page.get_by_test_id("draft-said").wait_for()
    assert "was still in this browser: it is saved now" in page.get_by_test_id("draft-said").inner_text()
    expect(field(page)).to_have_value("This is no offer.")
    page.wait_for_function("Object.keys(localStorage).every(name => !name.startsWith('rd-draft:'))")
    leave(page)


def test_a_link_pressed_while_typing_leads_away_and_what_was_typed_is_there_on_the_way_back(browser, draft):
    page = opened(browser, draft, "Opinion")
    field(page).fill("Margins recover.")
    expect(saved(page)).to_have_text(re.compile(r"^Saved \d\d:\d\d:\d\d, version \d+"))
    field(page).press("Control+End")
    field(page).press_sequentially(" Costs fall.")
    page.get_by_role("link", name="Check").click(delay=70)
    page.locator(".rd-nav-current", has_text="Check").wait_for()
    settled(page)
    page.get_by_role("link", name="Drafts").click()
    expect(field(page)).to_have_value("Margins recover. Costs fall.")
    leave(page)
