"""Answers without a figure or a passage: refusals with what is missing, and questions back."""

from __future__ import annotations

from collections.abc import Sequence

from research.directory import Company
from research.nouns.answers import Answer, AnswerStatus, Choice, QuestionPlan

MOST_CHOICES = 12
NOT_ENOUGH = "The library does not hold enough to answer this."
NOT_YET = "The figures of a document that may answer this are not read yet: ask again in a moment."


def refusal(plan: QuestionPlan, missing: Sequence[str], *, text: str = NOT_ENOUGH) -> Answer:
    """Return the refusal of a question with one line for each thing that is missing, each once."""
    return Answer(plan.question, AnswerStatus.INSUFFICIENT_EVIDENCE, text, plan, missing=tuple(dict.fromkeys(missing)))


def senseless(plan: QuestionPlan, lines: Sequence[str]) -> Answer:
    """Return the answer to a question for a figure that means nothing for its company: the lines that say so, as its text too."""
    said = [f"{line[:1].upper()}{line[1:]}." for line in dict.fromkeys(lines)]
    return refusal(plan, lines, text="\n".join(said))


def which_company(plan: QuestionPlan, companies: Sequence[Company], text: str) -> Answer:
    """Return a question back with a choice for each company; the chosen question names it in place of the words it was begun with."""
    begun = plan.unknown_companies[0].words if plan.unknown_companies else ""
    question = plan.question.rstrip(" ?.")
    choices = [
        Choice(one.name, plan.question.replace(begun, one.name, 1) if begun else f"{question} for {one.name}?")
        for one in companies[:MOST_CHOICES]
    ]
    return Answer(plan.question, AnswerStatus.NEEDS_CLARIFICATION, text, plan, choices=tuple(choices))
