"""What readers say of answers comes back as questions that can be scored."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from research.errors import UsageError
from research.evaluation.cases import ACTION, FeedbackKind, case_row, feedback_event, read_cases, right_number
from research.evaluation.questions import Expect, Outcome, judge, read_own_questions
from research.nouns.answers import PartKind, PlanPart
from research.nouns.conversations import FRESH, KeptAnswer
from research.planning.parts import without_parts
from tests.ui.sample_desk import COMPANY, figure_answer, sample_answer

AT = datetime(2026, 1, 2, tzinfo=UTC)
KEPT = KeptAnswer("a1", "ann", AT, figure_answer("What was capex?"))


def said(kind, kept=KEPT, **more):
    return feedback_event(kept, kind, user="ann", at=AT, **more)


def cases(*events):
    return read_cases([replace(event, id=number) for number, event in enumerate(events, 1)])


def questions(tmp_path, *events):
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(case_row(case)) for case in cases(*events)), encoding="utf-8")
    return read_own_questions(file)


def test_a_wrong_figure_keeps_question_plan_figure_place_user_and_time():
    event = said(FeedbackKind.WRONG_FIGURE, marker="1", right="(71.5) on page 11")
    assert (event.action, event.subject, event.user, event.at) == (ACTION, "What was capex?", "ann", AT)
    case = cases(event)[0]
    assert (case.figures[0].display, case.figures[0].document, case.figures[0].page) == ("$63.8 million", "quillmere-10k-2024", 11)
    assert (case.right, case.answer_id) == ("(71.5) on page 11", "a1")
    assert case.plan == f"capital expenditure of {COMPANY} for FY2024, USD, in millions"


def test_a_wrong_figure_with_the_right_one_is_a_question_that_expects_it(tmp_path):
    question = questions(tmp_path, said(FeedbackKind.WRONG_FIGURE, marker="1", right="71.5"))[0]
    assert question.expect is Expect.FIGURE
    assert judge(question, KEPT.answer) is Outcome.WRONG
    assert judge(question, figure_answer("?", (2023,))) is Outcome.RIGHT


def test_a_wrong_figure_without_the_right_one_is_listed_and_not_scored(tmp_path):
    event = said(FeedbackKind.WRONG_FIGURE, marker="1")
    assert case_row(cases(event)[0])["expect"] is None
    assert questions(tmp_path, event) == []


def test_a_good_answer_expects_its_figures_and_pages(tmp_path):
    question = questions(tmp_path, said(FeedbackKind.GOOD))[0]
    assert judge(question, KEPT.answer) is Outcome.RIGHT
    assert ("quillmere-10k-2024", 11) in question.pages


def test_a_good_refusal_expects_a_refusal(tmp_path):
    refused = replace(KEPT, answer=sample_answer("What was capex of Umbrella?", FRESH))
    assert questions(tmp_path, said(FeedbackKind.GOOD, refused))[0].expect is Expect.REFUSE


def test_a_follow_up_is_kept_as_a_question_that_stands_alone():
    gone = without_parts(KEPT.answer.plan, frozenset({PlanPart(PartKind.FORM, "10-K")}))
    case = cases(said(FeedbackKind.GOOD, replace(KEPT, answer=replace(KEPT.answer, plan=gone))))[0]
    assert case.asked == "What was capex?"
    assert case.question == f"What was the capital expenditure of {COMPANY} for FY2024, USD, in millions?"


def test_the_last_word_on_one_thing_counts():
    found = cases(said(FeedbackKind.GOOD), said(FeedbackKind.WRONG_FIGURE, marker="1"), said(FeedbackKind.BAD))
    assert [(case.id, case.kind) for case in found] == [(2, FeedbackKind.WRONG_FIGURE), (3, FeedbackKind.BAD)]


def test_what_is_right_has_a_limit():
    with pytest.raises(UsageError):
        said(FeedbackKind.WRONG_FIGURE, marker="1", right="x" * 301)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("71.5", "71.5"),
        ("it is (71.5), page 11", "-71.5"),
        ("$1,284.6 million", "1284.6"),
        ("-$3", "-3"),
        ("−0.4", "-0.4"),
        ("no idea", None),
    ],
)
def test_the_number_of_what_is_right(text, number):
    assert right_number(text) == (None if number is None else Decimal(number))
