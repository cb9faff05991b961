"""What an index says when its engine fails."""

from __future__ import annotations

import pytest

from research.errors import DiskFullError, IndexDamagedError
from research.indexing.held import HeldIndex
from research.indexing.manifest import IndexFolder


class BrokenIndex(HeldIndex[None]):
    """An index whose engine fails with the words that it was given."""

    def __init__(self, folder, words):
        super().__init__(IndexFolder(folder, name="test index", made_with="format 1"))
        self._words = words

    def use(self):
        with self._session():
            pass

    def _ready(self):
        raise ValueError(self._words)

    def _release(self):
        pass

    @staticmethod
    def _is_engine_failure(error):
        return isinstance(error, ValueError)


@pytest.mark.parametrize(
    "words",
    [
        'IoError { io_error: Os { code: 28, kind: StorageFull, message: "No space left on device" } }',
        "Internal error: error returned from database: (code: 13) database or disk is full",
    ],
)
def test_a_full_disk_is_told_as_that_and_nothing_is_said_to_be_damaged(tmp_path, words):
    with pytest.raises(DiskFullError, match=f"the disk is full: the test index at {tmp_path} could not be written"):
        BrokenIndex(tmp_path, words).use()


def test_what_else_an_engine_fails_with_is_damage(tmp_path):
    with pytest.raises(IndexDamagedError, match="is damaged: ValueError: a segment is missing"):
        BrokenIndex(tmp_path, "a segment is missing").use()
