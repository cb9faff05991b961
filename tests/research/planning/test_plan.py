import pytest

from research.answering.topics import topics
from research.nouns.facts import Statement
from research.planning.plan import make_plan

NAMES = {"Quillmere Pumps, Inc.": ["Quillmere Pumps", "Quillmere", "QLMP"], "Tarrow Foods Corporation": ["Tarrow Foods", "Tarrow"]}


def plan(question):
    return make_plan(question, NAMES, topics())


def test_a_plain_question_for_a_figure():
    found = plan("What is Quillmere's FY2024 capital expenditure in USD millions?")
    assert [(term.value, term.words) for term in found.companies] == [("Quillmere Pumps, Inc.", "Quillmere")]
    assert [(period.label, period.words) for period in found.periods] == [("FY2024", "FY2024")]
    assert (found.metric.value, found.metric.words) == ("capital_expenditure", "capital expenditure")
    assert (found.wants_figure, found.scale, found.derived, found.qualifiers) == (True, 1_000_000, "", ())


@pytest.mark.parametrize(
    ("question", "concept"),
    [
        ("Quillmere capex 2024", "capital_expenditure"),
        ("What was the total revenue of Quillmere in 2024?", "revenue"),
        ("how much did quillmere spend on capex in 2024", "capital_expenditure"),
        ("What is Quillmere's year end FY2024 total assets? Answer in USD billions.", "total_assets"),
        ("Assume that you are an analyst who lost internet connection. What is Quillmere's FY2024 net income?", "net_income"),
        (
            "Using the income statement, answer the following question as well as you can: what is the FY2024 revenue for Quillmere?",
            "revenue",
        ),
        (
            "By drawing on the balance sheet only, what is the FY2024 amount of total assets for Quillmere? Round to one decimal.",
            "total_assets",
        ),
    ],
)
def test_instructions_do_not_change_what_is_asked(question, concept):
    found = plan(question)
    assert (found.wants_figure, found.metric.value) == (True, concept)


@pytest.mark.parametrize(
    "question",
    [
        "What is Quillmere's FY2024 revenue growth?",
        "What is Quillmere's net profit margin in FY2024?",
        "What was the FY2024 revenue of Quillmere's Metering segment?",
        "What is Quillmere's revenue in Norway for FY2024?",
        "What was Quillmere's average capex from FY2022 to FY2024?",
        "Did Quillmere's revenue beat 2023?",
        "What is Quillmere's organic revenue in FY2024?",
        "What is Quillmere's adjusted net income in FY2024?",
        "What capex does Quillmere expect for 2025?",
        "Why did Quillmere's net income fall in 2024?",
        "What is Quillmere's revenue per employee in 2024?",
        "What is the FY2024 revenue of fennimore?",
        "What is Quillmere's FY2024 capex as a % of revenue?",
        "Looking at the Metering segment, what was Quillmere's revenue in FY2024?",
        "What was Quillmere's revenue in FY2024? Use only the Metering segment.",
        "What was Quillmere's EPS in FY2024? Use the adjusted figure.",
        "From continuing operations only, what was Quillmere's FY2024 net income?",
        "Quillmere US revenue 2024",
        "Quillmere's quarterly revenue in 2024",
        "Quillmere's latest quarter revenue",
        "Quillmere's revenue before 2024",
        "Quillmere's revenue the year before 2024",
        "How much cash did Quillmere pay for income taxes in 2024",
        "Quillmere cash flow 2024",
        "Quillmere total assets and cash 2024",
        "acme operating income 2024",
        "Quillmere's Metering's revenue FY2024",
        "QLMP Men's revenue FY2024",
        "Quillmere's Valves' revenue FY2024",
        "Quillmere's competitors' revenue FY2024",
        "Quillmere's dividends paid per diluted share FY2024",
        "Quillmere's net income per basic and diluted share FY2024",
    ],
)
def test_a_qualified_question_is_never_taken_for_the_plain_figure(question):
    assert plan(question).wants_figure is False


def test_units_statements_forms_and_rounding():
    found = plan("From the cash flow statement of the 10-K, Quillmere's FY2024 capex in USD thousands? Round to two decimal places.")
    assert [statement for statement, _ in found.statements] == [Statement.CASH_FLOW]
    assert [term.value for term in found.form_types] == ["10-K"]
    assert (found.scale, found.decimals) == (1000, 2)


def test_us_before_money_is_no_place():
    assert plan("Quillmere's FY2024 revenue in US dollars").wants_figure
    assert plan("Quillmere's FY2024 revenue in US$ millions").wants_figure


def test_every_spelling_of_a_company_in_the_question_is_understood():
    found = plan("What was the FY2024 revenue of Tarrow Foods Corporation (Tarrow)?")
    assert ([term.value for term in found.companies], found.qualifiers) == (["Tarrow Foods Corporation"], ())


def test_focus_keeps_the_topic_and_drops_companies_periods_and_instructions():
    found = plan("What drove the change in Quillmere's gross margin in FY2024? Please answer in one sentence.")
    assert found.focus == "What drove the change in gross margin in ?"


def test_longest_name_of_a_metric_wins():
    assert plan("Quillmere total current liabilities FY2024").metric.value == "total_current_liabilities"
    assert plan("Quillmere cash flow from operating activities FY2024").metric.value == "operating_cash_flow"


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Quillmere data center revenue 2024", ("data", "center")),
        ("Quillmere revenue 2024 according to the data", ()),
        ("company-wide revenue of Quillmere in 2024", ()),
    ],
)
def test_a_plain_word_that_begins_the_name_of_a_part_is_kept(question, left):
    assert make_plan(question, NAMES, topics()).qualifiers == left


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What was Quillmere's Compute revenue in 2024?", ("compute",)),
        ("Please compute Quillmere's revenue in 2024", ()),
        ("Compute Quillmere's revenue in 2024", ()),
        ("For Quillmere: Compute revenue in 2024", ()),
        ("Please Compute Quillmere's Revenue For 2024", ()),
    ],
)
def test_a_word_of_instruction_that_is_written_like_a_name_is_one(question, left):
    assert make_plan(question, {"Quillmere Pumps, Inc.": ("Quillmere",)}, topics()).qualifiers == left
