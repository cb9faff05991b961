"""The question back when one word may mean several figures: "profit", "debt", "margin"."""

from __future__ import annotations

from research.concepts.catalogue import find_concept
from research.metrics.definitions import find_metric
from research.nouns.answers import Answer, AnswerStatus, Choice, QuestionPlan


def which_figure(plan: QuestionPlan) -> Answer | None:
    """Return the question back with a choice for each figure that the plan's word may mean; None when the plan has no such word."""
    if not plan.meanings:
        return None
    said = plan.meanings[0].words
    choices = tuple(Choice(title, plan.question.replace(said, title, 1)) for title in map(_title, (one.value for one in plan.meanings)))
    return Answer(
        plan.question, AnswerStatus.NEEDS_CLARIFICATION, f"“{' '.join(said.split())}” may mean several figures.", plan, choices=choices
    )


def _title(name: str) -> str:
    known = find_metric(name) or find_concept(name)
    title = known.title if known else name.replace("_", " ")
    return title if title.isupper() else title[0].lower() + title[1:]
