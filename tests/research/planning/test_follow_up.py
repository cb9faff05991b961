"""Questions that go on from the one before keep what they do not say, and name what they kept."""

import pytest

from research.answering.topics import topics
from research.nouns.answers import PartKind, PlanPart
from research.planning.follow_up import CHOSEN, continue_plan, read_as
from research.planning.plan import make_plan

QUILLMERE, TARROW = "Quillmere Pumps, Inc.", "Tarrow Foods Corporation"
NAMES = {QUILLMERE: ["Quillmere Pumps", "Quillmere"], TARROW: ["Tarrow Foods", "Tarrow"]}


def plan(question):
    return make_plan(question, NAMES, topics())


NET_INCOME = plan("What was Quillmere's net income in FY2024 in thousands?")


def follow(question, earlier=NET_INCOME):
    return continue_plan(plan(question), earlier)


def told(found):
    """Return what matters of a plan: companies, periods, metric, and whether it asks for one printed figure."""
    companies = [term.value for term in (*found.companies, *found.unknown_companies)]
    return companies, [period.label for period in found.periods], found.metric and found.metric.value, found.wants_figure


@pytest.mark.parametrize(
    ("question", "companies", "periods", "metric"),
    [
        ("and in 2023?", [QUILLMERE], ["FY2023"], "net_income"),
        ("2022", [QUILLMERE], ["FY2022"], "net_income"),
        ("what about Tarrow?", [TARROW], ["FY2024"], "net_income"),
        ("How about Honeywell?", ["Honeywell"], ["FY2024"], "net_income"),
        ("and the total assets?", [QUILLMERE], ["FY2024"], "total_assets"),
        ("What were the total assets in 2022?", [QUILLMERE], ["FY2022"], "total_assets"),
        ("including noncontrolling interests?", [QUILLMERE], ["FY2024"], "net_income_including_noncontrolling"),
        ("and the year before?", [QUILLMERE], ["FY2023"], "net_income"),
        ("the following year?", [QUILLMERE], ["FY2025"], "net_income"),
        ("and Q2?", [QUILLMERE], ["Q2 FY2024"], "net_income"),
        ("versus Tarrow?", [QUILLMERE, TARROW], ["FY2024"], "net_income"),
        ("in billions", [QUILLMERE], ["FY2024"], "net_income"),
    ],
)
def test_what_a_question_does_not_say_is_kept(question, companies, periods, metric):
    assert told(follow(question)) == (companies, periods, metric, True)


def test_the_way_to_show_a_figure_is_kept_until_another_is_named():
    assert follow("and in 2023?").scale == 1_000
    assert follow("in billions").scale == 1_000_000_000


def test_diluted_and_basic_are_readings_of_the_metric_before():
    eps = plan("Quillmere EPS FY2024")
    assert told(follow("basic?", eps))[2] == "eps_basic"
    assert told(follow("Diluted?", follow("basic?", eps)))[2] == "eps_diluted"
    basic = follow("what about Tarrow?", follow("basic?", eps))
    assert told(basic) == ([TARROW], ["FY2024"], "eps_basic", True), "the basis stays"


@pytest.mark.parametrize("question", ["growth?", "adjusted?", "why?"])
def test_another_cut_of_the_metric_is_no_printed_figure(question):
    found = follow(question)
    assert told(found) == ([QUILLMERE], ["FY2024"], "net_income", False)
    assert found.focus.startswith(NET_INCOME.focus)


def test_another_topic_keeps_company_and_period_only():
    found = follow("why did gross margin fall?")
    assert told(found) == ([QUILLMERE], ["FY2024"], "gross_margin", False)
    assert (found.wants_computed, found.focus) == (False, "why did gross margin fall?")


IN_THE_10K = plan("What was Quillmere's net income in FY2024 in the 10-K?")


@pytest.mark.parametrize("question", ["and in 2023?", "and the total assets?", "what about Tarrow?", "what does note 5 say?"])
def test_the_form_is_kept(question):
    found = follow(question, IN_THE_10K)
    assert [term.value for term in found.form_types] == ["10-K"]
    assert PlanPart(PartKind.FORM, "10-K") in found.carried


@pytest.mark.parametrize(
    "question",
    [
        "and on the call?",
        "what did the transcript say?",
        "any news?",
        "and the research note?",
        "what does the analyst's note say of net income?",
        "How dependent are they on suppliers of rare metals abroad?",
    ],
)
def test_the_form_is_not_kept_by_another_paper_or_a_sentence_of_its_own(question):
    found = follow(question, IN_THE_10K)
    assert found.form_types == ()
    assert PlanPart(PartKind.FORM, "10-K") not in found.carried
    assert PlanPart(PartKind.COMPANY, QUILLMERE) in found.carried


@pytest.mark.parametrize(
    "question",
    ["What was Tarrow's revenue?", "What was Honeywell's revenue in 2020?", "Which companies have goodwill?", "list all filings"],
)
def test_a_whole_question_starts_afresh(question):
    assert follow(question) == plan(question)


def test_nothing_is_kept_without_a_question_before():
    assert continue_plan(plan("and in 2023?"), None) == plan("and in 2023?")


