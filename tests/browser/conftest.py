"""The page served over the ingested sample library, and a browser to drive it."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.page_server import served
from tests.outside.loopback import note_request

# Milliseconds that a page is waited for: the first upload of a process also loads the model, beside other work.
TIMEOUT = 180_000
# All pages of the tests are drawn by one process, whose program is compiled once, and not again for speed that a short page never gains:
# what a page costs the processor is its program above all.
CHEAPER = ["--process-per-site", "--js-flags=--no-opt,--no-maglev"]
expect.set_options(timeout=TIMEOUT)
# What the page is drawn on in each color scheme.
BACKGROUNDS = {"light": "rgb(251, 251, 249)", "dark": "rgb(20, 24, 27)"}
# A wide page and a narrow one, one in each scheme, where not every look is needed.
WIDE_AND_NARROW = ((1440, "light"), (900, "dark"))
# Pages that tests have left.
LEFT = []
DRAWN_ON = "background => getComputedStyle(document.querySelector('.stApp')).backgroundColor === background"


@pytest.fixture(scope="session")
def chromium_path():
    """Return where Chromium is, or skip."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("chromium is not installed; install the package chromium to drive the page")
    return path


@pytest.fixture(scope="session")
def page_url(chromium_path, sample_home, tmp_path_factory):
    """Return the address of the page over a workspace that holds the sample library."""
    with served(sample_home, tmp_path_factory.mktemp("page")) as url:
        yield url


@pytest.fixture(scope="session")
def browser(chromium_path):
    """Return one browser for all tests, with one context, in which the page's program is fetched and compiled once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-dev-shm-usage", *CHEAPER])
        _keep(new_context(chromium))
        yield chromium
        chromium.close()


def new_context(browser):
    """Return a context in which it is noted what pages ask for beyond this machine."""
    context = browser.new_context(reduced_motion="reduce")
    context.on("request", lambda request: note_request(request.url))
    return context


def _keep(context):
    """Keep a page of the servers' site open, asked of nobody: a site's process ends with its last page, and what it compiled is lost."""
    kept = context.new_page()
    kept.route("**/*", lambda route: route.fulfill(body="kept open", content_type="text/plain"))
    kept.goto("http://127.0.0.1/")


def new_page(browser, *, width=1440, height=900, scheme="light", alone=False):
    """Return an empty page in the context that tests share, or alone in one of its own, as another reader's; the test leaves it."""
    context = new_context(browser) if alone else browser.contexts[0]
    page = context.new_page() if alone or not LEFT else LEFT.pop()
    page.set_default_timeout(TIMEOUT)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    return page


def leave(page):
    """Leave a page of the context that tests share to the next test, which finds it empty: a tab takes longer to open than a page."""
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.mouse.move(0, 0)
    LEFT.append(page)


def looks(page, *widths, height=900):
    """Yield what an open page looks like, as a name, in each width and color scheme in turn, once it is drawn so."""
    yield from looks_at(page, *((width, scheme) for width in widths for scheme in BACKGROUNDS), height=height)


def looks_at(page, *wanted, height=900):
    """Yield what an open page looks like, as a name, in widths and the color schemes that go with them, once it is drawn so."""
    for width, scheme in wanted:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(DRAWN_ON, arg=BACKGROUNDS[scheme], polling=30)
        settled(page)
        yield f"{width}-{scheme}"


def settled(page):
    """Wait until the page's script has run and nothing on it waits to be drawn anew."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_function('!document.querySelector(\'[data-stale="true"], [data-testid="stSkeleton"]\')', polling=30)


def shows(elements, text):
    """Wait until one of the elements has a text, which a pattern may stand for."""
    elements.filter(has_text=text).first.wait_for()
