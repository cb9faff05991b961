"""Checksums of a database file's pages, kept beside it: SQLite has none, and would answer with a digit that the disk has changed.

In WAL mode only a checkpoint writes the database file, and every checkpoint is made under the file's `WriterLock`: before one, the pages
that it may write are noted as pending; after it, their sums are taken again. A kill in between leaves them pending, which means unknown.
All methods are called under that lock.
"""

from __future__ import annotations

import os
import struct
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from research.adapters.sqlite.open_files import looked_into

_MAGIC = b"page sums 1\n"
_COUNTS = struct.Struct("<III")
_WAL_HEADER = struct.Struct(">IIIIIIII")
_WAL_MAGICS = (0x377F0682, 0x377F0683)
_FRAME = struct.Struct(">IIII")
_FRAME_BYTES = 24
_SIZE_OFFSET = 16
_LARGEST_PAGE = 65_536  # which the header writes as 1
_READ_PAGES = 256


@dataclass(slots=True)
class _Kept:
    """What is kept: the page size in bytes, a CRC-32 for each page, and the pages (from 0) of which it may not be true."""

    page_bytes: int
    sums: array[int] = field(default_factory=lambda: array("I"))
    pending: set[int] = field(default_factory=set)


class PageSums:
    """The sums of one database file, in a file of their own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._note = path.with_name(f"{path.name}.sums")
        self._wal = path.with_name(f"{path.name}-wal")

    def wrong_page(self) -> int | None:
        """Return the first page (from 1) that is not as it was written, None where all are; sums that are not there are taken now."""
        with looked_into(self._path) as file:
            kept = self._load()
            if kept is None or kept.page_bytes != _page_bytes(file):
                self._renew(file)
                return None
            if kept.pending and not self._written_next():
                # A checkpoint that was killed after its last write: what is there is what the WAL left.
                _take(kept, file)
                self._store(kept)
            now = _sums(file, kept.page_bytes)
        for page, (one, other) in enumerate(zip_longest(now, kept.sums)):
            if one != other and page not in kept.pending:
                return page + 1
        return None

    @contextmanager
    def around(self) -> Iterator[None]:
        """Take the sums again of the pages that a checkpoint inside the block may write; nothing where there is nothing to write.

        What cannot be kept, as on a full disk, is given up: sums are then taken anew at the next opening.
        """
        pages = self._written_next() if self._path.exists() else set()
        kept = self._load() if pages else None
        if kept is not None:
            kept.pending |= pages
        if kept is None or not self._store(kept):
            yield
            return
        yield
        with looked_into(self._path) as file:
            if _page_bytes(file) == kept.page_bytes:
                _take(kept, file)
                self._store(kept)
            else:
                self._renew(file)

    def _renew(self, file: int) -> None:
        size = _page_bytes(file)
        self._store(_Kept(size, _sums(file, size), self._written_next()))

    def _written_next(self) -> set[int]:
        """Return the pages (from 0) that the next checkpoint may write: those of the WAL's frames."""
        pages: set[int] = set()
        try:
            with self._wal.open("rb") as wal:
                header = wal.read(_WAL_HEADER.size)
                if len(header) < _WAL_HEADER.size:
                    return pages
                magic, _, size, _, salt, other_salt, *_ = _WAL_HEADER.unpack(header)
                place = _WAL_HEADER.size
                while magic in _WAL_MAGICS and len(frame := os.pread(wal.fileno(), _FRAME.size, place)) == _FRAME.size:
                    page, _, *salts = _FRAME.unpack(frame)
                    if salts != [salt, other_salt]:
                        break
                    pages.add(page - 1)
                    place += _FRAME_BYTES + size
        except FileNotFoundError:
            pass
        return pages

    def _load(self) -> _Kept | None:
        """Return what is kept, None where nothing is, or what is there cannot be trusted."""
        try:
            content = self._note.read_bytes()
        except OSError:
            return None
        body, end = content[:-4], content[-4:]
        if not body.startswith(_MAGIC) or zlib.crc32(body).to_bytes(4, "little") != end:
            return None
        size, count, pending = _COUNTS.unpack_from(body, len(_MAGIC))
        numbers = array("I", body[len(_MAGIC) + _COUNTS.size :])
        return _Kept(size, numbers[:count], set(numbers[count : count + pending]))

    def _store(self, kept: _Kept) -> bool:
        """Keep sums, on the disk when this returns; return False, with nothing kept, where that cannot be done."""
        body = _MAGIC + _COUNTS.pack(kept.page_bytes, len(kept.sums), len(kept.pending))
        body += kept.sums.tobytes() + array("I", sorted(kept.pending)).tobytes()
        part = self._note.with_name(f"{self._note.name}.part")
        try:
            handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(body + zlib.crc32(body).to_bytes(4, "little"))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._note)
            folder = os.open(self._note.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError:
            for path in (part, self._note):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            return False
        return True


def _page_bytes(file: int) -> int:
    (size,) = struct.unpack(">H", os.pread(file, 2, _SIZE_OFFSET) or b"\0\1")
    return _LARGEST_PAGE if size == 1 else int(size)


def _sums(file: int, page_bytes: int) -> array[int]:
    """Return the sum of every page of a file."""
    sums, place = array("I"), 0
    while piece := os.pread(file, page_bytes * _READ_PAGES, place):
        sums.extend(zlib.crc32(piece[at : at + page_bytes]) for at in range(0, len(piece), page_bytes))
        place += len(piece)
    return sums


def _take(kept: _Kept, file: int) -> None:
    """Take the sums of pending pages and of those by which the file has grown."""
    count = os.fstat(file).st_size // kept.page_bytes
    known = len(kept.sums)
    kept.sums = kept.sums[:count]
    kept.sums.extend([0] * (count - len(kept.sums)))
    for page in sorted({page for page in kept.pending if page < count} | set(range(known, count))):
        kept.sums[page] = zlib.crc32(os.pread(file, kept.page_bytes, page * kept.page_bytes))
    kept.pending = set()
