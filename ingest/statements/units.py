"""Units as a statement's head prints them: scale, currency, and what is excepted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.statements.currencies import currency_codes, currency_in, currency_of_signs

_SCALE_WORDS = {
    **dict.fromkeys(("thousand", "000", "tsd", "tausend", "millier", "k", "t"), 1_000),
    **dict.fromkeys(("lakh", "lac"), 100_000),
    **dict.fromkeys(("million", "mm", "mn", "mln", "mio", "m"), 1_000_000),
    **dict.fromkeys(("crore",), 10_000_000),
    **dict.fromkeys(("billion", "bn", "mrd", "milliarde", "milliarden", "milliard"), 1_000_000_000),
    **dict.fromkeys(("trillion",), 1_000_000_000_000),
    "ten": 10,
    "hundred": 100,
}
_CODE = rf"(?:{'|'.join(currency_codes())})"
_SIGN = r"(?:(?:US|C|A|HK|CA|NT|NZ|S|R|MX|Mex)?\$|€|£|¥|￥|₹|₩)"
# A scale beside a currency: "TEUR", "k€", "€m", "SEKm", "EUR mn"; a lone letter counts only so.
_BESIDE = rf"(?<![A-Za-z])(?:(T|k|M)[ .]?(?:{_CODE}|€|£)(?![A-Za-z])|(?:{_CODE}|{_SIGN}) ?(k|mn|mln|bn|m)(?![A-Za-z]))"
_SCALE = re.compile(
    r"\b(thousand|million|billion|trillion|lakh|lac|crore|millier|milliarden?|milliard)s?\b|\b(mm|mio|mrd|tsd|tausend|mln)\b|"
    # Three zeros that end no figure: "£000", "$000s", "(US$ 000)", "RMB'000".
    r"(?<![\d.,])(?<!\d[\s\u00a0\u202f])(000)(?!\d|[.,]\d)|" + _BESIDE,
    re.IGNORECASE,
)
# "Tens of thousands", "hundreds of millions".
_TENS = re.compile(r"\b(ten|hundred)s?\s+(?:of\s+)?(thousand|million|billion)s?\b", re.IGNORECASE)
_SHARES = re.compile(
    r"(?:number of )?shares?(?: and [a-z ]*?)?"
    r"(?:,? (?:which are )?(?:reflected |stated |presented |expressed )?)? ?in (thousand|million|billion)s?",
    re.IGNORECASE,
)
_EXCEPT_SHARES = re.compile(
    r"(?:except|other than|excluding)\b(?:(?!\bper\b)[\w ,$&])*?\bshares?\b(?! ?(?:and unit )?(?:amounts? per))"
    r"(?=[\s,]*(?:and|,|or|&|data|amounts?|counts?|numbers?|information|\)|$))",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r"\b(?:thousands|millions|billions|trillions|lakhs?|lacs?|crores?)\b|\bin (?:u\.?s\.? )?dollars\b|\b000s?\b|\bexcept\b.*\bshare\b|"
    r"\bdollars\b.*\b(?:thousand|million|billion)|\b(?:milliers|milliards|mio|mrd|tsd|tausend|mln)\b|"
    rf"\bin {_CODE}(?![A-Za-z])|(?<![A-Za-z])(?:{_CODE}|{_SIGN}) ?(?:thousand|million|billion)\b|{_BESIDE}",
    re.IGNORECASE,
)
_CHINESE_SCALES = {"十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
_CHINESE_SCALE = re.compile(rf"({'|'.join(_CHINESE_SCALES)})(?:元|人民币|美元|港[元币]|欧元|股)")
_CHINESE_UNIT = re.compile(r"单位\s*[:：]|币种\s*[:：]|金额单位|人民币[十百千万亿]*元")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Units:
    """What a table's figures are in: multiplier of amounts, multiplier of share counts, currency code (None when not printed)."""

    scale: int
    share_scale: int
    currency: str | None


def is_unit_text(text: str) -> bool:
    """Return whether a line of a table's head states units."""
    return bool(_UNITS.search(text) or _CHINESE_UNIT.search(text))


def unit_text(text: str) -> str:
    """Return the part of a line that states units, as printed: its brackets if they do, else the whole line; "" without any."""
    if not is_unit_text(text):
        return ""
    inside = [match[0] for match in _BRACKETS.finditer(text) if is_unit_text(match[0])]
    return " ".join(inside) or text


def read_units(text: str, *, figures: str = "") -> Units:
    """Return the units that a table's head states; `figures` is the table's own text, of which the signs before figures tell the currency.

    "In millions, except per share data" scales share counts too; "except share data" leaves them as printed; "shares in
    thousands" gives them their own multiplier. Without a stated scale, figures are as printed.
    """
    shares = _SHARES.search(text)
    rest = text[: shares.start()] + text[shares.end() :] if shares else text
    scale = read_scale(rest) or (read_scale(text) or 1)
    if shares:
        share_scale = _SCALE_WORDS[shares[1].lower()]
    elif _EXCEPT_SHARES.search(text):
        share_scale = 1
    else:
        share_scale = scale
    return Units(scale, share_scale, currency_in(text) or currency_of_signs(figures))


def read_scale(text: str) -> int | None:
    """Return the multiplier that words such as "(in thousands)" state, None without any."""
    if chinese := _CHINESE_SCALE.search(text):
        return _CHINESE_SCALES[chinese[1]]
    if tens := _TENS.search(text):
        return _SCALE_WORDS[tens[1].lower()] * _SCALE_WORDS[tens[2].lower()]
    found = _SCALE.search(text)
    return _SCALE_WORDS[next(group for group in found.groups() if group).lower()] if found else None
