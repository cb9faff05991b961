"""Values with units, as formulas compute with them: dollars add to dollars, and over shares give dollars a share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from research.errors import UsageError

PURE: tuple[tuple[str, int], ...] = ()
_SINGULAR = {"shares": "share"}


class UnitMismatchError(UsageError):
    """Two values whose units do not go together."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and its units with their powers, ordered by name: (("USD", 1), ("share", -1)); none for a plain number or a ratio."""

    value: Decimal
    units: tuple[tuple[str, int], ...] = PURE

    @classmethod
    def of(cls, value: Decimal, unit: str) -> Quantity:
        """Return a fact's value with its unit ("USD", "USD/share", "shares", "%"); a percentage becomes a plain ratio."""
        if unit == "%":
            return cls(value / 100)
        over, _, under = unit.partition("/")
        powers = [(_SINGULAR.get(over, over), 1), *([(_SINGULAR.get(under, under), -1)] if under else [])]
        return cls(value, tuple(sorted(powers)))

    def __neg__(self) -> Quantity:
        return Quantity(-self.value, self.units)

    def __add__(self, other: Quantity) -> Quantity:
        self._must_match(other, "added to")
        return Quantity(self.value + other.value, self.units)

    def __sub__(self, other: Quantity) -> Quantity:
        self._must_match(other, "taken off")
        return Quantity(self.value - other.value, self.units)

    def __mul__(self, other: Quantity) -> Quantity:
        return Quantity(self.value * other.value, _joined(self.units, other.units, 1))

    def __truediv__(self, other: Quantity) -> Quantity:
        """Raises ZeroDivisionError for a divisor of nought."""
        if not other.value:
            raise ZeroDivisionError
        return Quantity(self.value / other.value, _joined(self.units, other.units, -1))

    @property
    def unit(self) -> str:
        """Return the unit as facts name it: "USD", "USD/share", "shares", "" for a plain number."""
        over = [name for name, power in self.units for _ in range(power)]
        under = [name for name, power in self.units for _ in range(-power)]
        if over == ["share"] and not under:
            return "shares"
        return "/".join(["·".join(over) or "1", *under]) if under else "·".join(over)

    def _must_match(self, other: Quantity, doing: str) -> None:
        if self.units != other.units:
            units = f"{other.unit or 'a plain number'} cannot be {doing} {self.unit or 'a plain number'}"
            raise UnitMismatchError(units, "ask for figures in one unit")


def _joined(left: tuple[tuple[str, int], ...], right: tuple[tuple[str, int], ...], sign: int) -> tuple[tuple[str, int], ...]:
    powers = dict(left)
    for name, power in right:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))
