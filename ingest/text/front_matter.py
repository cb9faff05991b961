"""The block of fields between two "---" lines at the top of a Markdown file."""

from __future__ import annotations

import re

from ingest.given import LABEL, PARSERS
from ingest.loaded import Stated

SOURCE = "front matter"
# The fields' other names in notes, as blog and note programs write them.
_NAMES = {"date": "published_at", "published": "published_at", "symbol": "ticker", "type": "kind", "form": "form_type", "lang": "language"}
_BLOCK = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z][\w -]*?)\s*:\s*(.*)")
_COMMENT = re.compile(r"\s+#.*$")


def read_front_matter(text: str) -> tuple[list[Stated], str]:
    """Return the fields that the block states and that fit ours, and the text after it; no fields and all the text without a block.

    One field a line, as YAML's plain and quoted texts; anything deeper (lists, anchors, tags) is no field of a document.
    """
    block = _BLOCK.match(text)
    if block is None:
        return [], text
    stated: dict[str, Stated] = {}
    for line in block[1].splitlines():
        if field := _read_line(line):
            stated.setdefault(field.field, field)
    return list(stated.values()), text[block.end() :]


def _read_line(line: str) -> Stated | None:
    match = _FIELD.fullmatch(line)
    if match is None:
        return None
    name = re.sub(r"[ -]", "_", match[1].lower())
    name = _NAMES.get(name, name)
    value = _plain(match[2])
    if name not in PARSERS or name == LABEL or not value:
        return None
    if name == "kind":
        value = value.lower()
    try:
        PARSERS[name](value)
    except ValueError:
        return None
    return Stated(name, value, SOURCE)


def _plain(value: str) -> str:
    """Return a value without its quotes, or without a remark after it."""
    value = value.strip()
    for quote in "\"'":
        if len(value) > 1 and value[0] == quote and (end := value.find(quote, 1)) > 0:
            return value[1:end]
    return _COMMENT.sub("", value).strip()
