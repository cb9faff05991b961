"""The files of a workspace, and of its caches, in which a purged document may stand: they are found, and deleted.

Everything here can be done again, and what is deleted beside the document itself can be made again, but for replies of models that were
recorded and copies that upgrades left: nobody can say what of a document is in them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from research.nouns.purging import PurgeOrder
from research.settings import Settings

UPLOADS = "uploads"
# Parts of files that another process may be writing are younger.
_ABANDONED_SECONDS = 60.0
_INDEXES = ("chroma", "matrix", "tantivy")


def files_of(order: PurgeOrder, settings: Settings) -> dict[str, list[Path]]:
    """Return every file in which a purged document may stand, by sort, the databases and indexes apart. Raises OSError."""
    home = settings.home
    gone = [one for one in order.bytes_gone if one.isalnum()]
    folders = [home / "summaries", *([settings.replay] if settings.replay is not None else [])]
    found: dict[str, Iterable[Path]] = {
        "originals": (path for one in gone if (path := home / "originals" / one[:2] / one).exists()),
        "uploads": _uploaded(order, home),
        "page images and layouts": (path for one in gone for path in _cached(settings.cache, one)),
        "copies of databases from upgrades": _copies(home),
        "replies of models": (path for folder in folders for path in _since(folder, order.since)),
        "unfinished files": _unfinished(settings),
    }
    return {sort: listed for sort, paths in found.items() if (listed := list(paths))}


def counted_files(order: PurgeOrder, files: dict[str, list[Path]]) -> PurgeOrder:
    """Return an order with how many files it deletes: those that are there, and of one that was cut those that were."""
    counts = {sort: len(paths) for sort, paths in files.items()}
    kept = dict(order.files)
    sorts = sorted(counts.keys() | kept.keys())
    return replace(order, files=tuple((sort, max(counts.get(sort, 0), kept.get(sort, 0))) for sort in sorts))


def delete_files(files: dict[str, list[Path]]) -> None:
    """Delete files; one that is gone is no error. Raises OSError."""
    for path in (path for paths in files.values() for path in paths):
        path.unlink(missing_ok=True)


def files_outside(home: Path, order: PurgeOrder) -> list[str]:
    """Return the files that purged documents were read from, as their documents name them, that are not the workspace's and still there."""
    inside = home.resolve()
    paths = sorted({one.source_key.partition("#")[0] for one in order.documents if _is_path(one.source_key)})
    return [one for one in paths if not Path(one).resolve().is_relative_to(inside) and Path(one).exists()]


def delete_quarantined(home: Path) -> None:
    """Delete what damaged indexes left; raises OSError."""
    for name in _INDEXES:
        with suppress(FileNotFoundError):
            shutil.rmtree(home / "indexes" / name / "quarantined")


def _uploaded(order: PurgeOrder, home: Path) -> Iterator[Path]:
    """Yield the uploads that documents were read from; files elsewhere are their owners'."""
    folder = (home / UPLOADS).resolve()
    for one in order.documents:
        path = Path(one.source_key.partition("#")[0])
        if _is_path(one.source_key) and path.parent.resolve() == folder and path.exists():
            yield path


def _is_path(source_key: str) -> bool:
    return "://" not in source_key and "\0" not in source_key


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
