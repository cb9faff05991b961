"""Bringing a backup back: proved member by member, opened, and only then put in its place; what was there is kept aside."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from research.backups.manifest import LEDGER, Manifest, Member, Told, read_manifest, untold
from research.errors import CannotReadError, CouldNotAskError, UsageError
from research.nouns.queries import AuditEvent
from research.nouns.roles import Action
from research.opened import OpenedWorkspace, allowed_in
from research.settings import Settings

_PIECE_BYTES = 1024 * 1024
_ROOM = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was brought back: what it held, and where what it replaced lies now, None where nothing was there."""

    manifest: Manifest
    home: Path
    aside: Path | None


def check_backup(path: Path, *, told: Told = untold) -> Manifest:
    """Return the manifest of a backup whose every member has the size and the hash that it says; raises CannotReadError."""
    with _opened(path) as archive:
        manifest = read_manifest(archive, path)
        for done, member in enumerate(manifest.members, start=1):
            for _ in _pieces(archive, member, path):
                pass
            told(done, len(manifest.members))
    return manifest


def restore_backup(
    path: Path,
    settings: Settings,
    *,
    replace: bool = False,
    catalog_only: bool = False,
    told: Told = untold,
) -> Restored:
    """Bring a backup back as the workspace of `settings.home`; nothing there is touched before the backup is proved whole.

    With `replace` a workspace that is there is moved aside; with `catalog_only` its ledger stays (history, drafts, watchlists, audit).
    Raises UsageError where one is there and `replace` is not said, CouldNotAskError while another process has it open, CannotReadError,
    and NotAllowedError where the user of the settings may not.
    """
    allowed_in(settings, Action.RESTORE)
    home = settings.home
    there = home.exists() and any(home.iterdir())
    if there and not replace:
        raise UsageError(f"{home} is not empty", "name another --home, or say --replace to move what is there aside")
    if catalog_only and not (home / LEDGER).is_file():
        raise UsageError(f"{home} has no ledger to keep", "leave out --catalog-only")
    if there and OpenedWorkspace.is_open(home):
        raise CouldNotAskError(f"workspace {home} is open in another process", "stop the page and every desk command, then restore")
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent, prefix=f".{home.name}-restored-") as folder:
            manifest = _unpacked(path, Path(folder) / "home", told, without=LEDGER if catalog_only else "")
            if catalog_only:
                shutil.copy2(home / LEDGER, Path(folder) / "home" / LEDGER)
            _proved(settings.model_copy(update={"home": Path(folder) / "home"}), path, manifest)
            return Restored(manifest, home, _swapped(Path(folder) / "home", home, there=there))
    except OSError as error:
        raise CannotReadError(f"restoring {path}: {(error.strerror or str(error)).lower()}", "check the disk and the folder") from error


def _unpacked(path: Path, folder: Path, told: Told, *, without: str) -> Manifest:
    """Write a backup's members into a new folder, each proved; nothing outlives an error but the folder."""
    with _opened(path) as archive:
        manifest = read_manifest(archive, path)
        folder.mkdir(mode=0o700)
        if manifest.size + _ROOM > shutil.disk_usage(folder).free:
            raise CannotReadError(f"backup {path} needs {manifest.size / 1e6:,.0f} MB, more than the disk has room for", "make room")
        for done, member in enumerate(manifest.members, start=1):
            if member.name != without:
                _write(folder / member.name, _pieces(archive, member, path))
            told(done, len(manifest.members))
    return manifest


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _pieces(archive: zipfile.ZipFile, member: Member, path: Path) -> Iterator[bytes]:
    """Yield a member's bytes; raises CannotReadError as soon as there are more than it says, or when they are others."""
    wrong = CannotReadError(f"backup {path} is damaged: {member.name} is not what was put in", "take another backup")
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(member.name) as source:
            while size <= member.size and (piece := source.read(_PIECE_BYTES)):
                size += len(piece)
                digest.update(piece)
                yield piece
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise wrong from error
    if size != member.size or digest.hexdigest() != member.sha256:
        raise wrong


def _proved(staged: Settings, path: Path, manifest: Manifest) -> None:
    """Open what was unpacked, which checks both databases and brings them up to this program, and record that it was restored."""
    with OpenedWorkspace.open(staged) as workspace:
        details = (("made_at", manifest.made_at.isoformat()), ("documents", str(manifest.documents)))
        workspace.ledger.record(AuditEvent(datetime.now(UTC), staged.user, "restore", path.name, details))


def _swapped(staged: Path, home: Path, *, there: bool) -> Path | None:
    """Put a folder in the place of another, which is moved beside; return where to."""
    aside = home.with_name(f"{home.name}.replaced-{datetime.now(UTC):%Y%m%d-%H%M%S}") if there else None
    if aside is not None:
        home.rename(aside)
    elif home.exists():
        home.rmdir()
    try:
        staged.rename(home)
    except BaseException:
        if aside is not None:
            aside.rename(home)
        raise
    return aside


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise CannotReadError(f"backup {path}: {(error.strerror or str(error)).lower()}", "name a file that desk backup wrote") from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CannotReadError(f"{path} is no backup of a workspace, or is cut short", "take another backup file") from error
    with archive:
        yield archive
