"""Blank what Chroma's graph files hold beyond their rows.

hnswlib writes the whole room that it has for rows, as the process's memory happens to be where no row is: there may stand words of
documents, purged ones too, or keys. Its files are `header.bin` (version, offset, rows that there is room for, rows that there are, bytes
of a row, …), `data_level0.bin` (the rows) and `length.bin` (four bytes for each row).
"""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER = struct.Struct("<i4Q")
_LENGTH = 4


def blank_unused(data: Path) -> None:
    """Fill with zeros, in each graph under a folder of Chroma's, what lies behind its last row; durable when its files are."""
    for header in data.glob("*/header.bin"):
        content = header.read_bytes()
        if len(content) < _HEADER.size:
            continue
        _, _, _, rows, size = _HEADER.unpack_from(content)
        _blank(header.with_name("data_level0.bin"), rows * size)
        _blank(header.with_name("length.bin"), rows * _LENGTH)


def _blank(path: Path, used: int) -> None:
    with path.open("r+b") as file:
        file.seek(used)
        if unused := len(file.read().lstrip(b"\0")):
            file.seek(-unused, 2)
            file.write(bytes(unused))
