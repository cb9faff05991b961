"""What the demo tells to do next works where it is read."""

import sys
from pathlib import Path

from ui.cli.demo import command_for


def test_the_command_for_a_workspace_names_its_folder_and_where_desk_is(monkeypatch, tmp_path):
    beside = tmp_path / ".venv" / "bin" / "desk"
    beside.parent.mkdir(parents=True)
    beside.touch()
    monkeypatch.setattr(sys, "executable", str(beside.with_name("python")))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DESK_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert command_for(tmp_path / "my sample") == ".venv/bin/desk --home 'my sample'"
    monkeypatch.setenv("DESK_HOME", "kept")
    assert command_for(Path("kept")) == ".venv/bin/desk"
