"""`desk run`: what became of each file is told, and a watch that cannot go on ends with an error."""

import json
import os
import signal
import subprocess
import time

from research.settings import Settings
from research.workspace import Workspace
from tests.conftest import DESK, ROOT


def test_what_cannot_be_read_is_told(tmp_path):
    home, folder = tmp_path / "home", tmp_path / "filings"
    folder.mkdir()
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (folder / "memo.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    for name in ("torn.pdf", "memo.doc"):
        os.utime(folder / name, (time.time() - 60,) * 2)
    with Workspace.open(Settings(home=home), create=True):
        pass
    command = [*DESK, "run", str(folder), "--home", str(home), "--json"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - a shell's background jobs ignore ^C
    )
    try:
        skipped, failed = [], []
        while not (skipped and failed):
            told = json.loads(running.stdout.readline())
            skipped += told["skipped"]
            failed += told["failed"]
    finally:
        os.killpg(running.pid, signal.SIGINT)
        _, stderr = running.communicate(timeout=60)
    assert skipped == [
        {"path": str(folder / "memo.doc"), "reason": "is an old binary Word document (.doc), which is not read (save it as .docx)"}
    ]
    assert [one["path"] for one in failed] == [str(folder / "torn.pdf")]
    assert failed[0]["error"].startswith("torn.pdf: damaged")
    assert (running.returncode, stderr.splitlines()[-1]) == (0, "Stopped.")


def test_an_empty_label_is_refused(tmp_path):
    done = subprocess.run(
        [*DESK, "run", str(tmp_path), "--label", " ", "--home", str(tmp_path / "home")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "label ' ' does not fit" in done.stderr
