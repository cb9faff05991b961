"""Documents whose labels forbid it leave this machine by no way: not as passages, figures, names, steps, and not by a turn before."""

from __future__ import annotations

import json
import shutil

import pytest

from research.model_settings import ModelSettings
from research.models.service import SILENT, Telling
from research.nouns.access import Access
from research.nouns.conversations import Turn
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import Reply, serving
from ui.cli.ingest import ingest_paths

ANN = Access("ann")
TARGET = "Harthwick Castings"
DEAL = f"""---
company: {TARGET} plc
published_at: 2025-02-01
---
# {TARGET} plc: notes on the deal

The gross margin of {TARGET} fell because nickel castings became dearer and the Marlpit foundry stood idle for seven weeks.

Quillmere's gross margin will suffer from the price of castings that {TARGET} asks, as project Nightjar assumes.

| | FY2024 | FY2023 |
|---|---|---|
| Net sales | 8,417.3 | 7,905.1 |
"""
CANARIES = ("Harthwick", "Marlpit", "Nightjar", "8,417.3", "7,905.1", "deal-nightjar")
QUESTIONS = (
    "Why did Harthwick Castings' gross margin fall?",
    "Compare the gross margin of Quillmere and Harthwick Castings: what drove each?",
    "What were Harthwick Castings' net sales in FY2024 and why did they grow?",
    "What drove the change in Quillmere's gross margin in FY2024?",
    "Since when has the price of castings hurt gross margin?",
    "Which company stood idle?",
)
QUOTING = json.dumps({"refused": False, "claims": [], "questions": []})


@pytest.fixture(scope="module", params=["deal:nightjar", "personal:ann"])
def home(request, sample_home, tmp_path_factory):
    """Return a workspace that holds a document under a label that forbids sending it."""
    folder = tmp_path_factory.mktemp("withheld")
    made = shutil.copytree(sample_home, folder / "home")
    (folder / "deal-nightjar.md").write_text(DEAL, encoding="utf-8")
    with Workspace.open(load_settings(made)) as workspace:
        ingest_paths(workspace, [folder / "deal-nightjar.md"], label=request.param)
    return made


def opened(home, server, *, far=True):
    url = server.url.replace("127.0.0.1", "127.1") if far else server.url
    model = ModelSettings(name="far", url=url, retries=0, seconds=30)
    return Workspace.open(load_settings(home).model_copy(update={"models": (model,)}))


def sent(server, questions=()):
    """Return all that was sent, the users' own words taken out."""
    text = "\n".join(json.dumps(body, ensure_ascii=False) for body, _ in server.requests)
    for question in questions:
        text = text.replace(json.dumps(question, ensure_ascii=False)[1:-1], "")
    return text


def test_the_document_is_found_and_sent_to_a_model_on_this_machine(home):
    with serving(Reply(QUOTING)) as server, opened(home, server, far=False) as workspace:
        workspace.ask(QUESTIONS[0], ANN, telling=SILENT)
    assert "Marlpit" in sent(server)


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_of_it_is_sent_to_a_remote_model(home, question):
    with serving(Reply(QUOTING)) as server, opened(home, server) as workspace:
        answer = workspace.ask(question, ANN, telling=SILENT)
        audit = [dict(event.details) for event in workspace.ledger.events(ANN, action="model")]
    held = [one for one in CANARIES if one in sent(server, [question])]
    assert held == []
    assert answer.model is None
    known = {document for row in audit for document in row["documents"].split(",")}
    assert not any("nightjar" in document for document in known)


def test_a_turn_before_does_not_bring_it_along(home):
    with serving(Reply(QUOTING)) as server, opened(home, server) as workspace:
        first = workspace.converse(QUESTIONS[0], ANN, Turn())
        workspace.converse(
            "And why did it fall at Quillmere?",
            ANN,
            Turn(earlier=first.answer.plan),
            telling=Telling(lambda _: None, lambda _: None, lambda: True),
        )
    assert [one for one in CANARIES if one in sent(server, [QUESTIONS[0]])] == []
