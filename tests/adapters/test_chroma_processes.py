"""The vector index between processes: what another one wrote is seen, and one that was killed leaves no wrong answer."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from research.adapters.chroma_index import ChromaIndex
from research.errors import IndexDamagedError
from research.indexing.manifest import IndexFolder
from tests.forks import start_fork
from tests.waiting import LONG_SECONDS, wait_until

DIMENSIONS = 4


class Fatal(list):
    """A list that kills its process when a given slice is taken, which is in the middle of a write."""

    def __init__(self, rows, *, fatal_slice: int) -> None:
        super().__init__(rows)
        self.slices_left = fatal_slice

    def __getitem__(self, part):
        if isinstance(part, slice):
            self.slices_left -= 1
            if self.slices_left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return super().__getitem__(part)


def write(folder: Path, name: str, fatal_slice: int, count: int) -> None:
    open_index(folder).add(name, Fatal((f"{name}{row}" for row in range(count)), fatal_slice=fatal_slice), make_vectors(name, count))


def write_two(folder: Path) -> None:
    """Write "b", and die before "c"."""
    fatal = Fatal((f"c{row}" for row in range(30)), fatal_slice=1)
    open_index(folder).add_all([("b", [f"b{row}" for row in range(20)], make_vectors("b", 20)), ("c", fatal, make_vectors("c", 30))])


def write_on(folder: Path, told: Path) -> None:
    """Write document after document, and one line about each that is written."""
    index = open_index(folder)
    for number in range(200):
        add(index, f"d{number}-", 300)
        with told.open("a") as lines:
            lines.write(f"{number}\n")


def open_index(folder: Path) -> ChromaIndex:
    return ChromaIndex(folder, dimensions=DIMENSIONS, fingerprint="model")


def make_vectors(name: str, count: int) -> np.ndarray:
    rows = np.random.default_rng(list(name.encode())).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def add(index: ChromaIndex, name: str, count: int) -> None:
    index.add(name, [f"{name}{row}" for row in range(count)], make_vectors(name, count))


def write_in_child(folder: Path, name: str, *, fatal_slice: int, count: int) -> int:
    process = start_fork(write, folder, name, fatal_slice, count)
    process.join(LONG_SECONDS)
    return process.exitcode


def assert_exact(index: ChromaIndex, held: dict[str, int]) -> None:
    """Every document held answers a query for one of its own vectors as an exact scan does."""
    assert index.documents() == held
    index.check()
    for name, count in held.items():
        rows = make_vectors(name, count)
        hits = index.query(rows[count // 2], limit=5, document_ids=frozenset({name}))
        best = np.argsort(-(rows @ rows[count // 2]), kind="stable")[:5]
        assert [hit.chunk_id for hit in hits] == [f"{name}{row}" for row in best]


def test_a_reader_sees_what_another_process_adds(tmp_path):
    reader = open_index(tmp_path)
    add(reader, "a", 30)
    assert_exact(reader, {"a": 30})
    assert write_in_child(tmp_path, "b", fatal_slice=0, count=40) == 0
    assert_exact(reader, {"a": 30, "b": 40})


def test_a_write_killed_inside_the_database_is_undone_without_a_rebuild(tmp_path):
    index = open_index(tmp_path)
    add(index, "a", 1100)
    add(index, "b", 50)
    index.close()
    # "b" is being replaced: its rows are gone, the new ones are not there yet.
    assert write_in_child(tmp_path, "b", fatal_slice=1, count=60) == -signal.SIGKILL
    with pytest.raises(IndexDamagedError, match="not finished"):
        index.documents()
    index.check()
    assert_exact(index, {"a": 1100})
    add(index, "b", 60)
    assert_exact(index, {"a": 1100, "b": 60})


def test_a_write_of_several_documents_killed_inside_the_database_is_undone(tmp_path):
    index = open_index(tmp_path)
    add(index, "a", 1100)
    index.close()
    process = start_fork(write_two, tmp_path)
    process.join(LONG_SECONDS)
    assert process.exitcode == -signal.SIGKILL
    index.check()
    assert_exact(index, {"a": 1100})
    add(index, "b", 20)
    assert_exact(index, {"a": 1100, "b": 20})


def test_a_write_killed_while_the_graph_was_rewritten_is_damage(tmp_path):
    index = open_index(tmp_path)
    add(index, "a", 50)
    index.close()
    # The first batch of 5,461 rows is in, with its graph; the second is not.
    assert write_in_child(tmp_path, "b", fatal_slice=2, count=6000) == -signal.SIGKILL
    for use in (index.check, lambda: add(index, "c", 1)):
        with pytest.raises(IndexDamagedError):
            use()
    index.quarantine()
    add(index, "a", 50)
    assert_exact(index, {"a": 50})


@pytest.mark.parametrize("seconds", [0.05, 0.4, 0.9])
def test_a_writer_killed_at_any_moment_leaves_whole_documents_or_damage(tmp_path, seconds):
    folder, told = tmp_path / "index", tmp_path / "told"
    writer = start_fork(write_on, folder, told)
    wait_until(told.exists, "the first document")
    time.sleep(seconds)
    writer.kill()
    writer.join(LONG_SECONDS)
    finished = told.read_text().count("\n")
    index = open_index(folder)
    try:
        index.check()
    except IndexDamagedError:
        index.quarantine()
        assert index.documents() == {}
        return
    held = index.documents()
    assert len(held) in (finished, finished + 1)
    assert_exact(index, {f"d{number}-": 300 for number in range(len(held))})


def test_threads_may_share_an_index(tmp_path):
    index = open_index(tmp_path)
    add(index, "a", 100)
    failures = []

    def read(reader):
        try:
            for _ in range(20):
                hits = reader.query(make_vectors("a", 100)[0], limit=3, document_ids=frozenset({"a"}))
                assert hits[0].chunk_id == "a0"
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)

    threads = [threading.Thread(target=read, args=[reader]) for reader in (index, open_index(tmp_path), index)]
    for thread in threads:
        thread.start()
    for number in range(5):
        add(index, f"b{number}-", 20)
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(index.documents()) == 6


def test_whoever_waits_too_long_for_the_index_is_told(tmp_path):
    from research.errors import CouldNotAskError

    first, second = (IndexFolder(tmp_path, name="vector index", made_with="m") for _ in range(2))
    with first.locked(), pytest.raises(CouldNotAskError, match="in use"), second.locked(seconds=0.05):
        pass
    with second.locked(seconds=0.05), second.locked(seconds=0.05):
        pass
