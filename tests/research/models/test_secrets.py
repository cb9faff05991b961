"""Keys, headers and masked values stand in no log, error, traceback, audit row, answer or page; who is not asked is not reached."""

from __future__ import annotations

import io
import json
import logging
import shutil
import traceback

import pytest
import structlog

from research.errors import CouldNotAskError, DeskError
from research.model_settings import ModelSettings
from research.models.service import SILENT
from research.nouns.access import Access
from research.nouns.models import ModelRequest, ModelTurn
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import Reply, serving
from ui.cli.contract import answer_json
from ui.render.answer_html import missing_html, sentence_html
from ui.render.answer_view import view_answer

ANN = Access("ann")
KEY, HEADER, MAIL = "sk-canary-51f0c9", "team-canary-88ab12", "canary.reader@harrowmail.example.com"
QUESTION = f"What drove the change in Quillmere's gross margin in FY2024? Write to {MAIL} about it."
REPEATED = {"error": {"message": f"Incorrect API key provided: {KEY}; header {HEADER}; you asked {MAIL}"}}
CANARIES = (KEY, HEADER, MAIL)
FAILURES = {
    "401 that repeats the key": Reply(status=401, raw=json.dumps(REPEATED).encode()),
    "500 that repeats the question": Reply(status=500, raw=json.dumps(REPEATED).encode()),
    "no JSON": Reply(raw=f"<html>{KEY} {HEADER}</html>".encode()),
    "a header that repeats": Reply("{}", headers=(("X-Debug", f"{KEY} {HEADER}"),)),
    "cut": Reply('{"claims": []}', cut=True),
    "prose": Reply(f"The key is {KEY} and the header {HEADER}."),
    "a key of the object": Reply(json.dumps({KEY: HEADER})),
    "an id": Reply(json.dumps({"claims": [{"text": "a", "quotes": [{"source": KEY, "quote": HEADER}]}]})),
}


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("secrets") / "home")


@pytest.fixture
def logged():
    """Return all that is logged, by every logger at its lowest level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root, kept = logging.getLogger(), {}
    for name in ("", "openai", "httpx", "httpcore", "llama_index"):
        kept[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    before = structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=structlog.PrintLoggerFactory(file=stream),
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        cache_logger_on_first_use=False,
    )
    yield stream
    structlog.configure(**before)
    root.removeHandler(handler)
    for name, level in kept.items():
        logging.getLogger(name).setLevel(level)


def remote(server):
    """Return a model on this machine whose address does not say so: what is sent to it counts as leaving."""
    url = server.url.replace("127.0.0.1", "127.1")
    return ModelSettings(name="far", url=url, key=KEY, headers={"X-Team": HEADER}, retries=0, seconds=30)


def held(text):
    return [one for one in CANARIES if one in text]


@pytest.mark.parametrize("reply", FAILURES.values(), ids=FAILURES.keys())
def test_canaries_stand_nowhere_but_in_what_is_sent(home, logged, reply):
    with serving(reply) as server:
        model = remote(server)
        assert model.is_remote
        settings = load_settings(home).model_copy(update={"models": (model,)})
        with Workspace.open(settings) as workspace:
            answer = workspace.ask(QUESTION, ANN, telling=SILENT)
            audit = repr(workspace.ledger.events(ANN, action="model"))
            parts = (repr(settings), repr(model), repr(workspace.models), repr(vars(workspace.models[0])))
        body, headers = server.requests[-1]
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["x-team"] == HEADER
    assert "⟦" in body["messages"][1]["content"]
    assert MAIL not in json.dumps(body)
    assert not held(logged.getvalue())
    assert [one for one in held(audit) if one != MAIL] == []
    assert not any(held(part) for part in parts)
    record = answer_json(answer)
    view = view_answer(answer)
    page = "".join((*map(sentence_html, view.sentences), missing_html(view.missing)))
    said = json.dumps({name: value for name, value in record.items() if name not in {"question", "plan"}}, ensure_ascii=False)
    assert not held(said + page + answer.text)
    assert answer.model is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 429, 500, 503])
def test_a_traceback_repeats_nothing_that_the_gateway_says(home, status):
    from research.adapters.gateway import GatewayModel

    with serving(Reply(status=status, raw=json.dumps(REPEATED).encode())) as server:
        model = GatewayModel(remote(server))
        with pytest.raises(DeskError) as failed:
            model.ask(ModelRequest((ModelTurn("user", MAIL),), 100))
        model.close()
    trace = "".join(traceback.format_exception(failed.value))
    assert not held(trace)
    assert str(status) in failed.value.message


def test_a_key_that_no_header_can_hold_is_not_repeated():
    from research.adapters.gateway import GatewayModel

    with serving(Reply("{}")) as server:
        model = GatewayModel(remote(server).model_copy(update={"key": type(remote(server).key)(f"{KEY}\n{KEY}")}))
        with pytest.raises(CouldNotAskError) as failed:
            model.ask(ModelRequest((ModelTurn("user", "x"),), 100))
        model.close()
    assert KEY not in "".join(traceback.format_exception(failed.value))


@pytest.mark.parametrize("table", [{"key": KEY, "sort": 1}, {"key": KEY, "headers": HEADER}, {"key": [KEY]}])
def test_settings_that_are_wrong_do_not_repeat_the_key(tmp_path, monkeypatch, table):
    monkeypatch.setenv("DESK_MODELS", json.dumps([{"name": "far", "url": "https://model.example.com/v1", **table}]))
    with pytest.raises(DeskError) as failed:
        load_settings(tmp_path)
    assert not held(str(failed.value))
    assert not held("".join(traceback.format_exception(failed.value)))


def test_without_a_model_nothing_is_opened(home):
    with Workspace.open(load_settings(home)) as workspace:
        answer = workspace.ask(QUESTION, ANN)
        assert workspace.models == ()
    assert answer.usage == ()


def test_a_remote_model_is_not_reached_where_remote_is_off(home):
    with serving(Reply("{}")) as server:
        settings = load_settings(home).model_copy(update={"models": (remote(server),), "remote": False})
        with Workspace.open(settings) as workspace:
            workspace.ask(QUESTION, ANN)
            assert workspace.models == ()
    assert server.requests == []
