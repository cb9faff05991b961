"""A process of which the system fails one call, by strace, and what it tells meanwhile."""

import json
import os
import re
import socket
import subprocess
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from research.errors import DeskError, disk_failed, disk_full
from tests.bench import records
from tests.forks import start_fork
from tests.ingest.polling.program import polled
from tests.research.drafting.editing.saver import save_on
from tests.research.purging.planted import LightWorkspace, opened
from tests.ui.out.sender import send
from ui.cli.ingest import ingest_paths
from ui.cli.progress import LineProgress

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename", "ftruncate")
LONGEST_SECONDS = 120


class Telling:
    """Tells by a socket, which is not written to as a file is."""

    def __init__(self, fileno):
        self._socket = socket.socket(fileno=fileno)

    def send(self, thing):
        self._socket.sendall(json.dumps(thing).encode() + b"\n")

    def wait(self):
        self._socket.recv(1)


def waiting(target, connection):
    """Wait for the word, do it, and tell how it ended, in a process of its own."""
    telling = Telling(os.dup(connection.fileno()))
    telling.wait()
    try:
        target(telling)
    except DeskError as error:
        telling.send(["line", str(error)])
    except Exception as error:  # noqa: BLE001 - it is told, the disk's as the command line does
        known = disk_full(error) or disk_failed(error)
        telling.send(["line", str(known)] if known else ["unexpected", repr(error)])


def run(target, *, call="", error="", at=0):
    """Return what a process tells that does something with one of its calls failed, and how many calls of each kind it made."""
    here, there = socket.socketpair()
    process = start_fork(waiting, target, there)
    there.close()
    with tempfile.NamedTemporaryFile(prefix="desk-trace-") as log:
        fault = ["-e", f"inject={call}:error={error}:when={at}"] if error else []
        seen = call or ",".join(CALLS)
        command = [
            "strace",
            "-f",
            "-o",
            log.name,
            "-e",
            f"trace={seen}",
            "-e",
            "signal=none",
            *fault,
            "-p",
            str(process.pid),
        ]
        tracing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert "attached" in (said := tracing.stderr.readline()), said
        here.sendall(b"g")
        here.settimeout(LONGEST_SECONDS)
        told = b""
        with suppress(TimeoutError):
            while piece := here.recv(65536):
                told += piece
        process.join(5)
        ended = process.exitcode
        process.kill()
        tracing.wait(LONGEST_SECONDS)
        calls = re.findall(r"^\d+\s+(\w+)\(", Path(log.name).read_text(errors="replace"), re.MULTILINE)
    here.close()
    lines = [json.loads(line) for line in told.splitlines()]
    return lines + ([] if ended == 0 else [["unexpected", f"ended with {ended}"]]), Counter(calls)


class Ingesting(LineProgress):
    """Tells of each file that has ended."""

    def __init__(self, telling):
        super().__init__(None)
        self._telling = telling

    def _tell(self, line):
        pass

    def notice(self, line):
        self._telling.send(["line", line])

    def finish(self, path, outcome):
        self._telling.send([Path(path).name, outcome])


def ingest(home, folder, telling):
    with opened(home) as workspace:
        for one in ingest_paths(workspace, [folder], told=Ingesting(telling)).failed:
            telling.send(["line", one.reason])


def act(home, telling):
    records.act_on(home, telling)


def polling(home, port, telling):
    for line in polled(home, port, LightWorkspace):
        telling.send(["line", line])


def saving(home, saves, telling):
    save_on(home, telling, end=saves)


def sending(home, port, telling):
    send(home, port)
    telling.send("sent")
