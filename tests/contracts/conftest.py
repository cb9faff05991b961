"""The stores that every contract suite runs on: the fakes, and SQLite in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from research.adapters.sqlite import open_catalog, open_ledger
from tests.fakes.ledger import fake_ledger
from tests.fakes.stores import fake_catalog


@pytest.fixture(params=["fake", "sqlite"])
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    stores = fake_catalog() if request.param == "fake" else open_catalog(tmp_path / "home")
    yield stores
    stores.close()


@pytest.fixture(params=["fake", "sqlite"])
def ledger_stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    stores = fake_ledger() if request.param == "fake" else open_ledger(tmp_path / "home")
    yield stores
    stores.close()


@pytest.fixture
def index(case: Any) -> Any:
    """Return the index of a suite's `case`."""
    return case.index
