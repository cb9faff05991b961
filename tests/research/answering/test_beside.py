"""Figures that stand beside each other because the question may mean either, and periods set against each other."""

import pytest

from tests.research.answering.shelf import CASH, INCOME, QUILLMERE, QUILLMERE_ROWS, YEARS, ask, file, shelf, shown


def with_rows(*rows, name="quillmere-more"):
    catalog = shelf()
    file(catalog, QUILLMERE, name, YEARS, rows)
    return catalog


def with_holders(whole):
    catalog = shelf(but=(QUILLMERE,))
    rows = [row for row in QUILLMERE_ROWS if row[2] not in {"net_income", "net_income_including_noncontrolling"}]
    own = (INCOME, "Net income attributable to Quillmere", "net_income", ("90.0", "80.0", "70.0"))
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, [*rows, own, (INCOME, "Net income", "net_income_including_noncontrolling", whole)])
    return catalog


def test_a_reading_that_is_far_from_the_one_taken_stands_beside_it():
    answer = ask("Quillmere net income 2024", with_holders(("20.0", "81.0", "71.0")))
    assert shown(answer) == ["$90.0 million", "$20.0 million"]
    assert "including noncontrolling interests" in answer.text
    assert shown(ask("Quillmere net income 2023", with_holders(("20.0", "81.0", "71.0")))) == ["$80.0 million"]


@pytest.mark.parametrize(
    "question",
    ["Quillmere net income attributable to common shareholders 2024", "Quillmere net income excluding noncontrolling interests 2024"],
)
def test_a_reading_that_the_question_names_stands_alone(question):
    assert len(shown(ask(question, with_holders(("20.0", "81.0", "71.0"))))) <= 1


@pytest.mark.parametrize(("printed", "count"), [("151.0", 2), ("150.0", 1)])
def test_what_the_company_calls_so_itself_stands_beside_what_is_computed(printed, count):
    rows = [
        (CASH, "Cash from operations", "operating_cash_flow", ("210.0", "150.0", "100.0")),
        (CASH, "Purchases of plant", "capital_expenditure", ("-60.0", "-45.0", "-30.0")),
        (None, "Free cash flow", None, (printed, "105.0", "70.0")),
    ]
    catalog = shelf(but=(QUILLMERE,))
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, rows)
    assert len(shown(ask("Quillmere free cash flow 2024", catalog))) == count


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Quillmere revenue 2024 vs 2022", ["$400.0 million"]),
        ("Quillmere revenue in 2022 compared with 2024", ["$400.0 million"]),
        ("Quillmere gross margin FY2022 versus FY2024", ["7.50 pp"]),
        ("Quillmere revenue 2022 and 2024", ["$800.0 million", "$1,200.0 million"]),
        ("Quillmere revenue 2022 to 2024, what happened?", ["$400.0 million"]),
        ("Quillmere revenue 2022, 2023 and 2024, trend?", ["$800.0 million", "$1,000.0 million", "$1,200.0 million"]),
    ],
)
def test_two_periods_set_against_each_other_ask_how_far_they_are_apart(question, value):
    assert shown(ask(question)) == value
