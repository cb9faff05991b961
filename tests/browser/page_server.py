"""The page's server over a workspace: forked from a process that has imported the page, or started by a command of its own."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.conftest import ROOT
from tests.forks import start_fork
from tests.waiting import LONG_SECONDS, wait_until

# Below the ports that the system gives to outgoing connections, which would take one between its choice and the server's start.
PORTS = range(20_000, 32_000)
# The page as `desk ui` starts it.
BY_COMMAND = ("ui.entry.serve",)


@contextmanager
def served(home: Path, folder: Path, server: tuple[str, ...] = ()) -> Iterator[str]:
    """Serve the page over a workspace and give its address; its log goes to a folder.

    `server` names a module to start by a command, and its first arguments.
    """
    paths = os.pathsep.join([os.environ["PYTHONPATH"], str(ROOT)])
    environment = {**os.environ, "DESK_HOME": str(home), "PYTHONPATH": paths}
    port, log = _free_port(), folder / "page.log"
    address = ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    begun = _started([sys.executable, "-m", *server, *address], environment, log) if server else _forked(address, environment, log)
    ended, terminate, wait = begun
    try:
        _wait(port, ended, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        terminate()
        wait(LONG_SECONDS)


Begun = tuple[Callable[[], object], Callable[[], None], Callable[[float], object]]


def _forked(address: list[str], environment: dict[str, str], log: Path) -> Begun:
    process = start_fork(_serve, address, environment, log)
    return (lambda: process.exitcode), process.terminate, process.join


def _started(command: list[str], environment: dict[str, str], log: Path) -> Begun:
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT)
    return process.poll, process.terminate, process.wait


def _serve(address: list[str], environment: dict[str, str], log: Path) -> None:
    """Be the server: its words, its environment and where it writes, and nothing of the tests'."""
    from ui.entry import serve

    written = os.open(log, os.O_WRONLY | os.O_CREAT, 0o600)
    for number, stream in ((os.open(os.devnull, os.O_RDONLY), 0), (written, 1), (written, 2)):
        os.dup2(number, stream)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w", buffering=1), os.fdopen(2, "w", buffering=1)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = ["serve", *address]
    serve.main()


def _free_port() -> int:
    while True:
        port = random.choice(PORTS)  # noqa: S311 - a port, not a secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _wait(port: int, ended: Callable[[], object], log: Path) -> None:
    def answers() -> bool:
        assert ended() is None, f"the page's server ended: {log.read_text(errors='replace')[-2000:]}"
        with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port, timeout=LONG_SECONDS)) as asked:
            asked.request("GET", "/_stcore/health")
            return asked.getresponse().status == 200
        return False

    wait_until(answers, "the page's server")
