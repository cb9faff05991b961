"""`desk` in a process of its own that need not import the program again: forked from one that has."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from tests.conftest import ROOT

# What a command imports before it does its work; the server that the commands are forked from holds it, and runs nothing of it.
PRELOADED = [
    "ui.cli.main",
    "research.workspace",
    "openvino",
    "tokenizers",
    "tantivy",
    "chromadb",
    "ingest.pipeline",
    "ingest.readers",
    "openpyxl",
]
TIMEOUT_SECONDS = 120.0

_forks = multiprocessing.get_context("forkserver")


def desk(*words: object, home: Path, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command with a workspace and settings, and give its exit code and what it wrote."""
    _forks.set_forkserver_preload(PRELOADED)
    with tempfile.TemporaryDirectory(prefix="desk-test-") as name:
        folder = Path(name)
        (folder / "in").write_text(stdin or "", encoding="utf-8")
        set_for_it = {**os.environ, "DESK_HOME": str(home), **environment}
        process = _forks.Process(target=_command, args=(folder, [str(word) for word in words], set_for_it))
        with _without_main():
            process.start()
        process.join(TIMEOUT_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["desk", *map(str, words)], TIMEOUT_SECONDS)
        out, err = ((folder / end).read_text(encoding="utf-8") for end in ("out", "err"))
        return subprocess.CompletedProcess(["desk", *map(str, words)], process.exitcode, out, err)


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide which script this process runs, which a fork would run anew: pages' tests leave the page there."""
    kept = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = kept


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
