"""Whether the process that holds something is still alive."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_STATE, _START = 0, 19  # fields of /proc/PID/stat that follow the command's name, see proc(5)
_DEAD_STATES = frozenset("ZXx")


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """A process, told from another that got the same number later: host, number, boot and start ("" where not known)."""

    host: str
    pid: int
    started: str


def this_process() -> ProcessIdentity:
    """Return the identity of the calling process."""
    pid = os.getpid()
    return ProcessIdentity(_host(), pid, _started(pid) or "")


def is_dead(process: ProcessIdentity) -> bool:
    """Return whether a process is known to have ended; False when it lives or cannot be seen from here."""
    if process.host != _host():
        return False
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    started = _started(process.pid)
    return started is not None and process.started not in ("", started)


@cache
def _host() -> str:
    """Return the host's name and the process namespace: numbers of another container say nothing here."""
    try:
        namespace = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        namespace = ""
    return f"{socket.gethostname()} {namespace}".strip()


def _started(pid: int) -> str | None:
    """Return boot and start time of a process, "ended" for one that only waits to be reaped, None where /proc does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return "ended" if fields[_STATE] in _DEAD_STATES else f"{boot} {fields[_START]}"
