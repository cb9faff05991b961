"""What was purged does not come back by itself: not with its folder, not with its feed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest.discovery import PART_MARK
from ingest.loaded import Part
from ingest.naming import hash_content
from ingest.uploads import FOLDER as UPLOADS
from research.errors import PurgedFileError
from research.nouns.jobs import IngestJob
from research.protocols.documents import DocumentStore
from research.settings import Settings


def refuse_purged(job: IngestJob, content_hash: str, *, documents: DocumentStore, settings: Settings) -> None:
    """Raise PurgedFileError for bytes that were purged, and for an entry of a feed that was, whatever it says now.

    Another copy of the same bytes that is still in the library stays so, and an upload is not kept. Behind walls nobody is told that there
    was a document: they may not have been allowed to know.
    """
    purged = documents.purged([job.path] if job.stem is not None else [], [content_hash])
    if not purged:
        return
    current = documents.current(job.path)
    if current is not None and current.content_hash == content_hash:
        return
    if Path(job.path).parent.resolve() == (settings.home / UPLOADS).resolve():
        Path(job.path).unlink(missing_ok=True)
    if settings.has_walls:
        raise PurgedFileError("it is kept out of this library", "ask whoever runs this desk")
    raise PurgedFileError(f"it was purged on {min(purged.values()):%Y-%m-%d}", "desk ingest FILE --purged reads it in again")


def parts_left(documents: DocumentStore, path: str, parts: Iterable[Part]) -> list[tuple[str, str, Part]]:
    """Return the parts of a file that were not purged, each with its path and the hash of its bytes."""
    found = [(f"{path}{PART_MARK}{part.key}", hash_content(part.content), part) for part in parts]
    purged = documents.purged([own for own, *_ in found], [key for _, key, _ in found])
    return [one for one in found if not {one[0], one[1]} & purged.keys()]
