"""Sentences and cells of one draft that give different figures for the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from research.drafting.checking.claims import FigureClaim
from research.drafting.checking.reading import is_known
from research.nouns.answers import Verdict
from research.nouns.drafts import DraftContradiction, DraftSentence
from research.verification.bounds import bound_of
from research.verification.claims import topics_of

_SLACK = Decimal("1.01")
# Of one thing at most so many pairs are told.
_MOST = 5
# Sentences are about the same thing when they share so much of what both are about.
_ALIKE = 0.75
# Of more words that nothing explains nobody knows what they name.
_MOST_NARROWING = 2


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as a sentence of a draft says it; `verdict` is what the library's figures say of it, None where they do not decide it."""

    sentence: DraftSentence
    text: str
    claim: FigureClaim
    verdict: Verdict | None

    @property
    def about(self) -> str:
        """Return the words that say what the figure is of: of a cell those of its row."""
        return self.sentence.table.row_head if self.sentence.table else self.text


def contradictions(said: Iterable[Said]) -> tuple[DraftContradiction, ...]:
    """Return the pairs of sentences that cannot both be right, in the order of the draft: each figure against the others of its kind."""
    groups: dict[tuple[object, ...], list[Said]] = {}
    for one in said:
        if key := _key(one.claim):
            groups.setdefault(key, []).append(one)
    found: list[DraftContradiction] = []
    for same in groups.values():
        apart = ((one, other) for one, other in combinations(same, 2) if one.sentence != other.sentence and not _agree(one, other))
        pairs = [(one, other) for one, other in apart if _are_of_one(one, other)]
        found += [DraftContradiction(one.sentence, other.sentence, _reason(one, other)) for one, other in pairs[:_MOST]]
    return tuple(dict.fromkeys(found))


def _key(claim: FigureClaim) -> tuple[object, ...] | None:
    """Return what two figures have in common that are of the same thing, None where it is not told of what or when a figure is."""
    if claim.period is None or not is_known(claim.period) or (claim.topic is None and not claim.narrowing) or claim.company is None:
        return None
    names = (claim.topic.name if claim.topic else "", frozenset(claim.narrowing), claim.whole.topic.name if claim.whole else "")
    times = tuple((one.fiscal_year, one.fiscal_period, one.on) if one else None for one in (claim.period, claim.base))
    return (claim.company, *names, *times, claim.back, claim.kind, claim.figure.unit or "")


def _are_of_one(one: Said, other: Said) -> bool:
    """Return whether two figures that differ are surely of the same thing.

    The library says that one of them is wrong; or it knows neither, and their sentences are about nothing else.
    """
    if one.claim.is_aside or other.claim.is_aside:
        return False
    if one.verdict and other.verdict:
        return Verdict.MISMATCH in {one.verdict, other.verdict}
    if one.verdict or other.verdict or not (one.claim.is_dated and other.claim.is_dated):
        return False
    if len(one.claim.narrowing) > _MOST_NARROWING:
        return False
    first, second = topics_of(one.about), topics_of(other.about)
    return bool(first) and len(first & second) >= _ALIKE * len(first | second)


def _agree(one: Said, other: Said) -> bool:
    """Return whether two figures may be one amount, each as it is rounded; bounds and signs are not held against each other."""
    first, second = one.claim.figure, other.claim.figure
    if bound_of(one.text, first) or bound_of(other.text, second):
        return True
    # The same digits of which one tells no scale: a chart's words beside a table "in millions".
    if first.number == second.number and None in {first.scale, second.scale}:
        return True
    slack = max(first.step, second.step) / 2 * _SLACK
    return abs(abs(first.value) - abs(second.value)) <= slack


def _reason(one: Said, other: Said) -> str:
    claim = one.claim
    what = " ".join(filter(None, (*claim.narrowing, claim.said)))
    period = claim.period.label if claim.period else ""
    return f"{what} of {claim.company} for {period}: {claim.figure.text} here, {other.claim.figure.text} there"
