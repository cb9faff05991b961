"""`desk status`: what is held, and which files failed when they were last tried."""

import json

from research.nouns.jobs import IngestJob, JobState
from research.settings import Settings
from research.workspace import Workspace
from ui.cli.status import status_command


def test_files_that_failed_are_listed_with_the_reason_until_they_are_gone(tmp_path, capsys):
    home, damaged = tmp_path / "home", tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-")
    with Workspace.open(Settings(home=home)) as workspace:
        workspace.jobs.enqueue([IngestJob(0, "", str(damaged), None, None, (), JobState.QUEUED)])
        job = workspace.jobs.claim("worker")
        workspace.jobs.finish(job.id, JobState.FAILED, outcome="failed", error="damaged.pdf is cut off; fetch it again")
    status_command(home, as_json=True)
    assert json.loads(capsys.readouterr().out)["failed"] == [{"path": str(damaged), "error": "damaged.pdf is cut off; fetch it again"}]
    status_command(home)
    shown = " ".join(capsys.readouterr().out.split())
    assert "is cut off; fetch it again" in shown
    assert "0 documents; 1 failed" in shown
    damaged.unlink()
    status_command(home, as_json=True)
    assert json.loads(capsys.readouterr().out)["failed"] == []


def test_behind_walls_only_what_the_reader_may_know_of_waits(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("DESK_WALLS", "true")
    monkeypatch.setenv("DESK_USER", "olga")
    waiting = [
        IngestJob(0, "", f"/{label}.md", None, label, (), JobState.QUEUED) for label in ("deal:falcon", "public", "personal:olga", "")
    ]
    with Workspace.open(Settings(home=tmp_path)) as workspace:
        workspace.jobs.enqueue(waiting)
    status_command(tmp_path, as_json=True)
    assert json.loads(capsys.readouterr().out)["waiting"] == 3


def test_an_entry_of_a_feed_that_failed_is_listed_though_its_address_is_no_file(tmp_path, capsys):
    path = "https://wire.example.com/rss#1"
    with Workspace.open(Settings(home=tmp_path)) as workspace:
        workspace.jobs.enqueue([IngestJob(0, "", path, None, None, (), JobState.QUEUED, content_hash="ab")])
        job = workspace.jobs.claim("worker")
        workspace.jobs.finish(job.id, JobState.FAILED, outcome="failed", error="the entry could not be stored")
    status_command(tmp_path, as_json=True)
    assert json.loads(capsys.readouterr().out)["failed"] == [{"path": path, "error": "the entry could not be stored"}]
