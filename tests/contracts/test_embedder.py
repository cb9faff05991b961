"""What every Embedder promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from research.adapters.embedding_endpoint import EndpointEmbedder
from research.adapters.embedding_model import open_embedder
from research.indexing.wording import WordsEmbedder
from research.protocols.search import Embedder
from research.settings import Settings
from tests.fakes.indexes import HashingEmbedder
from tests.fakes.model_server import serving

TEXTS = ["Net sales grew by 3 percent", "", "Purchases of property, plant and equipment", "dividends " * 600]


@pytest.fixture(scope="module", params=["fake", "words", "endpoint", pytest.param("model", marks=pytest.mark.model)])
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedder]:
    if request.param == "endpoint":
        model = HashingEmbedder(max_pieces=10_000)
        with serving(embed=lambda texts: model.embed(texts).tolist()) as server:
            settings = Settings(home=tmp_path_factory.mktemp("endpoint"), embedding_url=server.url, embedding_name="hashing")
            with closing(EndpointEmbedder(settings)) as found:
                yield found
        return
    if request.param == "model":
        yield open_embedder(Settings())
        return
    yield HashingEmbedder() if request.param == "fake" else WordsEmbedder(HashingEmbedder())


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
