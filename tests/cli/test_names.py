"""`desk names`: edits are checked, recorded in the audit trail, and told as JSON."""

import json

import pytest

from research.nouns.access import Access
from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names") / "home"
    with Workspace.open(Settings(home=folder), create=True):
        return folder


def test_an_edit_is_recorded_and_told(home):
    added = desk("names", "add", " Quill  Pumps ", "Quillmere", "--json", home=home)
    assert (added.returncode, json.loads(added.stdout)) == (0, {"name": "Quill Pumps", "company": "Quillmere"})
    removed = desk("names", "remove", "Quill Pumps", "--json", home=home)
    assert (removed.returncode, json.loads(removed.stdout)) == (0, {"removed": "Quill Pumps"})
    with Workspace.open(Settings(home=home)) as workspace:
        assert {event.action for event in workspace.ledger.events(Access("analyst"))} == {"add name", "remove name"}


def test_a_name_without_letters_is_refused(home):
    refused = desk("names", "add", "##", "Quillmere", home=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "are both needed" in refused.stderr


def test_an_edit_and_an_empty_table_are_told_in_words(home):
    assert "no name was set yet: desk names add" in desk("names", home=home).stderr
    assert desk("names", "add", "Harrow", "Alder", home=home).stdout == "Harrow means Alder from now on\n"
    assert desk("names", "remove", "Harrow", home=home).stdout == "Harrow is forgotten\n"
