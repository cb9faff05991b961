"""Several figures in one question: each is answered for itself, or the question is not taken apart."""

import pytest

from research.answering.topics import topics
from research.nouns.answers import AnswerStatus
from research.planning.several import single_questions
from tests.research.answering.shelf import INCOME, QUILLMERE, TARROW, ask, fake_catalog, file, shown


@pytest.mark.parametrize(
    ("question", "singles"),
    [
        ("What were net sales, gross margin and EPS in 2024?", ("net sales", "gross margin", "EPS")),
        ("What were net sales and the operating margin in 2024?", ("net sales", "operating margin")),
        ("What were revenue & net income over the last two years?", ("revenue", "net income")),
    ],
)
def test_each_figure_of_a_list_is_a_question_of_its_own(question, singles):
    asked = single_questions(question, topics()).values()
    assert [any(f" {single} in" in one or f" {single} over" in one for one in asked) for single in singles] == [True] * len(singles)
    assert len(asked) == len(singles)


@pytest.mark.parametrize(
    "question",
    [
        "What was the difference between revenue and net income in 2024?",
        "Sum of revenue and net income 2024",
        "Ratio of inventories and revenue 2024",
        "gross margin / asset turnover 2024",
        "What was net income in 2024?",
        "Net income in 2024 and how revenue moved",
        "Revenue and cost of sales as a share of total assets",
    ],
)
def test_what_makes_one_figure_of_several_lists_none(question):
    assert single_questions(question, topics()) == {}


def test_several_figures_are_answered_one_by_one_and_named_in_the_table():
    answer = ask("What were Quillmere's net sales, gross margin and capex in 2024?")
    assert (answer.status, shown(answer)) == (AnswerStatus.ANSWERED, ["$1,200.0 million", "40.00 %", "$60.0 million"])
    assert [row[1] for row in answer.table.rows] == ["Revenue", "Gross margin", "Capital expenditure"]
    assert [citation.marker for citation in answer.citations] == [str(number) for number in range(1, len(answer.citations) + 1)]
    assert [period.label for period in answer.plan.periods] == ["FY2024"]


def test_what_is_not_known_of_several_is_named():
    answer = ask("What were Tarrow's revenue and capex in FY2024?")
    assert (answer.status, shown(answer)) == (AnswerStatus.PARTIAL, ["$3,000.0 million"])
    assert any(f"capital expenditure of {TARROW}" in line for line in answer.missing)


def test_several_figures_of_several_companies_and_years():
    answer = ask("Revenue and net income of Quillmere and Tarrow in 2023 and 2024")
    assert len(answer.values) == 8
    assert {value.calculation.company for value in answer.values} == {QUILLMERE, TARROW}


def test_a_list_with_more_than_figures_is_not_taken_apart():
    answer = ask("What were Quillmere's revenue and capex and the weather in 2024?")
    assert answer.values == ()


def test_companies_without_a_year_in_common_are_told_so():
    catalog = fake_catalog()
    file(catalog, QUILLMERE, "quillmere-2024", ("FY2024",), [(INCOME, "Net sales", "revenue", ("1,200.0",))])
    file(catalog, TARROW, "tarrow-2019", ("FY2019",), [(INCOME, "Revenues", "revenue", ("2,500.0",))])
    answer = ask("Revenue of Quillmere and Tarrow", catalog)
    assert answer.missing == (
        f"revenue: {QUILLMERE} and {TARROW} state it for no year in common; name a year, or ask for one company at a time",
    )
