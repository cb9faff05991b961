"""Shared fixtures: nothing reaches beyond loopback, and where the evaluation data is."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.outside.loopback import guard_all, taken

HEARD = guard_all()


@pytest.fixture(autouse=True)
def loopback_alone():
    """Fail a test during which anything reached beyond loopback, here, in a process that it started or in the browser."""
    yield
    reached = taken(HEARD)
    assert not reached, "beyond loopback: " + "; ".join(reached)


def pytest_sessionfinish(session) -> None:
    """Fail the run when something reached beyond loopback after the last test, and take the notes away."""
    reached = taken(HEARD)
    HEARD.unlink()
    if reached:
        sys.stderr.write("beyond loopback: " + "; ".join(reached) + "\n")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the evaluation data folder, or skip."""
    folder = Path(os.environ.get("DESK_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (folder / "financebench-dev").is_dir():
        pytest.skip(f"evaluation data not found at {folder}; set DESK_SHARED to its folder")
    return folder


ROOT = Path(__file__).resolve().parents[1]
# The two filings of the sample library that most tests read; the whole library is read by tests/sample.
SAMPLE_FILINGS = [ROOT / "data" / "sample" / "library" / f"{name}-10k-2024.pdf" for name in ("quillmere", "tarrowby")]
DESK = [sys.executable, "-c", "from ui.cli.main import run; run()"]


@pytest.fixture(scope="session")
def sample_ingest(tmp_path_factory) -> tuple[Path, float]:
    """Return a workspace that holds two filings of the sample library, and the seconds that the command line took to ingest them.

    Tests that run in several processes ingest once, and share it: nothing may be written to it.
    """
    of_all = tmp_path_factory.getbasetemp()
    made = (of_all.parent if "PYTEST_XDIST_WORKER" in os.environ else of_all) / "sample-made"
    took = made.with_suffix(".seconds")
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not took.is_file():
            began = time.perf_counter()
            command = [*DESK, "ingest", *map(str, SAMPLE_FILINGS), "--home", str(made)]
            subprocess.run(command, check=True, cwd=ROOT, timeout=300, stdout=subprocess.DEVNULL)
            took.write_text(str(time.perf_counter() - began))
    return made, float(took.read_text())


@pytest.fixture(scope="session")
def sample_home(sample_ingest, tmp_path_factory) -> Path:
    """Return a workspace of this process that holds two filings of the sample library; tests ask it, and ingest nothing new."""
    return Path(shutil.copytree(sample_ingest[0], tmp_path_factory.mktemp("sample") / "home"))
