"""The score below which no passage is called an answer: fitted on questions with and without an answer, tried company by company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from research.answering.passages import NO_PASSAGE
from research.nouns.answers import Answer

LEAST_REFUSED = 0.95
SCORE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """A question that passages may answer: its company, whether the library answers it, and the score of the best passage."""

    id: str
    company: str
    answerable: bool
    score: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold does: the shares of the answerable questions that it lets answer and of the unanswerable ones that it refuses."""

    threshold: float
    answered: float
    refused: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A threshold, its risk-coverage curve, and what it did for companies that it was not fitted on."""

    threshold: float
    curve: tuple[CurvePoint, ...]
    held_out: CurvePoint


def was_read(answer: Answer) -> bool:
    """Return whether passages were read for an answer: it quotes some, or says that none answers."""
    quoted = bool(answer.claims) and not answer.values
    return quoted or any(line.startswith(NO_PASSAGE) for line in answer.missing)


def fit(scored: Sequence[Scored]) -> Fitted:
    """Return the threshold for all questions, and what thresholds fitted without a company do for that company's questions."""
    answered: list[bool] = []
    refused: list[bool] = []
    for company in sorted({one.company for one in scored}):
        least = least_score([one for one in scored if one.company != company])
        for one in scored:
            if one.company == company:
                (answered if one.answerable else refused).append(one.score >= least if one.answerable else one.score < least)
    threshold = least_score(scored)
    return Fitted(threshold, tuple(curve(scored)), CurvePoint(threshold, _share(answered), _share(refused)))


def least_score(scored: Sequence[Scored]) -> float:
    """Return the lowest threshold that refuses `LEAST_REFUSED` of the unanswerable questions; 0 without any."""
    points = [point for point in curve(scored) if point.refused >= LEAST_REFUSED]
    return min((point.threshold for point in points), default=0.0)


def curve(scored: Sequence[Scored]) -> list[CurvePoint]:
    """Return what each threshold between two neighbouring scores does, from the lowest to the highest."""
    scores = sorted({one.score for one in scored})
    between = [round((low + high) / 2, SCORE_DIGITS) for low, high in pairwise(scores)]
    return [_point(scored, threshold) for threshold in dict.fromkeys(between)]


def as_toml(fitted: Fitted) -> str:
    """Return what `research/answering/threshold.toml` keeps of a fit."""
    held = fitted.held_out
    lines = [
        "# Below this score no sentence or row is called an answer. Written by `desk eval questions FILE --fit-threshold THIS`.",
        f"threshold = {fitted.threshold}",
        "",
        "# Shares among questions of companies that the threshold was not fitted on.",
        "[held_out]",
        f"answerable_answered = {held.answered}",
        f"unanswerable_refused = {held.refused}",
        "",
        "# The risk-coverage curve: threshold, share of the answerable answered, share of the unanswerable refused.",
        "[curve]",
        "points = [",
        *(f"  [{point.threshold}, {point.answered}, {point.refused}]," for point in fitted.curve),
        "]",
    ]
    return "\n".join(lines) + "\n"


def _point(scored: Sequence[Scored], threshold: float) -> CurvePoint:
    answered = [one.score >= threshold for one in scored if one.answerable]
    return CurvePoint(threshold, _share(answered), _share([one.score < threshold for one in scored if not one.answerable]))


def _share(results: Sequence[bool]) -> float:
    return round(sum(results) / len(results), SCORE_DIGITS) if results else 1.0
