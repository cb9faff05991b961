import pytest

from research.planning.periods import find_periods, find_relative


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What is the FY2018 capex?", ["FY2018"]),
        ("capex in fiscal 1850, revenue for FY3024", ["FY1850", "FY3024"]),
        ("What was capex in 1850?", ["FY1850"]),
        ("Was it sold for 1850, or did 1850 people leave in 1,850 days?", []),
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
        ("LTM Q2 2023, TTM 2022", ["LTM Q2 FY2023", "LTM FY2022"]),
        ("first six months of 2023 and first-half fiscal 2024", ["H1 FY2023", "H1 FY2024"]),
        ("FY24 Q2 and fiscal 2024 third quarter", ["Q2 FY2024", "Q3 FY2024"]),
        ("YTD Q3 2023 revenue", ["9M FY2023"]),
        ("YTD revenue, Q2 2023", ["H1 FY2023"]),
        ("2024年, 2024年第三季度, 2023年度, 2022年上半年, 2021年前三季度", ["FY2024", "Q3 FY2024", "FY2023", "H1 FY2022", "9M FY2021"]),
        ("2022年至2024年", ["FY2022", "FY2023", "FY2024"]),
        ("2024年13月", []),
    ],
)
def test_periods_of_a_question(question, labels):
    assert [term.label for term in find_periods(question)] == labels


@pytest.mark.parametrize(
    ("question", "count", "part"),
    [
        ("over the last three years", 3, "FY"),
        ("in the past 8 quarters", 8, "Q"),
        ("LTM revenue", 1, "LTM"),
        ("最近五年", 5, "FY"),
        ("last year", None, None),
    ],
)
def test_periods_counted_back(question, count, part):
    found = find_relative(question)
    assert (found and found[0].count, found and found[0].fiscal_period) == (count, part)


def test_each_period_keeps_the_words_it_came_from():
    assert [(term.label, term.words) for term in find_periods("Q2 of FY2024?")] == [("Q2 FY2024", "Q2 of FY2024")]


@pytest.mark.parametrize(
    ("question", "label", "kind", "words"),
    [
        ("total assets as of June 30, 2024", "2024-06-30", "date", "as of June 30, 2024"),
        ("revenue for the quarter ended 31 December 2017", "2017-12-31", "quarter", "the quarter ended 31 December 2017"),
        ("sales of the fiscal year ended Jan. 28, 2017", "2017-01-28", "year", "the fiscal year ended Jan. 28, 2017"),
        ("the six months ended June 30, 2023", "2023-06-30", "half", "the six months ended June 30, 2023"),
        ("EPS YTD at July 29, 2023", "2023-07-29", "year to date", "YTD at July 29, 2023"),
        ("TTM June 30, 2023", "2023-06-30", "year", "TTM June 30, 2023"),
        ("sales of the June 2023 quarter", "2023-06-30", "quarter", "the June 2023 quarter"),
        ("net sales, year to January 2018", "2018-01-31", "year", "year to January 2018"),
        ("revenue in calendar 2023", "2023-12-31", "year", "calendar 2023"),
        ("截至2024年6月30日的存货", "2024-06-30", "date", "截至2024年6月30日"),
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


def test_a_products_name_is_no_period():
    assert [period.label for period in find_periods("margin on the H100 and the Q400 in Q2 FY2026")] == ["Q2 FY2026"]
