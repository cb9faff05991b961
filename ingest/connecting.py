"""Connections to checked addresses, each read under one limit of seconds and bytes however slowly or cunningly the server sends."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Sequence
from functools import cache

import certifi
import httpcore

from research.errors import LimitExceededError

# So many of a name's addresses are tried, each for its part of the time.
MAX_ADDRESSES = 4


class Meter:
    """What one fetch may still take, over all its redirects; `name` is what messages call it."""

    def __init__(self, name: str, *, seconds: float, idle_seconds: float) -> None:
        self._name, self._seconds, self._idle = name, seconds, idle_seconds
        self._ends = time.monotonic() + seconds
        self._room = 0
        self._of = "nothing"

    def allow(self, count: int, of: str) -> None:
        """Let so many bytes be read from now on; `of` is what they are called when there are more."""
        self._room, self._of = count, of

    def room(self, wanted: int) -> int:
        """Return how many bytes the next step may read, at least one: that one tells an end from more of the same.

        Raises LimitExceededError when more came already.
        """
        if self._room < 0:
            raise LimitExceededError(f"{self._name}: sends more {self._of} than is read", "tell its publisher, or leave it out")
        return max(1, min(wanted, self._room))

    def took(self, count: int) -> None:
        """Count bytes that were read."""
        self._room -= count

    def wait(self) -> float:
        """Return how many seconds the next step may take; raises LimitExceededError when none are left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise LimitExceededError(f"{self._name}: not read within {self._seconds:g} seconds", "try again later")
        return min(left, self._idle)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that it was given, whatever name is asked for: nothing is looked up here."""

    def __init__(self, addresses: Sequence[str], meter: Meter) -> None:
        self._addresses, self._meter = tuple(addresses[:MAX_ADDRESSES]), meter

    def connect_tcp(  # noqa: PLR0917 (the library's own parameters)
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address that answers; raises httpcore.ConnectError or ConnectTimeout when none does."""
        del host, timeout, local_address, socket_options  # what was checked is asked, and the meter says how long
        failed: Exception | None = None
        for count, address in enumerate(self._addresses):
            wait = self._meter.wait() / (len(self._addresses) - count)
            try:
                return _MeteredStream(httpcore.SyncBackend().connect_tcp(address, port, timeout=wait), self._meter)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError("no address")


class _MeteredStream(httpcore.NetworkStream):
    """A connection whose every step is counted."""

    def __init__(self, stream: httpcore.NetworkStream, meter: Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, at most so many bytes, and count it; raises as the meter."""
        del timeout
        content = self._stream.read(self._meter.room(max_bytes), timeout=self._meter.wait())
        self._meter.took(len(content))
        return content

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes while there is time; raises as the meter."""
        del timeout
        self._stream.write(buffer, timeout=self._meter.wait())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the connection under TLS, metered as before; raises as the meter."""
        del timeout
        return _MeteredStream(self._stream.start_tls(ssl_context, server_hostname, timeout=self._meter.wait()), self._meter)

    def get_extra_info(self, info: str) -> object:
        """Return what the connection knows of itself by that name."""
        return self._stream.get_extra_info(info)


@cache
def trusted() -> ssl.SSLContext:
    """Return the context that checks certificates and host names, TLS 1.2 and newer: the system's authorities and those of certifi."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context
