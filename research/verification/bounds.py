"""Bounds and roundings said in words: "more than $5 million", "nearly 6", "about 900"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from research.text.figures import PrintedFigure
from research.verification.amounts import rounds_to
from research.verification.claims import ClaimText
from research.verification.evidence import Stated

_RIGHT_BEFORE = r"\s*(?:US)?[$€£¥(~]*\s*$"
_ABOVE = re.compile(
    r"\b(?:more\s+than|greater\s+than|over|above|exceed\w*|surpass\w*|in\s+excess\s+of|upwards\s+of|at\s+least|(?:no|not)\s+(?:less|fewer)\s+than)"
    + _RIGHT_BEFORE,
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\b(?:(?<!no )(?<!not )(?:less|fewer)\s+than|under|below|up\s+to|at\s+most|(?:no|not)\s+more\s+than|nearly|almost)" + _RIGHT_BEFORE,
    re.IGNORECASE,
)
_MAY_EQUAL = re.compile(
    r"\b(?:at\s+least|at\s+most|up\s+to|(?:no|not)\s+(?:less|fewer|more)\s+than|nearly|almost)" + _RIGHT_BEFORE, re.IGNORECASE
)
_NOT_MORE = re.compile(r"\b(?:no|not)\s+more\s+than" + _RIGHT_BEFORE, re.IGNORECASE)
_ABOUT = re.compile(r"(?:\b(?:approximately|about|around|roughly|approx\.?|some|nearly|almost)|[~≈]|约)" + _RIGHT_BEFORE, re.IGNORECASE)
_ABOUT_SHARE = Decimal("0.01")
_FAR = 60
_SLACK = Decimal("1.001")
ABOVE, BELOW = "more than", "less than"


def bound_of(text: str, figure: PrintedFigure) -> str:
    """Return whether the words right before a figure make it a bound: "more than", "less than", or "" for neither."""
    before = _before(text, figure)
    if _NOT_MORE.search(before) or _BELOW.search(before):
        return BELOW
    return ABOVE if _ABOVE.search(before) else ""


def fits_in_words(claim: ClaimText, figure: PrintedFigure, amount: Decimal, scale: int) -> bool:
    """Return whether an amount is what a claim's figure says, as its words round it: "more than 900" for 937, "about 900" for 903."""
    claimed, amount = abs(figure.number) * scale, abs(amount)
    step = Decimal(scale).scaleb(-figure.places)
    if rounds_to(amount, claimed, step):
        return True
    loose = Decimal(scale).scaleb(_trailing_zeros(figure))
    bound = bound_of(claim.text, figure)
    if bound:
        return claimed <= amount < claimed + loose if bound == ABOVE else claimed - loose < amount <= claimed
    return bool(_ABOUT.search(_before(claim.text, figure))) and abs(amount - claimed) <= min(loose / 2, amount * _ABOUT_SHARE)


def rounded_within(figure: PrintedFigure, scale: int) -> tuple[Decimal, Decimal]:
    """Return the amount of a figure at a scale, and how far from it an amount may lie that its words can round to it."""
    loose = max(-figure.places, _trailing_zeros(figure))
    return abs(figure.number) * scale, Decimal(scale).scaleb(loose) * _SLACK


def bound_conflicts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield why a figure is not beyond what the claim says it is beyond."""
    ours, theirs = bound_of(claim.text, figure), bound_of(stated.passage.text, stated.figure)
    if not ours or ours == theirs:
        return
    if theirs:
        yield f"bound: the source says {theirs} {stated.figure.text}"
        return
    claimed = abs(figure.value)
    amount = min((abs(one) for one in stated.amounts), key=lambda one: abs(one - claimed))
    same = amount == claimed and not _MAY_EQUAL.search(_before(claim.text, figure))
    if same or (ours == ABOVE and amount < claimed) or (ours == BELOW and amount > claimed):
        yield f"bound: the source prints {stated.figure.text}, which is not {ours} {figure.text}"


def bound_doubts(claim: ClaimText, figure: PrintedFigure, stated: Stated) -> Iterator[str]:
    """Yield that the source gives only a bound where the claim gives an amount."""
    theirs = bound_of(stated.passage.text, stated.figure)
    if theirs and not bound_of(claim.text, figure) and not _ABOUT.search(_before(stated.passage.text, stated.figure)):
        yield f"the source says {theirs} {stated.figure.text}"


def _before(text: str, figure: PrintedFigure) -> str:
    return " ".join(text[max(0, figure.start - _FAR) : figure.start].split())


def _trailing_zeros(figure: PrintedFigure) -> int:
    if figure.places or not figure.number:
        return -figure.places
    digits = str(abs(int(figure.number)))
    return len(digits) - len(digits.rstrip("0"))
