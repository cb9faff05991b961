import pytest

from research.planning.periods import find_periods


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What is the FY2018 capex?", ["FY2018"]),
        ("FY2018 - FY2020 3 year average", ["FY2018", "FY2019", "FY2020"]),
        ("between FY2016 and FY2017", ["FY2016", "FY2017"]),
        ("from 2016 to 2018", ["FY2016", "FY2017", "FY2018"]),
        ("Q2 of FY2024 against Q2 2023", ["Q2 FY2024", "Q2 FY2023"]),
        ("Q22023 and 2Q24 and 2022Q1 and Q2'2021", ["Q2 FY2023", "Q2 FY2024", "Q1 FY2022", "Q2 FY2021"]),
        ("H1 FY2023, first half of 2022", ["H1 FY2023", "H1 FY2022"]),
        ("second quarter of fiscal 2024", ["Q2 FY2024"]),
        ("first nine months of 2023", ["9M FY2023"]),
        ("FY20 and FY'21", ["FY2020", "FY2021"]),
        ("2022 revenue, and revenue in 2022", ["FY2022"]),
        ("costs of $2,018, 2018.5 tons, 2018% and ¥2018", []),
        ("10-20 stores and a 5-10 year plan", []),
        ("what about margins?", []),
        ("FY2030 - FY2010", ["FY2030", "FY2010"]),
    ],
)
def test_periods_of_a_question(question, labels):
    assert [term.label for term in find_periods(question)] == labels


def test_each_period_keeps_the_words_it_came_from():
    assert [(term.label, term.words) for term in find_periods("Q2 of FY2024?")] == [("Q2 FY2024", "Q2 of FY2024")]


@pytest.mark.parametrize(
    ("question", "label", "kind", "words"),
    [
        ("total assets as of June 30, 2024", "2024-06-30", "date", "as of June 30, 2024"),
        ("revenue for the quarter ended 31 December 2017", "2017-12-31", "quarter", "the quarter ended 31 December 2017"),
        ("sales of the fiscal year ended Jan. 28, 2017", "2017-01-28", "year", "the fiscal year ended Jan. 28, 2017"),
        ("the six months ended June 30, 2023", "2023-06-30", "half", "the six months ended June 30, 2023"),
    ],
)
def test_dates_say_what_ends_there(question, label, kind, words):
    (term,) = find_periods(question)
    assert (term.label, term.fiscal_period, term.words, term.fiscal_year) == (label, kind, words, None)


@pytest.mark.parametrize("question", ["revenue 2024/2023", "revenue 2023-2024", "revenue 2024-2023"])
def test_two_years_in_any_order_are_both_asked_for(question):
    assert [term.label for term in find_periods(question)] == ["FY2023", "FY2024"]


def test_a_date_that_the_calendar_does_not_have_is_a_year():
    assert [term.label for term in find_periods("cash at February 31, 2018")] == ["FY2018"]
