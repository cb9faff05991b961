"""Writing a backup while the workspace is in use: both databases as they are at one moment each, originals, templates."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from research.backups.manifest import CATALOG, FORMAT, LEDGER, MANIFEST, Manifest, Member, Told, untold
from research.errors import CannotReadError
from research.nouns.access import SYSTEM
from research.nouns.queries import AuditEvent, DocumentFilter
from research.nouns.roles import Action
from research.opened import OpenedWorkspace

_PIECE_BYTES = 1024 * 1024
_QUICK = 1  # level of deflate: filings shrink to a fifth, at 100 MB/s


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written: where, how many bytes, its SHA-256, and what is in it."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


def write_backup(workspace: OpenedWorkspace, path: Path, *, told: Told = untold) -> Backup:
    """Write a backup to a new file and return it; `told` hears how many members of how many are in. Raises CannotReadError.

    The ledger is copied before the catalog, and the catalog before the originals, so that what the first names the next one has. What is
    made again (indexes, the exported model) and settings, where keys may stand, are left out.
    """
    access = workspace.access()
    access.need(Action.BACKUP)
    if path.exists():
        raise CannotReadError(f"file {path} is there already", "name a new file: a backup replaces none")
    with _beside(path) as part, tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        workspace.snapshot(Path(folder))
        manifest = _packed(workspace, Path(folder), part, told)
        sha256 = _hash_of(part)
        size = part.stat().st_size
        part.replace(path)
    details = (("bytes", str(size)), ("sha256", sha256), ("documents", str(manifest.documents)), ("missing", str(manifest.missing)))
    workspace.ledger.record(AuditEvent(manifest.made_at, access.user, "backup", path.name, details))
    return Backup(path, size, sha256, manifest)


def _packed(workspace: OpenedWorkspace, folder: Path, part: Path, told: Told) -> Manifest:
    """Fill the archive `part` from the snapshot in `folder` and the workspace's files; return the manifest that ends it."""
    home = workspace.settings.home
    held = len(workspace.documents.find(SYSTEM, DocumentFilter()))
    wanted = [(CATALOG, folder / CATALOG), (LEDGER, folder / LEDGER), *_files(home / "originals", home), *_files(home / "templates", home)]
    members: list[Member] = []
    missing = 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive:
        for name, file in wanted:
            try:
                members.append(_put(archive, name, file))
            except FileNotFoundError:  # purged since it was listed
                missing += 1
            told(len(members), len(wanted))
        manifest = Manifest(format=FORMAT, made_at=datetime.now(UTC), documents=held, members=tuple(members), missing=missing)
        archive.writestr(MANIFEST, manifest.model_dump_json())
    return manifest


def _files(folder: Path, home: Path) -> Iterator[tuple[str, Path]]:
    """Yield the finished files of a folder of the workspace with their names in the archive; links are not followed."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and "unfinished" not in path.parts:
            yield path.relative_to(home).as_posix(), path


def _put(archive: zipfile.ZipFile, name: str, file: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as member:
        while piece := source.read(_PIECE_BYTES):
            digest.update(piece)
            member.write(piece)
            size += len(piece)
    return Member(name=name, size=size, sha256=digest.hexdigest())


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Lend a new file beside `path` that this user alone may read, on the disk at the end; it is gone where it was not moved."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CannotReadError(f"backup {path}: {(error.strerror or str(error)).lower()}", "name a file in a folder with room") from error


def _hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, which is on the disk then."""
    with path.open("rb") as file:
        with suppress(OSError):
            os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()
