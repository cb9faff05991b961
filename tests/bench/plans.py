"""What question understanding makes of the figure questions, without any document: one line for each, and how many are understood.

    python -m tests.bench.plans [--left]

`--left` shows only the questions that are not understood to the last word.
"""

import argparse
import json
from pathlib import Path

from research.answering.topics import topics
from research.concepts.companies import short_names
from research.planning.follow_up import continue_plan
from research.planning.plan import make_plan

ROOT = Path(__file__).resolve().parents[2]
DEVELOPMENT = ROOT.parent / "shared" / "financebench-dev"
OWN = ROOT / "tests" / "questions" / "questions.jsonl"
# Names beside the legal one, as documents give them: tickers and short forms.
ALSO = {
    "3M": ["MMM"],
    "Amazon": ["Amazon.com, Inc.", "AMZN"],
    "American Express": ["AXP", "Amex", "AMEX"],
    "Best Buy": ["BBY"],
    "Block": ["Square", "SQ", "Square, Inc."],
    "General Mills": ["GIS", "Gen Mills"],
    "MGM Resorts": ["MGM", "MGM Resorts International"],
    "Microsoft": ["MSFT"],
    "Netflix": ["NFLX"],
    "Nike": ["NKE"],
    "Nvidia": ["NVDA"],
    "Pfizer": ["PFE"],
    "Walmart": ["WMT", "Walmart Inc."],
}


def questions():
    """Yield id, text and the id of the question before for every question that wants a figure, and those before them."""
    own = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    figures = {one["id"] for one in own if one["expect"] == "figure"}
    needed = figures | {one.get("follows") for one in own}
    yield from ((one["id"], one["question"], one.get("follows"), one["id"] in figures) for one in own if one["id"] in needed)
    if DEVELOPMENT.exists():
        for line in (DEVELOPMENT / "questions.jsonl").read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            yield one["id"].removeprefix("financebench_"), one["question"], None, one["type"] == "metrics-generated"


def describe(plan):
    """Return a plan in one line."""
    parts = {
        "for": " and ".join(term.value for term in (*plan.companies, *plan.unknown_companies)),
        "metric": plan.metric.value if plan.metric else "",
        "formula": plan.formula,
        "do": f"{plan.operation.value} {plan.base}".strip() if plan.operation else "",
        "in": ", ".join(period.label for period in plan.periods),
        "last": f"{plan.relative.count} {plan.relative.fiscal_period}" if plan.relative else "",
        "unit": f"{plan.unit or ''} {plan.scale or ''} {'' if plan.decimals is None else f'.{plan.decimals}'}".strip(),
        "direction": plan.direction,
        "left": " ".join(plan.qualifiers),
    }
    return "; ".join(f"{name}: {value}" for name, value in parts.items() if value)


def main():
    """Print the plans and the counts."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--left", action="store_true", help="only what is not understood")
    only_left = arguments.parse_args().left
    names = {company: [*short_names(company), *others] for company, others in ALSO.items()}
    plans, printed, computed, asked = {}, 0, 0, 0
    for name, question, before, counted in questions():
        plan = plans[name] = continue_plan(make_plan(question, names, topics()), plans.get(before))
        if not counted:
            continue
        asked += 1
        printed += plan.wants_figure
        computed += plan.wants_computed
        mark = "printed " if plan.wants_figure else "computed" if plan.wants_computed else "LEFT    "
        if mark == "LEFT    " or not only_left:
            print(f"{name} {mark} {question}\n      {describe(plan)}")
    left = asked - printed - computed
    print(f"{asked} questions for figures: {printed} for printed ones, {computed} for computed ones, {left} not understood")


if __name__ == "__main__":
    main()
