"""What a test's code does with the network, as the interpreter itself reports it: connections and look-ups."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

_heard: list[tuple[str, object]] = []
_listening: list[bool] = []


def _hear(event: str, args: tuple[object, ...]) -> None:
    if _listening and event in {"socket.connect", "socket.getaddrinfo"}:
        _heard.append((event, args[1] if event == "socket.connect" else args[0]))


sys.addaudithook(_hear)  # one for the process: it cannot be taken back


@contextlib.contextmanager
def hearing() -> Iterator[list[tuple[str, object]]]:
    """Return a list that fills with ("socket.connect", address) and ("socket.getaddrinfo", host) while the context lasts."""
    _heard.clear()
    _listening.append(True)
    try:
        yield _heard
    finally:
        _listening.clear()
