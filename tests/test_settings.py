"""Settings of models: one by three variables, more in the file; what is wrong is one line, and no key is ever in it."""

from __future__ import annotations

import pytest

from research.errors import SettingsError
from research.settings import Settings, load_settings
from research.team_settings import TeamSettings

KEY = "sk-of-nobody-4711"


def test_one_model_needs_its_name_alone_and_stands_before_the_list(monkeypatch):
    monkeypatch.setenv("DESK_MODEL", "qwen3:8b")
    assert [(one.name, one.url, one.is_remote) for one in load_settings().language_models] == [
        ("qwen3:8b", "http://127.0.0.1:11434/v1", False)
    ]
    monkeypatch.setenv("DESK_MODEL_URL", "https://models.example/v1/")
    monkeypatch.setenv("DESK_MODEL_KEY", KEY)
    monkeypatch.setenv("DESK_MODELS", '[{"name": "second", "url": "http://localhost:8000/v1"}]')
    first, second = load_settings().language_models
    assert (first.url, first.key.get_secret_value(), first.is_remote) == ("https://models.example/v1", KEY, True)
    assert (second.name, second.is_remote) == ("second", False)


def test_models_of_the_settings_file(monkeypatch, tmp_path):
    file = tmp_path / "desk.toml"
    file.write_text(
        '[[models]]\nname = "big"\nurl = "https://gateway.example/v1"\nkey = "k"\nstructured = "schema"\n'
        'headers = {"X-Team" = "research"}\n'
        '[[models]]\nname = "small"\nurl = "http://127.0.0.1:11434/v1"\nprice_in = "0.15"\n'
    )
    monkeypatch.setenv("DESK_CONFIG", str(file))
    assert [one.name for one in load_settings().language_models] == ["big", "small"]


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"DESK_MODEL_URL": "http://127.0.0.1:1/v1"}, "settings: DESK_MODEL_URL names an endpoint: name its model with DESK_MODEL"),
        ({"DESK_MODEL": "m", "DESK_MODEL_URL": f"http://me:{KEY}@host/v1"}, "setting model_url: give the address without user"),
        ({"DESK_MODEL": "m", "DESK_MODEL_URL": "models.example"}, "setting model_url: give an http or https address"),
        ({"DESK_MODELS": f'[{{"name": "x", "key": "{KEY}"'}, 'settings: error parsing value for field "models"'),
        ({"DESK_MODELS": f'[{{"name": "x", "url": "http://h/v1", "key": ["{KEY}"]}}]'}, "setting models.0.key"),
        ({"DESK_EMBEDDING_URL": "http://127.0.0.1:1/v1"}, "settings: DESK_EMBEDDING_URL names an endpoint"),
        (
            {"DESK_EMBEDDING_URL": "http://h/v1", "DESK_EMBEDDING_NAME": "e", "DESK_EMBEDDING_MODEL": "folder"},
            "settings: DESK_EMBEDDING_URL and DESK_EMBEDDING_MODEL name two",
        ),
        ({"DESK_REPLAY_MODE": "both"}, "setting replay_mode"),
    ],
)
def test_what_is_wrong_is_one_line_without_the_key(monkeypatch, variables, line):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(line)
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_no_key_is_shown_and_none_is_in_the_fingerprint():
    one = Settings(model="m", model_key=KEY, embedding_url="http://h/v1", embedding_name="e", embedding_key=KEY)
    assert KEY not in f"{one!r} {one} {one.model_dump_json()} {one.language_models!r}"
    assert one.fingerprint() == Settings(model="m", embedding_url="http://h/v1", embedding_name="e").fingerprint()
    assert one.fingerprint() != Settings(embedding_name="e").fingerprint()


def test_texts_leave_for_an_endpoint_that_is_neither_here_nor_ours():
    away = {"embedding_url": "https://vectors.example/v1", "embedding_name": "e"}
    assert Settings(**away).embeds_remotely
    assert not Settings(**away, embedding_local=True).embeds_remotely
    assert not Settings(embedding_url="http://127.0.0.1:1/v1", embedding_name="e").embeds_remotely
    assert not Settings().embeds_remotely


def test_a_misspelt_variable_is_an_error_and_that_of_another_program_none(monkeypatch, tmp_path):
    monkeypatch.setenv("DESK_SHARED", "/elsewhere")
    assert load_settings(tmp_path).home == tmp_path
    monkeypatch.setenv("DESK_WALLZ", "true")
    with pytest.raises(SettingsError, match="DESK_WALLZ is no setting") as caught:
        load_settings(tmp_path)
    assert caught.value.hint == "did you mean DESK_WALLS?"


def test_a_settings_file_of_another_encoding_is_said(monkeypatch, tmp_path):
    file = tmp_path / "desk.toml"
    file.write_bytes('user = "Zoë"'.encode("latin-1"))
    monkeypatch.setenv("DESK_CONFIG", str(file))
    with pytest.raises(SettingsError, match="is not UTF-8"):
        load_settings(tmp_path)


def test_in_a_team_walls_are_always_up():
    assert [Settings(walls=walls, team=team).has_walls for walls in (False, True) for team in (None, TeamSettings())] == [
        False,
        True,
        True,
        True,
    ]
