"""Killed with SIGKILL before and after each step that the ledger keeps, and started again: nothing lost, nothing sent twice."""

import signal
from pathlib import Path

import pytest

from research.nouns.sending import Channel, OutgoingState
from tests.forks import start_fork
from tests.ui.out.mail_server import mail_server
from tests.ui.out.sender import items, schedule, send, wrong
from tests.waiting import LONG_SECONDS


def run(home: Path, port: int, at: int = -1, counted: Path | None = None) -> int:
    process = start_fork(send, home, port, at, counted)
    process.join(LONG_SECONDS)
    return process.exitcode


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """Return how many half steps an undisturbed run has."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "drop").mkdir()
    schedule(folder / "home", folder / "drop")
    with mail_server() as box:
        assert run(folder / "home", box.port, counted=folder / "counted") == 0
    assert wrong(folder / "home", folder / "drop", [to for _, (to,), _ in box.taken]) == []
    return int((folder / "counted").read_text())


def test_at_every_step(steps, tmp_path):
    assert steps == 2 * (1 + 1 + 4 + 3 + 3)  # one queued, one look back, four claims, three handed over, three settled
    unsure = {}
    for at in range(steps):
        home, folder = tmp_path / f"home-{at}", tmp_path / f"drop-{at}"
        folder.mkdir()
        schedule(home, folder)
        with mail_server() as box:
            assert run(home, box.port, at) == -signal.SIGKILL
            assert run(home, box.port) == 0
            assert run(home, box.port) == 0
        assert wrong(home, folder, [to for _, (to,), _ in box.taken]) == [], at
        unsure[at] = sum(item.state is OutgoingState.UNSURE for item in items(home))
        assert all(item.channel is Channel.MAIL for item in items(home) if item.state is OutgoingState.UNSURE)
    # Unsure is what was killed between saying that a message is being ended and keeping what the server answered, of each of two readers.
    assert sum(unsure.values()) == 2 * 2
