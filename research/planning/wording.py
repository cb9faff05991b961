"""A plan in words that stand alone: for a refusal, a history, and a question that can be asked again without the one before."""

from __future__ import annotations

import re

from research.concepts.catalogue import find_concept
from research.nouns.answers import Operation, QuestionPlan
from research.planning.parts import cutting_words, relative_label, shown_in

_BASES = {"prior": " year over year", "previous": " quarter over quarter"}
_OVER_TIME = frozenset({Operation.GROWTH, Operation.CHANGE, Operation.CAGR})
_CALL = re.compile(r"(?P<function>average|opening|prior)\((?P<name>\w+)\)|at\((?P<dated>\w+), (?P<period>\w+)\)|(?P<plain>[a-z]\w+)")
_FUNCTIONS = {"average": "average", "opening": "opening", "prior": "prior year"}


def plan_in_words(plan: QuestionPlan) -> str:
    """Return what a plan asks for: "capital expenditure of Umbrella Holdings for FY2024, in the 10-K, in millions"."""
    topic = topic_in_words(plan)
    companies = " and ".join(term.value for term in (*plan.companies, *plan.unknown_companies))
    forms = " or ".join(term.value for term in plan.form_types)
    parts = [topic, f"of {companies}" if companies else "", _when(plan)]
    tail = [f"in the {forms}" if forms else "", shown_in(plan)]
    return ", ".join([" ".join(part for part in parts if part), *(part for part in tail if part)])


def standing_question(plan: QuestionPlan) -> str:
    """Return the question as it was asked or, when it leans on the one before or lost a part, one that says the same alone."""
    if not plan.carried and not plan.removed:
        return plan.question
    defined = f" Use {formula_in_words(plan.formula)}." if plan.formula else ""
    return f"What was the {plan_in_words(plan)}?{defined}"


def topic_in_words(plan: QuestionPlan) -> str:
    """Return a plan's metric with what is done with it and the words that cut it, else the words that passages are searched for."""
    concept = find_concept(plan.metric.value) if plan.metric else None
    if plan.metric is None or not (concept or plan.metric.words or plan.formula):
        return f"“{plan.focus.strip(' ?.')}”"
    title = concept.title if concept and not plan.formula else plan.metric.words or plan.metric.value.replace("_", " ")
    title = title if title.isupper() or title[1:2].isupper() else title[:1].lower() + title[1:]
    if plan.listed:
        title = " and ".join([", ".join(term.words for term in plan.listed[:-1]), plan.listed[-1].words][-len(plan.listed) :])
    done = f" {_done(plan)}" if plan.operation else ""
    cut = cutting_words(plan)
    return f"{title}{done} ({' '.join(cut)})" if cut else f"{title}{done}"


def formula_in_words(formula: str) -> str:
    """Return a formula as a question states it: "365 * average Inventories / Cost of revenue"."""
    return _CALL.sub(_figure_in_words, formula)


def _figure_in_words(match: re.Match[str]) -> str:
    name = match["name"] or match["dated"] or match["plain"]
    concept = find_concept(name)
    title = concept.title if concept else name.replace("_", " ")
    if match["dated"]:
        return f"{match['period'].replace('_', ' ')} {title}"
    return f"{_FUNCTIONS[match['function']]} {title}" if match["function"] else title


def _done(plan: QuestionPlan) -> str:
    done = plan.operation.value if plan.operation else ""
    return f"{done.upper() if done == Operation.CAGR else done}{_BASES.get(plan.base, '')}"


def _when(plan: QuestionPlan) -> str:
    labels = [period.label for period in plan.periods]
    if plan.relative:
        return f"over the {relative_label(plan.relative)}"
    spans = plan.operation is not None and plan.operation.value in _OVER_TIME and not plan.base and len(labels) == 2
    return f"from {labels[0]} to {labels[1]}" if spans else f"for {', '.join(labels)}" if labels else ""
