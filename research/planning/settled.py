"""Whether a plan is understood to the last word, and then which sort of figure it wants."""

from __future__ import annotations

from dataclasses import replace

from research.concepts.catalogue import find_concept
from research.nouns.answers import QuestionPlan


def settled(plan: QuestionPlan) -> QuestionPlan:
    """Return the plan with `wants_figure` and `wants_computed` as its other fields tell: at most one of them."""
    understood = plan.asks_amount and not plan.derived and not plan.qualifiers
    is_printed = plan.metric is not None and find_concept(plan.metric.value) is not None
    computed = bool(plan.formula or plan.operation or plan.relative or not is_printed)
    return replace(plan, meanings=() if plan.metric else plan.meanings, wants_figure=understood and not computed, wants_computed=understood and computed)
