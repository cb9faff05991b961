"""What reaches outside: fetching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Fetcher(Protocol):
    """Reads public URLs within limits; the only way that content from outside comes in."""

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchedContent:
        """Return what the server sent; raises CouldNotAskError (unreachable, refused address) or LimitExceededError."""
        ...


class FetchedContent(Protocol):
    """What a server sent: final URL, status, bytes and validators."""

    @property
    def url(self) -> str:
        """Return the URL after redirects."""
        ...

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        ...

    @property
    def content(self) -> bytes:
        """Return the body, empty when unchanged."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the response's headers, names in lower case."""
        ...
