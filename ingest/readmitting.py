"""What a purge may have kept out of files, so that it can be let in again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest.discovery import PART_MARK, read_limited
from ingest.formats import split_file
from ingest.naming import hash_content
from research.errors import CannotReadError
from research.settings import Settings


def purgeable(files: Iterable[Path], settings: Settings) -> tuple[list[str], list[str]]:
    """Return the hashes of files' bytes and of their parts', and the paths that documents of them would have.

    A file that cannot be read is left out: reading it in says why.
    """
    hashes, keys = [], []
    for file in files:
        try:
            content = read_limited(file, settings.max_file_mb)
            parts = split_file(content, name=file.name, settings=settings) or ()
        except CannotReadError:
            continue
        hashes += [hash_content(content), *(hash_content(part.content) for part in parts)]
        keys += [str(file), *(f"{file}{PART_MARK}{part.key}" for part in parts)]
    return hashes, keys
