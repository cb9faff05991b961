"""Words that change what is asked give no figure, however harmless they are elsewhere."""

import pytest

from research.answering.topics import topics
from research.planning.plan import make_plan

NAMES = {"Quillmere Pumps, Inc.": ["Quillmere"], "Tarrow Foods Corporation": ["Tarrow"]}


def plan(question):
    return make_plan(question, NAMES, topics())


@pytest.mark.parametrize(
    ("question", "words"),
    [
        # Numbers and codes of products.
        ("Quillmere 365 revenue FY2022", {"365"}),
        ("Quillmere 365 net income", {"365"}),
        ("Quillmere Model 3 revenue 2022", {"3"}),
        ("Quillmere QuillPhone 15 revenue 2022", {"15"}),
        ("F-35 revenue of Quillmere 2022", {"f-35"}),
        ("Quillmere 737 and 787 revenue in 2022", {"737", "787"}),
        ("Quillmere revenue 2022, note 7", {"7"}),
        # Stretches of time without an end.
        *(
            (f"Quillmere's revenue {word} 2021", {word.split()[0]})
            for word in (
                "before",
                "since",
                "until",
                "after",
                "prior to",
                "earlier than",
                "later than",
                "through",
                "by",
                "to",
                "beyond",
                "following",
            )
        ),
        ("Quillmere's revenue up to 2021", {"up"}),
        ("Quillmere's revenue at most 2021", {"most"}),
        ("Quillmere's revenue from 2021 on", {"on"}),
        ("Quillmere's revenue 2021 onwards", {"onwards"}),
        ("Quillmere's revenue from 2021 to date", {"date"}),
        ("江屿传动2023年以来营业收入", {"来"}),
        # Cuts.
        ("Quillmere revenue 2024, segment by segment", {"by", "segment"}),
        ("Quillmere revenue by line 2024", {"by"}),
        ("Quillmere revenue line by line 2024", {"by"}),
        ("Quillmere revenue per region 2024", {"per", "region"}),
        ("Quillmere revenue breakdown 2024", {"breakdown"}),
        ("Quillmere revenue by year 2024", {"by"}),
        # Sums and relations.
        ("Quillmere and Tarrow combined revenue 2024", {"combined"}),
        ("Quillmere and Tarrow revenue together 2024", {"together"}),
        ("Quillmere and Tarrow revenue in total 2024", {"in total"}),
        ("total revenue across Quillmere and Tarrow 2024", {"across"}),
        ("average revenue of Quillmere and Tarrow 2024", {"average"}),
        ("Quillmere revenue over Tarrow revenue 2024", {"over"}),
        ("sum of Quillmere revenue and Tarrow revenue 2024", {"sum"}),
        ("Quillmere revenue less Tarrow revenue 2024", {"less"}),
        ("Tarrow's revenue from Quillmere 2024", {"from"}),
        ("Quillmere cumulative revenue 2024", {"cumulative"}),
        ("Quillmere (revenue 2022 - revenue 2021)", {"-"}),
        ("Quillmere revenue + growth 2022", {"+"}),
        ("Quillmere revenue less Tarrow capex 2024", {"revenue less tarrow capex"}),
    ],
)
def test_a_word_that_bends_the_question_is_left_over(question, words):
    found = plan(question)
    assert (found.wants_figure, found.wants_computed, found.formula) == (False, False, "")
    assert words <= set(found.qualifiers), found.qualifiers


@pytest.mark.parametrize(
    ("question", "figure", "done", "periods"),
    [
        ("Quillmere 10-K 2022 revenue", "revenue", "", "FY2022"),
        ("Quillmere revenue 2022, Form 10-K", "revenue", "", "FY2022"),
        ("Quillmere revenue 2023 and 2024 together", "revenue", "total", "FY2023 FY2024"),
        ("Quillmere revenue total across 2023 and 2024", "revenue", "total", "FY2023 FY2024"),
        ("Quillmere revenue on average over 2023 and 2024", "revenue", "average", "FY2023 FY2024"),
        ("Quillmere inventories and goodwill together 2024", "inventories + goodwill", "", "FY2024"),
        ("Quillmere revenue by fiscal year, 2023 and 2024", "revenue", "", "FY2023 FY2024"),
        ("Quillmere revenue between 2020 and 2022", "revenue", "", "FY2020 FY2021 FY2022"),
        ("Quillmere revenue for the three years to 2023", "revenue", "", "FY2021 FY2022 FY2023"),
        ("Quillmere's revenue CAGR over the three years to 2023", "revenue", "cagr", "FY2020 FY2023"),
        ("Quillmere revenue from Q3 2022 to Q1 2023", "revenue", "", "Q3 FY2022 Q4 FY2022 Q1 FY2023"),
        ("What's the difference between Quillmere's revenue in 2021 and 2022?", "revenue", "change", "FY2021 FY2022"),
        ("Quillmere H1 and H2 2022 revenue", "revenue", "", "H1 FY2022 H2 FY2022"),
        ("Quillmere LTM EBITDA as of Q2 FY2023", "ebitda", "", "LTM Q2 FY2023"),
        ("Quillmere revenue, 39 weeks ended October 28, 2023", "revenue", "", "2023-10-28"),
    ],
)
def test_what_is_understood_exactly_gives_figures(question, figure, done, periods):
    found = plan(question)
    assert found.base == ""
    asked = found.formula or found.metric.value, found.operation.value if found.operation else ""
    assert (asked, found.qualifiers) == ((figure, done), ())
    assert " ".join(period.label for period in found.periods) == periods
    assert found.wants_figure or found.wants_computed


