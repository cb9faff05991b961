"""An embedding endpoint: what it is sent, how often, and what is said when it fails or its model is another one."""

from __future__ import annotations

import json
from contextlib import ExitStack, closing

import numpy as np
import pytest

from research.adapters.embedding_endpoint import BATCH, EndpointEmbedder
from research.errors import EndpointUnavailableError, ModelUnavailableError
from research.settings import Settings
from tests.fakes.indexes import HashingEmbedder
from tests.fakes.model_server import Reply, serving

KEY = "sk-of-nobody-987654"
MODEL = HashingEmbedder()


def vectors(texts):
    return MODEL.embed(texts).tolist()


@pytest.fixture
def endpoint(tmp_path):
    """Return what opens an embedder over a server in one home; every one is closed at the end."""
    with ExitStack() as opened:

        def open_it(server, *, retries=2, seconds=10.0, **more):
            given = {
                "home": tmp_path,
                "embedding_url": server.url,
                "embedding_name": "hashing",
                "embedding_key": KEY,
                "embedding_pieces": 64,
            }
            return opened.enter_context(closing(EndpointEmbedder(Settings(**(given | more)), retries=retries, seconds=seconds)))

        yield open_it


def inputs(server):
    return [body["input"] for body, _ in server.requests]


def test_the_length_of_a_vector_is_asked_once_for_all_processes(endpoint, tmp_path):
    with serving(embed=vectors) as server:
        assert endpoint(server).dimensions == 32
        again = endpoint(server)
        assert again.dimensions == 32
        assert again.fingerprint == endpoint(server).fingerprint
        assert len(server.requests) == 1
    (kept,) = (tmp_path / "indexes").iterdir()
    assert KEY not in kept.read_text()


def test_texts_are_sent_in_batches_with_the_key_and_given_back_in_order(endpoint):
    texts = [f"page {number} of sales" for number in range(BATCH * 2 + 3)]
    with serving(embed=vectors) as server:
        rows = endpoint(server).embed(texts)
    assert np.allclose(rows, MODEL.embed(texts), atol=1e-6)
    assert [len(one) for one in inputs(server)] == [1, BATCH, BATCH, 3]
    body, headers = server.requests[1]
    assert body == {"model": "hashing", "input": texts[:BATCH], "encoding_format": "float"}
    assert headers["authorization"] == f"Bearer {KEY}"


def test_an_overloaded_endpoint_is_asked_again(endpoint):
    with serving(Reply(status=429, headers=(("retry-after-ms", "50"),)), Reply(status=503), Reply(), embed=vectors) as server:
        assert endpoint(server).embed(["net sales"]).shape == (1, 32)
    first, second, third = server.arrived[:3]
    assert second - first >= 0.05
    assert third - second >= 0.375 * 2


def test_an_endpoint_that_fails_is_one_line_without_the_key(endpoint):
    for reply, kind, line in (
        (Reply(status=503), EndpointUnavailableError, "answered 503"),
        (Reply(status=401), ModelUnavailableError, "answered 401"),
        (Reply(raw=b"<html>"), ModelUnavailableError, "sent what is no list of vectors"),
        (Reply(wait=0.6), EndpointUnavailableError, "did not answer in time"),
    ):
        with serving(reply, embed=vectors) as server, pytest.raises(kind, match=line) as caught:
            endpoint(server, retries=0, seconds=0.3 if reply.wait else 10.0).embed(["net sales"])
        assert KEY not in str(caught.value)
        assert "net sales" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (lambda texts: vectors(texts)[:-1], "gave 0 vectors for 1 texts"),
        (lambda texts: [[0.0] * 4 for _ in texts], "gave a vector without length"),
        (lambda texts: [[] for _ in texts], "gave vectors of length 0"),
    ],
    ids=["too few", "zero", "empty"],
)
def test_vectors_that_are_none_are_not_taken(endpoint, answer, line):
    with serving(embed=answer) as server, pytest.raises(ModelUnavailableError, match=line):
        endpoint(server).embed(["net sales"])


def test_another_model_under_the_same_name_is_found_out(endpoint):
    with serving(embed=vectors) as server:
        endpoint(server).embed(["net sales"])
        server.embed = lambda texts: (-MODEL.embed(texts)).tolist()
        with pytest.raises(ModelUnavailableError, match="hashing is another now"):
            endpoint(server).embed(["net sales"])
        server.embed = lambda texts: HashingEmbedder(dimensions=8).embed(texts).tolist()
        with pytest.raises(ModelUnavailableError, match="vectors of length 8, not 32 as before"):
            endpoint(server).embed(["net sales"])


def test_what_is_personal_stays_here_and_nothing_goes_where_it_may_not(endpoint, tmp_path):
    text = "Write to jane.roe@quillmere.example about sales"
    with serving(embed=vectors) as server:
        endpoint(server).embed([text])
        assert inputs(server)[-1] == [text]
    away = {"home": tmp_path, "embedding_url": "https://vectors.example/v1", "embedding_name": "hashing"}
    assert "jane.roe" not in EndpointEmbedder(Settings(**away))._cut(text)
    assert "jane.roe" in EndpointEmbedder(Settings(**away, embedding_local=True))._cut(text)
    with pytest.raises(ModelUnavailableError, match=r"vectors\.example is beyond this machine"):
        EndpointEmbedder(Settings(**away, remote=False))


def test_a_text_without_words_is_sent_as_a_sign_and_a_long_one_cut(endpoint):
    with serving(embed=vectors) as server:
        endpoint(server).embed(["", " \n", "net " * 100])
    assert inputs(server)[-1] == [".", ".", " ".join(["net"] * 64)]
    assert json.dumps(server.requests[-1][0])
