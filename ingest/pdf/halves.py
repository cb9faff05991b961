"""Two halves of a long file, read side by side: the second one in a process forked for it.

The fork keeps the memory limit of the process that it comes from, and ends with it. When it fails or dies, or what it wrote cannot be
understood, the caller reads that half itself, so that a damaged file gives the same answer as in one process. What crosses is bytes that
the caller makes and understands, never a pickle: a fork that a file took over can tell nothing but values.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, TypeVar

_PR_SET_PDEATHSIG = 1
_T = TypeVar("_T")


def read_halves(first: Callable[[], _T], second: Callable[[], bytes], understood: Callable[[bytes], _T]) -> tuple[_T, _T]:
    """Return what the first half gives and what is understood of the second one's bytes, those made in a fork of this process.

    `understood` raises ValueError, TypeError, KeyError or IndexError for bytes that are none. Raises what either half raises. Only for a
    process of one thread.
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
    if status == 0:
        with suppress(ValueError, TypeError, KeyError, IndexError):
            return own, understood(payload)
    return own, understood(second())


def _work(second: Callable[[], bytes], pipe: BinaryIO) -> None:
    """Write what `second` gives and end the fork; nothing is written when it fails."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        payload = second()
        with pipe:
            pipe.write(payload)
        code = 0
    finally:
        os._exit(code)
