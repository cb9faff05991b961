"""A client of endpoints whose replies end within a time and a size: one that sends a byte a second for ever holds nobody up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx

from research.errors import LimitExceededError

MOST_BYTES = 64 * 2**20


class LimitedClient(httpx.Client):
    """An `httpx.Client` that follows no redirect, so that a key goes where it was configured to go and nowhere else.

    A reply ends within the seconds that its request may take to be read, else httpx.ReadTimeout, and within `most_bytes`, else
    LimitExceededError; a packed one, which could be of any size, is an httpx.DecodingError. What is for an `own` endpoint, on this
    machine, passes no proxy.
    """

    def __init__(self, *, seconds: float, own: bool, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(follow_redirects=False, trust_env=not own, timeout=seconds)
        self._most_bytes = most_bytes

    def send(self, request: httpx.Request, *, stream: bool = False, **options: Any) -> httpx.Response:  # noqa: ANN401 (httpx's own)
        """Return the reply, read to its end unless `stream`."""
        request.headers["Accept-Encoding"] = "identity"
        response = super().send(request, stream=True, **options)
        try:
            _check_unpacked(response, request)
            if isinstance(response.stream, httpx.SyncByteStream):
                response.stream = _LimitedStream(response.stream, request, most_bytes=self._most_bytes)
            if not stream:
                response.read()
        except BaseException:
            response.close()
            raise
        return response


def _check_unpacked(response: httpx.Response, request: httpx.Request) -> None:
    if response.headers.get("content-encoding", "identity").casefold() != "identity":
        raise httpx.DecodingError("the reply is packed, which was not asked for", request=request)


class _LimitedStream(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, request: httpx.Request, *, most_bytes: int) -> None:
        seconds = request.extensions.get("timeout", {}).get("read")
        self._inner = inner
        self._request = request
        self._until = None if seconds is None else time.monotonic() + seconds
        self._left = most_bytes

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._inner:
            self._left -= len(piece)
            if self._left < 0:
                raise LimitExceededError("the endpoint's reply is too long")
            if self._until is not None and time.monotonic() > self._until:
                raise httpx.ReadTimeout("the reply did not end in time", request=self._request)
            yield piece

    def close(self) -> None:
        """Give the connection back."""
        self._inner.close()
