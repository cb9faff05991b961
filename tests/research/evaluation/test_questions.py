"""What an answer is worth, by what its question expects."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from research.errors import CannotReadError
from research.evaluation.questions import Expect, Outcome, judge, read_own_questions, score_own_questions
from research.nouns.answers import AnswerStatus
from tests.ui.sample_desk import figure_answer

OWN = Path(__file__).resolve().parents[2] / "questions" / "questions.jsonl"
FIGURE = {"number": "63.8", "unit": "USD", "scale": 1_000_000, "decimals": 1}
PAGE = {"doc": "quillmere-10k-2024", "page": 11}
ANSWER = figure_answer("capex?")
ONE = replace(ANSWER, values=ANSWER.values[:1])
REFUSED = replace(ANSWER, values=(), citations=(), status=AnswerStatus.INSUFFICIENT_EVIDENCE)
ASKS = replace(ANSWER, values=(), citations=(), status=AnswerStatus.NEEDS_CLARIFICATION)
QUOTES = replace(ANSWER, values=())


def question(tmp_path, expect, **fields):
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"id": "q", "type": "lookup", "question": "capex?", "expect": expect, **fields}) + "\n")
    return read_own_questions(path)[0]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.RIGHT),
        ({"number": "63800", "scale": 1_000, "decimals": 0}, Outcome.RIGHT),
        ({"number": "63.9"}, Outcome.RIGHT),  # one unit of the last digit
        ({"number": "71.5"}, Outcome.WRONG),
        ({"number": "-63.8"}, Outcome.WRONG),
        ({"scale": 1_000}, Outcome.WRONG),
        ({"unit": "%"}, Outcome.WRONG),
    ],
)
def test_a_figure_counts_with_its_scale_sign_and_unit(tmp_path, changes, outcome):
    assert judge(question(tmp_path, "figure", figure=FIGURE | changes), ONE) is outcome


def test_a_figure_without_its_citation_or_beside_others_is_wrong(tmp_path):
    asked = question(tmp_path, "figure", figure=FIGURE)
    assert judge(asked, replace(ONE, citations=())) is Outcome.WRONG
    assert judge(asked, replace(ONE, values=ONE.values * 2)) is Outcome.WRONG
    assert judge(asked, QUOTES) is Outcome.REFUSED


def test_prose_is_right_when_it_carries_the_facts_or_stands_on_a_gold_page(tmp_path):
    assert judge(question(tmp_path, "prose", must=[["purchases of property"], ["48.2", "none"]]), QUOTES) is Outcome.RIGHT
    assert judge(question(tmp_path, "prose", must=[["purchases of property"], ["pumps"]]), QUOTES) is Outcome.WRONG
    assert judge(question(tmp_path, "prose", evidence=[PAGE]), QUOTES) is Outcome.RIGHT
    assert judge(question(tmp_path, "prose", evidence=[PAGE | {"page": 4}]), QUOTES) is Outcome.WRONG
    assert judge(question(tmp_path, "prose", evidence=[PAGE]), REFUSED) is Outcome.REFUSED


def test_refusals_and_questions_back_are_judged_by_what_was_expected(tmp_path):
    refuse, clarify = question(tmp_path, "refuse"), question(tmp_path, "clarify")
    assert [judge(refuse, answer) for answer in (REFUSED, ASKS, QUOTES, ONE)] == [
        Outcome.RIGHT,
        Outcome.REFUSED,
        Outcome.WRONG,
        Outcome.WRONG,
    ]
    assert [judge(clarify, answer) for answer in (ASKS, REFUSED, ONE)] == [Outcome.RIGHT, Outcome.REFUSED, Outcome.WRONG]


def test_a_line_that_is_no_question_is_named(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "q", "type": "lookup", "question": "x", "expect": "nothing"}\n')
    with pytest.raises(CannotReadError, match=r"questions\.jsonl line 1 is not a question"):
        read_own_questions(path)


def _conversation(tmp_path, *follows):
    path = tmp_path / "questions.jsonl"
    rows = [
        {"id": f"q{number}", "type": "lookup", "question": f"capex {number}?", "expect": "figure", "figure": FIGURE} for number in range(3)
    ]
    lines = [row | ({"follows": before} if before else {}) for row, before in zip(rows, follows, strict=True)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_question_that_follows_another_is_asked_in_its_turn(tmp_path):
    asked = {}

    def ask(text, turn):
        asked[text] = turn.earlier and turn.earlier.question
        return replace(ONE, plan=replace(ONE.plan, question=text))

    scores = score_own_questions(read_own_questions(_conversation(tmp_path, "", "q0", "q1")), search=lambda _: (), ask=ask)
    assert asked == {"capex 0?": None, "capex 1?": "capex 0?", "capex 2?": "capex 1?"}
    assert [score.outcome for score in scores] == [Outcome.RIGHT] * 3


def test_a_question_that_follows_none_before_it_is_named(tmp_path):
    with pytest.raises(CannotReadError, match=r"line 2 is not a question: it follows q2"):
        read_own_questions(_conversation(tmp_path, "", "q2", ""))


def test_the_own_questions_are_whole():
    questions = read_own_questions(OWN)
    assert len({one.id for one in questions}) == len(questions) >= 150
    assert sum(one.expect is Expect.REFUSE for one in questions) >= 50
    assert all(one.figures for one in questions if one.expect is Expect.FIGURE)
    assert all(one.pages for one in questions if one.expect in {Expect.FIGURE, Expect.PROSE})
