"""Conversations over a real workspace: follow-ups, parts taken out, and who may open a kept answer again."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from research.errors import CouldNotAskError, NotFoundError
from research.models.service import SILENT
from research.nouns.access import Access
from research.nouns.answers import AnswerStatus, PartKind, PlanPart
from research.nouns.conversations import FRESH, Turn
from research.nouns.grids import GridQuestion
from research.settings import load_settings
from research.workspace import Workspace

ANN = Access("ann")
QUILLMERE = "Quillmere Pumps & Instruments, Inc."
NET_INCOME = "What was Quillmere's net income in FY2024?"


@pytest.fixture(scope="module")
def workspace(sample_home, tmp_path_factory):
    home = tmp_path_factory.mktemp("conversation") / "home"
    shutil.copytree(sample_home, home)
    with Workspace.open(load_settings(home)) as opened:
        yield opened


def shown(kept):
    return [(value.calculation.company, value.period, value.calculation.metric) for value in kept.answer.values]


def test_a_follow_up_keeps_company_metric_and_period(workspace):
    first = workspace.converse(NET_INCOME, ANN, FRESH)
    assert shown(first) == [(QUILLMERE, "FY2024", "net_income")]
    second = workspace.converse("and in 2023?", ANN, Turn(earlier=first.answer.plan))
    assert shown(second) == [(QUILLMERE, "FY2023", "net_income")]
    third = workspace.converse("including noncontrolling interests?", ANN, Turn(earlier=second.answer.plan))
    assert shown(third) == [(QUILLMERE, "FY2023", "net_income_including_noncontrolling")]
    assert [one.concept for one in third.answer.readings] == ["net_income"]


def test_a_reading_is_chosen(workspace):
    kept = workspace.converse("What was Quillmere's EPS in FY2024?", ANN, Turn(reading="eps_basic"))
    assert shown(kept) == [(QUILLMERE, "FY2024", "eps_basic")]
    assert kept.answer.values[0].basis.startswith("basic")


def without_periods(workspace, question, *labels):
    return workspace.converse(question, ANN, Turn(without=frozenset(PlanPart(PartKind.PERIOD, label) for label in labels)))


def test_without_its_period_a_question_gets_every_other_year_and_each_is_named(workspace):
    kept = without_periods(workspace, NET_INCOME, "FY2024")
    assert [period for _, period, _ in shown(kept)] == ["FY2023", "FY2022"]
    assert kept.answer.plan.removed == (PlanPart(PartKind.PERIOD, "FY2024"),)


def test_no_period_that_was_taken_out_comes_back(workspace):
    kept = without_periods(workspace, "What was Quillmere's net income in FY2024 and FY2023?", "FY2024", "FY2023")
    assert [period for _, period, _ in shown(kept)] == ["FY2022"]
    none_left = without_periods(workspace, NET_INCOME, "FY2024", "FY2023", "FY2022")
    assert none_left.answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    assert none_left.answer.missing == ("no other year's net income attributable to the company is known",)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (NET_INCOME, PlanPart(PartKind.COMPANY, QUILLMERE)),
        ("What was Umbrella's net income in FY2024?", PlanPart(PartKind.UNKNOWN, "Umbrella")),
    ],
)
def test_without_its_company_a_question_asks_which_and_answers_for_none(workspace, question, part):
    kept = workspace.converse(question, ANN, Turn(without=frozenset({part})))
    assert kept.answer.status is AnswerStatus.NEEDS_CLARIFICATION
    assert kept.answer.values == ()
    assert len(kept.answer.choices) == 2


def test_a_refusal_comes_with_the_nearest_pages_and_no_figure(workspace):
    kept = workspace.converse("What was the capital expenditure of Umbrella Holdings in FY2024?", ANN, FRESH)
    assert kept.answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    assert kept.answer.values == ()
    assert kept.answer.retrieved


def test_a_kept_answer_opens_as_it_was_and_stands_in_the_history(workspace):
    kept = workspace.converse(NET_INCOME, ANN, FRESH)
    assert workspace.reopen(kept.id, ANN) == kept
    newest = workspace.ledger.events(ANN, action="ask", limit=1)[0]
    assert (newest.subject, dict(newest.details)["kept"]) == (NET_INCOME, kept.id)
    assert workspace.ledger.events(Access("bob"), action="ask") == []


def test_a_link_opens_for_those_who_may_see_every_document_of_the_answer(workspace):
    kept = workspace.converse(NET_INCOME, ANN, FRESH)
    assert workspace.reopen(kept.id, Access("bob")) == kept
    with pytest.raises(NotFoundError):
        workspace.reopen(kept.id, Access("bob", labels=frozenset({"board"})))
    with pytest.raises(NotFoundError):
        workspace.reopen("no-such-answer", ANN)


def test_a_question_that_nobody_waits_for_is_neither_kept_nor_recorded(workspace):
    before = workspace.ledger.events(ANN, action="ask")
    with pytest.raises(CouldNotAskError, match="stopped"):
        workspace.converse(NET_INCOME, ANN, FRESH, telling=replace(SILENT, go_on=lambda: False))
    assert workspace.ledger.events(ANN, action="ask") == before


def test_the_cells_of_a_grid_are_recorded_apart_and_with_their_company(workspace):
    before = workspace.ledger.events(ANN, action="ask")
    asker = workspace.grid(ANN)
    company = next(one for one in asker.companies if one.name == QUILLMERE)
    cell = asker.cell(GridQuestion("What was net income in FY2024?"), company)
    assert cell.answer.values
    assert workspace.ledger.events(ANN, action="ask") == before
    newest = workspace.ledger.events(ANN, action="grid", limit=1)[0]
    assert (newest.subject, dict(newest.details)["of"]) == ("What was net income in FY2024?", QUILLMERE)
