"""Ingested files as they came, each under the SHA-256 of its content: `ab/abcdef…`."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from research.adapters.sqlite.connections import damaged
from research.errors import CouldNotAskError, NotFoundError, disk_full

_UNFINISHED = "unfinished"
_ABANDONED_SECONDS = 24 * 3600.0


class Originals:
    """A folder of files named by their content; a name appears only when the whole file is on the disk."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, made when the first file is kept; parts left by a killed process a day ago are swept away."""
        self._folder = folder
        unfinished = folder / _UNFINISHED
        for part in unfinished.iterdir() if unfinished.is_dir() else ():
            with suppress(FileNotFoundError):
                if time.time() - part.stat().st_mtime > _ABANDONED_SECONDS:
                    part.unlink()

    def keep(self, content_hash: str, content: bytes) -> None:
        """Keep a file; ValueError when `content_hash` is not its SHA-256 in hex, CouldNotAskError when it cannot be written."""
        if hashlib.sha256(content).hexdigest() != content_hash:
            raise ValueError(f"{content_hash} is not the SHA-256 of the {len(content)} bytes to keep")
        path = self._path(content_hash)
        try:
            if not path.exists() or path.read_bytes() != content:
                self._write(path, content)
        except OSError as error:
            if full := disk_full(error, f"original {path}"):
                raise full from error
            raise CouldNotAskError(f"original {path} cannot be written: {error.strerror}", "check the disk, then ingest again") from error

    def read(self, content_hash: str) -> bytes:
        """Return a file's bytes; NotFoundError when it is gone, WorkspaceDamagedError when its bytes are others now."""
        path = self._path(content_hash)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"original {path} is gone", "put it back from a backup or ingest the file again") from None
        except OSError as error:
            raise CouldNotAskError(f"original {path}: {error.strerror}", "check the disk and the file's permissions") from error
        if hashlib.sha256(content).hexdigest() != content_hash:
            raise damaged(path, "its bytes are not those that were ingested")
        return content

    def _path(self, content_hash: str) -> Path:
        if not content_hash.isalnum():
            raise ValueError(f"{content_hash!r} is not a hash")
        return self._folder / content_hash[:2] / content_hash

    def _write(self, path: Path, content: bytes) -> None:
        unfinished = self._folder / _UNFINISHED
        for folder in (self._folder, unfinished, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=unfinished)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        for folder in (path.parent, self._folder):
            opened = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
