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
from research.nouns.conversations import FRESH, Turn
from research.nouns.queries import DocumentFilter
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
    model = ModelSettings(name="test-model", url=server.url, retries=0, seconds=60, price_in=price)
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
    assert dict(answer.usage) == {"calls": 2, "prompt_tokens": 200, "completion_tokens": 40}
    assert "What were Quillmere's net sales" not in json.dumps(server.requests[1][0]["messages"][0])
    assert any("net sales" in claim.text.lower() and claim.calculation for claim in answer.claims)


def test_smaller_questions_are_asked_of_the_documents_that_the_question_was_asked_of(home):
    with serving(
        plan("What were Quillmere's net sales in FY2024?", "What do Quillmere and Tarrowby say about margins?"), Reply(draft())
    ) as server:
        model = ModelSettings(name="test-model", url=server.url, retries=0, seconds=60)
        with Workspace.open(load_settings(home).model_copy(update={"models": (model,)})) as workspace:
            answer = workspace.ask(WAY, ANN, wanted=DocumentFilter(names=("tarrowby-10k-2024",)))
            by_company = workspace.ask(BOTH, ANN, wanted=DocumentFilter(names=("tarrowby-10k-2024",)))
    for one in (answer, by_company):
        assert {found.document for found in one.retrieved} <= {"tarrowby-10k-2024"}
        assert {citation.document for citation in one.citations} <= {"tarrowby-10k-2024"}
    assert "quillmere-10k-2024" not in json.dumps([body["messages"] for body, _ in server.requests])


def test_the_steps_of_a_question_that_goes_on_from_another_do_so_too(home):
    with serving(plan(), Reply(draft())) as server:
        model = ModelSettings(name="test-model", url=server.url, retries=0, seconds=60)
        with Workspace.open(load_settings(home).model_copy(update={"models": (model,)})) as workspace:
            first = workspace.converse(BOTH, ANN, FRESH).answer
            answer = workspace.converse("And what about suppliers?", ANN, Turn(earlier=first.plan)).answer
    assert [term.value for term in answer.plan.companies] == [term.value for term in first.plan.companies]
    assert [one.question for one in answer.steps] == [term.value for term in first.plan.companies]
    asked = server.requests[-1][0]["messages"][1]["content"].rpartition("Question: ")[2]
    assert asked.startswith("And what about suppliers? (understood as: ")
    assert "Quillmere" in asked


def test_what_figures_answer_whole_is_planned_by_no_model(home):
    with serving(plan("What were Quillmere's net sales in FY2024?")) as server:
        answer = asked(home, server, "Compare Quillmere and Tarrowby's gross margin")
    assert (len(answer.values), answer.steps, answer.usage, server.requests) == (2, (), (), [])


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
