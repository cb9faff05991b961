"""Every company set in order by a figure, and questions that only seem to ask for that."""

from __future__ import annotations

import pytest

from research.nouns.answers import AnswerStatus, Verdict
from research.planning.parts import plan_parts
from tests.research.answering.shelf import QUILLMERE, TARROW, WEXCOMBE, ask, shown


def companies(answer):
    return [value.calculation.company for value in answer.values]


@pytest.mark.parametrize(
    "question",
    [
        "Which company had the highest gross margin in 2024?",
        "Rank the companies by gross margin in 2024",
        "Gross margin of every company in 2024",
    ],
)
def test_companies_are_set_in_order_the_highest_first(question):
    answer = ask(question)
    assert (companies(answer), shown(answer)) == ([QUILLMERE, TARROW], ["40.00 %", "30.00 %"])
    assert answer.status is AnswerStatus.PARTIAL
    assert any(WEXCOMBE in line for line in answer.missing)
    assert {claim.verdict for claim in answer.claims} == {Verdict.SUPPORTED}


def test_the_lowest_is_named_and_the_plan_shows_the_choice():
    answer = ask("Which company had the lowest revenue growth in 2024?")
    assert answer.text.startswith(f"Of all companies: {TARROW} had the lowest revenue growth of those that state it.\n")
    assert ("Chosen", "lowest of the companies") in [(part.kind.value, part.value) for part in plan_parts(answer.plan)]


def test_without_a_year_the_newest_of_most_companies_is_taken():
    answer = ask("Which company had the highest total assets?")
    assert [period.label for period in answer.plan.periods] == ["FY2024"]


def test_another_currency_has_no_place_in_the_order():
    answer = ask("Which company had the highest revenue in 2024?")
    assert companies(answer)[:2] == [TARROW, QUILLMERE]
    assert any(line.startswith("in another unit or currency") for line in answer.missing)


@pytest.mark.parametrize(
    "question",
    [
        "Which company had the second highest revenue in 2024?",
        "Which companies had revenue over $2 billion in 2024?",
        "Which company except Tarrow had the highest revenue in 2024?",
        "Which company is the best investment?",
        "Which company had the largest net loss in 2024?",
        "Which company had the highest inventories to revenue in 2024?",
        "Which company had the highest revenue in 2023 and 2024?",
    ],
)
def test_what_is_asked_besides_gets_no_order(question):
    assert ask(question).values == ()


@pytest.mark.parametrize(
    ("question", "lead", "order"),
    [
        ("Who had the higher gross margin in 2024, Tarrow or Quillmere?", f"{QUILLMERE} had the higher gross margin", [QUILLMERE, TARROW]),
        ("Which had lower revenue in 2024: Tarrow or Quillmere?", f"{QUILLMERE} had the lower revenue", [QUILLMERE, TARROW]),
        (
            "Which company grew revenue faster in 2024, Tarrow or Quillmere?",
            f"{QUILLMERE} had the higher revenue growth",
            [QUILLMERE, TARROW],
        ),
        (
            "Which of Tarrow and Quillmere had the largest total assets in 2024?",
            f"{TARROW} had the higher total assets",
            [TARROW, QUILLMERE],
        ),
        ("Who earned less net income in 2023, Quillmere or Tarrow?", f"{TARROW} had the lower net income", [TARROW, QUILLMERE]),
    ],
)
def test_of_companies_that_are_named_the_first_is_said(question, lead, order):
    answer = ask(question)
    assert answer.text.startswith(f"Of these: {lead}")
    assert companies(answer) == order
    assert {claim.verdict for claim in answer.claims} == {Verdict.SUPPORTED}


@pytest.mark.parametrize(
    "question",
    [
        "Compare the revenue of Tarrow and Quillmere in 2024",
        "What was the revenue of Tarrow and Quillmere in 2024?",
        "Which had the second highest revenue in 2024, Tarrow, Wexcombe or Quillmere?",
        "Who had the larger net loss in 2023, Tarrow or Quillmere?",
        "How much more revenue did Tarrow have than Quillmere in 2024?",
        "Who had more revenue in 2024, Tarrow or Quillmere, and by how much?",
    ],
)
def test_other_questions_about_named_companies_choose_none(question):
    assert "Of these" not in ask(question).text
