"""What tests of ingest share."""

import pytest

from research.adapters.sqlite import open_catalog
from tests.ingest.samples import FakeWorkspace


@pytest.fixture
def workspace(tmp_path):
    """Return a workspace over a real catalog, its indexes and model fakes."""
    catalog = open_catalog(tmp_path / "home")
    yield FakeWorkspace.over(catalog)
    catalog.close()
