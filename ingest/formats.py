"""The kinds of files that are read: how each is recognised, and what loads it.

A new loader is one more entry of `FORMATS`; discovery and the pipeline ask only this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol

from ingest.loaded import Loaded
from research.errors import UnsupportedFileError
from research.settings import Settings

HEAD_BYTES = 1024


class LoadFile(Protocol):
    """Reads one file inside a limited child process."""

    def __call__(self, content: bytes, *, name: str, settings: Settings) -> Loaded:
        """Return text, pages and tables; raises CannotReadError or LimitExceededError, naming the file `name`."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: what users call it, its suffixes (lower case, with the dot), how its bytes begin, its loader.

    `loader` is "module:class" of an `ingest.loaded.Loader`: only the child process imports it.
    """

    name: str
    suffixes: tuple[str, ...]
    magic: tuple[bytes, ...]
    loader: str


HTML_BEGINNINGS = (b"<!DOCTYPE html", b"<!DOCTYPE HTML", b"<!doctype html", b"<html", b"<HTML", b"<SEC-DOCUMENT>", b"<DOCUMENT>")

FORMATS: tuple[Format, ...] = (
    Format("PDF", (".pdf",), (b"%PDF-",), "ingest.pdf.loader:PdfLoader"),
    Format("HTML", (".html", ".htm", ".xhtml"), HTML_BEGINNINGS, "ingest.html.loader:HtmlLoader"),
)


def recognise(name: str, head: bytes = b"") -> Format | None:
    """Return the format of a file: by its name's suffix, else by how it begins; None when nothing here reads it."""
    suffix = PurePath(name).suffix.lower()
    by_suffix = next((known for known in FORMATS if suffix in known.suffixes), None)
    return by_suffix or next((known for known in FORMATS if head.startswith(known.magic)), None)


def recognise_file(path: Path) -> Format | None:
    """Return the format of a file, opened only when its name does not tell; raises OSError."""
    if known := recognise(path.name):
        return known
    with path.open("rb") as stream:
        return recognise(path.name, stream.read(HEAD_BYTES))


def supported() -> str:
    """Return the suffixes that are read, as a message lists them."""
    return ", ".join(suffix for known in FORMATS for suffix in known.suffixes)


def load_file(content: bytes, *, name: str, settings: Settings) -> Loaded:
    """Return what the fitting loader makes of a file; raises UnsupportedFileError when none fits, else as `LoadFile`."""
    known = recognise(name, content[:HEAD_BYTES])
    if known is None:
        raise UnsupportedFileError(f"{name}: no loader reads this kind of file", f"supported: {supported()}")
    from ingest.child import load_in_child  # noqa: PLC0415 - only a process that reads files needs it

    return load_in_child(content, name=name, settings=settings, loader=known.loader)
