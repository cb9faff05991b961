"""A promised model is opened once, by need, and is held to what was promised; notes of files and models are only as good as the files."""

from __future__ import annotations

import os
import time

import pytest

from research.adapters.embedding_files import hash_file
from research.adapters.embedding_lazy import LazyEmbedder
from research.adapters.embedding_notes import SETTLED_NS, Notes, Opened, note_key
from research.errors import ModelUnavailableError
from tests.fakes.indexes import HashingEmbedder

MODEL = HashingEmbedder()
PROMISED = Opened(fingerprint=MODEL.fingerprint, dimensions=MODEL.dimensions, max_length=MODEL.max_pieces + 2)


class Door:
    """Opens a model, or fails, and counts how often it was asked."""

    def __init__(self, model):
        self.model = model
        self.asked = 0

    def __call__(self):
        self.asked += 1
        if self.model is None:
            raise ModelUnavailableError("the model cannot be run")
        return self.model


def lazy(counter, model, promised=PROMISED):
    forgotten = []
    return LazyEmbedder(promised, open_counter=counter, open_model=model, forget=lambda: forgotten.append(True)), forgotten


def test_each_part_is_opened_once_by_who_needs_it():
    counter, model = Door(MODEL), Door(MODEL)
    embedder, forgotten = lazy(counter, model)
    assert (embedder.fingerprint, embedder.dimensions) == (MODEL.fingerprint, MODEL.dimensions)
    assert (counter.asked, model.asked) == (0, 0)
    assert embedder.count_pieces(["net sales"]) == MODEL.count_pieces(["net sales"])
    assert embedder.max_pieces == MODEL.max_pieces
    assert (counter.asked, model.asked) == (1, 0)
    for _ in range(2):
        assert embedder.embed(["net sales"]).tolist() == MODEL.embed(["net sales"]).tolist()
    assert (counter.asked, model.asked) == (1, 1)
    assert not forgotten


def test_another_model_than_the_promised_one_embeds_nothing_and_the_promise_is_forgotten():
    embedder, forgotten = lazy(Door(MODEL), Door(MODEL), PROMISED.model_copy(update={"fingerprint": "another bf16"}))
    with pytest.raises(ModelUnavailableError, match="no more as another bf16"):
        embedder.embed(["net sales"])
    assert forgotten


@pytest.mark.parametrize("need", [lambda embedder: embedder.embed(["a"]), lambda embedder: embedder.count_pieces(["a"])])
def test_what_cannot_be_opened_any_more_is_forgotten(need):
    embedder, forgotten = lazy(Door(None), Door(None))
    with pytest.raises(ModelUnavailableError, match="cannot be run"):
        need(embedder)
    assert forgotten


def test_a_file_is_hashed_again_once_it_was_touched_and_young_files_always_are(tmp_path):
    file, place = tmp_path / "weights", tmp_path / "notes.json"
    file.write_bytes(b"first")
    notes = Notes(place)
    assert notes.hash(file) == hash_file(file)
    notes.keep("key", PROMISED)
    assert str(file) not in place.read_text()

    time.sleep(SETTLED_NS / 1e9 + 0.1)
    assert notes.hash(file) == hash_file(file)
    notes.keep("key", PROMISED)
    assert str(file) in place.read_text()
    before = file.stat()
    file.write_bytes(b"other")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Notes(place).hash(file) == hash_file(file)


def test_notes_that_cannot_be_read_or_written_are_none(tmp_path):
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    notes = Notes(blocked / "notes.json")
    notes.keep("key", PROMISED)
    assert Notes(blocked / "notes.json").opened("key") is None
    torn = tmp_path / "notes.json"
    torn.write_text('{"files": {')
    assert Notes(torn).opened("key") is None
    notes = Notes(torn)
    notes.keep("key", PROMISED)
    assert Notes(torn).opened("key") == PROMISED
    notes.forget("key")
    assert Notes(torn).opened("key") is None


def test_a_note_is_of_one_content_and_one_runtime():
    assert note_key("a", "auto") == note_key("a", "auto")
    assert len({note_key("a", "auto"), note_key("a", "torch"), note_key("b", "auto")}) == 3
