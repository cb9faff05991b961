"""Words of a question that only tell how its period is made up of others; parts for something else than a figure; customers."""

import pytest

from research.planning.two_parts import figure_part
from research.planning.workings import LONGEST, without_workings
from tests.golden.question_plans import plan, told


@pytest.mark.parametrize(
    "question",
    [
        "Quillmere revenue in Q1 2023, i.e. six months less the second quarter",
        "Quillmere revenue in the third quarter of 2022? (work it out: full year less first half less Q4)",
        "Quillmere revenue H2 2022: Q3 plus Q4",
        "Quillmere revenue Q4 FY2022, that is the full year minus nine months",
        "Quillmere revenue Q4 2022 (full year 2022 less 9M 2022)",
    ],
)
def test_how_a_period_is_made_up_is_no_other_question(question):
    found = plan(question)
    assert (found.metric.value, found.qualifiers, len(found.periods)) == ("revenue", (), 1)


@pytest.mark.parametrize(
    "question",
    [
        "Quillmere revenue Q3 2022, i.e. six months less the second quarter",
        "Quillmere revenue Q3 2022 (full year less first half)",
        "Quillmere revenue Q4 2022 (full year 2021 less nine months)",
        "Quillmere revenue 2022 less Q4 2022 revenue",
        "Quillmere revenue of the full year less first half 2022",
        "Quillmere revenue Q1 2023, less the second quarter",
    ],
)
def test_any_other_sum_of_periods_stays_in_the_question(question):
    assert without_workings(question) == question


def test_a_long_text_is_not_searched_for_workings():
    long = "(as first half less " * LONGEST
    assert without_workings(long) is long


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("How much did Quillmere borrow in May 2023 and for what?", "How much did Quillmere borrow in May 2023 ?"),
        ("How many holders of record has Quillmere, and where is it listed?", "How many holders of record has Quillmere ?"),
        ("Quillmere's valve exit: who was the partner, and what gain was booked?", "Quillmere's valve exit:  what gain was booked?"),
        ("What was Quillmere's revenue in 2024?", ""),
        ("Why did revenue fall?", ""),
    ],
)
def test_a_question_of_two_parts_has_one_for_a_figure(question, part):
    assert figure_part(question) == part


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Quillmere memberships 2020-2024: how many were added in total?", ("", "change", "2020 2024")),
        ("Quillmere stores FY2021-FY2024: how many were lost in total?", ("", "change", "2021 2024")),
        ("How much did Quillmere add to content assets in 2024 per the cash flow statement?", ("content_additions", "", "2024")),
        (
            "Quillmere 2024 free cash flow, taking operating cash flow minus capital expenditure net of the proceeds from property sales?",
            ("operating_cash_flow - (capital_expenditure - proceeds_from_property_sales)", "", "2024"),
        ),
        ("Quillmere revenue net of cost of revenue in 2024", ("revenue - cost_of_revenue", "", "2024")),
        ("What gain did Quillmere make on the sale of Tarvin in 2024?", ("", "", "2024")),
    ],
)
def test_what_is_done_with_a_figure_is_read(question, figure):
    name, done, periods = told(plan(question))
    assert (name, done, periods.replace("FY", "")) == figure


def test_a_company_that_is_a_customer_is_not_asked_about():
    found = plan("Quillmere: how did Tarrow's share of net sales differ between 2023 and 2024?")
    assert [one.value for one in found.companies] == ["Quillmere Pumps, Inc."]
    assert "tarrow" in found.qualifiers
    assert len(plan("Tarrow's share of net sales in 2024").companies) == 1
    assert len(plan("How did Quillmere's and Tarrow's net sales compare in 2024?").companies) == 2
