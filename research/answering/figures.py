"""Figures as answers show them: number at a scale, unit, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from research.nouns.facts import SCALE_WORDS

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥"}
# Ratios: percentages, multiples, days and percentage points have no scale.
UNSCALED = frozenset({"%", "x", "days", "pp"})


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure ready to show: `number` times `scale` is the value in `unit`, up to the rounding asked for."""

    number: Decimal
    scale: int
    display: str


def show_figure(value: Decimal, unit: str, *, printed_scale: int, scale: int | None = None, decimals: int | None = None) -> ShownFigure:
    """Return `value` (in units) at the asked scale, else at the scale of its table; half is rounded up, only when rounding is asked for.

    Units without a scale (percent, per share, a ratio) stay as they are. "$1,577 million", "-$4.20 per share", "30.8 %".
    """
    shown = (scale or printed_scale) if "/" not in unit and unit not in UNSCALED else 1
    number = value / shown
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    number = plain(number)
    return ShownFigure(number, shown, _display(number, unit, shown))


def plain(number: Decimal) -> Decimal:
    """Return the number without an exponent; zeros after the point stay as they were asked for."""
    return number.quantize(Decimal(1)) if number == number.to_integral() and number.as_tuple().exponent not in range(-9, 0) else number


def _display(number: Decimal, unit: str, scale: int) -> str:
    digits = f"{abs(number):,f}"
    sign = "-" if number < 0 else ""
    word = SCALE_WORDS.get(scale, f"× {scale:,}")
    if unit in UNSCALED:
        return f"{sign}{digits}{'' if unit == 'x' else ' '}{unit}"
    currency, _, per = unit.partition("/")
    symbol = _SYMBOLS.get(currency)
    amount = f"{sign}{symbol}{digits}" if symbol else f"{sign}{digits}"
    tail = [word, "" if symbol else currency, f"per {per}" if per else ""]
    return " ".join([amount, *(part for part in tail if part)])
