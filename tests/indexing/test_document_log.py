"""The list of an index's documents: each write adds what it changed, and what a killed writer left does not count."""

from __future__ import annotations

import hashlib
import json

import pytest

from research.errors import IndexDamagedError
from research.indexing.document_log import SPARE_LINES, DocumentLog
from research.indexing.manifest import IndexFolder


def open_folder(path):
    return IndexFolder(path, name="test index", made_with="format 1")


def written(path, *writes):
    folder = open_folder(path)
    for documents in writes:
        with folder.locked():
            folder.manifest()
            folder.begin(*documents)
            folder.finish(documents)
    return folder


def the_log(path):
    (log,) = path.glob("documents-*")
    return log


def test_a_write_adds_only_what_it_changes(tmp_path):
    many = {f"d{number}": number for number in range(500)}
    written(tmp_path, many)
    before = the_log(tmp_path).read_bytes()
    manifest = (tmp_path / "manifest.json").stat().st_size
    written(tmp_path, {**many, "d3": 7, "new “one”\n": 1} | {"d4": 0})
    added = the_log(tmp_path).read_bytes().removeprefix(before)
    assert [json.loads(line) for line in added.splitlines()] == [["d3", 7], ["d4", 0], ["new “one”\n", 1]]
    rest = {one: count for one, count in many.items() if one not in {"d3", "d4"}}
    written(tmp_path, rest)
    assert [json.loads(line) for line in the_log(tmp_path).read_bytes().splitlines()[-3:]] == [
        ["d3", None],
        ["d4", None],
        ["new “one”\n", None],
    ]
    assert open_folder(tmp_path).documents() == rest
    assert (tmp_path / "manifest.json").stat().st_size < manifest + 10


def test_a_reader_reads_on_from_what_it_knows(tmp_path):
    reader = written(tmp_path, {"a": 1})
    first = reader.documents()
    written(tmp_path, {"a": 1, "b": 2})
    second = reader.documents()
    assert (first, second) == ({"a": 1}, {"a": 1, "b": 2})
    assert reader.documents() is second
    written(tmp_path, {"b": 2})
    assert reader.documents() == {"b": 2}


def test_a_write_that_changes_no_document_keeps_the_list(tmp_path):
    folder = written(tmp_path, {"a": 1})
    before = folder.documents()
    with folder.locked():
        folder.begin()
        assert folder.finish({"a": 1}).documents is before
    assert folder.documents() is before


def test_what_a_killed_writer_left_behind_does_not_count(tmp_path):
    written(tmp_path, {"a": 1})
    with the_log(tmp_path).open("ab") as log:
        log.write(b'["b", 2]\n["c"')
    (tmp_path / "documents-other.jsonl").write_bytes(b"[")
    assert open_folder(tmp_path).documents() == {"a": 1}
    written(tmp_path, {"a": 1, "d": 4})
    assert the_log(tmp_path).read_bytes() == b'["a", 1]\n["d", 4]\n'
    assert open_folder(tmp_path).documents() == {"a": 1, "d": 4}


def test_a_list_that_is_mostly_of_what_was_replaced_is_written_anew(tmp_path):
    written(tmp_path, {"a": 1, "b": 0})
    first = the_log(tmp_path).name
    for number in range(3):
        written(tmp_path, {f"d{number}-{row}": row for row in range(SPARE_LINES // 2)} | {"a": 1})
    assert the_log(tmp_path).name != first
    assert len(the_log(tmp_path).read_bytes().splitlines()) == SPARE_LINES // 2 + 1
    assert open_folder(tmp_path).documents()["d2-7"] == 7


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "no JSON"])
def test_a_list_that_is_not_as_it_was_written_is_damage(tmp_path, damage):
    reader = written(tmp_path, {"a": 1, "b": 2})
    log, content = the_log(tmp_path), the_log(tmp_path).read_bytes()
    if damage == "gone":
        log.unlink()
    else:
        log.write_bytes({"cut": content[:-3], "changed": content.replace(b"2", b"3"), "no JSON": b"x" * len(content)}[damage])
    with pytest.raises(IndexDamagedError, match="list of documents"):
        open_folder(tmp_path).documents()
    reader.forget()
    with pytest.raises(IndexDamagedError, match="list of documents"):
        reader.manifest()
    reader.quarantine()
    assert reader.documents() == {}
    assert len(list((tmp_path / "quarantined").rglob("documents-*"))) == (damage != "gone")


def test_what_was_known_of_a_file_that_another_took_the_place_of_is_read_again(tmp_path):
    log, other = DocumentLog(tmp_path), DocumentLog(tmp_path)
    place = log.write(None, {"a": 1})
    (tmp_path / place.name).rename(tmp_path / "aside")
    replaced = other.write(None, {"b": 2, "c": 3})
    (tmp_path / replaced.name).rename(tmp_path / place.name)
    assert log.read(replaced.model_copy(update={"name": place.name})) == {"b": 2, "c": 3}


def test_a_manifest_of_before_there_were_logs_is_read_and_written_on(tmp_path):
    old = json.dumps({"made_with": "format 1", "state": "old", "files": {}, "documents": {"a": 1, "b": 2}}).encode()
    (tmp_path / "data").mkdir()
    (tmp_path / "manifest.json").write_bytes(hashlib.sha256(old).hexdigest().encode() + b"\n" + old)
    folder = open_folder(tmp_path)
    assert folder.documents() == {"a": 1, "b": 2}
    written(tmp_path, {"b": 2, "c": 3})
    assert folder.documents() == open_folder(tmp_path).documents() == {"b": 2, "c": 3}


def test_a_folder_that_was_written_by_another_since_is_not_added_to_blindly(tmp_path):
    folder = written(tmp_path, {"a": 1})
    written(tmp_path, {"a": 1, "b": 2}, {"a": 1})
    with folder.locked():
        folder.begin("c")
        folder.finish({"a": 1, "c": 3})
    assert open_folder(tmp_path).documents() == {"a": 1, "c": 3}
