"""The page served over the ingested sample library, and a browser to drive it."""

import os
import random
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.outside.loopback import note_request
from tests.waiting import LONG_SECONDS, wait_until

ROOT = Path(__file__).resolve().parents[2]
# Milliseconds that a page is waited for: the first upload of a process also loads the model, beside other work.
TIMEOUT = 180_000
# All pages of the tests are drawn by one process, whose program is compiled once, and not again for speed that a short page never gains:
# what a page costs the processor is its program above all.
CHEAPER = ["--process-per-site", "--js-flags=--no-opt,--no-maglev"]
expect.set_options(timeout=TIMEOUT)
# What the page is drawn on in each color scheme.
BACKGROUNDS = {"light": "rgb(251, 251, 249)", "dark": "rgb(20, 24, 27)"}
DRAWN_ON = "background => getComputedStyle(document.querySelector('.stApp')).backgroundColor === background"
# Below the ports that the system gives to outgoing connections, which would take one between its choice and the server's start.
PORTS = range(20_000, 32_000)


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


@contextmanager
def served(home, folder, server=("ui.entry.serve",)):
    """Serve the page over a workspace and give its address; its log goes to a folder. `server` is the module, and its first arguments."""
    paths = os.pathsep.join([os.environ["PYTHONPATH"], str(ROOT)])
    environment = {**os.environ, "DESK_HOME": str(home), "PYTHONPATH": paths}
    port = _free_port()
    address = ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    with (folder / "page.log").open("wb") as log:
        command = [sys.executable, "-m", *server, *address]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server, folder / "page.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=LONG_SECONDS)


@pytest.fixture(scope="session")
def browser(chromium_path):
    """Return one browser for all tests, with one context, in which the page's program is fetched and compiled once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-dev-shm-usage", *CHEAPER])
        new_context(chromium)
        yield chromium
        chromium.close()


def new_context(browser):
    """Return a context in which it is noted what pages ask for beyond this machine."""
    context = browser.new_context(reduced_motion="reduce")
    context.on("request", lambda request: note_request(request.url))
    return context


def new_page(browser, *, width=1440, height=900, scheme="light", alone=False):
    """Return an empty page in the context that tests share, or alone in one of its own, as another reader's; the test closes it."""
    context = new_context(browser) if alone else browser.contexts[0]
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    return page


def looks(page, *widths, height=900):
    """Yield what an open page looks like, as a name, in each width and color scheme in turn, once it is drawn so."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        for scheme, background in BACKGROUNDS.items():
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(DRAWN_ON, arg=background, polling=30)
            settled(page)
            yield f"{width}-{scheme}"


def settled(page):
    """Wait until the page's script has run and nothing on it waits to be drawn anew."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_function('!document.querySelector(\'[data-stale="true"], [data-testid="stSkeleton"]\')', polling=30)


def shows(elements, text):
    """Wait until one of the elements has a text, which a pattern may stand for."""
    elements.filter(has_text=text).first.wait_for()


def _free_port():
    while True:
        port = random.choice(PORTS)  # noqa: S311 - a port, not a secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _wait(url, server, log):
    def answers():
        assert server.poll() is None, f"the page's server ended: {log.read_text(errors='replace')[-2000:]}"
        with suppress(httpx.TransportError):
            return httpx.get(url, timeout=LONG_SECONDS).status_code == 200

    wait_until(answers, "the page's server")
