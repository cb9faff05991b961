"""`desk ingest` as a person at a terminal meets it."""

import json
import os
import signal
import subprocess
import time

from tests.conftest import DESK, ROOT

PDF = ROOT / "data" / "sample" / "library" / "tarrowby-10k-2024.pdf"


def test_control_c_says_that_it_can_be_run_again_and_it_can(tmp_path):
    home = tmp_path / "home"
    command = [*DESK, "ingest", str(PDF), "--home", str(home), "--json"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - a shell's background jobs ignore ^C
    )
    until = time.monotonic() + 60
    while not (home / "originals").exists() and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    stdout, stderr = running.communicate(timeout=60)
    assert (running.returncode, stdout, stderr) == (130, "", "stopped; run it again, it goes on where it was\n")
    again = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    report = json.loads(again.stdout)
    assert (again.returncode, report["documents"], report["failed"]) == (0, 1, [])


def test_a_failed_file_is_named_once(tmp_path):
    for name, content in (("empty.pdf", b""), ("torn.pdf", b"%PDF-1.7 and nothing else")):
        (tmp_path / name).write_bytes(content)
    command = [*DESK, "ingest", str(tmp_path / "empty.pdf"), str(tmp_path / "torn.pdf"), "--home", str(tmp_path / "home")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    failed = [line for line in done.stdout.splitlines() if line.startswith("failed: ")]
    assert done.returncode == 1
    assert failed[0] == f"failed: {tmp_path}/empty.pdf: is empty; fetch it again"
    assert failed[1].startswith(f"failed: {tmp_path}/torn.pdf: damaged")
    assert [line.count("torn.pdf") for line in failed] == [0, 1]
