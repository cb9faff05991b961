"""What would make a sum tie that does not: one figure with its other sign, or a thousand times smaller or larger."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from research.nouns.quality import THOUSANDFOLD, THOUSANDTH, TURNED

_THOUSAND = Decimal(1_000)
_PAIR = 2


def cause_of(terms: Sequence[tuple[str, Decimal]], slack: Decimal) -> str:
    """Return what one change of one of the terms would bring their sum to nought, as the end of a sentence; "" when none or several do.

    Terms are labels and amounts with the sign that they are taken with. Of two terms either may be meant. What
    would be lost in the `slack` of rounding is no cause.
    """
    total = sum((value for _, value in terms), Decimal(0))
    found = [
        (words, label)
        for label, value in terms
        for words, instead in ((TURNED, -value), (THOUSANDTH, value / _THOUSAND), (THOUSANDFOLD, value * _THOUSAND))
        if abs(instead) > slack and abs(total - value + instead) <= slack
    ]
    if len(terms) == _PAIR and found:
        return f"; {found[0][0]} one of them"
    return f"; {found[0][0]} “{found[0][1]}”" if len(found) == 1 else ""
