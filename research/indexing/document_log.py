"""The documents that an index holds, in a file to which each write adds only what it changed.

A library has many documents and most writes concern few. So the list is a log: lines of JSON, `["id", chunks]` for a document that is held
from there on and `["id", null]` for one that is not. The manifest names the file, with the size and the SHA-256 of what counts of it; what
stands beyond that a killed writer left, and the next one overwrites it. A log that is mostly of what was replaced is written anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

PREFIX = "documents-"
# A log is written anew when it has more than twice as many lines as documents are held, and so many more.
SPARE_LINES = 1_000


class _Hash(Protocol):
    """What is used of hashlib's objects."""

    def update(self, data: bytes, /) -> None:
        """Add bytes."""
        ...

    def hexdigest(self) -> str:
        """Return the hash of all bytes so far."""
        ...

    def copy(self) -> _Hash:
        """Return another one that goes on from here."""
        ...


class LogPlace(BaseModel):
    """How much of which file counts: its name, and the number of lines, the size and the SHA-256 of what counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    lines: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What was last read or written: the place, its hash to go on from, and the documents."""

    place: LogPlace
    hashed: _Hash
    documents: dict[str, int]


class DocumentLog:
    """The logs of one index's folder. Used under the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: _Known | None = None

    def forget(self) -> None:
        """Forget what was read, so that the next `read` reads the file from its begin."""
        self._known = None

    def read(self, place: LogPlace) -> dict[str, int]:
        """Return the documents of a place, the same object until the next write; do not change it.

        Raises ValueError when the file is not as it was written, FileNotFoundError when it is gone. After a write by another process only
        what that one added is read.
        """
        known = self._known
        if known is None or known.place.name != place.name or known.place.size > place.size:
            known = _Known(LogPlace(name=place.name, lines=0, size=0, sha256=""), hashlib.sha256(), {})
        if known.place == place:
            return known.documents
        with (self._folder / Path(place.name).name).open("rb") as file:
            file.seek(known.place.size)
            added = file.read(place.size - known.place.size)
        hashed = known.hashed.copy()
        hashed.update(added)
        if hashed.hexdigest() != place.sha256:
            self.forget()
            if known.place.size:  # what was known may be of a file that another one took the place of
                return self.read(place)
            raise ValueError("the list of documents differs from what was written")
        documents = dict(known.documents)
        for document_id, count in json.loads(b"[" + b",".join(added.splitlines()) + b"]"):
            if count is None:
                documents.pop(document_id, None)
            else:
                documents[document_id] = count
        self._known = _Known(place, hashed, documents)
        return documents

    def write(self, before: LogPlace | None, documents: Mapping[str, int]) -> LogPlace:
        """Put documents in the place of those of `before` and return where they are; durable when it returns.

        Without `before`, or when that is not what was last read, all are written to a new file.
        """
        known = self._known if self._known and self._known.place == before else None
        if known is None:
            return self._write_anew(documents)
        held = known.documents
        changed: list[tuple[str, int | None]] = [(one, count) for one, count in documents.items() if held.get(one) != count]
        changed += [(one, None) for one in held if one not in documents]
        lines = known.place.lines + len(changed)
        if lines > 2 * len(documents) + SPARE_LINES:
            return self._write_anew(documents)
        return self._add(known, changed, documents) if changed else known.place

    def tidy(self, place: LogPlace) -> None:
        """Remove the files of other places."""
        for path in self._folder.glob(f"{PREFIX}*"):
            if path.name != place.name:
                path.unlink(missing_ok=True)

    def _add(self, known: _Known, changed: Iterable[tuple[str, int | None]], documents: Mapping[str, int]) -> LogPlace:
        content = _lines(changed)
        self.forget()  # of a write that fails nothing is known
        with (self._folder / known.place.name).open("r+b") as file:
            file.truncate(known.place.size)
            file.seek(known.place.size)
            _write(file.fileno(), content)
        known.hashed.update(content)
        lines, size = known.place.lines + content.count(b"\n"), known.place.size + len(content)
        return self._know(LogPlace(name=known.place.name, lines=lines, size=size, sha256=known.hashed.hexdigest()), known.hashed, documents)

    def _write_anew(self, documents: Mapping[str, int]) -> LogPlace:
        name, content = f"{PREFIX}{uuid.uuid4().hex[:12]}.jsonl", _lines(documents.items())
        handle = os.open(self._folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        try:
            _write(handle, content)
        finally:
            os.close(handle)
        hashed = hashlib.sha256(content)
        place = LogPlace(name=name, lines=len(documents), size=len(content), sha256=hashed.hexdigest())
        return self._know(place, hashed, documents)

    def _know(self, place: LogPlace, hashed: _Hash, documents: Mapping[str, int]) -> LogPlace:
        self._known = _Known(place, hashed, dict(documents))
        return place


def _lines(changed: Iterable[tuple[str, int | None]]) -> bytes:
    return "".join(f"{json.dumps(one)}\n" for one in changed).encode()


def _write(handle: int, content: bytes) -> None:
    """Write all of some bytes where a file is, and wait until they are on the disk."""
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)
