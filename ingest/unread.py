"""Kinds of files that are known and not read: recognised by what they hold, else by their suffix, with what to do instead."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import PurePath

from ingest.packed import open_packed
from research.errors import UnsupportedFileError
from research.text.patterns import read_beside

HEAD_BYTES = 64
_PACKED = b"PK\x03\x04"
_TYPE_PART, _LONGEST_TYPE = "mimetype", 100
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, KeyError)


@dataclass(frozen=True, slots=True)
class UnreadKind:
    """A kind of file that nothing here reads: what it is, and what to do instead."""

    what: str
    instead: str
    suffixes: tuple[str, ...] = ()
    begins: tuple[re.Pattern[bytes], ...] = ()
    parts: tuple[str, ...] = ()
    type: str = ""

    def problem(self, name: str) -> UnsupportedFileError:
        """Return the error that says so of a file."""
        return UnsupportedFileError(f"{name}: is {self.what}, which is not read", self.instead)


@cache
def unread_kinds() -> tuple[UnreadKind, ...]:
    """Return the kinds of `unread.toml`, read once."""
    raw = read_beside(__file__, "unread.toml")
    return tuple(
        UnreadKind(
            what=one["what"],
            instead=one["instead"],
            suffixes=tuple(one["suffixes"]),
            begins=tuple(map(_bytes_pattern, one.get("begins", ()))),
            parts=tuple(one.get("parts", ())),
            type=one.get("type", ""),
        )
        for one in raw["kinds"]
    )


def unread_by_name(name: str) -> UnreadKind | None:
    """Return the kind that a file's suffix names, None for another."""
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind in unread_kinds() if suffix in kind.suffixes), None)


def unread_by_content(content: bytes, name: str = "") -> UnreadKind | None:
    """Return the kind that a file's bytes show, whatever its name says; of kinds that look alike the one that the name fits."""
    if content.startswith(_PACKED):
        return _packed(content, name)
    head = content[:HEAD_BYTES]
    return next((kind for kind in unread_kinds() if any(pattern.match(head) for pattern in kind.begins)), None)


def _packed(content: bytes, name: str) -> UnreadKind | None:
    try:
        with open_packed(BytesIO(content)) as archive:
            names = {one.lower() for one in archive.namelist()}
            typed = _stated_type(archive)
    except _DAMAGED:
        return None
    found = [kind for kind in unread_kinds() if names & set(kind.parts) or (kind.type and typed.startswith(kind.type))]
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind in found if suffix in kind.suffixes), found[-1] if found else None)


def _stated_type(archive: zipfile.ZipFile) -> str:
    """Return the media type that a packed file states in its part of that name, "" without one."""
    entries = [one for one in archive.infolist() if one.filename == _TYPE_PART and one.file_size <= _LONGEST_TYPE]
    return archive.read(entries[0]).decode("ascii", "replace").strip() if entries else ""


def _bytes_pattern(pattern: str) -> re.Pattern[bytes]:
    pairs: Sequence[str] = [pattern[at : at + 2] for at in range(0, len(pattern), 2)]
    return re.compile(b"".join(b"." if pair == ".." else re.escape(bytes.fromhex(pair)) for pair in pairs), re.DOTALL)
