"""What earlier openings of the embedding model found out, kept in the cache: the hashes of its files, and what runs it on this machine.

Nothing in a note is trusted further than that: a file that was touched since is hashed again, and the model that a note promises is
held to it when it is opened. A cache that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from research.adapters.embedding_files import hash_file

# A file that changed so short a time ago may change again within the same tick of its clock.
SETTLED_NS = 2_000_000_000
_CPUINFO = Path("/proc/cpuinfo")
_CPU_LINES = ("model name", "flags", "Features")


class Opened(BaseModel):
    """What is known of a model that ran here: its fingerprint, the length of a vector, most pieces read (special ones counted)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    dimensions: int
    max_length: int


class _Hashed(BaseModel):
    """A file's SHA-256, and what `stat` said of it then: inode, size in bytes, times of last change in nanoseconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seen: tuple[int, int, int, int]
    sha256: str


class _Notes(BaseModel):
    model_config = ConfigDict(extra="forbid")

    files: dict[str, _Hashed] = Field(default_factory=dict)
    opened: dict[str, Opened] = Field(default_factory=dict)


class Notes:
    """The notes in one file. Processes may share it: the last to write wins, and what another wrote is found out again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._notes = _Notes.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            self._notes = _Notes()

    def hash(self, path: Path) -> str:
        """Return the SHA-256 of a file, in hex; read only when it was touched since it was noted. Raises OSError."""
        found = path.stat()
        seen = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        name = str(path.absolute())
        known = self._notes.files.get(name)
        if known and known.seen == seen:
            return known.sha256
        sha256 = hash_file(path)
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > SETTLED_NS:
            self._notes.files[name] = _Hashed(seen=seen, sha256=sha256)
        return sha256

    def opened(self, key: str) -> Opened | None:
        """Return what was noted under a key, None when nothing was."""
        return self._notes.opened.get(key)

    def keep(self, key: str, opened: Opened) -> None:
        """Note what was opened, and the hashes that were taken, for later processes."""
        self._notes.opened[key] = opened
        self._write()

    def forget(self, key: str) -> None:
        """Take a note away, so that the next process finds out anew."""
        self._notes.opened.pop(key, None)
        self._write()

    def _write(self) -> None:
        draft = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(self._notes.model_dump_json(), encoding="utf-8")
            draft.replace(self._path)


def note_key(content: str, runtime: str) -> str:
    """Return what a note of an opened model is kept under: the model's content, the runtime asked for, OpenVINO's version, processor."""
    try:
        version = metadata.version("openvino")
    except metadata.PackageNotFoundError:
        version = ""
    return hashlib.sha256(json.dumps([content, runtime, version, *_processor()]).encode()).hexdigest()


def _processor() -> list[str]:
    """Return what tells processors apart that compute in other precisions: the first one's name and features where they are told."""
    try:
        first = _CPUINFO.read_text(encoding="utf-8").partition("\n\n")[0]
    except OSError:
        first = ""
    return [platform.machine(), *(line for line in first.splitlines() if line.startswith(_CPU_LINES))]
