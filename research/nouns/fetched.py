"""What a server sent for a public URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FetchedContent:
    """A server's answer: the URL that answered (after redirects), its HTTP status, and the body as it was before compression.

    `content` is b"" unless the status is 200 or 203, so that the text of an error page is never taken for what was asked. `headers` have
    names in lower case, a repeated one joined by commas, no cookies. `moved_to` is the new URL where every redirect on the way was a
    permanent one and the answer is good (200, 203 or 304), else None. `retry_after` is the number of seconds that the server asks to wait,
    at most a week, None when it asks for none.
    """

    url: str
    status: int
    content: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    moved_to: str | None = None
    retry_after: int | None = None
