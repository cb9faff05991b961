"""A plan in words, read again, asks the same."""

from dataclasses import replace

import pytest

from research.answering.topics import topics
from research.nouns.answers import PartKind, PlanPart
from research.planning.plan import make_plan
from research.planning.wording import formula_in_words, plan_in_words, standing_question

NAMES = {"Quillmere Pumps, Inc.": ["Quillmere"], "Tarrow Foods Corporation": ["Tarrow Foods", "Tarrow"]}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Quillmere's revenue growth in 2024?", "revenue growth of Quillmere Pumps, Inc. for FY2024, %"),
        ("How much did Quillmere's revenue grow from 2022 to 2024?", "revenue growth of Quillmere Pumps, Inc. from FY2022 to FY2024, %"),
        ("Quillmere's QoQ revenue growth in Q3 2024", "revenue growth quarter over quarter of Quillmere Pumps, Inc. for Q3 FY2024, %"),
        ("Tarrow's average operating margin 2020-2022", "operating margin average of Tarrow Foods Corporation for FY2020, FY2021, FY2022"),
        ("Quillmere revenue CAGR over the last three years", "revenue CAGR of Quillmere Pumps, Inc. over the last 3 years, %"),
        ("capex as a % of revenue at Quillmere in 2024", "capex as a % of revenue of Quillmere Pumps, Inc. for FY2024, %"),
        ("Quillmere EBITDA less capex 2024", "EBITDA less capex of Quillmere Pumps, Inc. for FY2024"),
        ("Quillmere DPO 2024, defined as 365 * average accounts payable / COGS", "DPO of Quillmere Pumps, Inc. for FY2024, in days"),
        ("Quillmere goodwill over total assets 2024", "goodwill over total assets of Quillmere Pumps, Inc. for FY2024, as a multiple"),
        ("Quillmere current ratio FY2024", "current ratio of Quillmere Pumps, Inc. for FY2024"),
    ],
)
def test_a_computed_plan_in_words_reads_the_same(question, words):
    asked = make_plan(question, NAMES, topics())
    assert plan_in_words(asked) == words
    standing = standing_question(replace(asked, removed=(PlanPart(PartKind.FORM, "10-K"),)))
    again = make_plan(standing, NAMES, topics())
    told = [(one.companies[0].value, one.metric.value, one.formula, one.operation and one.operation.value) for one in (asked, again)]
    assert told[0] == told[1]
    assert [period.label for period in again.periods] == [period.label for period in asked.periods]
    assert (again.base, again.relative and again.relative.count) == (asked.base, asked.relative and asked.relative.count)
    assert asked.wants_computed
    assert again.wants_computed


def test_a_formula_in_words():
    assert formula_in_words("revenue / average(total_assets)") == "Revenue / average Total assets"
    assert formula_in_words("365 * (inventories - opening(inventories))") == "365 * (Inventories - opening Inventories)"
    assert formula_in_words("at(inventories, FY2022) + prior(net_debt)") == "FY2022 Inventories + prior year net debt"
