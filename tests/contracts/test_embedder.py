"""What every Embedder promises."""

from __future__ import annotations

import numpy as np
import pytest

from research.adapters.embedding_model import open_embedder
from research.indexing.wording import WordsEmbedder
from research.protocols.search import Embedder
from research.settings import Settings
from tests.fakes.indexes import HashingEmbedder

TEXTS = ["Net sales grew by 3 percent", "", "Purchases of property, plant and equipment", "dividends " * 600]


@pytest.fixture(scope="module", params=["fake", "words", pytest.param("model", marks=pytest.mark.model)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "model":
        return open_embedder(Settings())
    return HashingEmbedder() if request.param == "fake" else WordsEmbedder(HashingEmbedder())


def test_one_unit_row_per_text(embedder):
    rows = embedder.embed(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_text_gives_no_row(embedder):
    assert embedder.embed([]).shape == (0, embedder.dimensions)
    assert embedder.count_pieces([]) == []


def test_a_vector_does_not_depend_on_its_neighbours_or_the_order(embedder):
    together = embedder.embed(TEXTS)
    assert np.array_equal(embedder.embed(TEXTS[::-1])[::-1], together)
    for text, row in zip(TEXTS, together, strict=True):
        assert np.array_equal(embedder.embed([text])[0], row)


def test_texts_of_one_topic_are_nearer(embedder):
    sales, again, other = embedder.embed(["net sales grew", "net sales fell", "the auditor signed in Minneapolis"])
    assert sales @ again > sales @ other


def test_pieces_are_counted_without_special_ones(embedder):
    assert embedder.count_pieces(["", "net", "net sales"]) == [0, 1, 2]
    assert embedder.count_pieces(["dividends " * 600])[0] >= 600


def test_pieces_beyond_the_most_are_ignored(embedder):
    whole = "sales " * embedder.max_pieces
    assert embedder.count_pieces([whole]) == [embedder.max_pieces]
    first, second = embedder.embed([whole, whole + "and something else"])
    assert np.array_equal(first, second)
    first, second = embedder.embed([whole.removesuffix("sales "), whole])
    assert not np.array_equal(first, second)


def test_the_fingerprint_stays(embedder):
    assert embedder.fingerprint
    assert embedder.fingerprint == embedder.fingerprint
