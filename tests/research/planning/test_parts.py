"""Parts of a plan can be taken out, each alone, and the plan says which are gone."""

from research.answering.topics import topics
from research.nouns.answers import PartKind, PeriodTerm, PlanPart
from research.planning.parts import lost_its_company, lost_its_period, plan_parts, was_removed, without_parts
from research.planning.plan import make_plan
from research.planning.wording import plan_in_words, standing_question

NAMES = {"Quillmere Pumps, Inc.": ["Quillmere"], "Tarrow Foods Corporation": ["Tarrow Foods", "Tarrow"]}
QUESTION = "What was Quillmere's organic revenue growth in percent in FY2024 and FY2023 in the 10-K income statement, in millions?"


def plan(question=QUESTION):
    return make_plan(question, NAMES, topics())


def without(*parts, of=None):
    return without_parts(of or plan(), frozenset(parts))


def test_words_that_only_say_what_is_chosen_or_judged_are_no_parts_of_their_own():
    chosen = plan("Which segment of Quillmere had the highest adjusted revenue in FY2024?")
    said = [(part.kind.value, part.value) for part in plan_parts(chosen)]
    assert said[3:] == [("Also asked", "adjusted"), ("Chosen", "highest of the segments")]
    without_choice = without(PlanPart(PartKind.CHOICE, "highest of the segments"), of=chosen)
    assert PlanPart(PartKind.QUALIFIER, "highest") in plan_parts(without_choice)
    judged = plan_parts(plan("Was Quillmere's gross margin stable in FY2024?"))
    assert [(part.kind.value, part.value) for part in judged[2:]] == [("Metric", "gross_margin"), ("Judged", "steady")]


def test_every_part_is_named_once():
    assert [(part.kind.value, part.value) for part in plan_parts(plan())] == [
        ("Company", "Quillmere Pumps, Inc."),
        ("Period", "FY2023"),
        ("Period", "FY2024"),
        ("Form", "10-K"),
        ("Statement", "income statement"),
        ("Metric", "revenue"),
        ("Computed", "growth"),
        ("Derived", "organic"),
        ("Shown in", "%, in millions"),
    ]


def test_each_part_is_gone_alone_and_named():
    whole = plan_parts(plan())
    with_it = {PartKind.METRIC: {"Metric", "Computed", "Derived", "Shown in"}, PartKind.OPERATION: {"Computed", "Shown in"}}
    for part in whole:
        left = without(part)
        assert left.removed == (part,)
        gone = {one for one in whole if one == part or one.kind.value in with_it.get(part.kind, set())}
        assert set(plan_parts(left)) == set(whole) - gone | ({PlanPart(PartKind.SHOWN, "in millions")} if part.kind in with_it else set())


def test_a_cut_that_is_taken_out_leaves_the_printed_figure():
    assert not without(PlanPart(PartKind.DERIVED, "organic")).wants_figure
    assert without(PlanPart(PartKind.DERIVED, "organic"), PlanPart(PartKind.OPERATION, "growth")).wants_figure


def test_without_its_metric_a_question_asks_for_passages():
    left = without(PlanPart(PartKind.METRIC, "revenue"))
    assert (left.metric, left.asks_amount, left.wants_figure) == (None, False, False)
    assert "revenue" in left.focus


def test_a_plan_that_lost_company_or_period_says_so():
    company, period = PlanPart(PartKind.COMPANY, "Quillmere Pumps, Inc."), PlanPart(PartKind.PERIOD, "FY2024")
    assert lost_its_company(without(company))
    assert lost_its_company(without(PlanPart(PartKind.UNKNOWN, "Umbrella"), of=plan("What was Umbrella's revenue?")))
    assert not lost_its_company(without(period))
    assert lost_its_period(without(period))
    assert [was_removed(without(period), PeriodTerm(year, "FY", "")) for year in (2024, 2023)] == [True, False]
    assert not lost_its_period(plan())


def test_a_plan_without_anything_taken_out_is_the_plan():
    assert without_parts(plan(), frozenset()) is not None
    assert without_parts(plan(), frozenset()) == plan()


def test_a_plan_in_words_stands_alone():
    asked = plan("What was Umbrella's capex in 2024 in the 10-K, in millions?")
    assert plan_in_words(asked) == "capital expenditure of Umbrella for FY2024, in the 10-K, in millions"
    assert plan_in_words(plan("why did resin cost more?")) == "“why did resin cost more”"
    assert standing_question(asked) == asked.question


def test_a_question_that_lost_a_part_is_worded_anew_and_reads_the_same():
    left = without(PlanPart(PartKind.PERIOD, "FY2023"), of=plan("Quillmere's net income in FY2024 and FY2023"))
    again = plan(standing_question(left))
    assert (again.companies[0].value, again.metric.value, again.periods[0].label) == ("Quillmere Pumps, Inc.", "net_income", "FY2024")
    assert again.wants_figure


def test_words_that_stand_in_longer_ones_are_one_part():
    asked = plan("What is Quillmere's revenue per employee in 2024?")
    cut = [(part.kind.value, part.value) for part in plan_parts(asked) if part.kind in {PartKind.DERIVED, PartKind.QUALIFIER}]
    assert cut == [("Derived", "per employee")]
    assert plan_in_words(asked) == "revenue (per employee) of Quillmere Pumps, Inc. for FY2024"
    left = without(PlanPart(PartKind.DERIVED, "per employee"), of=asked)
    assert (left.qualifiers, left.derived, left.wants_figure) == ((), "", True)


def decided(question):
    return [(part.kind.value, part.value) for part in plan_parts(plan(question)) if part.kind in {PartKind.CHOICE, PartKind.VERDICT}]


def test_what_is_chosen_and_judged_is_a_part():
    assert decided("Which segment of Quillmere had the lowest operating income in FY2024?") == [("Chosen", "lowest of the segments")]
    assert decided("Which region of Quillmere had the highest revenue growth in FY2024?") == [
        ("Chosen", "highest of the regions, by growth")
    ]
    assert decided("Is Quillmere's gross margin improving?") == [("Judged", "improving")]
    assert decided("Was Quillmere's gross margin steady in FY2024?") == [("Judged", "steady")]
    assert decided("What was Quillmere's revenue in FY2024?") == []


def test_a_choice_and_a_verdict_can_be_taken_out():
    for question in ("Which segment of Quillmere had the lowest operating income in FY2024?", "Is Quillmere's gross margin improving?"):
        asked = plan(question)
        [part] = [one for one in plan_parts(asked) if one.kind in {PartKind.CHOICE, PartKind.VERDICT}]
        left = without(part, of=asked)
        assert left.removed == (part,)
        assert part not in plan_parts(left)
