"""`desk purge` and `desk hold` as a user types them, up to where documents would go."""

import json

import pytest

from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk
from tests.contracts.samples import make_chunks, make_document


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    with Workspace.open(Settings(home=folder), create=True) as workspace:
        document = make_document("alpha")
        workspace.documents.add(document, make_chunks(document), [])
    return folder


def test_nothing_goes_unasked(home):
    asked = desk("purge", "alpha", "--reason", "sent in error", home=home)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "1 document, versions counted:" in asked.stderr
    assert "nothing was purged; say --yes" in asked.stderr
    assert desk("purge", "nobody", "--reason", "x", "--yes", home=home).returncode == 1
    assert desk("purge", "--reason", "x", "--yes", home=home).returncode == 2


def test_a_hold_refuses_until_it_is_lifted(home):
    held = json.loads(desk("hold", "add", "alpha", "--reason", "matter 17", "--json", home=home).stdout)
    assert (held["hold"], held["kind"], held["on"], held["by"]) == (1, "document", "alpha", "analyst")
    refused = desk("purge", "alpha", "--reason", "sent in error", "--yes", home=home)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "alpha is under legal hold: hold 1 on document alpha, by analyst since" in refused.stderr
    assert "matter 17; desk hold remove 1 lifts it" in refused.stderr
    assert "hold 1 on document alpha is lifted" in desk("hold", "remove", "1", "--reason", "settled", home=home).stdout
    assert json.loads(desk("hold", "list", "--json", home=home).stdout) == {"holds": []}
