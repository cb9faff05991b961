"""Whether two printed figures are the same amount: value, scale and unit, rounded as the claim prints it."""

from __future__ import annotations

from decimal import Decimal

from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure

_RELATIVE = frozenset({PERCENT, POINTS, TIMES})


def rounds_to(amount: Decimal, claimed: Decimal, step: Decimal) -> bool:
    """Return whether `amount`, rounded to `step` (one unit of the claim's last digit), is what is claimed."""
    return amount == claimed or (abs(amount - claimed) * 2 <= step and claimed != 0)


def units_fit(claim: str, source: str, context: str) -> bool:
    """Return whether a claim's unit may be the source's; one that prints none takes what the claim says where its context allows it."""
    if claim == source:
        return True
    if claim in _RELATIVE and source in _RELATIVE:
        return False
    if not source:
        return claim not in {PERCENT, POINTS} or "%" in context or "percent" in context.lower() or "bps" in context.lower()
    return not claim


def same_amount(claim: PrintedFigure, source: PrintedFigure) -> bool:
    """Return whether two figures of nearly the same words are one amount, sign included: "$1.6 billion" fits "$1,577 million"."""
    if claim.unit and source.unit and claim.unit != source.unit:
        return False
    if claim.unit in _RELATIVE and claim.unit != source.unit:
        return False
    if (claim.scale is None) != (source.scale is None) and not (claim.scale and abs(source.value) >= claim.scale / 10):
        return False
    return rounds_to(source.value, claim.value, claim.step)


def difference_of(claim: PrintedFigure, source: PrintedFigure) -> str:
    """Return in what two figures differ: "sign", "unit", "scale" or "value"."""
    if claim.number == -source.number and claim.number:
        return "sign"
    if claim.number == source.number and claim.unit != source.unit:
        return "unit"
    if abs(claim.number) == abs(source.number) and claim.scale != source.scale:
        return "scale"
    return "value"
