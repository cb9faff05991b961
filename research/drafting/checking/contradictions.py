"""Sentences and cells of one draft that give different figures for the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from research.drafting.checking.claims import FigureClaim
from research.drafting.checking.reading import is_known
from research.nouns.drafts import DraftContradiction, DraftSentence
from research.verification.bounds import bound_of

_SLACK = Decimal("1.01")
# Of one thing at most so many pairs are told.
_MOST = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as a sentence of a draft says it."""

    sentence: DraftSentence
    text: str
    claim: FigureClaim


def contradictions(said: Iterable[Said]) -> tuple[DraftContradiction, ...]:
    """Return the pairs of sentences that cannot both be right, in the order of the draft: each figure against the others of its kind."""
    groups: dict[tuple[object, ...], list[Said]] = {}
    for one in said:
        if key := _key(one.claim):
            groups.setdefault(key, []).append(one)
    found: list[DraftContradiction] = []
    for same in groups.values():
        pairs = [(one, other) for one, other in combinations(same, 2) if one.sentence != other.sentence and not _agree(one, other)]
        found += [DraftContradiction(one.sentence, other.sentence, _reason(one, other)) for one, other in pairs[:_MOST]]
    return tuple(dict.fromkeys(found))


def _key(claim: FigureClaim) -> tuple[object, ...] | None:
    """Return what two figures have in common that are of the same thing, None where it is not told of what or when a figure is."""
    if claim.period is None or not is_known(claim.period) or (claim.topic is None and not claim.narrowing) or claim.company is None:
        return None
    names = (claim.topic.name if claim.topic else "", frozenset(claim.narrowing), claim.whole.topic.name if claim.whole else "")
    times = tuple((one.fiscal_year, one.fiscal_period, one.on) if one else None for one in (claim.period, claim.base))
    return (claim.company, *names, *times, claim.back, claim.kind, claim.figure.unit or "")


def _agree(one: Said, other: Said) -> bool:
    """Return whether two figures may be one amount, each as it is rounded; bounds and signs are not held against each other."""
    first, second = one.claim.figure, other.claim.figure
    if bound_of(one.text, first) or bound_of(other.text, second):
        return True
    slack = max(first.step, second.step) / 2 * _SLACK
    return abs(abs(first.value) - abs(second.value)) <= slack


def _reason(one: Said, other: Said) -> str:
    claim = one.claim
    what = " ".join(filter(None, (*claim.narrowing, claim.said)))
    period = claim.period.label if claim.period else ""
    return f"{what} of {claim.company} for {period}: {claim.figure.text} here, {other.claim.figure.text} there"
