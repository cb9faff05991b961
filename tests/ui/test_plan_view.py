from research.nouns.answers import PeriodTerm, PlanTerm, QuestionPlan
from research.nouns.facts import Statement
from ui.render.plan_view import Chip, chips_html, plan_chips

PLAN = QuestionPlan(
    "q",
    companies=(PlanTerm("Quillmere Pumps & Instruments, Inc.", "Quillmere"),),
    unknown_companies=(PlanTerm("Umbrella", "Umbrella"),),
    periods=(PeriodTerm(2024, "FY", ""), PeriodTerm(2023, "Q2", "second quarter of 2023")),
    statements=((Statement.CASH_FLOW, "cash flow statement"),),
    metric=PlanTerm("capital_expenditure", "", "the only one asked"),
    qualifiers=("organic",),
    unit="USD",
    scale=1_000_000,
    decimals=1,
)


def test_each_term_names_the_words_it_came_from():
    assert plan_chips(PLAN) == (
        Chip("Company", "Quillmere Pumps & Instruments, Inc.", "from “Quillmere”"),
        Chip("Not in the library", "Umbrella", "from “Umbrella”", known=False),
        Chip("Period", "FY2024", "assumed: newest in the library"),
        Chip("Period", "Q2 FY2023", "from “second quarter of 2023”"),
        Chip("Statement", "cash flow statement", "from “cash flow statement”"),
        Chip("Metric", "Capital expenditure", "assumed: the only one asked"),
        Chip("Also asked", "organic", ""),
        Chip("Shown in", "USD, in millions, 1 decimal", ""),
    )


def test_chips_are_escaped_and_an_unknown_one_says_so_in_words():
    shown = chips_html((Chip("Not in the library", "<img src=x>", "from “<i>”", known=False),))
    assert "<img" not in shown
    assert "Not in the library" in shown
    assert "rd-chip-unknown" in shown


def test_an_empty_plan_shows_nothing():
    assert chips_html(plan_chips(QuestionPlan("q"))) == ""
