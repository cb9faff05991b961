"""A workspace is its owner's alone, and mends its indexes by itself, also when only a query finds the damage."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat

import pytest

from research.nouns.access import Access
from research.nouns.answers import AnswerStatus
from research.settings import load_settings
from research.workspace import Workspace

QUESTION = "Why did Quillmere's gross margin fall in 2024?"
# Of the whole library: the graph is asked for nothing less.
EVERYWHERE = "What is said of nickel-alloy castings?"
READER = Access("analyst")


def flip(path):
    """Change a file's content, not its size or the time it says."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 16] = bytes(byte ^ 0xFF for byte in content[middle : middle + 16])
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("index", "pattern", "question"), [("tantivy", "*.store", QUESTION), ("chroma", "data_level0.bin", EVERYWHERE)], ids=["words", "graph"]
)
def test_damage_of_the_same_size_is_mended_by_the_ask_that_finds_it(sample_home, tmp_path, monkeypatch, index, pattern, question):
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    monkeypatch.setenv("DESK_EXACT_SCAN_CHUNKS", "0")
    quarantined = home / "indexes" / index / "quarantined"
    before = len(list(quarantined.glob("*")))
    flip(next((home / "indexes" / index / "data").rglob(pattern)))
    with Workspace.open(load_settings(home)) as workspace:
        assert not workspace.keeper.behind(), "sizes do not show it"
        answer = workspace.ask(question, READER)
        assert answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}
        assert not any("being rebuilt" in line for line in answer.missing)
        assert len(list(quarantined.glob("*"))) == before + 1
        workspace.ask(question, READER)
        assert not workspace.keeper.behind()
        assert len(list(quarantined.glob("*"))) == before + 1


@pytest.mark.model
def test_what_a_new_workspace_holds_is_its_owners_alone(tmp_path):
    home = tmp_path / "home"
    before = os.umask(0o022)
    try:
        with Workspace.open(load_settings(home)) as workspace:
            workspace.documents.keep_original(hashlib.sha256(b"a report").hexdigest(), b"a report")
            for index in (workspace.lexical, workspace.graph, workspace.matrix):
                index.check()
            held = {str(path.relative_to(tmp_path)): stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    finally:
        os.umask(before)
    folders = {"home", "home/indexes/chroma", "home/indexes/matrix", "home/indexes/tantivy", "home/originals"}
    assert {held[name] for name in folders} == {0o700}
    files = [name for name in held if name.startswith(("home/catalog.db", "home/ledger.db"))]
    assert {"home/catalog.db", "home/catalog.db-wal", "home/catalog.db-shm", "home/catalog.db.lock", "home/ledger.db"} <= set(files)
    assert {held[name] for name in files} == {0o600}
