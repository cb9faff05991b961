"""What the limited child reads kept entries of feeds with. Apart from what starts the child, so that the child starts sooner."""

from __future__ import annotations

from ingest.feed_entry import FeedEntryLoader
from ingest.loaded import Limits, Loaded
from ingest.wire import loaded_to_wire
from research.errors import CannotReadError
from research.nouns.documents import Page


class EntriesLoader:
    """A loader of many kept entries, one a line: each becomes a page that holds the wire form of what it is, an empty one where unread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._loader = FeedEntryLoader(limits)

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return a page for each line; raises nothing for a line that is no entry."""
        parts: list[str] = []
        pages: list[Page] = []
        start = 0
        for number, line in enumerate(content.split(b"\n"), 1):
            parts.append(self._wired(line, name))
            pages.append(Page(number, start, start + len(parts[-1]), 0.0, 0.0))
            start = pages[-1].end
        return Loaded("".join(parts), tuple(pages))

    def _wired(self, line: bytes, name: str) -> str:
        try:
            return loaded_to_wire(self._loader.load(line, name=name)).decode("ascii")
        except CannotReadError:
            return ""
