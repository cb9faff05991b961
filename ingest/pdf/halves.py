"""Two halves of a long file, read side by side: the second one in a process forked for it.

The fork keeps the memory limit of the process that it comes from, and ends with it. When it fails or dies, the caller reads that half
itself, so that a damaged file gives the same answer as in one process.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
from collections.abc import Callable
from typing import BinaryIO, TypeVar

_PR_SET_PDEATHSIG = 1
_T = TypeVar("_T")


def read_halves(first: Callable[[], _T], second: Callable[[], _T]) -> tuple[_T, _T]:
    """Return what both give, `second` having run in a fork of this process; what it gives must be picklable.

    Raises what either raises. Only for a process of one thread.
    """
    reading, writing = os.pipe()
    fork = os.fork()
    if fork == 0:
        os.close(reading)
        _work(second, os.fdopen(writing, "wb"))
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            own = first()
            payload = pipe.read()
    except BaseException:
        os.kill(fork, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(fork, 0)
    return own, pickle.loads(payload) if status == 0 else second()  # noqa: S301 (written by a fork of this very process)


def _work(second: Callable[[], _T], pipe: BinaryIO) -> None:
    """Write what `second` gives and end the fork; nothing is written when it fails."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        payload = pickle.dumps(second(), protocol=pickle.HIGHEST_PROTOCOL)
        with pipe:
            pipe.write(payload)
        code = 0
    finally:
        os._exit(code)
