"""What an index on disk holds, and whether its files are still the ones that were written.

An index is a cache whose engine may lose rows in silence when a file is torn. So beside the engine's files stands a
manifest, written (flushed and renamed into place) after each finished write: where the documents held stand with their number of
chunks (see `document_log`), and the size and SHA-256 of every file of the engine. While a write runs, a marker names the document it
concerns; a marker that is found under the lock was left by a process that died or failed.

Layout of an index's folder: `data/` (the engine's), `manifest.json`, `documents-….jsonl`, `unfinished`, `lock`, `quarantined/`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from research.errors import CouldNotAskError, DiskFullError, IndexDamagedError, no_room
from research.indexing.document_log import PREFIX, DocumentLog, LogPlace

LOCK_SECONDS = 120.0
QUARANTINES_KEPT = 2
_POLL_SECONDS = 0.01
# What the group and all others may do with a file.
OTHERS = 0o077


class FilePrint(BaseModel):
    """A file's size in bytes and the SHA-256 of its content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index holds as of its last finished write.

    `made_with` names everything that makes rows comparable (format, model, dimensions). `state` is a random word that
    changes with each write of documents, so that a reader knows when to reopen. `documents` maps ids to numbers of chunks,
    `files` the engine's files, by path below `data/`, to their prints; `log` is where the documents stand, None before the first write.
    """

    made_with: str
    state: str
    documents: Mapping[str, int]
    files: Mapping[str, FilePrint]
    log: LogPlace | None = None

    @property
    def chunks(self) -> int:
        """Return the number of chunks of all documents together."""
        return sum(self.documents.values())


class _Stored(BaseModel):
    """A manifest as its file has it. Before there were logs the documents stood in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_with: str
    state: str
    files: dict[str, FilePrint]
    log: LogPlace | None = None
    documents: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What `stat` said of a file when its print was taken."""

    inode: int
    size: int
    mtime_ns: int


class IndexFolder:
    """The folder of one index, made for this user alone: its lock, its manifest, its marker and the prints of its files.

    Every method but `documents` and `damaged` is called inside `locked`. Objects may be shared by threads.
    """

    def __init__(self, folder: Path, *, name: str, made_with: str, ignored: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._name = name
        self._made_with = made_with
        self._ignored = ignored
        self._thread_lock = threading.RLock()
        self._depth = 0
        self._prints: dict[str, tuple[_Seen, FilePrint]] = {}
        self._read: tuple[_Seen, Manifest] | None = None
        self._log = DocumentLog(folder)

    @contextmanager
    def locked(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the index against other threads and processes; raises CouldNotAskError after `seconds`. May be nested."""
        deadline = time.monotonic() + seconds
        if not self._thread_lock.acquire(timeout=seconds):
            raise self._busy(seconds)
        try:
            if self._depth:
                yield
                return
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(self.folder / "lock", "ab", opener=_private) as handle:
                self._wait_for(handle, deadline, seconds)
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0
        finally:
            self._thread_lock.release()

    def _wait_for(self, handle: BinaryIO, deadline: float, seconds: float) -> None:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise self._busy(seconds) from None
                time.sleep(_POLL_SECONDS)
            else:
                return

    def _busy(self, seconds: float) -> CouldNotAskError:
        return CouldNotAskError(
            f"the {self._name} at {self.folder} was in use for {seconds:g} s", "wait for the other process and try again"
        )

    def damaged(self, what: str) -> IndexDamagedError:
        """Return the error that says what is wrong with this index."""
        return IndexDamagedError(f"the {self._name} at {self.folder} is damaged: {what}", "run the command again to rebuild it")

    def full(self) -> DiskFullError:
        """Return the error that says that the disk has no room for this index."""
        return no_room(f"the {self._name} at {self.folder}")

    def manifest(self) -> Manifest:
        """Return the manifest, an empty one for an index that was never written.

        Raises IndexDamagedError when it cannot be read, is missing beside data, or was made with another model or format.
        """
        path = self.folder / "manifest.json"
        try:
            seen = _look(path)
            if self._read and self._read[0] == seen:
                return self._read[1]
            stored = _parse(path.read_bytes())
        except FileNotFoundError:
            if any(self._paths()) or self.unfinished() is not None:
                raise self.damaged("its manifest is missing") from None
            return Manifest(made_with=self._made_with, state="", documents={}, files={})
        except (ValidationError, ValueError) as error:
            raise self.damaged("its manifest cannot be read") from error
        if stored.made_with != self._made_with:
            raise self.damaged(f"it was made with {stored.made_with}, not {self._made_with}")
        manifest = Manifest(stored.made_with, stored.state, self._documents(stored), stored.files, stored.log)
        self._read = (seen, manifest)
        return manifest

    def _documents(self, stored: _Stored) -> Mapping[str, int]:
        """Return the documents of a stored manifest; raises IndexDamagedError when their list is not as it was written."""
        if stored.log is None:
            return stored.documents or {}
        try:
            return self._log.read(stored.log)
        except FileNotFoundError:
            raise self.damaged("its list of documents is missing") from None
        except (ValueError, TypeError) as error:
            raise self.damaged("its list of documents cannot be read") from error

    def documents(self) -> Mapping[str, int]:
        """Return documents and their chunks as of the last finished write; raises IndexDamagedError when a file is not as it was left.

        Looks at sizes only; `changed` reads the files. The same object comes back until the next write: do not change it.
        """
        with self.locked():
            manifest = self.manifest()
            if self.unfinished() is not None:
                raise self.damaged("a write was not finished")
            found = {name: path.stat().st_size for name, path in self._paths()}
            if found != {name: print_.size for name, print_ in manifest.files.items()}:
                raise self.damaged("its files are not those that were written")
            return manifest.documents

    def changed(self, manifest: Manifest) -> frozenset[str]:
        """Return the names of files that are missing, new or of other content than the manifest says.

        Reads every file once; later only those whose size or time has moved since, until `forget`.
        """
        found = {name: self._print(name, path) for name, path in self._paths()}
        return frozenset(name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name))

    def discard_unknown(self, manifest: Manifest) -> None:
        """Remove the files that the manifest does not name: what a killed writer left, of an engine that never changes a file."""
        for name, path in list(self._paths()):
            if name not in manifest.files:
                path.unlink()

    def forget(self) -> None:
        """Forget what was read, so that the next `changed` reads every file again: called when the engine is closed."""
        self._prints.clear()
        self._log.forget()
        self._read = None

    def unfinished(self) -> frozenset[str] | None:
        """Return the documents that an unfinished write concerned, None when no write is unfinished."""
        try:
            return frozenset((self.folder / "unfinished").read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return None

    def begin(self, *document_ids: str) -> None:
        """Mark that the engine's files are about to change, with the documents concerned; `finish` takes the mark away."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_durably(self.folder / "unfinished", "\n".join(document_ids).encode())

    def finish(self, documents: Mapping[str, int], *, state: str | None = None) -> Manifest:
        """Flush the engine's files, keep them from others, write the manifest for them and take the mark away; returns the manifest.

        `state` is the word to keep when no document changed; without it a new one is drawn.
        """
        _keep_private(self.data)
        files = {name: self._print(name, path, flush=True) for name, path in self._paths()}
        self._prints = {name: entry for name, entry in self._prints.items() if name in files}
        state = uuid.uuid4().hex if state is None else state
        log = self._log.write(self._last_log(), documents)
        stored = _Stored(made_with=self._made_with, state=state, files=files, log=log)
        _write_durably(self.folder / "manifest.json", _serialise(stored))
        manifest = Manifest(self._made_with, state, self._log.read(log), files, log)
        self._read = (_look(self.folder / "manifest.json"), manifest)
        self._log.tidy(log)
        (self.folder / "unfinished").unlink(missing_ok=True)
        return manifest

    def _last_log(self) -> LogPlace | None:
        """Return where the documents stand by the manifest that is there, None when it is not the one that was last read."""
        try:
            return self._read[1].log if self._read and self._read[0] == _look(self.folder / "manifest.json") else None
        except FileNotFoundError:
            return None

    def clear(self) -> None:
        """Remove the engine's files and every document, as if nothing had been written; the engine is closed."""
        self.begin()
        shutil.rmtree(self.data)
        self.forget()
        self.finish({}, state="")

    def quarantine(self) -> Path:
        """Put data, manifest and mark aside and return the folder they went to; only the newest are kept."""
        aside = self.folder / "quarantined"
        target = aside / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        for folder in (aside, target):
            folder.mkdir(mode=0o700, exist_ok=folder is aside)
        # The mark goes last: until then whoever looks finds the index unfinished, not empty.
        if self.unfinished() is None:
            self.begin()
        logs = sorted(path.name for path in self.folder.glob(f"{PREFIX}*"))
        for name in ("data", "manifest.json", *logs, "unfinished"):
            if (self.folder / name).exists():
                (self.folder / name).rename(target / name)
        self.forget()
        for old in sorted(aside.iterdir())[:-QUARANTINES_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return target

    def _paths(self) -> Iterator[tuple[str, Path]]:
        yield from sorted((name, path) for name, path in _files(self.data, "") if path.name not in self._ignored)

    def _print(self, name: str, path: Path, *, flush: bool = False) -> FilePrint:
        known = self._prints.get(name)
        seen = _look(path)
        if known and known[0] == seen:
            return known[1]
        with path.open("rb") as handle:
            if flush:  # the writer's alone: a reader would wait for the disk
                os.fsync(handle.fileno())
            print_ = FilePrint(size=seen.size, sha256=hashlib.file_digest(handle, "sha256").hexdigest())
        self._prints[name] = (seen, print_)
        return print_


def _files(folder: Path, under: str) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder, by their names relative to it: looked for at every query, so without `Path.rglob`, which is slow."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder / entry.name, f"{under}{entry.name}/")
        elif entry.is_file():
            yield f"{under}{entry.name}", folder / entry.name


def _keep_private(folder: Path) -> None:
    """Take from others what the umask gave them of an engine's files: engines make files as others may read them."""
    for path in folder.rglob("*"):
        if path.stat().st_mode & OTHERS:
            path.chmod(path.stat().st_mode & ~OTHERS)


def _look(path: Path) -> _Seen:
    found = path.stat()
    return _Seen(found.st_ino, found.st_size, found.st_mtime_ns)


def _serialise(manifest: _Stored) -> bytes:
    """Return the manifest as one line of JSON after the SHA-256 of that line."""
    body = json.dumps(manifest.model_dump(exclude_none=True), sort_keys=True).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _parse(content: bytes) -> _Stored:
    checksum, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        raise ValueError("checksum differs")
    return _Stored.model_validate_json(body)


def _private(path: str, flags: int) -> int:
    """Open a file, one that is new for this user alone."""
    return os.open(path, flags, 0o600)


def _write_durably(path: Path, content: bytes) -> None:
    """Replace a file's content so that a crash leaves the old or the new, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(draft, "wb", opener=_private) as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
