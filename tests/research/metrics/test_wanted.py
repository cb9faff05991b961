"""The rows that a question's figure is made of."""

import pytest

from research.metrics.wanted import concepts_of
from research.nouns.answers import PlanTerm, QuestionPlan


@pytest.mark.parametrize(
    ("metric", "formula", "found"),
    [
        ("", "", ()),
        ("revenue", "", ("revenue",)),
        ("no_such_figure", "", ()),
        ("gross_margin", "", ("gross_profit", "revenue")),
        ("free_cash_flow", "", ("operating_cash_flow", "capital_expenditure")),
        # A metric of metrics, down to its rows; each row once.
        ("free_cash_flow_margin", "", ("operating_cash_flow", "capital_expenditure", "revenue")),
        # A formula of the question's own outranks what it calls the result.
        ("gross_margin", "365 * average(inventories) / cost_of_revenue", ("inventories", "cost_of_revenue")),
        ("gross_margin", "365 * (", ()),
    ],
)
def test_a_plan_names_its_rows(metric, formula, found):
    plan = QuestionPlan("q", metric=PlanTerm(metric, metric) if metric else None, formula=formula)
    assert tuple(concept.name for concept in concepts_of(plan)) == found
