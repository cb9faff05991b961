"""Answers of a figure with the reasons that the documents give for it."""

from __future__ import annotations

from dataclasses import replace

from research.nouns.answers import Answer, AnswerStatus, QuestionPlan

NO_REASON = "no passage of the documents searched says why"


def with_reasons(plan: QuestionPlan, figure: Answer, reasons: Answer) -> Answer:
    """Return the answer to the question of a `plan`, which wants both: the figure first, then the passages that give its reasons.

    The markers of `reasons` go on from those of `figure`. Without a passage the answer is partial and says so.
    """
    missing = (*figure.missing, *(reasons.missing if reasons.claims else [NO_REASON]))
    claims = (*figure.claims, *reasons.claims)
    return replace(
        figure,
        question=plan.question,
        status=AnswerStatus.PARTIAL if missing else figure.status,
        text="\n".join(claim.text for claim in claims),
        plan=replace(plan, periods=figure.plan.periods) if figure.plan else plan,
        claims=claims,
        citations=(*figure.citations, *reasons.citations),
        missing=tuple(dict.fromkeys(missing)),
    )
