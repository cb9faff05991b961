"""Recorded replies: kept by what was asked, given again without a network, and told apart by every part of a request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from research.adapters.gateway import GatewayModel
from research.errors import CannotReadError, CouldNotAskError
from research.model_settings import ModelSettings
from research.models.replay import KeptReplies, ReplayedModel, request_hash
from research.nouns.models import ModelReply, ModelRequest, ModelTurn
from tests.fakes.model_server import Reply, serving

REQUEST = ModelRequest((ModelTurn("user", "What is said of margins?"),), 100)


def behind(url, **more):
    return GatewayModel(ModelSettings(name="test-model", url=url, retries=0, **more))


def test_what_was_recorded_is_given_again_without_the_model(tmp_path):
    with serving(Reply("Margins rose.")) as server:
        recording = ReplayedModel(behind(server.url), tmp_path / "replies", asks=True)
        assert recording.ask(REQUEST).text == "Margins rose."
        assert recording.ask(REQUEST).text == "Margins rose."
        assert len(server.requests) == 1
        recording.close()
    replayed = ReplayedModel(behind(server.url), tmp_path / "replies", asks=False)
    *words, last = replayed.stream(REQUEST)
    assert "".join(words) == "Margins rose."
    assert last == ModelReply("Margins rose.", "test-model", prompt_tokens=100, completion_tokens=20)


def test_a_replayed_model_is_where_the_model_is_so_that_requests_are_masked_as_they_were(tmp_path):
    away = ReplayedModel(behind("https://models.example/v1", context_window=4_096), tmp_path, asks=False)
    assert (away.name, away.is_remote, away.context_window) == ("test-model", True, 4_096)
    assert not ReplayedModel(behind("http://127.0.0.1:1/v1"), tmp_path, asks=False).is_remote


def test_a_request_that_differs_in_anything_is_another_one():
    other = [
        replace(REQUEST, max_tokens=101),
        replace(REQUEST, schema="{}"),
        replace(REQUEST, turns=(ModelTurn("system", "What is said of margins?"),)),
    ]
    hashes = {request_hash("test-model", one) for one in (REQUEST, *other)} | {request_hash("other-model", REQUEST)}
    assert len(hashes) == 5


def test_what_is_not_recorded_or_damaged_is_said_in_one_line(tmp_path):
    model = ReplayedModel(behind("http://127.0.0.1:1/v1"), tmp_path, asks=False)
    with pytest.raises(CouldNotAskError, match="no reply to this request is recorded"):
        model.ask(REQUEST)
    (tmp_path / f"{request_hash('test-model', REQUEST)}.json").write_text("{")
    with pytest.raises(CannotReadError, match="is damaged"):
        model.ask(REQUEST)


def test_kept_replies_are_found_by_model_and_request(tmp_path):
    kept = KeptReplies(tmp_path / "kept")
    assert kept.find("one", REQUEST) is None
    kept.keep("one", REQUEST, ModelReply("Margins rose.", "one"))
    assert kept.find("one", REQUEST) == ModelReply("Margins rose.", "one")
    assert kept.find("two", REQUEST) is None
    assert kept.find("one", replace(REQUEST, max_tokens=99)) is None
    kept.keep("one", REQUEST, ModelReply("Margins fell.", "one"))
    assert kept.find("one", REQUEST).text == "Margins fell."
