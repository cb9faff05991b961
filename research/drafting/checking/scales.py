"""The scale of a table, or of a sentence, that tells none: the one at which its figures are what the library states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from research.drafting.checking.claims import FigureClaim, Kind
from research.drafting.checking.fitting import amount_fits, unit_fits
from research.nouns.facts import Calculation
from research.planning.vocabulary import vocabulary
from research.text.figures import PERCENT, POINTS, TIMES
from research.verification.claims import ClaimText

_SCALES = (1, 10**3, 10**4, 10**6, 10**8, 10**9)
# Scales of which one is taken where no figure is what the library states, so far apart that only one can be near.
_FAR_SCALES = (10**3, 10**6, 10**9)
_NEAR = Decimal("2.5")
_SHORT_SCALES = (
    (r"(?:US)?\$\s?bn|\bbn\b|\bbillions?\b", 10**9),
    (r"(?:US)?\$\s?mn?\b|\bmn\b|\bmillions?\b", 10**6),
    (r"\bthousands?\b|000s?\b", 10**3),
)
_RATIOS = frozenset({"%", "pp", "x", "days"})


def scale_in(text: str) -> int | None:
    """Return the scale that some words name ("US$ in millions", "$bn"), None where they name none."""
    known = next((scale for scale, pattern in vocabulary().scales if scale > 1 and pattern.search(text)), None)
    return known or next((scale for pattern, scale in _SHORT_SCALES if re.search(pattern, text)), None)


def is_open(claim: FigureClaim) -> bool:
    """Return whether nothing tells the scale of a cell's amount."""
    figure = claim.figure
    return claim.kind in {Kind.LEVEL, Kind.CHANGE} and not figure.scale and not figure.per and figure.unit not in {PERCENT, POINTS, TIMES}


@dataclass(slots=True)
class TableScale:
    """The votes of a table's cells for its scale, one count for amounts of money and one for things that are counted.

    `values` gives what the library states of a cell.
    """

    values: Callable[[FigureClaim], Sequence[Calculation]]
    _votes: dict[bool, Counter[int]] = field(default_factory=lambda: {True: Counter(), False: Counter()})

    def add(self, claim: FigureClaim, text: str) -> None:
        """Count at which scales a cell is what the library states."""
        if not is_open(claim):
            return
        for value in self._amounts(claim, text):
            self._votes[_is_counted(value)].update(one for one in _SCALES if amount_fits(claim.figure, text, value, scale=one))
            return

    def scaled(self, claim: FigureClaim, text: str) -> FigureClaim | None:
        """Return a cell's claim at the scale of its table, as it is where it needs none; None where no cell tells the scale."""
        if not is_open(claim) or not (amounts := self._amounts(claim, text)):
            return claim
        votes = self._votes[_is_counted(amounts[0])] or self._votes[not _is_counted(amounts[0])]
        if not votes:
            return None
        return replace(claim, figure=replace(claim.figure, scale=votes.most_common(1)[0][0]))

    def is_amount(self, claim: FigureClaim, text: str) -> bool:
        """Return whether a claim is of an amount of money that the library states."""
        return any(not _is_counted(one) for one in self._amounts(claim, text))

    def nearest(self, claim: FigureClaim, text: str) -> int | None:
        """Return the scale at which a claim is nearest to what the library states, None where it is near at none."""
        amounts = self._amounts(claim, text)
        if not amounts or not amounts[0].value or not claim.figure.number:
            return None
        ratios = {one: abs(amounts[0].value / (claim.figure.number * one)) for one in _FAR_SCALES}
        return next((one for one, ratio in ratios.items() if 1 / _NEAR <= ratio <= _NEAR), None)

    def _amounts(self, claim: FigureClaim, text: str) -> list[Calculation]:
        return [one for one in self.values(claim) if one.unit not in _RATIOS and "/" not in one.unit and unit_fits(claim, text, one.unit)]


def scaled_in_words(
    claims: Sequence[FigureClaim], text: str, values: Callable[[FigureClaim], Sequence[Calculation]], *, told: int | None
) -> tuple[FigureClaim | None, ...]:
    """Return the claims of a sentence, amounts without a currency and a scale at that which is `told` around it or which they tell.

    They tell the one at which most of them are what the library states, else the one at which they are near it; None stands for an
    amount whose scale nothing tells.
    """
    bare = [one for one in claims if is_open(one) and not one.figure.unit]
    if not bare or ClaimText(text).scale_asked:
        return tuple(claims)
    scale = TableScale(values)
    amounts = [one for one in bare if scale.is_amount(one, text)]
    for one in amounts:
        scale.add(one, text)
    near = next((found for one in amounts if (found := scale.nearest(one, text))), None)
    scaled: list[FigureClaim | None] = []
    for one in claims:
        if one not in amounts:
            scaled.append(one)
        elif told:
            scaled.append(replace(one, figure=replace(one.figure, scale=told)))
        else:
            known = scale.scaled(one, text)
            scaled.append(known or (replace(one, figure=replace(one.figure, scale=near)) if near else None))
    return tuple(scaled)


def _is_counted(value: Calculation) -> bool:
    return not (len(value.unit) == 3 and value.unit.isupper())
