"""Kept entries of feeds, read many at a time in one limited child: a process for each would take longer than all the rest."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.child import load_in_child
from ingest.feed_entry import ENTRY_MAGIC
from ingest.loaded import Loaded
from ingest.wire import loaded_from_wire
from research.errors import CannotReadError
from research.settings import Settings

# A longer entry is read by itself, as any other file.
MOST_BYTES = 64 * 1024
_NAME = "entries of feeds"


def load_entries(contents: Sequence[bytes], *, settings: Settings) -> list[Loaded | None]:
    """Return what each kept entry holds, in order; None for one that has to be read by itself, whatever is the matter with it.

    Blocks until a limited child has read them. Raises as `load_in_child` when it fails: then none could be read together.
    """
    fitting = [content for content in contents if _is_fitting(content)]
    pages: list[Loaded | None] = []
    if fitting:
        found = load_in_child(b"\n".join(fitting), name=_NAME, settings=settings, loader="ingest.entry_loading:EntriesLoader")
        pages = [loaded_from_wire(found.text[page.start : page.end].encode()) if page.end > page.start else None for page in found.pages]
    if len(pages) != len(fitting):
        raise CannotReadError(f"{len(pages)} of {len(fitting)} {_NAME} came back", "they are read one by one")
    read = iter(pages)
    return [next(read) if _is_fitting(content) else None for content in contents]


def _is_fitting(content: bytes) -> bool:
    return content.startswith(ENTRY_MAGIC) and len(content) <= MOST_BYTES and b"\n" not in content
