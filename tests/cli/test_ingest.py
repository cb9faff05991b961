"""`desk ingest` as a person at a terminal meets it."""

import json

from tests.cli.desk_process import desk, interrupt, start_desk
from tests.conftest import ROOT
from tests.waiting import wait_until

PDF = ROOT / "data" / "sample" / "library" / "tarrowby-10k-2024.pdf"


def test_control_c_says_that_it_can_be_run_again_and_it_can(tmp_path):
    home = tmp_path / "home"
    running = start_desk("ingest", PDF, "--home", home, "--json")
    wait_until((home / "originals").exists, "the ingest at work")
    stdout, stderr = interrupt(running)
    assert (running.returncode, stdout, stderr) == (130, "", "stopped; run it again, it goes on where it was\n")
    again = desk("ingest", PDF, "--json", home=home)
    report = json.loads(again.stdout)
    assert (again.returncode, report["documents"], report["failed"]) == (0, 1, [])


def test_a_failed_file_is_named_once(tmp_path):
    for name, content in (("empty.pdf", b""), ("torn.pdf", b"%PDF-1.7 and nothing else")):
        (tmp_path / name).write_bytes(content)
    done = desk("ingest", tmp_path / "empty.pdf", tmp_path / "torn.pdf", home=tmp_path / "home")
    failed = [line for line in done.stdout.splitlines() if line.startswith("failed: ")]
    assert done.returncode == 1
    assert failed[0] == f"failed: {tmp_path}/empty.pdf: is empty; fetch it again"
    assert failed[1].startswith(f"failed: {tmp_path}/torn.pdf: damaged")
    assert [line.count("torn.pdf") for line in failed] == [0, 1]
