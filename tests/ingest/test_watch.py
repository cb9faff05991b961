"""Watched folders: what a look reports, once each."""

import os
import time

from ingest.watch import FolderWatch


def put(path, text, *, age=10.0):
    path.write_text(text)
    os.utime(path, (time.time() - age,) * 2)


def names(changes):
    return sorted(path.name for path in changes.files)


def test_every_change_is_reported_once(tmp_path):
    put(tmp_path / "a.pdf", "one")
    watch = FolderWatch([tmp_path])
    assert names(watch.look()) == ["a.pdf"]
    assert names(watch.look()) == []
    put(tmp_path / "a.pdf", "other", age=5.0)
    put(tmp_path / "b.pdf", "two")
    assert names(watch.look()) == ["a.pdf", "b.pdf"]
    (tmp_path / "a.pdf").unlink()
    changes = watch.look()
    assert (changes.files, changes.gone) == ((), True)
    assert watch.look().gone is False


def test_a_file_that_grows_waits_until_it_has_settled(tmp_path):
    watch = FolderWatch([tmp_path])
    put(tmp_path / "a.pdf", "half", age=0.0)
    assert names(watch.look()) == []
    put(tmp_path / "a.pdf", "half and half", age=2.0)
    assert names(watch.look()) == ["a.pdf"]
    put(tmp_path / "a.pdf", "half and half and more", age=0.0)
    changes = watch.look()
    assert (names(changes), changes.gone) == ([], False)
