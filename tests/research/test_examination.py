"""What the doctor finds of a workspace and of models: able, unable, absent, open to others."""

from __future__ import annotations

import json
import shutil

import pytest

from research.examination import State, examine_model, examine_workspace, worst
from research.model_settings import ModelSettings
from research.nouns.models import StructuredWay
from research.settings import Settings, load_settings
from tests.fakes.model_server import Reply, serving

READY = '{"word": "ready"}'


def examined(server, *, window=False, **more):
    model = ModelSettings(**({"name": "test-model", "url": server.url, "key": "sk-nobody", "seconds": 5} | more))
    return examine_model(model, Settings(), window=window)


def test_a_model_that_can_all():
    with serving(Reply(READY, piece=4), listed=[{"id": "test-model", "max_model_len": 32_768}]) as server:
        found = examined(server, structured="schema")
    assert (found.state, found.lines, found.said_window) == (State.OK, (), 32_768)
    assert [(one.way.value, one.why_not) for one in found.examined.ways] == [("schema", ""), ("function", ""), ("text", "")]
    assert found.examined.stream.pieces > 1
    assert 0 < found.examined.stream.first_seconds <= found.examined.stream.seconds
    assert len(server.requests) == 4
    sent = [("tools" in body, "response_format" in body) for body, _ in server.requests[1:]]
    assert sent == [(False, True), (True, False), (False, False)]


def test_a_way_that_does_not_work_names_one_that_does():
    def say(body):
        return "I would rather talk." if "tools" in body else READY

    with serving(Reply(say, piece=4)) as server:
        found = examined(server, structured="function")
    assert found.state is State.FAILED
    assert found.lines == (
        "it does not answer in JSON as configured (function): the model's answer is no JSON object; set structured to schema or text",
    )


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        (Reply(status=401), "model test-model: the gateway answered 401 (it wants a key)"),
        (Reply(status=404), "model test-model: the gateway answered 404 (it has no such model)"),
        (Reply(wait=0.8), "model test-model did not answer within 0.3 seconds"),
    ],
    ids=["401", "404", "late"],
)
def test_a_model_that_does_not_answer_is_asked_no_further(reply, line):
    with serving(reply) as server:
        found = examined(server, **({"seconds": 0.3} if reply.wait else {}))
    assert (found.state, found.lines) == (State.FAILED, (line,))
    assert not found.examined.reached
    assert len(server.requests) == 2


def test_what_is_worth_a_thought_is_a_warning():
    with serving(Reply(READY, piece=400), listed=[{"id": "other", "max_model_len": 2_048}]) as server:
        found = examined(server)
        window = examined(server, name="other")
    assert found.state is State.WARNING
    assert found.lines == (
        "the endpoint does not list test-model; it lists other",
        "its words come all at once, not as they are said",
    )
    assert window.lines[0] == "context_window is set to 8,192 tokens, the endpoint says 2,048"


@pytest.mark.parametrize(("room", "state"), [(1_000_000, State.OK), (12_000, State.FAILED)])
def test_a_window_that_is_cut_short_in_silence_is_found_out(room, state):
    def say(body):
        kept = body["messages"][-1]["content"][-room:]
        return '{"word": "lantern"}' if "first word is lantern" in kept else READY

    with serving(Reply(say, piece=4)) as server:
        found = examined(server, window=True)
    assert found.state is state
    assert 18_000 < len(server.requests[-1][0]["messages"][-1]["content"]) < 8_192 * 4
    if state is State.FAILED:
        told = "a request of 8,192 tokens, as context_window is set: it does not know how a request of that length begins: it reads less"
        assert found.lines == (told,)


def test_an_address_without_a_path_is_told_of_v1():
    with serving(Reply(status=404)) as server:
        found = examined(server, url=server.url.removesuffix("/v1"))
    assert found.lines[1] == f"the address of an OpenAI-compatible endpoint has a path, most often /v1: {server.url}"


def test_nothing_is_sent_beyond_this_machine_where_nothing_may_be():
    found = examine_model(ModelSettings(name="m", url="http://models.example/v1"), Settings(remote=False))
    assert (found.state, found.examined) == (State.SKIPPED, None)


def test_a_workspace_that_is_well(sample_home):
    found = list(examine_workspace(load_settings(sample_home)))
    assert [(one.name, one.state) for one in found] == [
        ("home", State.OK),
        ("catalog", State.OK),
        ("embedding", State.OK),
        ("indexes", State.OK),
    ]
    assert found[1].lines == ("2 documents that answer",)


def test_a_damaged_index_is_built_anew_and_told_of(sample_home, tmp_path):
    home = shutil.copytree(sample_home, tmp_path / "home")
    words = next((home / "indexes" / "tantivy" / "data").glob("*.store"))
    words.write_bytes(words.read_bytes()[:-8] + bytes(8))
    *_, found = examine_workspace(load_settings(home))
    said = f"the lexical index at {home}/indexes/tantivy is damaged: {words.name} differ from what was written"
    assert (found.state, found.lines) == (State.WARNING, (f"{said}; it was built anew from the catalog",))
    *_, again = examine_workspace(load_settings(home))
    assert again.state is State.OK


def test_a_workspace_that_is_not_there_is_not_made(tmp_path):
    found = list(examine_workspace(Settings(home=tmp_path / "none")))
    assert [(one.name, one.state) for one in found] == [("home", State.SKIPPED), ("embedding", State.OK)]
    assert not (tmp_path / "none").exists()


def test_a_folder_that_others_may_look_into_is_a_warning_and_a_damaged_catalog_a_failure(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "catalog.db").write_bytes(b"no database" * 1_000)
    home, catalog = examine_workspace(Settings(home=tmp_path))
    assert (home.state, home.lines[1]) == (State.WARNING, f"others on this machine may look into it; chmod 700 {tmp_path}")
    assert catalog.state is State.FAILED


def test_the_worst_state_decides():
    assert worst([State.OK, State.SKIPPED]) is State.OK
    assert worst([State.OK, State.WARNING]) is State.WARNING
    assert worst([State.FAILED, State.WARNING]) is State.FAILED


def test_requests_hold_nothing_of_the_library_and_the_ways_are_all_tried():
    with serving(Reply(READY, piece=4)) as server:
        found = examined(server)
    assert {one.way for one in found.examined.ways} == set(StructuredWay)
    said = json.dumps([body["messages"] for body, _ in server.requests])
    assert len(said) < 4_000
