"""The kinds of files that are read: how each is recognised, and what loads it.

A new loader is one more entry of `FORMATS`; discovery and the pipeline ask only this table.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, Protocol

from ingest.entry_parts import entry_stem
from ingest.feed_entry import ENTRY_MAGIC, entry_bytes
from ingest.feeds import is_feed, split_in_child
from ingest.loaded import Loaded, Part
from ingest.office.compound import compound_problem, is_compound
from ingest.packed import open_packed
from ingest.unread import unread_by_content, unread_by_name
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

    `loader` is "module:class" of an `ingest.loaded.Loader`: only the child process imports it. `packed` is the folder of a ZIP file
    that only this kind has, "" for a format that is not packed. `layout` is "module:function" of an `ingest.layouts.LayOut`, "" for a
    format whose pages are drawn.
    """

    name: str
    suffixes: tuple[str, ...]
    magic: tuple[bytes, ...]
    loader: str
    packed: str = ""
    layout: str = "ingest.text.layout:text_layouts"


FEED = "feed"
HTML_BEGINNINGS = (b"<!DOCTYPE html", b"<!DOCTYPE HTML", b"<!doctype html", b"<html", b"<HTML", b"<SEC-DOCUMENT>", b"<DOCUMENT>")
_SHEETS = "ingest.sheets.layout"
FORMATS: tuple[Format, ...] = (
    Format("PDF", (".pdf",), (b"%PDF-",), "ingest.pdf.loader:PdfLoader", layout=""),
    Format("HTML", (".html", ".htm", ".xhtml"), HTML_BEGINNINGS, "ingest.html.loader:HtmlLoader", layout="ingest.html.layout:html_layouts"),
    Format("Excel", (".xlsx", ".xlsm"), (), "ingest.sheets.loader:XlsxLoader", packed="xl/", layout=f"{_SHEETS}:workbook_layouts"),
    Format("Word", (".docx", ".docm"), (), "ingest.word.loader:DocxLoader", packed="word/"),
    Format("PowerPoint", (".pptx", ".pptm"), (), "ingest.slides.loader:PptxLoader", packed="ppt/"),
    Format("separated values", (".csv", ".tsv"), (), "ingest.sheets.separated:SeparatedLoader", layout=f"{_SHEETS}:separated_layouts"),
    Format("Markdown", (".md", ".markdown"), (), "ingest.text.markdown:MarkdownLoader"),
    Format("plain text", (".txt", ".text"), (), "ingest.text.plain:TextLoader"),
    Format("e-mail", (".eml",), (), "ingest.mail.loader:EmlLoader"),
    Format("XBRL company facts", (".json",), (), "ingest.company_facts:CompanyFactsLoader"),
    Format("feed entry", (), (ENTRY_MAGIC,), "ingest.entry_loading:FeedEntryLoader"),
    # Taken apart by `split_file`, so that its entries are loaded and never the feed itself.
    Format(FEED, (".rss", ".atom"), (), ""),
)
_PACKED = b"PK\x03\x04"
# Lies in the same folder as a workbook's parts, and is none that is read.
_BINARY_WORKBOOK = "xl/workbook.bin"
# Larger packed files that nothing recognises are told by their names alone.
MOST_LOOKED_AT = 64 * 1024 * 1024


def recognise(name: str, head: bytes = b"") -> Format | None:
    """Return the format of a file: by its name's suffix, else by how it begins; None when nothing here reads it.

    Packed office files all begin alike: `head` tells them apart only when it is the whole file, or names a part that only one has.
    """
    suffix = PurePath(name).suffix.lower()
    by_suffix = next((known for known in FORMATS if suffix in known.suffixes), None)
    return by_suffix or _by_content(head)


def recognise_file(path: Path) -> Format | None:
    """Return the format of a file, opened only when its name does not tell; raises OSError."""
    if known := recognise(path.name):
        return known
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        return _packed_kind(stream) if head.startswith(_PACKED) else recognise(path.name, head)


