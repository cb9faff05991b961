"""Shared fixtures: sockets blocked beyond loopback, and where the evaluation data is."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the evaluation data folder, or skip."""
    folder = Path(os.environ.get("DESK_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (folder / "financebench-dev").is_dir():
        pytest.skip(f"evaluation data not found at {folder}; set DESK_SHARED to its folder")
    return folder
