"""Figures as answers show them: number at a scale, unit, and the words around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from research.nouns.facts import SCALE_WORDS

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "RMB "}
# Ratios: percentages, multiples, days and percentage points have no scale.
UNSCALED = frozenset({"%", "x", "days", "pp"})
# The unit of things counted, which their row names.
_BARE = "count"
_HAN_SCALES: Mapping[int, str] = {1: "", 10**3: "千", 10**4: "万", 10**6: "百万", 10**8: "亿", 10**9: "十亿"}
_HAN_CURRENCIES = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元", "GBP": "英镑"}
_MILLION = 10**6


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure ready to show: `number` times `scale` is the value in `unit`, up to the rounding asked for."""

    number: Decimal
    scale: int
    display: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a figure is wanted: at which scale and with how many decimals (None: as it is printed), and whether in Chinese words."""

    scale: int | None = None
    decimals: int | None = None
    han: bool = False


AS_PRINTED = Look()


def show_figure(value: Decimal, unit: str, *, printed_scale: int, look: Look = AS_PRINTED) -> ShownFigure:
    """Return `value` (in units) at the asked scale, else at the scale of its table; half is rounded up, only when rounding is asked for.

    Units without a scale (percent, per share, a ratio) stay as they are. "$1,577 million", "-$4.20 per share", "30.8 %", "15.77亿元". A
    table in 万 or 亿 is shown in millions where neither is asked for.
    """
    shown = shown_scale(unit, printed_scale, look)
    number = value / shown
    if look.decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-look.decimals), rounding=ROUND_HALF_UP)
    number = plain(number)
    return ShownFigure(number, shown, _display(number, unit, shown, han=look.han))


def shown_scale(unit: str, printed_scale: int, look: Look) -> int:
    """Return the scale that a figure is shown at: the asked one, else that of its table; 1 for a unit without a scale."""
    return (look.scale or _plain_scale(printed_scale, look)) if "/" not in unit and unit not in UNSCALED else 1


def unit_word(unit: str) -> str:
    """Return how a unit is called beside its figure: things counted have no word, their row names them."""
    return "" if unit == _BARE else unit


def plain(number: Decimal) -> Decimal:
    """Return the number without an exponent; zeros after the point stay as they were asked for."""
    return number.quantize(Decimal(1)) if number == number.to_integral() and number.as_tuple().exponent not in range(-9, 0) else number


def _plain_scale(printed: int, look: Look) -> int:
    """Return the scale of a table, or millions in place of one that English has no word for."""
    return printed if printed in SCALE_WORDS or (look.han and printed in _HAN_SCALES) else _MILLION


def _display(number: Decimal, unit: str, scale: int, *, han: bool) -> str:
    digits = f"{abs(number):,f}"
    sign = "-" if number < 0 else ""
    if unit in UNSCALED:
        return f"{sign}{digits}{'' if unit == 'x' else ' '}{unit}"
    currency, _, per = unit.partition("/")
    if currency in _HAN_CURRENCIES and scale in _HAN_SCALES and (han or scale not in SCALE_WORDS):
        return f"{sign}{digits}{_HAN_SCALES[scale]}{_HAN_CURRENCIES[currency]}{'/股' if per == 'share' else f' per {per}' if per else ''}"
    word = SCALE_WORDS.get(scale, f"× {scale:,}")
    symbol = _SYMBOLS.get(currency)
    amount = f"{sign}{symbol}{digits}" if symbol else f"{sign}{digits}"
    tail = [word, "" if symbol else unit_word(currency), f"per {per}" if per else ""]
    return " ".join([amount, *(part for part in tail if part)])
