"""`desk doctor`: what it prints, its JSON, its exit code, and that no key is in either."""

from __future__ import annotations

import json

import pytest
import typer

from tests.fakes.model_server import Reply, serving
from ui.cli.doctor import doctor_command

KEY = "sk-of-nobody-2468"


@pytest.fixture
def configured(monkeypatch):
    """Return what names a model behind a server by its three variables."""

    def name(server):
        monkeypatch.setenv("DESK_MODEL", "test-model")
        monkeypatch.setenv("DESK_MODEL_URL", server.url)
        monkeypatch.setenv("DESK_MODEL_KEY", KEY)

    return name


def test_a_model_that_works_is_described(configured, tmp_path, capsys):
    with serving(Reply('{"word": "ready"}', piece=4), listed=[{"id": "test-model", "max_model_len": 16_384}]) as server:
        configured(server)
        doctor_command(home=tmp_path / "none", as_json=True)
        told = json.loads(capsys.readouterr().out)
        doctor_command(home=tmp_path / "none")
        shown = capsys.readouterr().out
    assert told["state"] == "ok"
    (model,) = told["models"]
    assert (model["name"], model["remote"], model["state"], model["reached"]) == ("test-model", False, "ok", True)
    assert model["ways"] == {way: {"works": True, "why": None} for way in ("text", "function", "schema")}
    assert model["context_window"] == {"set": 8_192, "said": 16_384}
    assert model["stream"]["works"]
    assert "answers in JSON by text, function, schema; configured is text" in shown
    assert "room for tokens: says 16,384" in shown
    assert KEY not in json.dumps(told) + shown


def test_a_model_that_fails_is_told_and_the_exit_code_says_so(configured, tmp_path, capsys):
    with serving(Reply(status=401)) as server:
        configured(server)
        with pytest.raises(typer.Exit) as left:
            doctor_command(home=tmp_path / "none")
    shown = capsys.readouterr().out
    assert left.value.exit_code == 1
    assert "the gateway answered 401 (it wants a key)" in shown
    assert KEY not in shown


def test_without_a_model_it_says_how_to_name_one(tmp_path, capsys):
    doctor_command(home=tmp_path / "none")
    shown = capsys.readouterr().out
    assert f"no workspace at {tmp_path / 'none'}; desk ingest makes one" in shown
    assert "no language model is configured" in shown
