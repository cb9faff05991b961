"""A workspace to poll, feeds in its words, and what it then holds."""

import pytest

from research.adapters.sqlite import open_catalog
from tests.ingest.polling.polled import Polled


@pytest.fixture
def polled(tmp_path):
    """Return a workspace over a real catalog, with a fetcher that gives what is said."""
    catalog = open_catalog(tmp_path / "home")
    yield Polled(catalog)
    catalog.close()
