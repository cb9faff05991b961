"""A workspace mends its indexes by itself, also when only a query finds the damage."""

from __future__ import annotations

import shutil

import pytest

from research.nouns.access import Access
from research.nouns.answers import AnswerStatus
from research.settings import load_settings
from research.workspace import Workspace

QUESTION = "Why did Quillmere's gross margin fall in 2024?"
READER = Access("analyst")


def flip(path):
    """Change a file's content, not its size or the time it says."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 16] = bytes(byte ^ 0xFF for byte in content[middle : middle + 16])
    path.write_bytes(content)


@pytest.mark.parametrize(("index", "pattern"), [("tantivy", "*.store"), ("chroma", "data_level0.bin")])
def test_damage_of_the_same_size_is_mended_by_the_ask_that_finds_it(sample_home, tmp_path, monkeypatch, index, pattern):
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    monkeypatch.setenv("DESK_EXACT_SCAN_CHUNKS", "0")
    quarantined = home / "indexes" / index / "quarantined"
    before = len(list(quarantined.glob("*")))
    flip(next((home / "indexes" / index / "data").rglob(pattern)))
    with Workspace.open(load_settings(home)) as workspace:
        assert not workspace.keeper.behind(), "sizes do not show it"
        answer = workspace.ask(QUESTION, READER)
        assert answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}
        assert not any("being rebuilt" in line for line in answer.missing)
        assert len(list(quarantined.glob("*"))) == before + 1
        workspace.ask(QUESTION, READER)
        assert not workspace.keeper.behind()
        assert len(list(quarantined.glob("*"))) == before + 1
