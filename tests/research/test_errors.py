"""What the program says of the system's errors."""

from __future__ import annotations

from errno import EACCES, EDQUOT, EIO, ENOSPC

import pytest

from research.errors import DiskFullError, disk_failed, disk_full


@pytest.mark.parametrize("number", [ENOSPC, EDQUOT])
def test_a_full_disk_and_a_full_share_are_told_alike(number):
    error = OSError(number, "no room", "notes.txt")
    full = disk_full(error)
    assert isinstance(full, DiskFullError)
    assert str(full) == "the disk is full: notes.txt could not be written; make room, then do it again; what was told as done is kept"
    assert disk_failed(error) is None


def test_a_disk_that_fails_is_told_as_that():
    failed = disk_failed(OSError(EIO, "Input/output error", "notes.txt"))
    assert failed is not None
    assert failed.message == "the disk failed: notes.txt could not be read or written (input/output error)"
    assert disk_full(OSError(EIO, "Input/output error")) is None


def test_other_errors_are_not_the_disks():
    assert disk_failed(OSError(EACCES, "denied")) is None
    assert disk_failed(ValueError("no number")) is None
    assert disk_full(ValueError("no number")) is None