def test_what_was_kept_is_named():
    kept = {(part.kind, part.value) for part in follow("and in 2023?").carried}
    assert kept == {(PartKind.COMPANY, QUILLMERE), (PartKind.METRIC, "net_income"), (PartKind.SHOWN, "in thousands")}
    of_tarrow = follow("what about Tarrow?")
    assert PlanPart(PartKind.PERIOD, "FY2024") in of_tarrow.carried
    assert PlanPart(PartKind.COMPANY, TARROW) not in of_tarrow.carried
    assert PlanPart(PartKind.PERIOD, "FY2024") not in follow("what about Tarrow in 2024?").carried


def test_a_follow_up_of_a_follow_up_keeps_on():
    found = follow("what about Tarrow?", follow("and in 2023?"))
    assert told(found) == ([TARROW], ["FY2023"], "net_income", True)


def test_a_chosen_reading_says_who_chose_it():
    assert read_as(plan("Quillmere EPS"), "eps_basic").metric.why == CHOSEN
    assert read_as(plan("Quillmere EPS"), "") == plan("Quillmere EPS")
    assert read_as(plan("Quillmere"), "eps_basic").metric is None


OPERATING_INCOME = plan("What was Quillmere's operating income in FY2024 in millions?")


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("as a % of revenue?", "operating_income / revenue"),
        ("what margin is that?", "operating_income / revenue"),
        ("what share of that was paid out as dividends?", "dividends_paid / operating_income"),
    ],
)
def test_a_share_of_the_figure_before(question, formula):
    found = follow(question, OPERATING_INCOME)
    assert (found.formula, found.unit, found.wants_computed) == (formula, "%", True)
    assert [period.label for period in found.periods] == ["FY2024"]


def test_growth_of_the_figure_before_keeps_what_cut_it():
    found = follow("growth?", OPERATING_INCOME)
    assert (found.metric.value, found.operation.value, found.wants_computed) == ("operating_income", "growth", True)
    assert follow("percent change on the prior year?", OPERATING_INCOME).base == "prior"
    of_part = follow("growth?", plan("Quillmere's metering segment operating income in FY2024"))
    assert (of_part.qualifiers, of_part.wants_computed) == (("metering", "segment"), False)


def test_a_stretch_of_the_year_before():
    quarter = plan("Quillmere revenue Q2 FY2024")
    assert [period.label for period in follow("same for the six months", quarter).periods] == ["H1 FY2024"]
    assert [period.label for period in follow("and the full year?", quarter).periods] == ["FY2024"]


def test_a_computed_question_goes_on_to_another_year():
    found = follow("and in 2023?", plan("What was Quillmere's revenue growth in FY2024?"))
    assert (found.operation.value, [period.label for period in found.periods], found.wants_computed) == ("growth", ["FY2023"], True)


@pytest.mark.parametrize(
    ("question", "scale"), [("in dollars?", None), ("And in $?", None), ("in whole dollars?", 1), ("in USD millions", 1_000_000)]
)
def test_growth_asked_for_in_money_is_the_change(question, scale):
    found = follow(question, plan("What was Quillmere's revenue growth in FY2024?"))
    assert (found.metric.value, found.operation.value, found.unit, found.scale) == ("revenue", "change", None, scale)
    assert (found.wants_computed, [period.label for period in found.periods]) == (True, ["FY2024"])


def test_growth_stays_growth_where_no_money_is_asked_for():
    growth = plan("What was Quillmere's revenue growth in FY2024?")
    assert follow("what about Tarrow?", growth).operation.value == "growth"
    assert follow("in dollars?").operation is None


SEGMENT = plan("What was the revenue of Quillmere's Dosing segment in FY2024?")


def test_the_part_that_a_question_was_about_goes_on():
    on = follow("what was its operating profit?", SEGMENT)
    assert (on.metric.value, on.qualifiers) == ("operating_income", ("dosing",))
    assert PlanPart(PartKind.QUALIFIER, "dosing") in on.carried
    margin = follow("what margin is that?", on)
    assert (margin.formula, margin.qualifiers) == ("operating_income / revenue", ("dosing",))


@pytest.mark.parametrize("question", ["what was Tarrow's operating profit?", "and the operating profit of Quillmere?"])
def test_a_question_that_names_its_company_is_about_the_whole(question):
    assert follow(question, SEGMENT).qualifiers == ()


def test_words_of_a_basis_are_not_taken_for_a_part():
    assert follow("and the operating income?", plan("Quillmere organic revenue FY2024")).qualifiers == ()


def test_a_share_of_a_parts_figure_is_open():
    assert follow("as a % of revenue?", SEGMENT).formula == ""


@pytest.mark.parametrize(("question", "day"), [("a year earlier?", "2023-02-28"), ("the year after?", "2025-02-28")])
def test_the_day_before_is_moved_by_a_year(question, day):
    found = follow(question, plan("Quillmere's inventories at February 29, 2024?"))
    assert [period.label for period in found.periods] == [day]


def test_a_mistaken_company_is_put_right():
    assert told(follow("sorry, Tarrow")) == ([TARROW], ["FY2024"], "net_income", True)
