"""The page served over the ingested sample library, and a browser to drive it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


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
    environment = {**os.environ, "DESK_HOME": str(home), "PYTHONPATH": str(ROOT)}
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
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def browser(chromium_path):
    """Return one browser for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


def settled(page):
    """Wait until the page's script has run and nothing on it waits to be drawn anew."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_function("!document.querySelector('[data-stale=\"true\"]')")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url, server, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the page's server ended: {log.read_text(errors='replace')[-2000:]}")
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.3)
    pytest.fail(f"the page did not answer in {START_SECONDS:.0f} s: {log.read_text(errors='replace')[-2000:]}")
