"""What reaches outside the stores: language models, fetching."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from research.nouns.fetched import FetchedContent


class LLM(Protocol):
    """A language model behind a gateway; optional everywhere."""

    @property
    def name(self) -> str:
        """Return the model's name as answers record it."""
        ...

    def complete(self, prompt: str, *, max_tokens: int) -> str:
        """Return the model's text; raises CouldNotAskError on time-out or refusal of the connection."""
        ...

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """Yield the model's text as it comes; raises CouldNotAskError."""
        ...


class Fetcher(Protocol):
    """Reads public URLs within limits; the only way that content from outside comes in. Several threads may ask at once."""

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchedContent:
        """Return what the server sent, whatever its status; the validators are those of an earlier answer, and make a 304 possible.

        Raises CouldNotAskError (a URL or an address that is not asked, unreachable, broken off, not HTTP) or LimitExceededError (bytes,
        seconds, redirects), each one line that names the URL without what follows its "?".
        """
        ...
