"""`desk` in a process of its own that need not import the program again: forked from one that has."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import DESK, ROOT
from tests.forks import start_fork
from tests.waiting import LONG_SECONDS


def desk(*words: object, home: Path, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command with a workspace and settings, and give its exit code and what it wrote."""
    with tempfile.TemporaryDirectory(prefix="desk-test-") as name:
        folder = Path(name)
        (folder / "in").write_text(stdin or "", encoding="utf-8")
        set_for_it = {**os.environ, "DESK_HOME": str(home), **environment}
        process = start_fork(_command, folder, [str(word) for word in words], set_for_it)
        process.join(LONG_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["desk", *map(str, words)], LONG_SECONDS)
        out, err = ((folder / end).read_text(encoding="utf-8") for end in ("out", "err"))
        return subprocess.CompletedProcess(["desk", *map(str, words)], process.exitcode, out, err)


def start_desk(*words: object) -> subprocess.Popen[str]:
    """Start a command in a group of its own that ^C (SIGINT) reaches: what a shell runs in the background ignores it, and so would this."""
    return subprocess.Popen(
        [*DESK, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread of ours holds a lock here
    )


def interrupt(running: subprocess.Popen[str]) -> tuple[str, str]:
    """Send ^C to a command and what it started, and return the rest of what it wrote once it has ended."""
    os.killpg(running.pid, signal.SIGINT)
    return running.communicate(timeout=LONG_SECONDS)


def _command(folder: Path, words: list[str], environment: dict[str, str]) -> None:
    """Be the command: its words, its environment and its three streams, and nothing of the tests'."""
    for number, (name, mode) in enumerate((("in", os.O_RDONLY), ("out", os.O_WRONLY | os.O_CREAT), ("err", os.O_WRONLY | os.O_CREAT))):
        os.dup2(os.open(folder / name, mode, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = ["desk", *words]
    from ui.cli.main import run

    run()
