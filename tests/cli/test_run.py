"""`desk run`: what became of each file is told, and a watch that cannot go on ends with an error."""

import json
import os
import time

from research.settings import Settings
from research.workspace import Workspace
from tests.cli.desk_process import desk, interrupt, start_desk


def test_what_cannot_be_read_is_told(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "filings"
    folder.mkdir()
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (folder / "memo.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    for name in ("torn.pdf", "memo.doc"):
        os.utime(folder / name, (time.time() - 60,) * 2)
    with Workspace.open(Settings(home=home), create=True):
        pass
    running = start_desk("run", folder, "--home", home, "--json")
    try:
        skipped, failed = [], []
        while not (skipped and failed):
            told = json.loads(running.stdout.readline())
            skipped += told["skipped"]
            failed += told["failed"]
    finally:
        _, stderr = interrupt(running)
    assert skipped == [
        {"path": str(folder / "memo.doc"), "reason": "is an old binary Word document (.doc), which is not read (save it as .docx)"}
    ]
    assert [one["path"] for one in failed] == [str(folder / "torn.pdf")]
    assert failed[0]["error"].startswith("torn.pdf: damaged")
    assert (running.returncode, stderr.splitlines()[-1]) == (0, "Stopped.")


def test_an_empty_label_is_refused(tmp_path):
    done = desk("run", tmp_path, "--label", " ", home=tmp_path / "home")
    assert done.returncode == 2
    assert "label ' ' does not fit" in done.stderr
