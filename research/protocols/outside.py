"""What reaches outside: fetching."""

from __future__ import annotations

from typing import Protocol

from research.nouns.fetched import FetchedContent


class Fetcher(Protocol):
    """Reads public URLs within limits; the only way that content from outside comes in. Several threads may ask at once."""

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchedContent:
        """Return what the server sent, whatever its status; the validators are those of an earlier answer, and make a 304 possible.

        Raises CouldNotAskError (a URL or an address that is not asked, unreachable, broken off, not HTTP) or LimitExceededError (bytes,
        seconds, redirects), each one line that names the URL without what follows its "?".
        """
        ...
