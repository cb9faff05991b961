"""`desk eval questions --model NAME`: the model's answers are scored, and what it did is counted apart."""

from __future__ import annotations

import json
import shutil

import pytest

from research.errors import UsageError
from tests.fakes.model_server import Reply, serving
from tests.research.models.test_writer import draft, sources_in
from ui.cli.evaluation import questions_command
from ui.cli.evaluation_models import opened_with

QUESTIONS = [
    {"id": "why", "type": "prose", "question": "What drove the change in Quillmere's gross margin in FY2024?", "expect": "prose"},
    {"id": "risk", "type": "prose", "question": "What does Quillmere say about its customers?", "expect": "prose"},
    {"id": "net", "type": "figure", "question": "What was Quillmere's net income in FY2024?", "expect": "clarify"},
]


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("eval") / "home")


def quoting_margins_else_refusing(body):
    if "gross margin in FY2024?" not in body["messages"][1]["content"]:
        return draft(refused=True)
    for name, text in sources_in(body).items():
        for sentence in " ".join(text.split()).split(". "):
            if "gross margin" in sentence.lower() and 40 < len(sentence) < 400:
                return draft((f"{sentence}.", name, sentence))
    raise AssertionError("no source tells of the gross margin")


def test_what_the_model_did_is_counted_and_its_answers_scored(home, tmp_path, monkeypatch, capsys):
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in QUESTIONS))
    first = {"name": "first", "url": "http://127.0.0.1:1/v1"}
    with serving(Reply(quoting_margins_else_refusing)) as server:
        monkeypatch.setenv("DESK_MODELS", json.dumps([first, {"name": "second", "url": server.url}]))
        questions_command(file, model="second", home=home, as_json=True)
        told = json.loads(capsys.readouterr().out)
        questions_command(file, home=home, as_json=True)
        without = json.loads(capsys.readouterr().out)
    assert told["model"] == "second"
    assert told["answers_of_model"] == {"written": 1, "refused": 1, "unsupported": 0, "failed": 0, "not asked": 1}
    assert [row["model"] for row in told["rows"]] == ["written", "refused", "not asked"]
    assert "model" not in without
    assert {body["model"] for body, _ in server.requests} == {"second"}


def test_a_model_that_is_not_configured_or_may_not_be_asked_is_a_mistake(home, monkeypatch):
    monkeypatch.setenv("DESK_MODELS", '[{"name": "first", "url": "https://models.example/v1"}]')
    monkeypatch.setenv("DESK_REMOTE", "false")
    with pytest.raises(UsageError, match=r"no model 'other' is configured; configured are: first"), opened_with(home, "other"):
        pass
    with pytest.raises(UsageError, match="first is beyond this machine"), opened_with(home, "first"):
        pass
