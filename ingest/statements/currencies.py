"""Currencies by their names, codes and signs, read from `currencies.toml`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from research.text.patterns import read_beside

# A sign right before a figure or the dash of nil, with the letters that make it a country's: "US$ 4,210", "(€12)".
_SIGNED = re.compile(r"(?<![A-Za-z])(?:[A-Za-z]{1,3}\.?)?[$€£¥￥₹₩](?=\s?[(\[]?[-–—−]?\s?(?:[\d.]|[-–—−](?!\w)))")
# A code with the scale that may be glued to it: "TEUR", "SEKm".
_CODED = r"(?<![A-Za-z])(?-i:[TkM]?{code}(?:k|mn?|mln|bn)?)(?![A-Za-z])"


@dataclass(frozen=True, slots=True)
class _Currency:
    """One way to name a currency: its code ("" for one without), the words, and whether they count only where no other is named."""

    code: str
    named: re.Pattern[str]
    otherwise: bool


@cache
def _currencies() -> tuple[_Currency, ...]:
    raw = read_beside(__file__, "currencies.toml")
    return tuple(
        _Currency(
            one["code"],
            re.compile("|".join([*one["names"], *([_CODED.format(code=one["code"])] if one["code"] else [])]), re.IGNORECASE),
            one.get("otherwise", False),
        )
        for one in raw["currency"]
    )


def currency_codes() -> tuple[str, ...]:
    """Return the codes that are known, each once."""
    return tuple(dict.fromkeys(one.code for one in _currencies() if one.code))


@lru_cache(maxsize=4_096)
def currency_in(text: str) -> str | None:
    """Return the code of the currency that words name first, None for none, and for one that is known to be another without a code."""
    found = [(one, match.start()) for one in _currencies() if (match := one.named.search(text))]
    named = [pair for pair in found if not pair[0].otherwise] or found[:1]
    return min(named, key=lambda pair: pair[1])[0].code or None if named else None


def currency_of_signs(figures: str) -> str | None:
    """Return the currency whose sign stands before most of the figures that have one; None without any, and where two are as many.

    Words say nothing here: a row of notes in euros stands among figures in dollars.
    """
    return _most(Counter(currency_in(sign[0]) for sign in _SIGNED.finditer(figures)))


def currency_of_heads(heads: Sequence[str]) -> str | None:
    """Return the currency that heads of columns name, of several that of most columns, of as many the first; None when most name none."""
    return Counter(map(currency_in, heads)).most_common(1)[0][0] if heads else None


def _most(counted: Counter[str | None]) -> str | None:
    ranked = counted.most_common(2)
    return None if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]) else ranked[0][0]
