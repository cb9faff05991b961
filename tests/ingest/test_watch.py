"""Watched folders: what a look reports, once each."""

import os
import time
from pathlib import Path

import pytest

from ingest.watch import FolderWatch

NOW = time.time()


def put(path, text, *, age=10.0):
    path.write_text(text)
    os.utime(path, (NOW - age,) * 2)


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
    watch = FolderWatch([tmp_path], clock=lambda: NOW)
    put(tmp_path / "a.pdf", "half", age=0.0)
    assert names(watch.look()) == []
    put(tmp_path / "a.pdf", "half and half", age=2.0)
    assert names(watch.look()) == ["a.pdf"]
    put(tmp_path / "a.pdf", "half and half and more", age=0.0)
    changes = watch.look()
    assert (names(changes), changes.gone) == ([], False)


@pytest.mark.parametrize(
    ("name", "content", "whole"),
    [
        ("a.pdf", b"%PDF-1.7\n1 0 obj\nstartxref\n9\n%%EOF\n", True),
        ("half.pdf", b"%PDF-1.7\n1 0 obj\n<< /Length 90", False),
        ("linear.pdf", b"%PDF-1.7\n1 0 obj\n<< /Linearized 1 /L 900 /N 2 >>\nendobj\n%%EOF\n", False),
        ("linear whole.pdf", b"%PDF-1.7\n1 0 obj\n<< /Linearized 1 /L 60 /N 2 >>\nendobj\n%%EOF\n", True),
        ("a.xlsx", b"PK\x03\x04 parts PK\x05\x06" + bytes(18), True),
        ("noted.xlsx", b"PK\x03\x04 parts PK\x05\x06" + bytes(16) + b"\x04\x00note", True),
        ("half.xlsx", b"PK\x03\x04 parts PK\x05\x06" + bytes(9), False),
        ("zeros.xlsx", b"PK\x03\x04 parts PK\x05\x06" + bytes(900), False),
        ("a.html", b"<html><body>Words</body></HTML>\n", True),
        ("half.html", b"<html><body>Words</body>", False),
        ("a.txt", b"Words and no sign of an end.", False),
        ("empty.pdf", b"", False),
    ],
)
def test_a_file_that_shows_its_end_settles_when_two_looks_find_it_the_same(tmp_path, name, content, whole):
    watch, path = FolderWatch([tmp_path], clock=lambda: NOW), tmp_path / name
    path.write_bytes(content)
    os.utime(path, (NOW,) * 2)
    first, second = watch.look(), watch.look()
    assert (names(first), first.coming) == ([], True)
    assert (names(second), second.coming) == ([name] if whole else [], False)
    os.utime(path, (NOW - 10,) * 2)
    assert names(watch.look()) == [name]


def test_a_file_that_changes_between_two_looks_has_not_settled_though_it_shows_its_end(tmp_path):
    watch, path = FolderWatch([tmp_path], clock=lambda: NOW), tmp_path / "a.pdf"
    put(path, "%PDF-1.7 %%EOF", age=0.0)
    watch.look()
    put(path, "%PDF-1.7 %%EOF more %%EOF", age=0.0)
    assert names(watch.look()) == []
    assert names(watch.look()) == ["a.pdf"]
    assert names(watch.look()) == []


def test_a_file_whose_time_lies_ahead_is_read_when_it_has_stayed_the_same(tmp_path):
    now = NOW
    watch = FolderWatch([tmp_path], clock=lambda: now)
    put(tmp_path / "a.pdf", "one", age=-3600.0)
    assert names(watch.look()) == []
    put(tmp_path / "a.pdf", "one and more", age=-3600.0)
    now += 10
    assert names(watch.look()) == []
    now += 10
    assert names(watch.look()) == ["a.pdf"]
    assert names(watch.look()) == []


def test_what_is_left_out_is_told_once(tmp_path):
    watch = FolderWatch([tmp_path])
    put(tmp_path / "memo.doc", "old")
    (tmp_path / "lost.pdf").symlink_to(tmp_path / "gone.pdf")
    first = watch.look()
    assert [Path(one.path).name for one in first.skipped] == ["memo.doc"]
    assert [one.reason for one in first.failed] == ["is a broken link"]
    second = watch.look()
    assert (second.skipped, second.failed) == ((), ())
