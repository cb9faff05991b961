"""The year in which a figure of a company was highest or lowest, and questions that only seem to ask for that."""

from __future__ import annotations

import pytest

from research.nouns.answers import AnswerStatus, Verdict
from research.planning.parts import plan_parts
from tests.research.answering.shelf import ask, shown

OF_THREE = "of FY2022, FY2023 and FY2024.\n"


@pytest.mark.parametrize(
    ("question", "lead", "figure"),
    [
        ("In which year was Quillmere's operating margin highest?", "FY2024 had the highest operating margin", "15.00 %"),
        ("Which of Quillmere's years had the highest operating margin?", "FY2024 had the highest operating margin", "15.00 %"),
        ("What was the highest gross margin of Quillmere?", "FY2024 had the highest gross margin", "40.00 %"),
        ("What was Quillmere's worst year for operating margin?", "FY2022 had the lowest operating margin", "11.25 %"),
        ("When was Quillmere's net income highest?", "FY2024 had the highest net income", "$130.0 million"),
        ("In which year did Wexcombe's total deposits peak?", "FY2024 had the highest total deposits", "$6,200,000 thousand"),
        ("In what fiscal year was Tarrow's net income lowest?", "FY2023 had the lowest net income", "-$20.0 million"),
        ("Jiangyu Drives 哪一年的营业收入最高？", "FY2024 had the highest revenue", "2,345,678,901.23元"),
    ],
)
def test_the_year_is_named_and_its_figure_shown(question, lead, figure):
    answer = ask(question)
    assert lead in answer.text.partition("\n")[0]
    assert answer.text.partition(".\n")[0].endswith(OF_THREE.removesuffix(".\n"))
    assert [shown_one.replace("−", "-") for shown_one in shown(answer)] == [figure]
    assert answer.status is AnswerStatus.ANSWERED
    assert {claim.verdict for claim in answer.claims} == {Verdict.SUPPORTED}
    assert len(answer.table.rows) == 3


def test_years_are_set_in_order_by_growth():
    answer = ask("In which year did Quillmere's revenue grow the least?")
    assert "FY2024 had the lowest revenue growth of FY2023 and FY2024" in answer.text
    assert shown(answer) == ["20.00 %"]


def test_only_the_years_asked_for_are_set_in_order():
    answer = ask("Which year between 2022 and 2023 had the highest net income at Quillmere?")
    assert "FY2023 had the highest net income" in answer.text
    assert [row[1] for row in answer.table.rows] == ["FY2023", "FY2022"]


def test_a_year_that_lacks_is_told():
    answer = ask("In which year from 2020 to 2024 was Quillmere's revenue highest?")
    assert answer.status is AnswerStatus.PARTIAL
    assert any("FY2020" in line for line in answer.missing)


def test_the_plan_shows_what_is_chosen():
    parts = plan_parts(ask("In which year was Quillmere's operating margin highest?").plan)
    assert ("Chosen", "highest of the years") in [(part.kind.value, part.value) for part in parts]


@pytest.mark.parametrize(
    "question",
    [
        "In which quarter was Quillmere's revenue highest?",
        "In which year was Quillmere's revenue second highest?",
        "In which year was Tarrow's net loss largest?",
        "In which year will Quillmere's revenue be highest?",
        "In which year was the highest revenue of Quillmere's peers?",
        "In which year was Quillmere's revenue not the highest?",
        "What is Quillmere's highest court judgment?",
        "What is the highest salary at Quillmere?",
    ],
)
def test_what_is_no_choice_among_years_is_not_taken_for_one(question):
    answer = ask(question)
    assert "had the highest" not in answer.text
