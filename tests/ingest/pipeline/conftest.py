"""What tests of the pipeline share: a workspace of fakes and a file."""

import pytest

from tests.fakes.stores import fake_catalog
from tests.ingest.samples import REPORT, FakeWorkspace


@pytest.fixture
def workspace():
    """Return a workspace whose stores, indexes and model are fakes."""
    return FakeWorkspace.over(fake_catalog())


@pytest.fixture
def file(tmp_path):
    """Return the path of a report's file."""
    path = tmp_path / "quillmere.pdf"
    path.write_text(REPORT)
    return path
