"""Opening packed files (ZIP) only where their directory is of a sane size: taking in a million names costs minutes and memory."""

from __future__ import annotations

import struct
import zipfile
from io import SEEK_END
from typing import IO

# Ten thousand parts, the most that an office file may have, take about one MiB.
MOST_DIRECTORY_MB = 4
_END, _LOCATOR, _END_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_LONGEST_COMMENT, _END_BYTES, _LOCATOR_BYTES, _END_64_BYTES = 65_535, 22, 20, 56


def open_packed(stream: IO[bytes]) -> zipfile.ZipFile:
    """Return a packed file, open; raises BadZipFile also for one whose directory is too large, and as `zipfile.ZipFile`."""
    if has_huge_directory(stream):
        raise zipfile.BadZipFile(f"a directory of more than {MOST_DIRECTORY_MB} MiB")
    return zipfile.ZipFile(stream)


def has_huge_directory(stream: IO[bytes]) -> bool:
    """Return whether a packed file says that the directory at its end is larger than is taken in (APPNOTE 4.3.14 to 4.3.16)."""
    size = stream.seek(0, SEEK_END)
    stream.seek(max(0, size - _LONGEST_COMMENT - _END_BYTES - _LOCATOR_BYTES - _END_64_BYTES))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        return False
    directory: int = struct.unpack_from("<L", tail, at + 12)[0]
    wide = at - _LOCATOR_BYTES - _END_64_BYTES
    if wide >= 0 and tail.startswith(_LOCATOR, at - _LOCATOR_BYTES) and tail.startswith(_END_64, wide):
        directory = struct.unpack_from("<Q", tail, wide + 40)[0]
    return directory > MOST_DIRECTORY_MB * 1024 * 1024
