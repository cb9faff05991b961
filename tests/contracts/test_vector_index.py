"""What every VectorIndex promises."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from research.adapters.chroma_index import ChromaIndex
from research.adapters.matrix_index import MatrixIndex
from research.errors import IndexDamagedError
from tests.contracts.index_cases import ALL, PRIVATE, Case, ids, lax_umask, rights
from tests.fakes.indexes import FakeVectorIndex

DIMENSIONS = 6


@pytest.fixture(params=["fake", "chroma", "matrix"])
def case(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "fake":
        fake = FakeVectorIndex(dimensions=DIMENSIONS)
        yield Case(fake, fake.damage)
        return
    made_for = {"dimensions": DIMENSIONS, "fingerprint": "model one"}
    if request.param == "chroma":
        index, torn = ChromaIndex(tmp_path / "index", **made_for), "chroma.sqlite3"
    else:
        index, torn = MatrixIndex(tmp_path / "index", **made_for, exact_rows=2), "00000001.vectors.npy"
    yield Case(index, lambda: os.truncate(tmp_path / "index" / "data" / torn, 140))
    index.close()


def unit(*rows):
    matrix = np.array(rows, dtype=np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def axis(number):
    return np.eye(DIMENSIONS, dtype=np.float32)[number]


def rows_near(number, count):
    """`count` vectors that turn away from an axis step by step."""
    other = (number + 1) % DIMENSIONS
    return unit(*(axis(number) + 0.1 * step * axis(other) for step in range(count)))


def test_a_new_index_is_empty_and_whole(index):
    index.check()
    assert index.documents() == {}
    assert index.query(axis(0), limit=5, document_ids=ALL) == []


def test_the_nearest_come_first_with_their_cosine(index):
    index.add("a", ["a0", "a1", "a2"], rows_near(0, 3))
    hits = index.query(axis(0), limit=2, document_ids=ALL)
    assert ids(hits) == ["a0", "a1"]
    assert hits[0].score == pytest.approx(1.0, abs=1e-6)
    assert hits[1].score == pytest.approx(1 / np.sqrt(1.01), abs=1e-6)
    assert index.documents() == {"a": 3}


def test_only_the_allowed_documents_answer(index):
    for number, name in enumerate("abc"):
        index.add(name, [f"{name}{row}" for row in range(4)], rows_near(number, 4))
    assert ids(index.query(axis(1), limit=3, document_ids=frozenset({"b", "c"}))) == ["b0", "b1", "b2"]
    assert ids(index.query(axis(1), limit=3, document_ids=frozenset({"a", "c", "nobody's"}))) == ["a3", "a2", "a1"]
    assert len(index.query(axis(0), limit=100, document_ids=frozenset({"b", "c"}))) == 8
    assert index.query(axis(0), limit=3, document_ids=frozenset({"nobody's"})) == []
    assert index.query(axis(0), limit=3, document_ids=frozenset()) == []


def test_equal_scores_are_ordered_by_chunk_id(index):
    index.add("b", ["b2", "b1"], unit(axis(2), axis(2)))
    index.add("a", ["a9", "a3"], unit(axis(2), axis(2)))
    assert ids(index.query(axis(2), limit=4, document_ids=ALL)) == ["a3", "a9", "b1", "b2"]
    assert ids(index.query(axis(2), limit=3, document_ids=ALL)) == ["a3", "a9", "b1"]


def test_adding_again_replaces(index):
    index.add("a", ["a0", "a1"], rows_near(0, 2))
    index.add("a", ["a1", "a7"], rows_near(1, 2))
    assert index.documents() == {"a": 2}
    assert ids(index.query(axis(1), limit=9, document_ids=ALL)) == ["a1", "a7"]
    index.check()


def test_several_documents_come_in_one_write(index):
    index.add("a", ["a0", "a1"], rows_near(0, 2))
    nothing = np.empty((0, DIMENSIONS), dtype=np.float32)
    index.add_all([("b", ["b0", "b1"], rows_near(1, 2)), ("a", ["a7"], rows_near(2, 1)), ("c", [], nothing)])
    assert index.documents() == {"a": 1, "b": 2, "c": 0}
    assert ids(index.query(axis(1), limit=9, document_ids=ALL)) == ["b0", "b1", "a7"]
    index.add_all([])
    with pytest.raises(ValueError, match=r"."):
        index.add_all([("d", ["d0"], rows_near(0, 1)), ("e", ["e0", "e0"], rows_near(0, 2))])
    assert index.documents() == {"a": 1, "b": 2, "c": 0}
    index.check()


def test_removing_forgets_and_may_be_repeated(index):
    index.add("a", ["a0"], rows_near(0, 1))
    index.add("b", ["b0"], rows_near(1, 1))
    index.remove("a")
    index.remove("a")
    index.remove("never held")
    assert index.documents() == {"b": 1}
    assert ids(index.query(axis(0), limit=9, document_ids=ALL)) == ["b0"]
    index.check()


def test_a_document_without_chunks_is_held(index):
    index.add("a", [], np.empty((0, DIMENSIONS), dtype=np.float32))
    assert index.documents() == {"a": 0}
    assert index.query(axis(0), limit=1, document_ids=ALL) == []
    index.check()


@pytest.mark.parametrize(
    ("chunk_ids", "vectors"),
    [
        (["a0", "a0"], rows_near(0, 2)),
        (["a0"], rows_near(0, 2)),
        (["a0"], rows_near(0, 1) * 2),
        (["a0"], np.ones((1, DIMENSIONS + 1), dtype=np.float32)),
    ],
)
def test_rows_that_cannot_be_right_are_refused(index, chunk_ids, vectors):
    with pytest.raises(ValueError, match=r"."):
        index.add("a", chunk_ids, vectors)
    assert index.documents() == {}


def test_questions_that_cannot_be_right_are_refused(index):
    index.add("a", ["a0"], rows_near(0, 1))
    with pytest.raises(ValueError, match="limit"):
        index.query(axis(0), limit=0, document_ids=ALL)
    with pytest.raises(ValueError, match="shape"):
        index.query(axis(0)[:-1], limit=1, document_ids=ALL)


def test_what_is_cleared_can_be_filled_again(index):
    index.add("a", ["a0"], rows_near(0, 1))
    index.clear()
    assert index.documents() == {}
    assert index.query(axis(0), limit=1, document_ids=ALL) == []
    index.check()
    index.add("b", ["b0"], rows_near(0, 1))
    assert ids(index.query(axis(0), limit=9, document_ids=ALL)) == ["b0"]


def test_it_can_be_used_after_closing(index):
    index.add("a", ["a0"], rows_near(0, 1))
    index.close()
    index.close()
    assert ids(index.query(axis(0), limit=1, document_ids=ALL)) == ["a0"]
    index.add("b", ["b0"], rows_near(1, 1))
    assert index.documents() == {"a": 1, "b": 1}


def test_damage_is_an_error_from_every_method_until_quarantine(case):
    index = case.index
    index.add("a", ["a0"], rows_near(0, 1))
    case.damage()
    for use in (
        index.documents,
        index.check,
        lambda: index.add("b", ["b0"], rows_near(1, 1)),
        lambda: index.remove("a"),
        lambda: index.query(axis(0), limit=1, document_ids=ALL),
    ):
        with pytest.raises(IndexDamagedError, match="damaged"):
            use()
    assert index.quarantine()
    assert index.documents() == {}
    index.check()
    index.add("b", ["b0"], rows_near(1, 1))
    assert ids(index.query(axis(1), limit=5, document_ids=ALL)) == ["b0"]


@pytest.mark.parametrize("kind", [ChromaIndex, partial(MatrixIndex, exact_rows=2)])
def test_what_is_written_is_its_owners_alone(tmp_path, kind):
    with lax_umask():
        index = kind(tmp_path / "index", dimensions=DIMENSIONS, fingerprint="model one")
        index.add("a", ["a0", "a1"], rows_near(0, 2))
        index.add("a", ["a2"], rows_near(1, 1))
        assert rights(tmp_path / "index") == PRIVATE
        index.quarantine()
    assert rights(tmp_path / "index") == PRIVATE
    index.close()
