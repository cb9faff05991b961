"""What every AnswerStore promises."""

from dataclasses import replace

import pytest

from research.errors import NotFoundError
from research.nouns.answers import PartKind, PlanPart
from research.nouns.conversations import KeptAnswer, Turn
from tests.contracts.samples import JANUARY
from tests.ui.sample_desk import figure_answer

ANSWER = figure_answer("What was capex in FY2024 and FY2023?", (2024, 2023))
TURN = Turn(earlier=ANSWER.plan, without=frozenset({PlanPart(PartKind.PERIOD, "FY2022")}), reading="eps_basic")
KEPT = KeptAnswer("a1", "ann", JANUARY, ANSWER, TURN, ("quillmere-id",))


def test_an_answer_comes_back_equal(ledger_stores):
    ledger_stores.answers.keep(KEPT)
    assert ledger_stores.answers.get("a1") == KEPT


def test_an_answer_that_is_not_kept_is_not_found(ledger_stores):
    with pytest.raises(NotFoundError):
        ledger_stores.answers.get("a2")


def test_an_id_is_kept_once(ledger_stores):
    ledger_stores.answers.keep(KEPT)
    with pytest.raises(ValueError, match="a1"):
        ledger_stores.answers.keep(replace(KEPT, user="bob"))
    assert ledger_stores.answers.get("a1").user == "ann"
