"""The house's form of figures: losses in brackets, percent and multiples with one decimal, amounts at one scale to a table.

Actual periods end in A and expected ones in E; what has no meaning is n.m., what is not there n.a.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from research.answering.figures import UNSCALED
from research.metrics.operands import facts_of
from research.nouns.facts import Calculation, Fact, Status, scale_words

NOT_THERE = "n.a."
NOT_MEANINGFUL = "n.m."
_SYMBOLS = {"USD": "US$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "RMB"}
_DECIMALS = {"%": 1, "pp": 1, "x": 1, "days": 0}
_SUFFIXES = {"%": "%", "x": "x", "pp": " pp", "days": ""}
_SCALES = (10**6, 10**3)
_CODE, _MOST_PLACES = 3, 4
_DECIMAL_PLACES = re.compile(r"\d\.(\d+)")
# A scale is used from so many of its units on.
_LEAST = 1_000


def is_amount(calculation: Calculation) -> bool:
    """Return whether a figure is set at the scale of its table: an amount or a count, not a ratio and not per share."""
    return calculation.unit not in UNSCALED and "/" not in calculation.unit


def scale_of(facts: Iterable[Fact]) -> int:
    """Return the scale at which all of a company's amounts are set: that of its statements, but millions from a billion on."""
    amounts = [one for one in facts if one.is_stated_total and one.currency == one.unit]
    largest = max((abs(one.value) for one in amounts), default=Decimal(0))
    fitting = next((scale for scale in _SCALES if largest >= _LEAST * scale), 1)
    printed = max((one.scale for one in amounts if one.scale in _SCALES), default=1)
    return max(fitting, printed)


def decimals_of(calculation: Calculation, scale: int, *, whole: bool) -> int:
    """Return with how many decimals a figure is shown; `whole` where a table's amounts are shown without any."""
    if calculation.unit in _DECIMALS:
        return _DECIMALS[calculation.unit]
    if "/" in calculation.unit:
        return 2
    if calculation.unit == "shares":
        return 1 if scale > 1 and abs(calculation.value) < 10**4 * scale else 0
    return 0 if whole or scale == 1 else 1


def are_whole(calculations: Iterable[Calculation], scale: int) -> bool:
    """Return whether the amounts of a table are shown without decimals: none is printed with one, or they are too large for it to count."""
    amounts = [one for one in calculations if is_amount(one) and one.unit != "shares"]
    finest = min((fact.last_digit for one in amounts for fact in facts_of(one) if is_amount(one) and fact.unit == one.unit), default=scale)
    largest = max((abs(one.value) for one in amounts), default=Decimal(0))
    return finest >= scale or largest >= 10**4 * scale


def shown(number: Decimal, unit: str, decimals: int) -> str:
    """Return a number at its scale in the house's form: "1,577.3", "(88.4)", "30.8%", "1.5x", "(0.42)"."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits = f"{abs(rounded):,f}{_SUFFIXES.get(unit, '')}"
    return f"({digits})" if rounded < 0 else digits


def stated(fact: Fact) -> str:
    """Return a printed figure as it stands in a sentence: "US$77.0 million", "US$(77) million", "US$2.95–US$3.15 per share", "3%–5%"."""
    bounds = [fact.value] if fact.low is None or fact.high is None else [fact.low, fact.high]
    currency, _, per = fact.unit.partition("/")
    is_money = currency.isupper() and len(currency) == _CODE
    symbol = _SYMBOLS.get(currency, f"{currency} ") if is_money else ""
    scale = 1 if fact.unit in UNSCALED or per else fact.scale
    places = max((len(decimals) for decimals in _DECIMAL_PLACES.findall(fact.printed)), default=0)
    digits = [f"{symbol}{shown(one / scale, fact.unit, min(places, _MOST_PLACES))}" for one in bounds]
    after = [scale_words(scale).removeprefix("in ").removesuffix("s") if scale > 1 else "", f"per {per}" if per else ""]
    noun = "" if is_money or fact.unit in UNSCALED else fact.unit
    return " ".join(filter(None, ("–".join(digits), *after, noun)))


def unit_line(calculations: Iterable[Calculation], scale: int) -> str:
    """Return the line under a table's caption: "US$ in millions, except per share", "" for a table of ratios alone."""
    held = list(calculations)
    money = {one.unit for one in held if is_amount(one) and one.unit != "shares"}
    if len(money) != 1:
        return ""
    currency = money.pop()
    counted = " and shares" if scale > 1 and any(one.unit == "shares" for one in held) else ""
    line = " ".join(filter(None, (f"{_SYMBOLS.get(currency, currency)}{counted}", scale_words(scale))))
    others = [name for name, has in (("per share", any("/" in one.unit for one in held)), ("ratios", _has_ratios(held))) if has]
    return f"{line}, except {' and '.join(others)}" if others else line


def unit_words(unit: str) -> str:
    """Return a ratio's unit as it stands beside a chart: "%", "times", "US$ per share"."""
    currency, _, per = unit.partition("/")
    return f"{_SYMBOLS.get(currency, currency)} per {per}" if per else {"x": "times", "pp": "percentage points"}.get(unit, unit)


def head_of(label: str, statuses: Iterable[Status]) -> str:
    """Return the head of a period's column: "FY2024A", "Q3 FY2024A", and "FY2025E" for what is only expected."""
    return f"{label}{'A' if set(statuses) <= {Status.ACTUAL} else 'E'}"


def _has_ratios(calculations: Iterable[Calculation]) -> bool:
    return any(one.unit in UNSCALED for one in calculations)
