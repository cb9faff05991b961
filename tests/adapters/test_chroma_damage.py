"""Damaged files of the vector index are found before Chroma opens them, whatever file it is and however it was damaged."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from research.adapters.chroma_blanks import blank_unused
from research.adapters.chroma_index import COLLECTION, FORMAT, ChromaIndex, open_client
from research.errors import IndexDamagedError
from research.indexing.manifest import IndexFolder

DIMENSIONS = 8
# Chroma writes all of its HNSW files from a thousand rows on.
ROWS = 1200
FILES = ["chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "index_metadata.pickle", "link_lists.bin"]
CUTS = {"to nothing": lambda size: 0, "to half": lambda size: size // 2, "by ten bytes": lambda size: size - 10}


def open_index(folder: Path, fingerprint: str = "model") -> ChromaIndex:
    return ChromaIndex(folder, dimensions=DIMENSIONS, fingerprint=fingerprint)


def make_vectors(seed: int, count: int = ROWS) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("chroma") / "index"
    index = open_index(folder)
    index.add("a", [f"a{row:04}" for row in range(ROWS)], make_vectors(1))
    index.add("b", [f"b{row}" for row in range(20)], make_vectors(2, 20))
    index.close()
    return folder


@pytest.fixture
def folder(whole, tmp_path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "index"))


def the_file(folder: Path, name: str) -> Path:
    return next((folder / "data").rglob(name))


def answers(index: ChromaIndex, vector: np.ndarray) -> list[str]:
    return [hit.chunk_id for hit in index.query(vector, limit=5, document_ids=frozenset({"a", "b"}))]


def finds_damage(use: Callable[[], object]) -> bool:
    try:
        use()
    except IndexDamagedError:
        return True
    return False


def find_and_mend(folder: Path) -> tuple[list[str], bool, Mapping[str, int], list[str]]:
    """Return which uses find the damage, whether the files are kept aside, what is held then, and what answers once it is filled again."""
    index = open_index(folder)
    uses = {"check": index.check, "query": lambda: answers(index, make_vectors(3, 1)[0])}
    finding = [name for name, use in uses.items() if finds_damage(use)]
    aside = Path(index.quarantine())
    held = index.documents()
    index.add("b", ["b0"], make_vectors(2, 1))
    index.check()
    found = answers(index, make_vectors(2, 1)[0])
    index.close()
    return finding, (aside / "data").is_dir(), held, found


FOUND_AND_MENDED = (["check", "query"], True, {}, ["b0"])


def test_a_copy_of_the_whole_index_opens_and_answers(folder):
    index = open_index(folder)
    index.check()
    assert index.documents() == {"a": ROWS, "b": 20}
    vectors = make_vectors(1)
    hits = index.query(vectors[17], limit=10, document_ids=frozenset({"a", "b"}))
    everything = np.concatenate([vectors, make_vectors(2, 20)]) @ vectors[17]
    names = [*(f"a{row:04}" for row in range(ROWS)), *(f"b{row}" for row in range(20))]
    assert [hit.chunk_id for hit in hits] == [names[row] for row in np.argsort(-everything)[:10]]
    assert [hit.score for hit in hits] == pytest.approx(sorted(everything)[::-1][:10], abs=1e-6)
    index.close()


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_found(folder, name, cut):
    path = the_file(folder, name)
    os.truncate(path, CUTS[cut](path.stat().st_size))
    with pytest.raises(IndexDamagedError):
        open_index(folder).documents()
    assert find_and_mend(folder) == FOUND_AND_MENDED


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_found_though_size_and_time_stay(folder, name):
    path = the_file(folder, name)
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert find_and_mend(folder) == FOUND_AND_MENDED


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_file_that_is_gone_is_found(folder, name):
    path = folder / name if name == "manifest.json" else the_file(folder, name)
    path.unlink()
    with pytest.raises(IndexDamagedError):
        open_index(folder).documents()
    assert find_and_mend(folder) == FOUND_AND_MENDED


@pytest.mark.parametrize(
    ("name", "said", "instead", "match"),
    [
        ("documents-*.jsonl", '["b", 20]', '["b", 21]', "list of documents cannot be read"),
        ("manifest.json", '"lines": 2', '"lines": 3', "manifest cannot be read"),
    ],
)
def test_a_manifest_that_was_changed_is_found(folder, name, said, instead, match):
    (path,) = folder.glob(name)
    assert said in path.read_text()
    path.write_text(path.read_text().replace(said, instead))
    with pytest.raises(IndexDamagedError, match=match):
        open_index(folder).documents()


def test_a_file_from_elsewhere_is_found(folder):
    (the_file(folder, "header.bin").parent / "more.bin").write_bytes(b"1")
    with pytest.raises(IndexDamagedError, match=r"more\.bin"):
        open_index(folder).check()


@pytest.mark.parametrize("name", FILES)
def test_damage_is_found_while_the_index_is_open(folder, name):
    index = open_index(folder)
    index.check()
    path = the_file(folder, name)
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(IndexDamagedError):
        index.query(make_vectors(3, 1)[0], limit=5, document_ids=frozenset({"a"}))
    index.close()


def test_an_index_of_another_model_is_not_used(folder):
    for other in (open_index(folder, "another model"), ChromaIndex(folder, dimensions=DIMENSIONS + 1, fingerprint="model")):
        with pytest.raises(IndexDamagedError, match="made with"):
            other.documents()
        with pytest.raises(IndexDamagedError, match="made with"):
            other.check()
    other = open_index(folder, "another model")
    open_index(folder).check()
    other.quarantine()
    assert other.documents() == {}
    other.add("b", ["b0"], make_vectors(2, 1))
    with pytest.raises(IndexDamagedError, match="made with"):
        open_index(folder).query(make_vectors(2, 1)[0], limit=1, document_ids=frozenset({"b"}))
    assert [hit.chunk_id for hit in other.query(make_vectors(2, 1)[0], limit=1, document_ids=frozenset({"b"}))] == ["b0"]


def test_filters_over_very_many_documents_are_answered(folder):
    index = open_index(folder)
    many = frozenset(f"unknown {number}" for number in range(40_000))
    assert len(index.query(make_vectors(3, 1)[0], limit=100, document_ids=many | {"b"})) == 20
    assert len(index.query(make_vectors(3, 1)[0], limit=100, document_ids=many | {"a"})) == 100


@pytest.mark.parametrize("equal_first", [True, False])
def test_more_equal_chunks_than_the_graph_has_edges_for_are_no_damage(tmp_path, equal_first):
    index, equal, others = open_index(tmp_path), np.repeat(make_vectors(4, 1), 300, axis=0), make_vectors(5, 2000)
    written = [("equal", [f"e{row}" for row in range(300)], equal), ("others", [f"o{row}" for row in range(2000)], others)]
    for one in written if equal_first else reversed(written):
        index.add_all([one])
    index.check()
    hits = index.query(equal[0], limit=5, document_ids=frozenset({"equal", "others"}))
    assert [round(hit.score, 5) for hit in hits] == [1.0] * 5
    index.close()


def test_a_vector_that_is_not_of_length_one_is_found(tmp_path):
    index = open_index(tmp_path)
    index.add("a", ["a0"], make_vectors(1, 1))
    index.close()
    folder = IndexFolder(tmp_path, name="vector index", made_with=f"chroma {FORMAT}, {DIMENSIONS} dimensions, model")
    with folder.locked():
        folder.begin()
        client = open_client(folder.data)
        client.get_collection(COLLECTION, embedding_function=None).update(ids=["a0"], embeddings=3 * make_vectors(1, 1))
        client.close()
        folder.finish({"a": 1})
    with pytest.raises(IndexDamagedError, match="not as near as it says"):
        index.check()
    index.close()


def test_behind_the_last_row_of_the_graphs_files_stands_nothing(tmp_path):
    folder = tmp_path / "small"
    index = open_index(folder)
    index.add("a", [f"a{row}" for row in range(20)], make_vectors(1, 20))
    index.close()
    version, _, room, written, size = struct.unpack_from("<i4Q", the_file(folder, "header.bin").read_bytes())
    assert (version, room, written) == (1, 100, 0)  # the rows are in the database until there are a thousand
    for name, each in (("data_level0.bin", size), ("length.bin", 4)):
        content = the_file(folder, name).read_bytes()
        assert len(content) == room * each
        assert not any(content)


def test_what_is_behind_the_last_row_is_blanked_and_the_rows_are_left(folder):
    rows = the_file(folder, "data_level0.bin").read_bytes()
    the_file(folder, "data_level0.bin").write_bytes(rows + b"words of a purged document" + bytes(90) + b"x")
    blank_unused(folder / "data")
    after = the_file(folder, "data_level0.bin").read_bytes()
    assert after[: len(rows)] == rows
    assert len(after) == len(rows) + 117
    assert not any(after[len(rows) :])
