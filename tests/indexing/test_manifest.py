"""The manifest of an index: what it says, and how a half-written folder is told from a whole one."""

from __future__ import annotations

import pytest

from research.errors import IndexDamagedError
from research.indexing.manifest import QUARANTINES_KEPT, IndexFolder


def open_folder(path, made_with="format 1"):
    return IndexFolder(path, name="test index", made_with=made_with, ignored=frozenset({"ignored.lock"}))


@pytest.fixture
def written(tmp_path):
    folder = open_folder(tmp_path)
    with folder.locked():
        folder.begin("a")
        (folder.data / "part").mkdir()
        (folder.data / "part" / "rows.bin").write_bytes(b"0123456789")
        (folder.data / "ignored.lock").write_bytes(b"")
        folder.finish({"a": 3})
    return folder


def test_a_folder_that_was_never_written_is_empty(tmp_path):
    folder = open_folder(tmp_path / "new")
    assert folder.documents() == {}
    assert folder.manifest().state == ""
    assert folder.unfinished() is None


def test_a_finished_write_is_whole_for_another_reader(written, tmp_path):
    reader = open_folder(tmp_path)
    manifest = reader.manifest()
    assert manifest.documents == {"a": 3}
    assert manifest.chunks == 3
    assert list(manifest.files) == ["part/rows.bin"]
    assert manifest.files["part/rows.bin"].size == 10
    assert manifest.files["part/rows.bin"].sha256 == "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"
    assert reader.changed(manifest) == frozenset()
    assert reader.documents() == {"a": 3}


def test_each_write_has_its_own_state_unless_it_is_kept(written):
    first = written.manifest()
    written.begin()
    assert written.finish({"a": 3}, state=first.state).state == first.state
    written.begin("b")
    assert written.finish({"a": 3, "b": 1}).state != first.state


def test_a_reader_sees_the_next_manifest(written, tmp_path):
    reader = open_folder(tmp_path)
    before = reader.manifest()
    written.begin("b")
    written.finish({"a": 3, "b": 1})
    assert reader.manifest().documents == {"a": 3, "b": 1}
    assert reader.manifest().state != before.state


def test_changed_names_files_that_differ_are_new_or_are_gone(written, tmp_path):
    manifest = written.manifest()
    (written.data / "part" / "rows.bin").write_bytes(b"0123456780")
    (written.data / "new.bin").write_bytes(b"")
    assert written.changed(manifest) == {"part/rows.bin", "new.bin"}
    (written.data / "part" / "rows.bin").unlink()
    assert open_folder(tmp_path).changed(manifest) == {"part/rows.bin", "new.bin"}


def test_an_unfinished_write_is_marked_with_its_document(written):
    written.begin("b")
    assert written.unfinished() == {"b"}
    with pytest.raises(IndexDamagedError, match="not finished"):
        written.documents()
    written.finish({"a": 3})
    assert written.unfinished() is None


@pytest.mark.parametrize("content", [b"", b"{}", b"no checksum\n{}", None])
def test_a_manifest_that_cannot_be_read_or_is_missing_is_damage(written, tmp_path, content):
    path = tmp_path / "manifest.json"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="manifest"):
        open_folder(tmp_path).documents()


def test_another_format_is_damage(written, tmp_path):
    with pytest.raises(IndexDamagedError, match="format 1, not format 2"):
        open_folder(tmp_path, "format 2").documents()


def test_the_first_write_that_was_killed_is_damage_not_an_empty_index(tmp_path):
    open_folder(tmp_path).begin("a")
    with pytest.raises(IndexDamagedError, match="manifest is missing"):
        open_folder(tmp_path).documents()


def test_quarantine_leaves_an_empty_index_and_keeps_the_newest(written):
    places = [written.quarantine()]
    assert (places[0] / "data" / "part" / "rows.bin").read_bytes() == b"0123456789"
    assert written.documents() == {}
    for number in range(QUARANTINES_KEPT):
        written.begin("a")
        written.finish({"a": number})
        places.append(written.quarantine())
    assert [place.exists() for place in places] == [False] + [True] * QUARANTINES_KEPT


def test_a_quarantine_that_was_killed_can_be_finished(written):
    written.begin()
    written.data.rename(written.folder / "moved by the killed one")
    with pytest.raises(IndexDamagedError):
        written.documents()
    written.quarantine()
    assert written.documents() == {}
