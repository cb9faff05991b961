"""Files dropped into a folder: each appears whole under its name, once, also when the process is killed in between."""

from __future__ import annotations

import os
from collections.abc import Callable
from glob import escape
from pathlib import Path

from research.nouns.sending import Outgoing
from ui.out.handing import ClaimLostError, NotHandedOverError


class FileDrop:
    """The `WayOut` of files.

    A file is written beside its place under a name of the claim, then marked, then renamed: whether the rename was done can be seen
    afterwards by whether the other name is still there, even when somebody has taken the file away.
    """

    def hand(self, item: Outgoing, token: str, mark: Callable[[], bool]) -> None:
        """Return once the file stands in its folder; raises NotHandedOverError, ClaimLostError."""
        folder = Path(item.target)
        try:
            if item.handed_by:
                _finish(folder, item, item.handed_by)
                return
            for left in folder.glob(f".{escape(item.name)}.*.part"):
                left.unlink(missing_ok=True)  # of claims that were lost: whoever had one may not rename it any more
            part = _part(folder, item, token)
            _write(part, item.content)
            if not mark():
                part.unlink(missing_ok=True)
                raise ClaimLostError(f"file {item.name} was taken over by another process", "it puts it there")
            _finish(folder, item, token)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise NotHandedOverError(f"folder {folder}: {why}", "make the folder, and see that it may be written to") from error


def _part(folder: Path, item: Outgoing, token: str) -> Path:
    return folder / f".{item.name}.{token}.part"


def _write(part: Path, content: bytes) -> None:
    """Write a file that was not there, so that it is on the disk when this returns."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    _sync(part.parent)


def _finish(folder: Path, item: Outgoing, token: str) -> None:
    """Rename the file to its name, unless that was done: then its other name is gone."""
    try:
        _part(folder, item, token).replace(folder / item.name)
    except FileNotFoundError:
        folder.stat()  # the folder itself may be away, as a disk that is not mounted: then nothing is known
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