@pytest.mark.parametrize(
    ("question", "formula", "unit"),
    [
        ("Quillmere FY2022: 100 * net income / revenue", "net_income / revenue", "%"),
        ("For Quillmere FY2022, what's net income ÷ revenue × 100?", "net_income / revenue", "%"),
        ("the difference between Quillmere's gross profit and operating income in FY2022", "gross_profit - operating_income", "currency"),
        ("Subtract capex from operating cash flow for Quillmere in FY2022", "operating_cash_flow - capital_expenditure", "currency"),
        ("Divide Quillmere's FY2022 long-term debt by total equity", "long_term_debt / total_equity", "x"),
        ("Take Quillmere's FY2022 net income and divide it by total equity.", "net_income / total_equity", "x"),
        (
            "Quillmere 2022 ROE as net income divided by the average of 2021 and 2022 total equity",
            "net_income / average(total_equity)",
            "%",
        ),
        (
            "Quillmere [total current assets − inventories] ÷ total current liabilities FY2022",
            "(total_current_assets - inventories) / total_current_liabilities",
            "x",
        ),
        (
            "Quillmere FY2022 (revenue in FY2022 minus revenue in FY2021) divided by revenue in FY2021",
            "(at(revenue, FY2022) - at(revenue, FY2021)) / at(revenue, FY2021)",
            "x",
        ),
        (
            "Quillmere FY2022, the average of inventories for 2021 and 2022 divided by cost of goods sold, times 365",
            "average(inventories) / cost_of_revenue * 365",
            "days",
        ),
        ("Quillmere 2022 capex ÷ revenue less 5% of goodwill", "", None),
        ("Quillmere FY2022 operating income * (1 - tax rate)", "", None),
    ],
)
def test_a_formula_in_other_words(question, formula, unit):
    found = plan(question)
    assert found.formula == formula
    assert (found.wants_computed, found.qualifiers == ()) == (bool(formula), bool(formula))
    assert not formula or (found.unit, [period.label for period in found.periods]) == (unit, ["FY2022"])


@pytest.mark.parametrize(
    ("question", "metric", "words"),
    [
        ("Quillmere's operatinq income in 2021", "operating_income", "operatinq income"),
        ("Quillmere invenotries 2021", "inventories", "invenotries"),
    ],
)
def test_a_slip_of_the_pen_is_read_and_shown(question, metric, words):
    found = plan(question)
    assert (found.wants_figure, found.metric.value, found.metric.words) == (True, metric, words)


@pytest.mark.parametrize("question", ["Quillmere organc revenue 2021", "Quillmere pumqs revenue 2021", "Quilmere revenue 2021"])
def test_other_slips_are_words_that_are_not_understood(question):
    found = plan(question)
    assert not found.wants_figure or found.unknown_companies


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("Quillmere total income 2024", ["revenue", "operating_income", "pretax_income", "net_income"]),
        ("What was Quillmere's profit in 2024?", ["gross_profit", "operating_income", "pretax_income", "net_income"]),
        ("Quillmere's margin in FY2024", ["gross_margin", "operating_margin", "net_margin"]),
        ("Quillmere debt at the end of 2024", ["total_debt", "long_term_debt", "net_debt"]),
        ("Quillmere cash flow 2024", ["operating_cash_flow", "free_cash_flow", "net_change_in_cash"]),
        ("Quillmere profit of pumps 2024", []),
        ("Quillmere net income 2024", []),
    ],
)
def test_a_word_for_several_figures_says_which(question, figures):
    found = plan(question)
    assert [one.value for one in found.meanings] == figures
    assert not figures or (found.metric, found.wants_figure, found.wants_computed) == (None, False, False)


@pytest.mark.parametrize(
    ("question", "qualifiers"),
    [
        ("How much did Quillmere pay in dividends in 2024?", ()),
        ("What did Quillmere pay for capital expenditures in 2024?", ()),
        ("How much did Quillmere pay to buy back shares in 2024?", ()),
        ("How much income tax did Quillmere pay in 2024?", ("pay",)),
        ("What did Quillmere pay for inventories in 2024?", ("pay",)),
        ("How much goodwill did Quillmere carry in 2024?", ()),
        ("What operating margin did Quillmere achieve in 2024?", ()),
    ],
)
def test_paying_is_another_figure_only_where_a_line_is_not_of_cash(question, qualifiers):
    plan = make_plan(question, NAMES, topics())
    assert (plan.qualifiers, plan.metric is not None) == (qualifiers, True)
