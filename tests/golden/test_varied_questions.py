"""Questions in an analyst's words, with the plan that each must have; `figure` is null where a word makes it another figure.

They were written before the word lists were looked at: `varied_questions.jsonl` is a check of understanding, not of the lists.
"""

import json
from pathlib import Path

import pytest

from research.answering.topics import topics
from research.planning.follow_up import continue_plan
from research.planning.plan import make_plan

ROWS = [json.loads(line) for line in Path(__file__).with_name("varied_questions.jsonl").read_text(encoding="utf-8").splitlines()]
NAMES = {
    "Quillmere Pumps, Inc.": ["Quillmere Pumps", "Quillmere", "QLMP"],
    "Tarrowby Foods plc": ["Tarrowby Foods", "Tarrowby"],
    "Brackwell Semiconductor Corporation": ["Brackwell Semiconductor", "Brackwell", "BRKW"],
    "Halden & Voss Holdings, Inc.": ["Halden & Voss", "Halden & Voss Holdings"],
    "江屿精密传动股份有限公司": ["江屿传动"],
}


def told(plan):
    """Return a plan as a line of the file has it."""
    return {
        "figure": plan.formula or (plan.metric.value if plan.metric else ""),
        "done": f"{plan.operation.value} {plan.base}".strip() if plan.operation else "",
        "periods": " ".join(period.label.replace(" FY", "/") for period in plan.periods),
        "last": f"{plan.relative.count} {plan.relative.fiscal_period}" if plan.relative else "",
        "scale": plan.scale,
        "decimals": plan.decimals,
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["question"][:60] for row in ROWS])
def test_a_question_in_an_analysts_words(row):
    plan = make_plan(row["question"], NAMES, topics())
    if "follows" in row:
        plan = continue_plan(plan, make_plan(row["follows"], NAMES, topics()))
    if row["figure"] is None:
        assert not plan.wants_figure or plan.unknown_companies, plan
        assert not plan.wants_computed, plan
        return
    assert plan.wants_figure or plan.wants_computed, plan.qualifiers
    found = told(plan)
    found["figure"] = row["figure"] if found["figure"] == row.get("alt") else found["figure"]
    found["periods"] = row["periods"] if found["periods"] == row.get("alt_periods") else found["periods"]
    found["done"] = row["done"] if row.get("base") == "any" and found["done"].startswith(row["done"]) else found["done"]
    wanted = {"last": ""} | {name: value for name, value in row.items() if name in found}
    assert {name: found[name] for name in wanted} == wanted
