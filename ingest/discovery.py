"""Paths and folders that a user names → the files to ingest, in a stable order, and what was left out and why."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.formats import recognise_file, why_not_read
from research.errors import CannotReadError, LimitExceededError

# Between a file's path and the key of the part that a document is.
PART_MARK = "#"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A path that is not ingested, as printable text, and one line that says why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """Files to ingest (absolute, links resolved, each once), what was skipped by rule, and what failed."""

    files: tuple[Path, ...]
    skipped: tuple[LeftOut, ...]
    failed: tuple[LeftOut, ...]


def discover(paths: Sequence[Path], *, most_files: int | None = None, most_gb: int | None = None) -> Discovery:
    """Return the files under `paths`: arguments in the order given, the entries of a folder by name.

    Folders are walked to the bottom, links followed, each folder and file visited once, so that a loop of links ends.
    Hidden entries are skipped unless named themselves, and workspaces always. A path that does not exist fails by itself; the others go on.
    Raises LimitExceededError when there is more than a run may read in, in files or GiB, and walks no further.
    """
    walk = _Walk(most_files, most_gb)
    for path in paths:
        walk.visit(path)
    return Discovery(tuple(walk.files), tuple(walk.skipped), tuple(walk.failed))


def printable(path: Path) -> str:
    """Return a path as text that any encoding can print: bytes that are not UTF-8 show as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def is_gone(path: Path) -> bool:
    """Return whether there is nothing at a path; False for what this user may not look at, or a share that does not answer."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError:
        return False
    return False


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False for what this user may not look at."""
    return os.path.isdir(path)


@dataclass(slots=True)
class _Walk:
    most_files: int | None
    most_gb: int | None
    size: int = 0
    files: list[Path] = field(default_factory=list)
    skipped: list[LeftOut] = field(default_factory=list)
    failed: list[LeftOut] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def visit(self, path: Path) -> None:
        """Take in one path, whatever it is; a failure is recorded, never raised."""
        try:
            self._take(path)
        except FileNotFoundError:
            self._fail(path, "is a broken link" if path.is_symlink() else "does not exist")
        except PermissionError:
            self._fail(path, "may not be read by this user")
        except (OSError, RuntimeError) as error:
            self._fail(path, getattr(error, "strerror", None) or str(error))

    def _take(self, path: Path) -> None:
        resolved = path.resolve(strict=True)
        status = resolved.stat()
        if (status.st_dev, status.st_ino) in self.seen:
            return
        self.seen.add((status.st_dev, status.st_ino))
        if stat.S_ISDIR(status.st_mode):
            self._take_folder(resolved)
        elif not stat.S_ISREG(status.st_mode):
            self._skip(resolved, "is not a regular file")
        elif printable(resolved) != str(resolved):
            self._fail(resolved, "has a name that is not UTF-8; rename it")
        elif recognise_file(resolved) is None:
            self._skip(resolved, why_not_read(resolved))
        else:
            self.files.append(resolved)
            self.size += status.st_size
            self._check()

    def _check(self) -> None:
        if self.most_files is not None and len(self.files) > self.most_files:
            raise LimitExceededError(
                f"more than {self.most_files:,} files to read in at a time", "name folders one by one or raise DESK_MAX_RUN_FILES"
            )
        if self.most_gb is not None and self.size > self.most_gb * 1024**3:
            raise LimitExceededError(
                f"more than {self.most_gb:,} GiB to read in at a time", "name folders one by one or raise DESK_MAX_RUN_GB"
            )

    def _take_folder(self, folder: Path) -> None:
        if _is_of_a_workspace(folder):
            self._skip(folder, "is a workspace: what it holds is read already, each document with its label")
            return
        before = len(self.files) + len(self.skipped) + len(self.failed)
        for entry in _entries(folder):
            if entry.name.startswith("."):
                self._skip(entry, "is hidden")
            else:
                self.visit(entry)
        if len(self.files) + len(self.skipped) + len(self.failed) == before:
            self._skip(folder, "holds no file that is not already listed")

    def _skip(self, path: Path, reason: str) -> None:
        self.skipped.append(LeftOut(printable(path), reason))

    def _fail(self, path: Path, reason: str) -> None:
        self.failed.append(LeftOut(printable(path), reason))


def _is_of_a_workspace(folder: Path) -> bool:
    """Return whether a folder is a workspace, or where one keeps its originals: read in anew they would lose their labels."""
    home = folder.parent if folder.name == "originals" else folder
    return (home / "catalog.db").is_file() and (home / "ledger.db").is_file()


def _entries(folder: Path) -> Iterator[Path]:
    yield from sorted(folder / name for name in os.listdir(folder))


def read_limited(path: Path, max_file_mb: int) -> bytes:
    """Return the bytes of a file; raises CannotReadError (an empty one too), LimitExceededError."""
    limit = max_file_mb * 1024 * 1024
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise CannotReadError(f"{path.name}: {error.strerror or error}", "check the file and its permissions") from error
    if len(content) > limit:
        raise LimitExceededError(f"{path.name} is larger than {max_file_mb} MiB", "raise DESK_MAX_FILE_MB or split the file")
    if not content:
        raise CannotReadError(f"{path.name} is empty", "fetch it again")
    return content
