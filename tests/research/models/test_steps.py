"""Questions of several steps: asked by rule or as a model plans them, told as they begin, stopped, and within their limits."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal

import pytest

from research.model_settings import ModelSettings
from research.models.service import Telling
from research.nouns.access import Access
from research.nouns.answers import AnswerStatus
from research.settings import load_settings
from research.workspace import Workspace
from tests.fakes.model_server import Reply, serving
from tests.research.models.test_writer import draft, quoting

ANN = Access("ann")
BOTH = "What do Quillmere and Tarrowby say about competition?"
WAY = "What drove the change in Quillmere's gross margin in FY2024 versus FY2023?"


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("steps") / "home")


def asked(home, server, question, *, telling=None, price=Decimal(0), **settings):
    model = ModelSettings(name="test-model", url=server.url, retries=0, seconds=5, price_in=price)
    opened = load_settings(home).model_copy(update={"models": (model,), **settings})
    with Workspace.open(opened) as workspace:
        return workspace.ask(question, ANN, **({"telling": telling} if telling else {}))


def test_companies_are_asked_about_one_by_one(home):
    told = []
    with serving(Reply(quoting("compet"))) as server:
        answer = asked(home, server, BOTH, telling=Telling(lambda _: None, told.append, lambda: True))
    assert [one.question for one in answer.steps] == told
    assert len(told) == 2
    assert {step.status for step in answer.steps} <= {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL, AnswerStatus.INSUFFICIENT_EVIDENCE}
    documents = {one.document for one in answer.retrieved}
    assert any("quillmere" in name for name in documents)
    assert any("tarrowby" in name for name in documents)
    assert answer.model == "test-model"
    assert [one.rank for one in answer.retrieved] == list(range(1, len(answer.retrieved) + 1))


def plan(*questions):
    return Reply(json.dumps({"questions": list(questions)}))


def test_a_model_plans_steps_and_only_those_of_the_library_are_taken(home):
    planned = plan("What were Quillmere's net sales in FY2024?", "What did Nobody Corp. earn in FY2024?", WAY)
    with serving(planned, Reply(quoting("gross margin"))) as server:
        answer = asked(home, server, WAY)
    assert [one.question for one in answer.steps] == ["What were Quillmere's net sales in FY2024?"]
    assert dict(answer.usage)["calls"] == 1
    assert "What were Quillmere's net sales" not in json.dumps(server.requests[1][0]["messages"][0])
    assert any("net sales" in claim.text.lower() and claim.calculation for claim in answer.claims)


def test_a_plan_that_is_none_costs_nothing_but_itself(home):
    with serving(Reply("no plan"), Reply(quoting("gross margin"))) as server:
        answer = asked(home, server, WAY)
    assert answer.steps == ()
    assert answer.model == "test-model"


def test_steps_are_stopped_between_two(home):
    told = []
    with serving(Reply(draft())) as server:
        answer = asked(home, server, BOTH, telling=Telling(lambda _: None, told.append, lambda: not told))
    assert len(told) == 1
    assert len(answer.steps) == 1
    assert server.requests == []


@pytest.mark.parametrize(
    ("limit", "line"),
    [
        ({"answer_calls": 1}, "the answer has taken 1 calls of models, the limit is 1"),
        ({"answer_tokens": 1_000}, "the answer would take over 1,000 tokens of models"),
        ({"answer_money": Decimal("0.00001"), "price": Decimal(1)}, "the answer has cost 0.0001, the limit is 0.00001"),
    ],
    ids=["calls", "tokens", "money"],
)
def test_what_goes_over_a_limit_leaves_the_answer_of_the_program(home, limit, line):
    with serving(plan(), Reply(quoting("gross margin"))) as server:
        answer = asked(home, server, WAY, **limit)
    assert answer.model is None
    assert answer.status is AnswerStatus.ANSWERED
    assert any(one.startswith(line) for one in answer.missing)
