"""The scale of a table that tells none: the one at which its cells are what the library states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from research.drafting.checking.claims import FigureClaim, Kind
from research.drafting.checking.fitting import amount_fits, unit_fits
from research.nouns.facts import Calculation
from research.text.figures import PERCENT, POINTS, TIMES

_SCALES = (1, 10**3, 10**4, 10**6, 10**8, 10**9)
_RATIOS = frozenset({"%", "pp", "x", "days"})


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

    def _amounts(self, claim: FigureClaim, text: str) -> list[Calculation]:
        return [one for one in self.values(claim) if one.unit not in _RATIOS and "/" not in one.unit and unit_fits(claim, text, one.unit)]


def _is_counted(value: Calculation) -> bool:
    return not (len(value.unit) == 3 and value.unit.isupper())
