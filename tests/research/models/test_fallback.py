"""Two models in order: the second is asked when the first fails, the program's own answer stands behind both, each failure has a line."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import contextmanager

import pytest

from research.adapters.gateway import GatewayModel
from research.model_settings import ModelSettings
from research.models.replay import ReplayedModel
from research.nouns.access import Access
from research.nouns.models import ModelReply
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import Reply, serving
from tests.research.models.test_writer import QUESTION, quoting

ANN = Access("ann")
OWN_WORDS = ": the answer is in the documents' own words"


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("fallback") / "home")


@contextmanager
def two(home, first, second, **more):
    """Open the workspace with two models behind servers that reply so, and lend it with the servers."""
    with serving(first) as one, serving(second) as other:
        given = {"retries": 0, "seconds": 10} | more
        models = (ModelSettings(name="first", url=one.url, **given), ModelSettings(name="second", url=other.url, **given))
        with Workspace.open(load_settings(home).model_copy(update={"models": models})) as workspace:
            yield workspace, one, other


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        (Reply(status=503), "model first: the gateway answered 503 (it failed)"),
        (Reply(status=401), "model first: the gateway answered 401 (it wants a key)"),
        (Reply(quoting("gross margin"), cut=True), "model first broke off in the middle of its answer"),
        (Reply("no JSON at all"), "the model's answer is no JSON object"),
    ],
    ids=["503", "401", "cut", "prose"],
)
def test_the_second_model_answers_when_the_first_fails(home, reply, line):
    with two(home, reply, Reply(quoting("gross margin"))) as (workspace, one, other):
        answer = workspace.ask(QUESTION, ANN)
    assert answer.model == "second"
    assert answer.missing[-1] == line
    assert len(one.requests) >= 1
    assert len(other.requests) == 1


def test_the_second_is_not_asked_when_the_first_answers(home):
    with two(home, Reply(quoting("gross margin")), Reply(quoting("gross margin"))) as (workspace, _, other):
        assert workspace.ask(QUESTION, ANN).model == "first"
    assert other.requests == []


def test_behind_both_is_the_programs_own_answer_with_a_line_for_each(home):
    with two(home, Reply(status=500), Reply(status=429, headers=(("Retry-After", "900"),))) as (workspace, _, _):
        own = workspace.ask(QUESTION, ANN, telling=None)
        answer = workspace.ask(QUESTION, ANN)
    assert (answer.text, answer.model) == (own.text, None)
    assert [one for one in answer.missing if one not in own.missing] == [
        f"model first: the gateway answered 500 (it failed){OWN_WORDS}",
        f"model second: the gateway answered 429 (it is overloaded){OWN_WORDS}",
    ]


def test_a_refusal_is_an_answer_and_the_second_is_not_asked(home):
    with two(home, Reply("I cannot help.", finish="content_filter"), Reply(quoting("gross margin"))) as (workspace, _, other):
        answer = workspace.ask(QUESTION, ANN)
    assert answer.missing[-1] == f"first found no answer in the sources{OWN_WORDS}"
    assert other.requests == []


def test_a_reply_of_a_hundred_thousand_tokens_leaves_the_programs_answer_soon(home):
    claims = [{"text": "four" * 250, "quotes": [{"source": "S1", "quote": "four four four"}], "figures": []} for _ in range(350)]
    endless = Reply(json.dumps({"refused": False, "claims": claims}), piece=400)
    with two(home, endless, Reply("word " * 100_000, piece=400), seconds=120) as (workspace, _, _):
        own = workspace.ask(QUESTION, ANN, telling=None)
        began = time.process_time()
        answer = workspace.ask(QUESTION, ANN)
        took = time.process_time() - began
    assert (answer.text, answer.model) == (own.text, None)
    first, second = (one for one in answer.missing if one not in own.missing)
    assert first.startswith("the model's answer is not of the form asked for (claims: too_long)")
    assert second.startswith("model second went on beyond 400,000 characters")
    assert took < 60


def test_the_audit_says_what_was_sent_to_which(home):
    with two(home, Reply("no JSON at all"), Reply(quoting("gross margin"))) as (workspace, first, second):
        workspace.ask(QUESTION, ANN)
        events = workspace.ledger.events(ANN, action="model", limit=2)
    sent = [dict(one.details) for one in events]
    assert {one["model"] for one in sent} == {"first", "second"}
    assert all(one["remote"] == "no" and one["documents"] for one in sent)
    assert {one["model"]: one["endpoint"] for one in sent} == {
        name: server.url.removeprefix("http://").removesuffix("/v1") for name, server in (("first", first), ("second", second))
    }


def test_an_answer_is_recorded_and_replayed_without_the_model(home, tmp_path):
    with serving(Reply(quoting("gross margin"))) as server:
        model = ModelSettings(name="test-model", url=server.url, retries=0)
        kept = load_settings(home).model_copy(update={"models": (model,), "replay": tmp_path / "replies", "replay_mode": "record"})
        with Workspace.open(kept) as workspace:
            recorded = workspace.ask(QUESTION, ANN)
    with Workspace.open(kept.model_copy(update={"replay_mode": "replay"})) as workspace:
        replayed = workspace.ask(QUESTION, ANN)
        sent = dict(workspace.ledger.events(ANN, action="model", limit=1)[0].details)
    assert len(server.requests) == 1
    assert recorded.model == replayed.model == "test-model"
    assert (replayed.text, replayed.citations) == (recorded.text, recorded.citations)
    assert (sent["remote"], sent["replayed"]) == ("no", "yes")


def test_what_is_sent_beyond_this_machine_is_replayed_as_it_was_masked(home, tmp_path):
    away = ModelSettings(name="test-model", url="http://models.example/v1", retries=0)
    asked = []

    class Recorder(GatewayModel):
        """Notes what it would be asked, and says nothing."""

        def ask(self, request):
            asked.append(request)
            return ModelReply(json.dumps({"refused": True, "claims": []}), self.name)

    class Recording(Workspace):
        """A workspace whose one model is the recorder."""

        models = (ReplayedModel(Recorder(away), tmp_path, asks=True),)

    settings = load_settings(home).model_copy(update={"models": (away,), "replay": tmp_path})
    with Recording.open(settings) as workspace:
        first = workspace.ask(QUESTION, ANN)
    with Workspace.open(settings) as workspace:
        again = workspace.ask(QUESTION, ANN)
    assert len(asked) == 1
    assert again.missing == first.missing
    assert again.missing[-1].startswith("test-model found no answer in the sources")
