"""Uploaded files, kept in the workspace under their own names: the same name again is a new version of the same document."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ingest.discovery import PART_MARK
from research.errors import CannotReadError, CouldNotAskError, LimitExceededError
from research.settings import Settings

FOLDER = "uploads"
LONGEST_NAME = 150
_UNSAFE = re.compile(rf"[/\\:{PART_MARK}]")


def upload_path(settings: Settings, name: str, user: str = "") -> Path:
    """Return where an upload of this name is kept, always inside the workspace's folder of uploads; behind walls in its user's own.

    A name that has to be changed to be safe also gets a mark of its own, so that two names never share a place.
    """
    safe = _safe(name)
    if safe != name or not safe:
        stem, suffix = os.path.splitext(safe)
        mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        safe = f"{stem or 'file'}-{mark}{suffix}"
    own = hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()[:16] if settings.has_walls else ""
    return settings.home.resolve() / FOLDER / own / safe


def check_upload(settings: Settings, sizes: Sequence[int]) -> None:
    """Raise LimitExceededError when the files of one upload, of these sizes in bytes, are too many or together too large."""
    if len(sizes) > settings.max_upload_files:
        hint = "upload fewer at a time, add their folder, or raise DESK_MAX_UPLOAD_FILES"
        raise LimitExceededError(f"an upload of {len(sizes):,} files, more than {settings.max_upload_files:,}", hint)
    if sum(sizes) > settings.max_upload_mb * 1024 * 1024:
        hint = "upload fewer at a time, add their folder, or raise DESK_MAX_UPLOAD_MB"
        raise LimitExceededError(f"an upload of more than {settings.max_upload_mb:,} MiB", hint)


def keep_upload(settings: Settings, name: str, content: bytes, user: str = "") -> Path:
    """Write an upload of a user whole or not at all and return its path; raises LimitExceededError, CannotReadError, CouldNotAskError."""
    if len(content) > settings.max_file_mb * 1024 * 1024:
        raise LimitExceededError(f"{name} is larger than {settings.max_file_mb} MiB", "raise DESK_MAX_FILE_MB or split the file")
    if not content:
        raise CannotReadError(f"{name} is empty", "choose another file")
    path = upload_path(settings, name, user)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CouldNotAskError(f"{name} cannot be kept: {error.strerror or error}", "check the disk, then upload it again") from error
    return path


def _safe(name: str) -> str:
    """Return a name without anything that leads to another folder, hides the file, or cannot be printed."""
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(character for character in plain if character.isprintable())
    plain = _UNSAFE.sub("_", plain).strip().lstrip(".")
    stem, suffix = os.path.splitext(plain)
    room = LONGEST_NAME - len(suffix.encode()[:20])
    return stem.encode()[:room].decode(errors="ignore") + suffix.encode()[:20].decode(errors="ignore")
