"""What the gate finds: a verdict with its reasons for every figure, and for every sentence of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from research.nouns.answers import Claim, Verdict

# Worst first: a sentence is what its worst figure is, a text what its worst sentence is.
_ORDER = (Verdict.MISMATCH, Verdict.STALE, Verdict.NO_EVIDENCE, Verdict.NOT_CHECKABLE, Verdict.SUPPORTED)


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure of a text as it is written there, its offsets, the verdict, what the evidence prints ("" for nothing) and why."""

    text: str
    start: int
    end: int
    verdict: Verdict
    found: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A sentence of a text as a claim with its verdict, its offsets, its figures and why it is not supported."""

    claim: Claim
    start: int
    end: int
    figures: tuple[CheckedFigure, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text with a verdict for each sentence; `verdict` is the worst of those that hold a figure, `not_checkable` when none does."""

    text: str
    claims: tuple[CheckedClaim, ...]
    verdict: Verdict
    reasons: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[CheckedFigure, ...]:
        """Return every figure of the text in order."""
        return tuple(figure for claim in self.claims for figure in claim.figures)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of some verdicts, `not_checkable` when there is none."""
    found = set(verdicts)
    return next((verdict for verdict in _ORDER if verdict in found), Verdict.NOT_CHECKABLE)
