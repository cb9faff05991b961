"""Shared fixtures: sockets blocked beyond loopback, and where the evaluation data is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


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
def sample_home(tmp_path_factory) -> Path:
    """Return a workspace that holds two filings of the sample library, ingested once by the command line; tests only read it."""
    home = tmp_path_factory.mktemp("sample") / "home"
    subprocess.run(
        [*DESK, "ingest", *map(str, SAMPLE_FILINGS), "--home", str(home)], check=True, cwd=ROOT, timeout=300, stdout=subprocess.DEVNULL
    )
    return home
