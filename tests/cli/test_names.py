"""`desk names`: edits are checked, recorded in the audit trail, and told as JSON."""

import json
import subprocess

import pytest

from research.nouns.access import Access
from research.settings import Settings
from research.workspace import Workspace
from tests.conftest import DESK, ROOT


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names") / "home"
    with Workspace.open(Settings(home=folder), create=True):
        return folder


def desk(home, *words):
    return subprocess.run([*DESK, *words, "--home", str(home)], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)


def test_an_edit_is_recorded_and_told(home):
    added = desk(home, "names", "add", " Quill  Pumps ", "Quillmere", "--json")
    assert (added.returncode, json.loads(added.stdout)) == (0, {"name": "Quill Pumps", "company": "Quillmere"})
    removed = desk(home, "names", "remove", "Quill Pumps", "--json")
    assert (removed.returncode, json.loads(removed.stdout)) == (0, {"removed": "Quill Pumps"})
    with Workspace.open(Settings(home=home)) as workspace:
        assert {event.action for event in workspace.ledger.events(Access("analyst"))} == {"add name", "remove name"}


def test_a_name_without_letters_is_refused(home):
    refused = desk(home, "names", "add", "##", "Quillmere")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "are both needed" in refused.stderr
