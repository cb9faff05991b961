"""Answers in a model's words over a real workspace: what holds is shown, what does not is left out, and every failure has one line."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from research.answering.refusals import NOT_ENOUGH
from research.errors import CouldNotAskError
from research.model_settings import ModelSettings
from research.models.service import Telling
from research.nouns.access import Access
from research.nouns.answers import AnswerStatus, Verdict
from research.nouns.conversations import FRESH
from research.nouns.models import StructuredWay
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import Reply, serving

ANN = Access("ann")
QUESTION = "What drove the change in Quillmere's gross margin in FY2024?"
WAYS = list(StructuredWay)


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("models") / "home")


def asked(home, server, question=QUESTION, *, structured=StructuredWay.TEXT, words=None, **more):
    model = ModelSettings(name="test-model", url=server.url, structured=structured, **({"retries": 0, "seconds": 30} | more))
    with Workspace.open(load_settings(home).model_copy(update={"models": (model,)})) as workspace:
        return workspace.ask(question, ANN, **({"telling": Telling(words, lambda _: None, lambda: True)} if words else {}))


def draft(*claims, refused=False):
    records = [{"text": text, "quotes": [{"source": source, "quote": quote}], "figures": []} for text, source, quote in claims]
    return json.dumps({"refused": refused, "claims": records})


def sources_in(body):
    """Return the sources of a request's prompt by their ids."""
    text = body["messages"][-1]["content"] if len(body["messages"]) == 2 else body["messages"][1]["content"]
    return dict(re.findall(r"<<<SOURCE (S\d+):[^\n]*\n(.*?)\n<<<END", text, re.DOTALL))


def sentence_of(body, word):
    """Return the id of a source that has a sentence with a word, and that sentence."""
    for name, text in sources_in(body).items():
        for sentence in re.split(r"(?<=\.)\s+", " ".join(text.split())):
            if word in sentence and 40 < len(sentence) < 400:
                return name, sentence
    raise AssertionError(f"no source has {word!r}")


def quoting(word):
    def say(body):
        source, sentence = sentence_of(body, word)
        return draft((sentence, source, sentence))

    return say


@pytest.fixture(scope="module")
def extractive(home):
    with Workspace.open(load_settings(home)) as workspace:
        answer = workspace.ask(QUESTION, ANN)
    assert answer.status is AnswerStatus.ANSWERED
    return answer


@pytest.mark.parametrize("structured", WAYS)
def test_a_draft_whose_quotes_stand_in_its_sources_is_the_answer(home, structured):
    with serving(Reply(quoting("gross margin"))) as server:
        answer = asked(home, server, structured=structured)
    assert answer.model == "test-model"
    assert answer.status is AnswerStatus.ANSWERED
    said = [claim for claim in answer.claims if claim.calculation is None]
    assert len(said) == 1
    assert "gross margin" in said[0].text
    assert said[0].verdict is Verdict.SUPPORTED
    assert said[0].citations[0].quote in answer.citations[-1].quote
    assert said[0].text.endswith(f"[{said[0].citations[0].marker}]")
    assert dict(answer.usage) == {"calls": 1, "prompt_tokens": 100, "completion_tokens": 20}
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        (Reply(status=500), "model test-model: the gateway answered 500 (it failed)"),
        (Reply(status=429), "model test-model: the gateway answered 429 (it is overloaded)"),
        (Reply(status=401), "model test-model: the gateway answered 401 (it wants a key)"),
        (Reply(raw=b"<html>"), "model test-model"),
        (Reply(quoting("gross margin"), cut=True), "model test-model broke off in the middle of its answer"),
        (Reply(wait=1.5), "model test-model did not answer within 0.5 seconds"),
        (Reply(""), "the model's answer is empty"),
        (Reply("I think that margins were fine."), "the model's answer is no JSON object"),
        (Reply('{"claims": "none"}'), "the model's answer is not of the form asked for (claims: list_type)"),
    ],
    ids=["500", "429", "401", "not json", "cut", "late", "empty", "prose", "form"],
)
def test_a_gateway_or_model_that_fails_leaves_the_extractive_answer_and_one_line(home, extractive, reply, line):
    with serving(reply) as server:
        answer = asked(home, server, seconds=0.5 if reply.wait else 30)
    assert answer.text == extractive.text
    assert answer.model is None
    added = [one for one in answer.missing if one not in extractive.missing]
    assert len(added) == 1
    assert added[0].startswith(line)
    assert added[0].endswith("the answer is in the documents' own words")


