"""Figures as they are printed, and prose whose placeholders stand for figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from making.figures import Filing, Key, Row

PLACEHOLDER = re.compile(
    r"\{(?P<sign>[+-])?(?P<key>[a-z_]+)(?::(?P<other>[a-z_]+))?\.(?P<year>\w+)(?:(?P<change>[-/])(?P<before>\w+))?(?:\|(?P<form>\w+))?\}"
)
_CHINESE = {"yi": (Decimal(100_000_000), "亿元"), "wan": (Decimal(10_000), "万元"), "yuan": (Decimal(1), "元")}


def printed(value: Decimal, row: Row, filing: Filing, *, divisor: int = 1) -> str:
    """Return a figure as a table prints it, without currency sign: "(63.8)", "1,284.6", an em dash for zero; in Chinese "-63.80"."""
    value = value if divisor == 1 else (value / divisor).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if row.unit == "%":
        return f"{value}%"
    places = 2 if "/share" in row.unit else 0 if row.unit == "count" else filing.decimals
    text = f"{abs(value):,.{places}f}"
    if filing.chinese:
        return f"-{text}" if value < 0 else text
    if value == 0:
        return "—"
    return f"({text})" if value < 0 else text


def fill(text: str, filing: Filing) -> str:
    """Return prose with its placeholders replaced by figures, all without sign.

    `{a.2024}` is an amount, `{a.2024-2023}` the difference, `{a.2024/2023}` the change in percent, `{a:b.2024}` a in percent of b,
    `{a:b.2024-2023}` the change of that share in percentage points. A sign in front, as in `{+a.2024/2023}`, is what the change must
    have; `|yi`, `|wan` and `|yuan` choose the Chinese unit. Raises ValueError for a change of the other sign, KeyError for an unknown row.
    """

    def replace(found: re.Match[str]) -> str:
        """Return what stands for one placeholder; raises ValueError when its change has the other sign."""
        value, write = _meant(found, filing)
        if found["sign"] and (value > 0) != (found["sign"] == "+"):
            raise ValueError(f"{filing.name}: {found[0]} is {value}")
        return write(abs(value))

    return PLACEHOLDER.sub(replace, text)


def _meant(found: re.Match[str], filing: Filing) -> tuple[Decimal, Callable[[Decimal], str]]:
    """Return a placeholder's value with its sign, and how it is written."""
    row, year = filing.rows[found["key"]], _key(found["year"])
    before = _key(found["before"]) if found["before"] else None
    if found["other"]:
        whole = filing.rows[found["other"]]
        share = _percent(row.values[year], whole.values[year])
        if before is None:
            return share, _percent_text
        # The difference of the printed shares, so that a reader who subtracts them finds the same.
        return _tenth(share) - _tenth(_percent(row.values[before], whole.values[before])), _points_text(chinese=filing.chinese)
    if before is not None and found["change"] == "/":
        return _percent(row.values[year] - row.values[before], row.values[before].copy_abs()), _percent_text
    value = row.values[year] if before is None else row.values[year] - row.values[before]
    return value, lambda size: _amount(size, row, filing, form=found["form"])


def _key(name: str) -> Key:
    return int(name) if name.isdecimal() else name


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole * 100


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def _percent_text(value: Decimal) -> str:
    return f"{value:.1f}%"


def _points_text(*, chinese: bool) -> Callable[[Decimal], str]:
    return lambda value: f"{value:.1f}个百分点" if chinese else f"{value:.1f} percentage point{'' if value == 1 else 's'}"


def _amount(value: Decimal, row: Row, filing: Filing, *, form: str | None) -> str:
    if row.unit == "%":
        return f"{value}%"
    if row.unit == "count":
        return f"{value:,.0f}"
    if filing.chinese:
        if "/share" in row.unit:
            return f"{value:.2f}元"
        unit, word = _CHINESE[form or "yi"]
        return f"{(value * filing.scale / unit).quantize(Decimal('0.01'), ROUND_HALF_UP):,}{word}"
    if "/share" in row.unit:
        return f"${value:.2f}"
    millions = (value * filing.scale / 1_000_000).quantize(Decimal("0.1"))
    return f"{millions:,} million shares" if row.unit == "shares" else f"${millions:,} million"
