"""The files of a workspace, and of its caches, in which a purged document may stand: they are deleted.

Everything here can be done again, and what is deleted beside the document itself can be made again, but for replies of models that were
recorded and copies that upgrades left: nobody can say what of a document is in them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from research.nouns.purging import PurgeOrder
from research.settings import Settings

UPLOADS = "uploads"
# Parts of files that another process may be writing are younger.
_ABANDONED_SECONDS = 60.0
_INDEXES = ("chroma", "matrix", "tantivy")


@dataclass(slots=True)
class DeletedFiles:
    """How many files of each sort were deleted."""

    counts: dict[str, int] = field(default_factory=dict)

    def delete(self, sort: str, paths: Iterator[Path]) -> None:
        """Delete files; one that is gone is no error. Raises OSError."""
        for path in paths:
            with suppress(FileNotFoundError):
                path.unlink()
                self.counts[sort] = self.counts.get(sort, 0) + 1


def delete_files(order: PurgeOrder, settings: Settings) -> DeletedFiles:
    """Delete every file in which a purged document may stand, the databases and indexes apart; return how many. Raises OSError."""
    home, deleted = settings.home, DeletedFiles()
    gone = [one for one in order.bytes_gone if one.isalnum()]
    deleted.delete("originals", (home / "originals" / one[:2] / one for one in gone))
    deleted.delete("uploads", _uploaded(order, home))
    deleted.delete("page images and layouts", (path for one in gone for path in _cached(settings.cache, one)))
    deleted.delete("copies of databases from upgrades", _copies(home))
    folders = [home / "summaries", *([settings.replay] if settings.replay is not None else [])]
    deleted.delete("replies of models", (path for folder in folders for path in _since(folder, order.since)))
    deleted.delete("unfinished files", _unfinished(settings))
    return deleted


def delete_quarantined(home: Path) -> None:
    """Delete what damaged indexes left; raises OSError."""
    for name in _INDEXES:
        with suppress(FileNotFoundError):
            shutil.rmtree(home / "indexes" / name / "quarantined")


def _uploaded(order: PurgeOrder, home: Path) -> Iterator[Path]:
    """Yield the uploads that documents were read from; files elsewhere are their owners'."""
    folder = home.resolve() / UPLOADS
    for one in order.documents:
        path = Path(one.source_key.partition("#")[0])
        if path.parent == folder and "\0" not in one.source_key:
            yield path


def _cached(cache: Path, content_hash: str) -> Iterator[Path]:
    for folder in sorted(cache.iterdir()) if cache.is_dir() else ():
        if folder.is_dir():
            yield from (folder / content_hash[:2]).glob(f"{content_hash}-*")


def _copies(home: Path) -> Iterator[Path]:
    for name in ("catalog.db", "ledger.db"):
        yield from home.glob(f"{name}.schema[0-9]*")
        yield from (path for ending in (".new", ".new-wal", ".new-shm", ".new-journal") if (path := home / f"{name}{ending}").is_file())


def _since(folder: Path, since: datetime) -> Iterator[Path]:
    """Yield the replies in a folder that were kept when the first of the documents was there, or later."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and path.suffix in {".json", ".part"} and path.stat().st_mtime >= since.timestamp():
            yield path


def _unfinished(settings: Settings) -> Iterator[Path]:
    """Yield what killed processes left of files that they wrote."""
    home = settings.home
    left = [*(home / "originals" / "unfinished").glob("*"), *(home / UPLOADS).glob(".*")]
    left += [path for folder in ("pages", "layouts") for path in (settings.cache / folder).glob("*/tmp*")]
    now = time.time()
    for path in left:
        with suppress(FileNotFoundError):
            if path.is_file() and now - path.stat().st_mtime > _ABANDONED_SECONDS:
                yield path
