"""SEC submissions that hold several documents in one file: which one is read, what the header says, what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.loaded import Stated
from research.nouns.documents import Defect

SOURCE = "SEC submission header"
NOT_READ = "exhibits_not_read"
MOST_NAMED = 12
_HEAD = 8_000
_BEGINS = re.compile(rb"\s*(?:-----BEGIN PRIVACY|<SEC-DOCUMENT>|<SEC-HEADER>|<IMS-DOCUMENT>|<DOCUMENT>)", re.IGNORECASE)
_OPEN, _CLOSE = b"<DOCUMENT>", b"</DOCUMENT>"
_TYPE, _FILE = re.compile(rb"<TYPE>([^\r\n<]{1,40})"), re.compile(rb"<FILENAME>([^\r\n<]{1,120})")
_TEXT = re.compile(rb"<TEXT>\s*(?:<(?:XBRL|XML)>\s*)?", re.IGNORECASE)
_READABLE = (b"<html", b"<!doctype html", b"<pre", b"<p", b"<div", b"<page", b"<title", b"<body")
_FIELDS = (
    ("form_type", re.compile(r"CONFORMED SUBMISSION TYPE:\s*(\S+)")),
    ("period_end", re.compile(r"CONFORMED PERIOD OF REPORT:\s*(\d{8})\b")),
    ("published_at", re.compile(r"FILED AS OF DATE:\s*(\d{8})\b")),
    ("company", re.compile(r"COMPANY CONFORMED NAME:[ \t]*([^\n\r]+)")),
)


@dataclass(frozen=True, slots=True)
class Submission:
    """The document that is read, what the header states, and one defect that names what is not read."""

    content: bytes
    stated: tuple[Stated, ...] = ()
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    file: str
    body: bytes

    @property
    def is_readable(self) -> bool:
        """Return whether the head of the part has the tags of a text that can be read."""
        return any(mark in self.body[:_HEAD].lower() for mark in _READABLE)


def open_submission(content: bytes) -> Submission:
    """Return the first readable document of a submission; any other file comes back as it is."""
    if not _BEGINS.match(content[:200]):
        return Submission(content)
    parts = list(_parts(content))
    if not parts:
        return Submission(content)
    primary = next((part for part in parts if part.is_readable), parts[0])
    others = [f"{part.kind} ({part.file})" if part.file else part.kind for part in parts if part is not primary]
    header = content[: max(content.find(_OPEN), 0)][:_HEAD].decode("latin-1")
    return Submission(primary.body, tuple(_stated(header)), (_not_read(others),) if others else ())


def _parts(content: bytes) -> Iterator[_Part]:
    at = content.find(_OPEN)
    while at >= 0:
        end = content.find(_CLOSE, at)
        end = len(content) if end < 0 else end
        head = content[at : min(end, at + 1000)]
        kind, file, text = _TYPE.search(head), _FILE.search(head), _TEXT.search(head)
        body = content[at + (text.end() if text else len(_OPEN)) : end]
        yield _Part(_words(kind), _words(file), _closed(body))
        at = content.find(_OPEN, end)


def _closed(body: bytes) -> bytes:
    return re.sub(rb"(?:</(?:TEXT|XBRL|XML)>\s*)+$", b"", body.rstrip()[-200:], flags=re.IGNORECASE).join([body.rstrip()[:-200], b""])


def _words(match: re.Match[bytes] | None) -> str:
    return match[1].decode("latin-1").strip() if match else ""


def _not_read(others: list[str]) -> Defect:
    named = ", ".join(others[:MOST_NAMED]) + (f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else "")
    return Defect(NOT_READ, f"not read: exhibit {named}; add it as a file of its own")


def _stated(header: str) -> Iterator[Stated]:
    for name, pattern in _FIELDS:
        if found := pattern.search(header):
            value = found[1].strip()
            if name in {"period_end", "published_at"}:
                value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
            yield Stated(name, value, SOURCE)
