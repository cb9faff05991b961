"""A fetcher that gives what a test says, and remembers what it was asked."""

import threading
from dataclasses import dataclass, field

from research.errors import CouldNotAskError
from research.nouns.fetched import FetchedContent


@dataclass
class FakeFetcher:
    """Answers by URL: bytes are a 200, an error is raised; an unknown URL cannot be reached. `asked` holds (url, etag, last_modified)."""

    answers: dict[str, bytes | FetchedContent | Exception] = field(default_factory=dict)
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchedContent:
        with self.guard:
            self.asked.append((url, etag, last_modified))
        answer = self.answers.get(url, CouldNotAskError(f"{url}: cannot be reached"))
        if isinstance(answer, Exception):
            raise answer
        return FetchedContent(url, 200, answer) if isinstance(answer, bytes) else answer
