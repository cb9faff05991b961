"""The documents that kept entries of feeds become, as the limited child reads them.

Apart from the entries themselves, so that the child that takes feeds apart starts sooner: it writes no document.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ingest.feed_entry import FeedEntry, entry_from_bytes
from ingest.loaded import Limits, Loaded, Stated
from ingest.wire import loaded_to_wire
from ingest.writing import TextWriter
from research.errors import CannotReadError
from research.nouns.documents import Defect, Kind, Page, Tier

FUTURE_DATE = "future_date"
UNDATED = "undated_entry"
ZONE_UNKNOWN = "date_zone_unknown"
# Clocks and time zones of publishers are off by less than this.
_SLACK = timedelta(days=1)
_LONGEST_TITLE = 200
_SOURCE = "feed entry"


class FeedEntryLoader:
    """Reads a kept entry as a document of one page: its title, a line with source, date and link, then its text."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the entry as text with its title, date and language stated; raises CannotReadError for bytes that are no kept entry."""
        entry = entry_from_bytes(content, name=name)
        writer = TextWriter(self._limits, name=name)
        on = entry.published or entry.updated
        writer.heading(entry.title)
        writer.paragraph(" · ".join(filter(None, (entry.source, entry.author, f"{on:%Y-%m-%d %H:%M} UTC" if on else "", entry.link))))
        for paragraph in (entry.article or entry.text).splitlines():
            writer.paragraph(paragraph)
        writer.stated += _stated(entry, on)
        writer.defects += _date_defects(entry, on)
        return writer.loaded()


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


def _date_defects(entry: FeedEntry, on: datetime | None) -> Iterator[Defect]:
    """Yield what is wrong with an entry's date."""
    if on is None:
        yield Defect(UNDATED, "The feed gives this entry no date that can be read.", 1)
    elif not entry.zoned:
        yield Defect(ZONE_UNKNOWN, f"The feed does not say in which time zone {on:%Y-%m-%d %H:%M} is; it was read as UTC.", 1)
    if on and on > datetime.now(UTC) + _SLACK:
        yield Defect(FUTURE_DATE, f"The feed dates this entry {on:%Y-%m-%d}, in the future; do not rely on it.", 1)


def _stated(entry: FeedEntry, on: datetime | None) -> list[Stated]:
    title = entry.title or next(iter(entry.text.splitlines()), "") or entry.source
    values = {
        "title": title[:_LONGEST_TITLE],
        "kind": Kind.NEWS.value,
        "tier": Tier.THIRD_PARTY.value,
        "published_at": on.isoformat() if on else "",
        "language": entry.language or "",
    }
    return [Stated(name, value, _SOURCE) for name, value in values.items() if value]
