"""Questions for what is done with figures, growth, averages, multiples, and what they are understood to ask, one line each."""

import pytest

from tests.golden.question_plans import plan, told

OPERATIONS = [
    ("What was Quillmere's revenue growth in FY2024?", "revenue", "growth", "FY2024"),
    ("By how much did Quillmere's operating income drop in 2023, in percent?", "operating_income", "growth", "FY2023"),
    ("By how much did Quillmere's operating income drop in 2023?", "operating_income", "change", "FY2023"),
    ("Quillmere revenue change FY24 vs FY23, %", "revenue", "growth", "FY2023 FY2024"),
    (
        "What is Quillmere's year-over-year change in revenue from FY2016 to FY2017 (in units of percents)?",
        "revenue",
        "growth",
        "FY2016 FY2017",
    ),
    ("Quillmere's QoQ revenue growth in Q3 2024", "revenue", "growth previous", "Q3/2024"),
    ("Quillmere Q2 2024 revenue vs prior year", "revenue", "growth prior", "Q2/2024"),
    ("Quillmere revenue yoy FY2024", "revenue", "growth prior", "FY2024"),
    ("Quillmere's revenue growth in 2022, 2023 and 2024", "revenue", "growth prior", "FY2022 FY2023 FY2024"),
    ("How much did Quillmere's gross margin change between FY2017 and FY2018?", "gross_margin", "change", "FY2017 FY2018"),
    ("Change in Quillmere's gross margin from 2022 to 2024 in percentage points", "gross_margin", "change", "FY2022 FY2024"),
    ("Change in Quillmere's capex as a % of revenue, FY2022 to FY2024", "capital_expenditure / revenue", "change", "FY2022 FY2024"),
    ("What was the CAGR of Quillmere's revenue from 2015 to 2019?", "revenue", "cagr", "FY2015 FY2019"),
    ("Quillmere's three-year revenue CAGR to FY2020", "revenue", "cagr", "FY2017 FY2020"),
    ("How fast did Quillmere's net sales compound from 2015 to 2019? CAGR please.", "revenue", "cagr", "FY2015 FY2019"),
    ("What was Quillmere's three year average operating margin 2016-2018?", "operating_margin", "average", "FY2016 FY2017 FY2018"),
    (
        "FY2018 - FY2020 3 year average of capex as a % of revenue for Quillmere",
        "capital_expenditure / revenue",
        "average",
        "FY2018 FY2019 FY2020",
    ),
    ("Quillmere's average capex between FY2018 and FY2020", "capital_expenditure", "average", "FY2018 FY2019 FY2020"),
    ("Quillmere 3-year average net margin FY2020 (simple mean of the yearly margins)", "net_margin", "average", "FY2018 FY2019 FY2020"),
    ("Cumulative free cash flow of Quillmere in 2021, 2022 and 2023", "free_cash_flow", "total", "FY2021 FY2022 FY2023"),
    ("What's the difference between Quillmere's and Tarrow's net income in 2024?", "net_income", "difference", "FY2024"),
    ("Who made more net income in 2024, Quillmere or Tarrow? and the gap in $ millions", "net_income", "difference", "FY2024"),
    ("Quillmere 2024 R&D versus Tarrow 2024 R&D - how many times larger?", "research_and_development", "ratio", "FY2024"),
    ("How much higher was Quillmere's net income in 2024 than in 2023?", "net_income", "change", "FY2023 FY2024"),
    (
        "Compare Quillmere operating income: fiscal 2020 vs fiscal 2025. % growth over the five years",
        "operating_income",
        "growth",
        "FY2020 FY2025",
    ),
    ("Did Quillmere's net income fall in 2024?", "net_income", "change", "FY2024"),
    ("Compare Quillmere and Tarrow on gross margin in FY2024", "gross_margin", "", "FY2024"),
    ("Quillmere's gross margin % for FY22, FY23 and FY24", "gross_margin", "", "FY2022 FY2023 FY2024"),
]


@pytest.mark.parametrize(("question", "figure", "done", "periods"), OPERATIONS)
def test_what_is_done_with_a_figure(question, figure, done, periods):
    found = plan(question)
    assert (told(found), found.qualifiers, found.wants_computed) == ((figure, done, periods), (), True)


@pytest.mark.parametrize(
    ("question", "count", "part", "done"),
    [
        ("Quillmere's average operating margin over the last three years", 3, "FY", "average"),
        ("Quillmere's revenue CAGR over the past 5 years", 5, "FY", "cagr"),
        ("Quillmere free cash flow in the last four quarters", 4, "Q", ""),
        ("Quillmere TTM free cash flow", 1, "LTM", ""),
        ("江屿传动近三年毛利率", 3, "FY", ""),
    ],
)
def test_periods_counted_back_from_the_newest(question, count, part, done):
    found = plan(question)
    assert (found.relative.count, found.relative.fiscal_period, found.periods) == (count, part, ())
    assert (found.operation.value if found.operation else "", found.wants_computed) == (done, True)