def why_not_read(path: Path) -> str:
    """Return one line that says why a file that nothing here recognises is left out, and what to do instead; raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    # A packed file's parts are named at its end: what its bytes are is asked only of those small enough to read whole.
    whole = path.read_bytes() if head.startswith(_PACKED) and path.stat().st_size <= MOST_LOOKED_AT else head
    known = unread_by_content(whole, path.name) or unread_by_name(path.name)
    if known:
        return f"is {known.what}, which is not read ({known.instead})"
    return f"no loader reads {path.suffix or 'this kind of'} files (supported: {supported()})"


def _by_content(content: bytes) -> Format | None:
    """Return the format that the bytes show, whatever the name; None when they do not tell."""
    if content.startswith(_PACKED):
        return _packed_kind(BytesIO(content))
    if is_feed(content[:HEAD_BYTES]):
        return next(known for known in FORMATS if known.name == FEED)
    return next((known for known in FORMATS if content.startswith(known.magic)), None)


def _packed_kind(stream: IO[bytes]) -> Format | None:
    """Return the format of a packed file by the names of its parts, by those named at its beginning when its directory is torn."""
    try:
        with open_packed(stream) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        stream.seek(0)
        start = stream.read(HEAD_BYTES)
        return next((known for known in FORMATS if known.packed and known.packed.encode() in start), None)
    if _BINARY_WORKBOOK in names:
        return None
    return next((known for known in FORMATS if known.packed and any(name.startswith(known.packed) for name in names)), None)


def supported() -> str:
    """Return the suffixes that are read, as a message lists them."""
    return ", ".join(suffix for known in FORMATS for suffix in known.suffixes) + ", feeds in .xml"


def load_file(content: bytes, *, name: str, settings: Settings) -> Loaded:
    """Return what the fitting loader makes of a file; raises UnsupportedFileError when none fits, else as `LoadFile`."""
    known = format_of(content, name=name)
    from ingest.child import load_in_child  # noqa: PLC0415 - only a process that reads files needs it

    return load_in_child(content, name=name, settings=settings, loader=known.loader)


def lay_out_file(content: bytes, page: int, *, name: str, kind: str, settings: Settings) -> dict[int, str]:
    """Return how the original lays out a page (1-based) and its neighbours: by number, JSON for `ingest.layouts.layout_from_json`.

    `name` tells the format where the bytes do not; `kind` is the document's. Nothing for a format whose pages are drawn. Raises
    UnsupportedFileError when no loader fits, else as `LoadFile`.
    """
    known = format_of(content, name=name)
    if not known.layout:
        return {}
    from ingest.child import LayoutTask, lay_out_in_child  # noqa: PLC0415 - only a process that reads files needs it

    return lay_out_in_child(content, LayoutTask(page, kind, known.loader, known.layout), name=name, settings=settings)


def format_of(content: bytes, *, name: str) -> Format:
    """Return the format of a file: by its bytes, else by its name's suffix; raises UnsupportedFileError when no loader fits."""
    if is_compound(content):
        raise compound_problem(content, name=name)
    if unread := unread_by_content(content, name):
        raise unread.problem(name)
    known = _by_content(content) or recognise(name)
    if known is None:
        if unread := unread_by_name(name):
            raise unread.problem(name)
        raise UnsupportedFileError(f"{name}: no loader reads this kind of file", f"supported: {supported()}")
    return known


def split_file(content: bytes, *, name: str, settings: Settings) -> tuple[Part, ...] | None:
    """Return the entries of a feed, each a document of its own; None for every other file. Raises as `LoadFile`.

    An entry asks for a name made of the feed's and its own title.
    """
    known = _by_content(content) or recognise(name)
    if known is None or known.name != FEED:
        return None
    entries = [one for one in split_in_child(content, name=name, settings=settings) if one.title.strip() or one.text.strip()]
    if not entries:
        raise UnsupportedFileError(f"{name} is a feed without entries that say anything", "fetch it again later")
    stem = PurePath(name).stem
    return tuple(Part(one.key, entry_stem(one, stem), entry_bytes(one)) for one in entries)
