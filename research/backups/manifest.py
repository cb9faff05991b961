"""What a backup says of itself: its members with their sizes and hashes, written as its last member."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from research.errors import CannotReadError

MANIFEST = "manifest.json"
CATALOG, LEDGER = "catalog.db", "ledger.db"
FORMAT = 1
_MANIFEST_BYTES = 512 * 1024 * 1024
# A database, an original under its hash, or a template of the workspace; nothing else, so that no name leads out of the folder.
_NAME = re.compile(r"catalog\.db|ledger\.db|originals/[0-9a-f]{2}/[0-9a-f]{64}|templates/(?:[\w-][\w .-]{0,99}/){0,3}[\w-][\w .-]{0,99}")
_NEXT = "take another backup file: desk backup writes them"

# Hears how many files of how many are done.
Told: TypeAlias = Callable[[int, int], None]


def untold(_done: int, _of: int) -> None:
    """Tell nobody."""


class Member(BaseModel):
    """A file in a backup: its name, its size in bytes, and its SHA-256 in hex."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(max_length=500)
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What is in a backup, and when it was made. `missing` counts originals that the catalog names and the workspace had no more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    made_at: datetime
    documents: int = Field(ge=0)
    members: tuple[Member, ...]
    missing: int = Field(0, ge=0)

    @property
    def size(self) -> int:
        """Return the bytes of all members, unpacked."""
        return sum(member.size for member in self.members)


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """Return the manifest of an opened backup; raises CannotReadError for one that is none, or of a later program."""
    try:
        if archive.getinfo(MANIFEST).file_size > _MANIFEST_BYTES:
            raise CannotReadError(f"backup {path}: its manifest is too large", _NEXT)
        said = Manifest.model_validate_json(archive.read(MANIFEST))
    except (KeyError, ValidationError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise CannotReadError(f"{path} is no backup of a workspace, or is damaged", _NEXT) from error
    if said.format != FORMAT:
        raise CannotReadError(
            f"backup {path} has format {said.format}, this program reads {FORMAT}", "restore it with the program that wrote it"
        )
    names = [member.name for member in said.members]
    if wrong := next((name for name in names if not _NAME.fullmatch(name)), None):
        raise CannotReadError(f"backup {path} names a member that no backup has: {wrong!r}", _NEXT)
    if len(set(names)) < len(names) or not {CATALOG, LEDGER} <= set(names):
        raise CannotReadError(f"backup {path} is not whole: it lacks a database or names a member twice", _NEXT)
    return said
