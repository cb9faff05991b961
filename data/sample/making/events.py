"""Links and events of the library as JSON lines, each with the page of its evidence."""

from __future__ import annotations

import html
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_BREAK = "page-break-after:always"
# Keys of a feed entry's line that name another entry.
_ENTRIES = ("entry", "updates", "duplicate_of", "corrects")


def event_lines(source: Path, library: Path, entries: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Return the lines of `source`, with pages added to their evidence.

    Raises ValueError for a quote that its document does not hold, and for a name of a document, event or feed entry that is unknown.
    """
    lines = tomllib.loads(source.read_text(encoding="utf-8"))["lines"]
    known = {line["id"] for line in lines if line["type"] == "event"}
    named = {entry["id"] for of_feed in entries.values() for entry in of_feed}
    covered = {line["entry"] for line in lines if line["type"] == "feed entry"}
    if not covered <= named:
        raise ValueError(f"lines without a feed entry: {sorted(covered - named)}")
    for line in lines:
        _check_names(line, known=known, named=named, library=library)
        for one in line.get("evidence", ()):
            one["page"] = _page_of(library, one["document"], one["quote"])
    return [json.dumps(line, ensure_ascii=False) for line in lines]


def _check_names(line: dict[str, Any], *, known: set[str], named: set[str], library: Path) -> None:
    if line["type"] == "feed entry":
        unknown = [line[key] for key in _ENTRIES if key in line and line[key] not in named]
        unknown += [line["about"]] if line.get("about", line["entry"]) not in known | {line["entry"]} else []
    else:
        unknown = [line[key] for key in ("from", "to", "document") if key in line and not list(library.glob(f"{line[key]}.*"))]
    if unknown:
        raise ValueError(f"{line['type']} names {unknown}, which is not in the library")


def _page_of(library: Path, document: str, quote: str) -> int:
    wanted = _squeezed(quote)
    for number, text in enumerate(_texts(next(library.glob(f"{document}.*"))), 1):
        if wanted in text:
            return number
    raise ValueError(f"{document} does not say “{quote}”")


@cache
def _texts(path: Path) -> tuple[str, ...]:
    """Return the text of each page without white space."""
    if path.suffix == ".htm":
        pages = path.read_text(encoding="utf-8").split(_BREAK)
        return tuple(_squeezed(html.unescape(re.sub(r"<[^>]*>", "", page))) for page in pages)
    import pypdfium2  # noqa: PLC0415 - only what is a PDF needs it

    document = pypdfium2.PdfDocument(path)
    return tuple(_squeezed(page.get_textpage().get_text_range()) for page in document)


def _squeezed(text: str) -> str:
    """Return text without white space and with straight quotes; U+FFFE is what PDFium gives for a hyphen at a line's end."""
    return re.sub(r"\s+", "", text.replace("’", "'").replace("\ufffe", "-"))
