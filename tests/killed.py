"""Processes that are killed with SIGKILL, and what they told of before."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.context import ForkServerProcess
from typing import Any

from tests.forks import start_fork


def killed_after(process: ForkServerProcess, seconds: float) -> bool:
    """Kill a process that is still running after so many seconds, and return whether it was."""
    process.join(seconds)
    if process.exitcode is not None:
        return False
    with suppress(ProcessLookupError):
        os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    return process.exitcode == -signal.SIGKILL


def told_until_killed(
    target: Callable[..., object], *arguments: object, told: int, after: float, **named: object
) -> tuple[list[Any], bool]:
    """Return what a process has told of, and whether it was killed: that many seconds after it had told of so many things.

    It is given, after its arguments, a connection to tell of things by, each once it is done.
    """
    reading, writing = Pipe(duplex=False)
    process = start_fork(partial(target, **named), *arguments, writing)
    writing.close()
    things: list[Any] = []
    with suppress(EOFError):
        things += [reading.recv() for _ in range(told)]
    time.sleep(after)
    killed = killed_after(process, 0)
    with suppress(EOFError):
        while True:
            things.append(reading.recv())
    reading.close()
    return things, killed
