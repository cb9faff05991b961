"""`desk ask` with a model: who wrote the answer, what it took, its exit codes, and what asks no model."""

from __future__ import annotations

import json

import pytest
import typer

from tests.fakes.model_server import Reply, serving
from tests.research.models.test_writer import QUESTION, quoting
from ui.cli.questions import INSUFFICIENT, ask_command


@pytest.fixture
def server(monkeypatch):
    with serving(Reply(quoting("gross margin"))) as running:
        monkeypatch.setenv("DESK_MODELS", json.dumps([{"name": "test-model", "url": running.url, "retries": 0}]))
        yield running


def test_the_json_names_the_model_its_usage_and_the_steps(sample_home, server, capsys):
    ask_command(QUESTION, home=sample_home, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["model"] == "test-model"
    assert told["usage"] == {"calls": 1, "prompt_tokens": 100, "completion_tokens": 20}
    assert told["steps"] == []


def test_in_a_pipe_nothing_is_told_on_the_way(sample_home, server, capsys):
    ask_command(QUESTION, home=sample_home, as_json=True)
    assert capsys.readouterr().err == ""


def test_a_person_is_told_who_wrote_the_answer(sample_home, server, capsys):
    ask_command(QUESTION, home=sample_home)
    assert "in the words of test-model, each sentence held against its source" in capsys.readouterr().out


def test_no_llm_asks_none(sample_home, server, capsys):
    ask_command(QUESTION, home=sample_home, no_llm=True, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["model"], told["usage"], server.requests) == (None, {}, [])


def test_a_refusal_ends_with_its_exit_code_with_a_model_too(sample_home, server, capsys):
    with pytest.raises(typer.Exit) as ended:
        ask_command("What does Globex say about competition?", home=sample_home, as_json=True)
    assert ended.value.exit_code == INSUFFICIENT
    assert json.loads(capsys.readouterr().out)["missing"] == ["no document of the library mentions Globex"]
    assert server.requests == []


def test_a_grid_asks_none(sample_home, server, tmp_path, capsys):
    batch = tmp_path / "questions.jsonl"
    batch.write_text(json.dumps({"question": "What drove the change in gross margin in FY2024?"}))
    with pytest.raises(typer.Exit):
        ask_command(batch=batch, across=["Quillmere", "Tarrowby"], home=sample_home)
    assert capsys.readouterr().out
    assert server.requests == []