@pytest.mark.parametrize(
    ("question", "direction"),
    [
        ("Quillmere dividends paid 2016 to 2018 - rising or falling? give me the numbers", "rising or falling"),
        ("How did Quillmere's revenue develop from 2020 to 2024?", "develop"),
        ("Which was larger in 2024, Quillmere's or Tarrow's revenue?", "Which was larger"),
    ],
)
def test_words_that_ask_which_way_are_answered_by_the_figures(question, direction):
    found = plan(question)
    assert (found.direction, found.qualifiers, found.wants_figure) == (direction, (), True)


AMOUNTS = [
    ("Quillmere capex 2024 compared with 2018", "capital_expenditure", "change"),
    ("Quillmere net sales growth in dollars FY2024", "revenue", "change"),
    ("How much did Quillmere's revenue grow in FY2024 in dollars?", "revenue", "change"),
    ("Quillmere operating income growth in $ million FY2024", "operating_income", "change"),
    ("Quillmere revenue growth in millions FY2024", "revenue", "change"),
    ("Quillmere absolute revenue growth FY2024", "revenue", "change"),
    ("By how many dollars did Quillmere's revenue grow in FY2024?", "revenue", "change"),
    ("How much did Quillmere's revenue grow in FY2024?", "revenue", "growth"),
    ("Quillmere revenue growth in percent FY2024, amounts in USD millions", "revenue", "growth"),
    ("江屿传动2024年营业收入比2023年增加多少", "revenue", "change"),
    ("江屿传动2024年营业收入比2023年减少了多少", "revenue", "change"),
    ("江屿传动2024年营业收入增长多少亿元", "revenue", "change"),
    ("江屿传动2024年营业收入增长率", "revenue", "growth"),
    ("江屿传动2024年营业收入增长百分之几", "revenue", "growth"),
    ("江屿传动2024年营业收入增长多少%", "revenue", "growth"),
    ("江屿传动2024年营业收入比2023年增加百分之几", "revenue", "growth"),
    ("江屿传动2024年毛利率比2023年增加多少", "gross_margin", "change"),
]


@pytest.mark.parametrize(("question", "metric", "done"), AMOUNTS)
def test_growth_in_money_is_the_change_as_an_amount(question, metric, done):
    found = plan(question)
    assert (told(found)[:2], found.unit, found.wants_computed) == ((metric, done), "%" if done == "growth" else None, True)


@pytest.mark.parametrize(
    "question",
    [
        "Quillmere gross margin growth in dollars FY2024",
        "Quillmere inventory turnover growth in dollars FY2024",
        "Quillmere revenue growth rate in dollars FY2024",
    ],
)
def test_money_is_not_understood_of_what_is_none(question):
    assert plan(question).qualifiers


@pytest.mark.parametrize(
    "words", ["gross margin change in bps", "gross margin change in basis points", "revenue growth in basis points", "gross margin in bps"]
)
def test_basis_points_are_a_unit_that_no_figure_is_given_in(words):
    assert {"bps", "basis"} & set(plan(f"Quillmere {words} FY2024").qualifiers)


@pytest.mark.parametrize(
    ("question", "over"),
    [
        ("How many times Tarrow's revenue is Quillmere's in FY2024?", "Quillmere"),
        ("How many times Tarrow's revenue was Quillmere's revenue in FY2024?", "Quillmere"),
        ("How many times larger than Tarrow's revenue is Quillmere's in FY2024?", "Quillmere"),
        ("What multiple of Tarrow's revenue is Quillmere's in FY2024?", "Quillmere"),
        ("How many times larger is Tarrow's revenue than Quillmere's in FY2024?", "Tarrow"),
        ("How many times as large is Tarrow's revenue as Quillmere's in FY2024?", "Tarrow"),
        ("Tarrow's revenue as a multiple of Quillmere's in FY2024", "Tarrow"),
        ("Tarrow's revenue is how many times Quillmere's in FY2024?", "Tarrow"),
    ],
)
def test_how_many_times_one_figure_is_another_tells_which_is_divided(question, over):
    found = plan(question)
    assert (told(found), found.wants_computed, found.companies[0].words) == (("revenue", "ratio", "FY2024"), True, over)


@pytest.mark.parametrize(
    "question",
    [
        "How many times is Tarrow's revenue Quillmere's in FY2024?",
        "How many times did Tarrow's revenue exceed Quillmere's in FY2024?",
        "As a multiple of Tarrow's revenue, what is Quillmere's in FY2024?",
    ],
)
def test_a_multiple_that_may_go_either_way_is_not_understood(question):
    found = plan(question)
    assert (found.operation, bool(found.qualifiers)) == (None, True)
