"""What `--json` says of how a question was understood."""

from research.answering.topics import topics
from research.nouns.answers import PlanTerm, QuestionPlan
from research.planning.plan import make_plan
from ui.cli.contract import plan_json


def test_the_figures_that_a_word_may_mean_are_told():
    plan = QuestionPlan("profit?", meanings=(PlanTerm("gross_profit", "profit"), PlanTerm("net_income", "profit")))
    assert plan_json(plan)["meanings"] == [{"value": "gross_profit", "words": "profit"}, {"value": "net_income", "words": "profit"}]


def test_what_is_worked_out_is_told():
    plan = plan_json(make_plan("Quillmere revenue growth over the last three years", {"Quillmere": []}, topics()))
    assert (plan["operation"]["value"], plan["relative"], plan["unit"], plan["meanings"]) == ("growth", "last 3 years", "%", [])
    ratio = plan_json(make_plan("Quillmere goodwill over total assets 2024", {"Quillmere": []}, topics()))
    assert (ratio["formula"], ratio["operation"], ratio["relative"]) == ("goodwill / total_assets", None, None)


def test_what_is_chosen_is_told():
    plan = plan_json(make_plan("Which segment of Quillmere had the lowest operating income in FY2024?", {"Quillmere": []}, topics()))
    assert plan["decided"] == [{"kind": "Chosen", "value": "lowest of the segments"}]
