"""A word for several figures gets a question back, and every choice is a question that is understood to the last word."""

import pytest

from research.answering.meanings import which_figure
from research.answering.topics import topics
from research.nouns.answers import AnswerStatus
from research.planning.plan import make_plan

NAMES = {"Quillmere Pumps, Inc.": ["Quillmere"]}
WORDS = ["total income", "profit", "margin", "debt", "cash flow", "total expenses"]


@pytest.mark.parametrize("word", WORDS)
def test_every_choice_is_a_question_for_one_figure(word):
    plan = make_plan(f"What was Quillmere's {word} in 2024?", NAMES, topics())
    answer = which_figure(plan)
    assert answer is not None
    assert (answer.status, answer.values) == (AnswerStatus.NEEDS_CLARIFICATION, ())
    again = [make_plan(choice.question, NAMES, topics()) for choice in answer.choices]
    assert [one.metric.value for one in again] == [meant.value for meant in plan.meanings]
    assert all(one.wants_figure or one.wants_computed for one in again)


def test_a_plain_question_gets_none_back():
    assert which_figure(make_plan("What was Quillmere's net income in 2024?", NAMES, topics())) is None
