"""The exact vector index keeps what was written through merges, removals, kills and damage."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from research.adapters.matrix_index import FAN_OUT, MatrixIndex
from research.adapters.matrix_segments import segment_files
from research.errors import IndexDamagedError

DIMENSIONS = 8
FILES = segment_files(1)


def open_index(folder: Path, fingerprint: str = "model", exact_rows: int = 1000) -> MatrixIndex:
    return MatrixIndex(folder, dimensions=DIMENSIONS, fingerprint=fingerprint, exact_rows=exact_rows)


def make_vectors(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def fill(index: MatrixIndex, documents: int, rows: int = 40) -> dict[str, np.ndarray]:
    """Add documents d0, d1, …; return the vectors of all chunks by id."""
    held: dict[str, np.ndarray] = {}
    for number in range(documents):
        ids, vectors = [f"d{number}-{row}" for row in range(rows)], make_vectors(number, rows)
        index.add(f"d{number}", ids, vectors)
        held |= dict(zip(ids, vectors, strict=True))
    return held


def nearest(held: dict[str, np.ndarray], vector: np.ndarray, documents: frozenset[str], limit: int) -> list[str]:
    inside = {one: round(float(row.astype(float) @ vector.astype(float)), 6) for one, row in held.items() if one.split("-")[0] in documents}
    return sorted(inside, key=lambda one: (-inside[one], one))[:limit]


def found(index: MatrixIndex, vector: np.ndarray, documents: frozenset[str], limit: int = 10) -> list[str]:
    return [hit.chunk_id for hit in index.query(vector, limit=limit, document_ids=documents)]


def segments(folder: Path) -> int:
    return len(list((folder / "data").glob("*.vectors.npy")))


def test_any_set_of_documents_is_answered_exactly_while_segments_merge(tmp_path):
    index = open_index(tmp_path)
    held = fill(index, 3 * FAN_OUT + 2)
    assert segments(tmp_path) < FAN_OUT
    for seed in range(20):
        vector = make_vectors(1000 + seed, 1)[0]
        chosen = np.random.default_rng(seed).choice(3 * FAN_OUT + 2, size=1 + seed, replace=False)
        documents = frozenset(f"d{number}" for number in chosen)
        assert found(index, vector, documents) == nearest(held, vector, documents, 10)
    again = open_index(tmp_path)
    assert again.documents() == dict.fromkeys((f"d{number}" for number in range(3 * FAN_OUT + 2)), 40)


def test_what_was_replaced_or_forgotten_does_not_come_back(tmp_path):
    index = open_index(tmp_path)
    held = fill(index, 5)
    index.add("d1", ["d1-new"], make_vectors(77, 1))
    index.remove("d3")
    held = {one: row for one, row in held.items() if one.split("-")[0] not in {"d1", "d3"}} | {"d1-new": make_vectors(77, 1)[0]}
    everything, vector = frozenset(f"d{number}" for number in range(5)), make_vectors(9, 1)[0]
    expected = nearest(held, vector, everything, 200)
    assert found(index, vector, everything, 200) == expected
    index.close()
    assert found(index, vector, everything, 200) == expected
    fill(index, 2)
    assert index.documents() == {"d0": 40, "d1": 40, "d2": 40, "d4": 40}


def test_files_do_not_grow_with_rows_that_were_replaced(tmp_path):
    index = open_index(tmp_path)
    for turn in range(60):
        index.add("d0", [f"d0-{turn}-{row}" for row in range(100)], make_vectors(turn, 100))
    rows = sum(np.load(path).shape[0] for path in (tmp_path / "data").glob("*.vectors.npy"))
    assert rows < 2000
    assert len(index.query(make_vectors(1, 1)[0], limit=500, document_ids=frozenset({"d0"}))) == 100


def test_the_order_hangs_neither_on_where_rows_lie_nor_on_what_else_is_read(tmp_path):
    alike = make_vectors(4, 1) + np.random.default_rng(5).normal(scale=1e-6, size=(300, DIMENSIONS))
    alike = (alike / np.linalg.norm(alike, axis=1, keepdims=True)).astype(np.float32)
    one, other = open_index(tmp_path / "one"), open_index(tmp_path / "other")
    one.add("a", [f"a{row:03}" for row in range(300)], alike)
    for row in reversed(range(300)):
        other.add(f"x{row}", [f"a{row:03}"], alike[row : row + 1])
    everything, vector = frozenset({"a", *(f"x{row}" for row in range(300))}), make_vectors(4, 1)[0]
    assert found(one, vector, everything, 50) == found(other, vector, everything, 50)


def test_what_a_killed_writer_left_is_thrown_away_and_the_rest_answers(tmp_path):
    index = open_index(tmp_path)
    held = fill(index, 3)
    index.close()
    (tmp_path / "unfinished").write_text("d9")
    shutil.copy(tmp_path / "data" / FILES[0], tmp_path / "data" / "00000009.vectors.npy")
    again = open_index(tmp_path)
    everything, vector = frozenset({"d0", "d1", "d2", "d9"}), make_vectors(8, 1)[0]
    with pytest.raises(IndexDamagedError, match="not finished"):
        again.documents()
    assert found(again, vector, everything) == nearest(held, vector, everything, 10)
    assert again.documents() == {"d0": 40, "d1": 40, "d2": 40}
    assert not (tmp_path / "data" / "00000009.vectors.npy").exists()


def test_a_killed_merge_that_took_files_away_is_damage(tmp_path):
    index = open_index(tmp_path)
    fill(index, 3)
    index.close()
    (tmp_path / "unfinished").write_text("")
    (tmp_path / "data" / FILES[0]).unlink()
    again = open_index(tmp_path)
    with pytest.raises(IndexDamagedError):
        again.check()
    again.quarantine()
    assert again.documents() == {}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_damage_is_found_before_a_file_is_mapped(tmp_path, name, harm):
    index = open_index(tmp_path)
    fill(index, 1)
    path = tmp_path / "data" / name
    if harm == "cut":
        os.truncate(path, path.stat().st_size - 3)
    elif harm == "changed":
        content = bytearray(path.read_bytes())
        content[-3] ^= 1
        path.write_bytes(content)
    else:
        path.unlink()
    with pytest.raises(IndexDamagedError, match="differ"):
        index.query(make_vectors(1, 1)[0], limit=1, document_ids=frozenset({"d0"}))
    with pytest.raises(IndexDamagedError):
        open_index(tmp_path).check()


def test_another_models_vectors_are_not_compared(tmp_path):
    fill(open_index(tmp_path), 1)
    with pytest.raises(IndexDamagedError, match="made with"):
        open_index(tmp_path, "another model").documents()


def test_another_reader_sees_what_was_written_since(tmp_path):
    writer, reader = open_index(tmp_path), open_index(tmp_path)
    vector, everything = make_vectors(3, 1)[0], frozenset(f"d{number}" for number in range(20))
    for count in (1, 4, 20):
        held = fill(writer, count)
        assert found(reader, vector, everything) == nearest(held, vector, everything, 10)


def alike(seed: int, count: int, dimensions: int = 128) -> np.ndarray:
    """Vectors around one centre, of a few things mixed, as those of a language model are."""
    things = np.random.default_rng(7).normal(size=(16, dimensions))
    random = np.random.default_rng((8, seed))
    rows = random.normal(size=(count, 16)) @ things + 0.3 * random.normal(size=(count, dimensions)) + 1.0
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_of_many_rows_those_with_the_nearest_signs_hold_the_nearest(tmp_path):
    index = MatrixIndex(tmp_path, dimensions=128, fingerprint="model", exact_rows=500)
    held = {}
    for number in range(2 * FAN_OUT + 3):
        ids, vectors = [f"d{number}-{row}" for row in range(600)], alike(number, 600)
        index.add(f"d{number}", ids, vectors)
        held |= dict(zip(ids, vectors, strict=True))
    assert 1 < segments(tmp_path) < FAN_OUT
    everything = frozenset(f"d{number}" for number in range(2 * FAN_OUT + 3))
    shares = []
    for seed in range(20):
        near = held[f"d{seed % 19}-{seed}"] + 0.08 * alike(1000 + seed, 1)[0]
        vector = (near / np.linalg.norm(near)).astype(np.float32)
        for documents in (everything, everything - {"d3", "d9"}, frozenset({"d2", "d5", "d18"})):
            expected = nearest(held, vector, documents, 10)
            shares.append(len(set(expected) & set(found(index, vector, documents))) / 10)
            hits = index.query(vector, limit=10, document_ids=documents)
            assert all(hit.score == round(float(held[hit.chunk_id].astype(float) @ vector.astype(float)), 6) for hit in hits)
    assert np.mean(shares) > 0.95


def test_the_centre_is_one_in_all_segments_and_moves_when_all_are_merged(tmp_path):
    index = open_index(tmp_path)
    held = fill(index, FAN_OUT - 1, rows=600)
    centres = [np.load(path) for path in (tmp_path / "data").glob("*.centre.npy")]
    assert len(centres) == FAN_OUT - 1
    assert all((one == centres[0]).all() for one in centres)
    index.add("more", [f"more-{row}" for row in range(600)], make_vectors(99, 600))
    (path,) = (tmp_path / "data").glob("*.centre.npy")
    assert np.allclose(np.load(path), np.mean([*held.values(), *make_vectors(99, 600)], axis=0), atol=1e-6)