@pytest.mark.parametrize(
    "claims",
    [
        [("Gross margin fell because of a meteor.", "S1", "a meteor struck the plant in Ohio")],
        [("Gross margin was fine.", "S99", "anything at all")],
        [("Gross margin was 99.9%.", "S1", "")],
    ],
    ids=["invented quote", "wrong id", "no quote"],
)
def test_what_its_sources_do_not_carry_is_left_out_and_counted(home, extractive, claims):
    with serving(Reply(draft(*claims)), Reply('{"refused": false, "claims": []}')) as server:
        answer = asked(home, server)
    assert answer.text == extractive.text
    assert answer.model is None
    assert len(server.requests) == 2


def test_a_wrong_figure_is_repaired_once(home):
    def wrong(body):
        source, sentence = sentence_of(body, "gross margin")
        figure = re.search(r"\d+\.\d%", sentence)
        return draft((sentence.replace(figure[0], "77.7%") if figure else "Gross margin was 77.7%.", source, sentence))

    with serving(Reply(wrong), Reply(quoting("gross margin"))) as server:
        answer = asked(home, server)
    assert answer.model == "test-model"
    assert "77.7" not in answer.text
    assert dict(answer.usage)["calls"] == 2
    repair = server.requests[1][0]["messages"]
    assert [one["role"] for one in repair] == ["system", "user", "assistant", "user"]
    assert "77.7%" in repair[3]["content"]


def test_a_refusal_of_the_model_leaves_the_extractive_answer(home, extractive):
    with serving(Reply(draft(refused=True))) as server:
        answer = asked(home, server)
    assert answer.text == extractive.text
    assert answer.missing[-1] == "test-model found no answer in the sources: the answer is in the documents' own words"


def test_a_figure_is_computed_by_the_engine_and_no_model_is_asked(home):
    with serving(Reply(draft())) as server:
        answer = asked(home, server, "What was Quillmere's net income in FY2024?")
    assert answer.model is None
    assert len(answer.values) == 1
    assert server.requests == []


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What does Globex say about competition?", "no document of the library mentions Globex"),
        (
            "Why did Quillmere's gross margin change in FY2030?",
            "the FY2030 filing of Quillmere Pumps & Instruments, Inc. is not in the library",
        ),
        ("What was Quillmere's net income in FY2024 in euros?", "the figures of Quillmere Pumps & Instruments, Inc. are in USD"),
    ],
    ids=["stranger", "another time", "currency"],
)
def test_a_refusal_that_names_what_the_library_lacks_stands_and_no_model_reads_pages(home, question, line):
    with serving(Reply('{"questions": []}')) as server:
        answer = asked(home, server, question)
    assert answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    assert answer.missing[0].startswith(line)
    assert (answer.model, answer.claims) == (None, ())
    assert not any(sources_in(body) for body, _ in server.requests)


def test_the_seconds_of_an_answer_are_those_of_its_model_too(home):
    with serving(Reply(quoting("gross margin"), wait=0.4)) as server:
        assert asked(home, server).seconds > 0.4


def test_what_was_sent_in_vain_is_recorded_too(home):
    with serving(Reply(quoting("gross margin"), cut=True)) as server:
        model = ModelSettings(name="test-model", url=server.url, retries=0, seconds=60)
        with Workspace.open(load_settings(home).model_copy(update={"models": (model,)})) as workspace:
            workspace.ask(QUESTION, ANN)
            row = dict(workspace.ledger.events(ANN, action="model", limit=1)[0].details)
    assert (row["model"], row["calls"], row["failed"]) == ("test-model", "1", "yes")
    assert row["documents"]


def test_a_question_that_is_stopped_stops_the_model_and_says_what_was_sent(home):
    told = []
    with serving(Reply(quoting("gross margin"), piece=4, pause=0.02)) as server:
        model = ModelSettings(name="test-model", url=server.url, retries=0, seconds=30)
        with Workspace.open(load_settings(home).model_copy(update={"models": (model,)})) as workspace:
            with pytest.raises(CouldNotAskError, match="the question was stopped"):
                workspace.converse(QUESTION, ANN, FRESH, telling=Telling(told.append, lambda _: None, lambda: not told))
            row = dict(workspace.ledger.events(ANN, action="model", limit=1)[0].details)
    assert len(told) == 1
    assert row["failed"] == "yes"


def test_words_are_told_as_they_come(home):
    told = []
    with serving(Reply(quoting("gross margin"))) as server:
        answer = asked(home, server, words=told.append)
    assert len(told) > 1
    assert answer.claims[-1].text.startswith(told[-1])


def test_the_prompt_names_the_rules_and_the_refusal_and_is_asked_for_json(home):
    with serving(Reply(quoting("gross margin"))) as server:
        asked(home, server)
    system, user = server.requests[0][0]["messages"]
    assert NOT_ENOUGH in system["content"]
    assert '"additionalProperties":false' in system["content"]
    assert f"Question: {QUESTION}" in user["content"]
    assert "<<<SOURCE S1: Quillmere" in user["content"]
