"""The per-item loop's guard: what fails for one file is told as one line, and its neighbours go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

from research.errors import DeskError, DiskFullError, UnsupportedFileError, WorkspaceBusyError, WorkspaceDamagedError, disk_full

LONGEST_ERROR = 500

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")


def guarded(step: Callable[[], _T], failed: Callable[[str, bool], None]) -> _T | None:
    """Return what a step on one file gives; a failure is handed to `failed` as one line, with whether it is none of ours to read.

    What makes work on every file impossible is raised: the lease is lost, the catalog is damaged, or the disk is full.
    """
    try:
        return step()
    except (WorkspaceBusyError, WorkspaceDamagedError, DiskFullError):
        raise
    except Exception as error:  # the per-item loop: one bad file must not cost its neighbours
        if full := disk_full(error):
            raise full from error
        if not isinstance(error, DeskError):
            _log.debug("ingest of one file failed", exc_info=error)
        failed(_one_line(error), isinstance(error, UnsupportedFileError))
        return None


def _one_line(error: Exception) -> str:
    """Return what failed as one line: an expected error's own words, else its kind and words."""
    words = str(error) if isinstance(error, DeskError) else f"unexpected {type(error).__name__}: {error}"
    return " ".join(words.split())[:LONGEST_ERROR]
