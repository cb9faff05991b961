"""A plan in words that stand alone: for a refusal, a history, and a question that can be asked again without the one before."""

from __future__ import annotations

from research.concepts.catalogue import concepts
from research.nouns.answers import QuestionPlan
from research.planning.parts import shown_in


def plan_in_words(plan: QuestionPlan) -> str:
    """Return what a plan asks for: "capital expenditure of Umbrella Holdings for FY2024, in the 10-K, in millions"."""
    topic = topic_in_words(plan)
    companies = " and ".join(term.value for term in (*plan.companies, *plan.unknown_companies))
    periods = ", ".join(period.label for period in plan.periods)
    forms = " or ".join(term.value for term in plan.form_types)
    parts = [topic, f"of {companies}" if companies else "", f"for {periods}" if periods else ""]
    tail = [f"in the {forms}" if forms else "", shown_in(plan)]
    return ", ".join([" ".join(part for part in parts if part), *(part for part in tail if part)])


def standing_question(plan: QuestionPlan) -> str:
    """Return the question as it was asked or, when it leans on the one before or lost a part, one that says the same alone."""
    return f"What was the {plan_in_words(plan)}?" if plan.carried or plan.removed else plan.question


def topic_in_words(plan: QuestionPlan) -> str:
    """Return a plan's metric with the words that cut it, else the words that passages are searched for."""
    concept = next((one for one in concepts() if plan.metric and one.name == plan.metric.value), None)
    if concept is None:
        return f"“{plan.focus.strip(' ?.')}”"
    title = concept.title if concept.title.isupper() else concept.title[:1].lower() + concept.title[1:]
    cut = dict.fromkeys([*plan.derived.split(), *plan.qualifiers])
    return f"{title} ({' '.join(cut)})" if cut else title
