"""`desk backup` and `desk restore` as a user types them."""

import json

import pytest

from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    with Workspace.open(Settings(home=folder), create=True):
        pass
    desk("names", "add", "Quill Pumps", "Quillmere", home=folder)
    return folder


def test_a_backup_is_proved_and_brought_back(home, tmp_path):
    file = tmp_path / "kept.zip"
    written = json.loads(desk("backup", str(file), "--json", home=home).stdout)
    assert (written["documents"], written["bytes"]) == (0, file.stat().st_size)
    checked = desk("restore", str(file), "--check", home=tmp_path / "new")
    assert checked.stdout.startswith(f"{file} is whole: 0 documents")
    assert not (tmp_path / "new").exists()
    assert desk("restore", str(file), home=tmp_path / "new").returncode == 0
    assert "Quill Pumps means Quillmere" in desk("names", home=tmp_path / "new").stdout


def test_what_is_there_is_not_touched_unasked(home, tmp_path):
    file = tmp_path / "kept.zip"
    assert desk("backup", str(file), home=home).returncode == 0
    refused = desk("restore", str(file), home=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "is not empty" in refused.stderr
    replaced = json.loads(desk("restore", str(file), "--replace", "--json", home=home).stdout)
    assert replaced["aside"].startswith(f"{home}.replaced-")
    again = desk("backup", str(file), home=home)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
