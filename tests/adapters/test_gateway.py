"""A model behind a gateway that is overloaded, slow, cut off, endless or refuses: one reply, or one line that repeats no secret."""

from __future__ import annotations

import itertools
import json
import time
from contextlib import ExitStack, closing

import pytest

from research.adapters.gateway import MOST_CHARS, GatewayModel
from research.errors import CouldNotAskError, DeskError, LimitExceededError
from research.model_settings import ModelSettings
from research.nouns.models import Finish, ModelReply, ModelRequest, ModelTurn, StructuredWay
from tests.fakes.model_server import Reply, serving
from tests.waiting import LONG_SECONDS

REQUEST = ModelRequest((ModelTurn("user", "What is said of margins?"),), 100, '{"type": "object"}')
SAID = Reply('{"word": "ready"}')
SECRET = "sk-of-nobody-1234567890"  # noqa: S105


@pytest.fixture
def gateway():
    """Return what opens a model behind a server; every one is closed at the end."""
    with ExitStack() as opened:

        def open_model(server, **more):
            given = {"name": "test-model", "url": server.url, "key": SECRET, "headers": {"X-Team": SECRET}, "retries": 2, "seconds": 20}
            return opened.enter_context(closing(GatewayModel(ModelSettings(**(given | more)))))

        yield open_model


def streamed(model):
    *words, last = model.stream(REQUEST)
    assert isinstance(last, ModelReply)
    assert "".join(words) == last.text
    return last


ASKS = [pytest.param(lambda model: model.ask(REQUEST), id="ask"), pytest.param(streamed, id="stream")]


@pytest.mark.parametrize("ask", ASKS)
def test_an_overloaded_gateway_is_asked_again_after_the_wait_that_it_asks_for(gateway, ask):
    busy = Reply(status=429, headers=(("retry-after-ms", "200"),))
    with serving(busy, busy, SAID) as server:
        assert ask(gateway(server)).text == SAID.text
    assert len(server.arrived) == 3
    assert all(0.2 <= later - earlier < 15 for earlier, later in itertools.pairwise(server.arrived))


@pytest.mark.parametrize("status", [408, 500, 503])
@pytest.mark.parametrize("ask", ASKS)
def test_a_failure_that_may_pass_is_asked_again_after_half_a_second(gateway, ask, status):
    with serving(Reply(status=status), SAID) as server:
        assert ask(gateway(server)).text == SAID.text
    first, second = server.arrived
    assert second - first >= 0.375


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
@pytest.mark.parametrize("ask", ASKS)
def test_a_failure_that_will_not_pass_is_not_asked_again(gateway, ask, status):
    with serving(Reply(status=status), SAID) as server, pytest.raises(CouldNotAskError, match=f"test-model: the gateway answered {status}"):
        ask(gateway(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize("ask", ASKS)
def test_a_wait_longer_than_the_time_limit_is_not_begun(gateway, ask):
    with serving(Reply(status=429, headers=(("Retry-After", "3600"),)), SAID) as server:
        with pytest.raises(CouldNotAskError, match=r"overloaded\); it asks to wait 3,600 seconds"):
            ask(gateway(server, seconds=600))
        assert time.perf_counter() - server.arrived[0] < LONG_SECONDS
    assert len(server.requests) == 1


@pytest.mark.parametrize("ask", ASKS)
def test_a_gateway_that_is_not_there_is_one_line(gateway, ask):
    with serving(SAID) as server:
        pass
    with pytest.raises(CouldNotAskError, match=r"model test-model could not be reached \(nothing listens there\)"):
        ask(gateway(server, retries=0))


@pytest.mark.parametrize("ask", ASKS)
def test_why_a_gateway_is_not_reached_is_told(gateway, ask):
    with serving(SAID) as server, pytest.raises(CouldNotAskError, match=r"\(it does not speak TLS there\)"):
        ask(gateway(server, url=server.url.replace("http:", "https:"), retries=0))


def test_a_stream_that_breaks_off_is_not_asked_again_and_its_words_were_told(gateway):
    told = []
    with serving(Reply("word " * 40, cut=True), SAID) as server:
        with pytest.raises(CouldNotAskError, match="broke off in the middle of its answer"):
            told.extend(gateway(server).stream(REQUEST))
        assert told
        assert len(server.requests) == 1


def test_a_reply_that_comes_a_piece_at_a_time_ends_at_the_time_limit(gateway):
    told = []
    with serving(Reply("a" * 400, piece=1, pause=0.02)) as server:
        with pytest.raises(CouldNotAskError, match=r"did not (?:end|answer) within 0\.5 seconds"):
            told.extend(gateway(server, seconds=0.5).stream(REQUEST))
        assert len(told) < 250, "a piece comes each 0.02 seconds: more would have taken 5"


@pytest.mark.parametrize(
    "reply",
    [Reply("I cannot help", finish="content_filter"), Reply(refusal="I will not say this")],
    ids=["filter", "refusal"],
)
@pytest.mark.parametrize("ask", ASKS)
def test_a_refusal_is_told_as_one(gateway, ask, reply):
    with serving(reply) as server:
        assert ask(gateway(server)).finish is Finish.REFUSED


@pytest.mark.parametrize("way", list(StructuredWay))
def test_a_reply_of_a_hundred_thousand_tokens_is_read_or_given_up_in_time_that_grows_with_it_alone(gateway, way):
    text = json.dumps({"word": "four" * 99_000})
    with serving(Reply(text, piece=400)) as server:
        assert streamed(gateway(server, structured=way, seconds=60)).text == text
    with serving(Reply("four" * 110_000, piece=400)) as server, pytest.raises(LimitExceededError, match="went on beyond 400,000"):
        streamed(gateway(server, structured=way, seconds=60))


def test_a_whole_reply_that_is_too_long_is_given_up(gateway):
    with serving(Reply("a" * (MOST_CHARS + 1))) as server, pytest.raises(LimitExceededError, match="said more than 400,000"):
        gateway(server).ask(REQUEST)


@pytest.mark.parametrize("ask", ASKS)
def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else(gateway, ask):
    with serving(SAID) as other:
        away = Reply(status=307, headers=(("Location", f"{other.url}/chat/completions"),))
        with serving(away) as server, pytest.raises(CouldNotAskError, match="the gateway answered 307"):
            ask(gateway(server))
    assert server.requests[0][1]["authorization"] == f"Bearer {SECRET}"
    assert server.requests[0][1]["x-team"] == SECRET
    assert other.requests == []


@pytest.mark.parametrize("ask", ASKS)
def test_a_packed_reply_is_not_read(gateway, ask):
    packed = Reply(raw=b"\x1f\x8b", headers=(("Content-Encoding", "gzip"),))
    with serving(packed) as server, pytest.raises(CouldNotAskError, match="could not be reached"):
        ask(gateway(server, retries=0))
    assert server.requests[0][1]["accept-encoding"] == "identity"


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("reply", [Reply(status=401), Reply(raw=b"<html>"), Reply(status=307), Reply(status=500)], ids=str)
def test_no_error_repeats_the_key_the_headers_or_what_was_sent(gateway, ask, reply):
    with serving(reply) as server, pytest.raises(DeskError) as caught:
        ask(gateway(server, retries=0))
    assert SECRET not in str(caught.value)
    assert "margins" not in str(caught.value)


def test_room_for_thoughts_is_asked_for_beside_the_replys(gateway):
    with serving(SAID) as server:
        model = gateway(server, thinking_tokens=900, context_window=8_192)
        model.ask(REQUEST)
    assert server.requests[0][0]["max_tokens"] == 1_000
    assert model.context_window == 7_292
