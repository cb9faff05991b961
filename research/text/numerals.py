"""Numbers written otherwise than with plain digits: other scripts' digits, other marks for groups and decimals, words, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_SAME = {"％": "%", "＄": "$", "￥": "¥", "．": ".", "－": "-", "（": "(", "）": ")", "＋": "+", "−": "-"}
_THIN = "\u00a0\u2007\u2009\u200a\u202f"
_GROUP_SPACE = re.compile(rf"(?<=\d)[{_THIN}](?=\d{{3}}(?!\d))")
_GROUP_MARK = re.compile(r"(?<=\d)[,，'’](?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d,])")
_POINT_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d,.]\d|\d)")
_COMMA_AFTER_GROUPS = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+),(\d{1,2})(?![\d,])")
_COMMA_BEFORE_UNIT = re.compile(r"(?<![\d.,])\d{1,3},\d{1,2}(?=\s?(?:%|€|EUR\b|Mio\b|Mrd\b|million\b|billion\b|percent\b))")
_SWAPPED = str.maketrans(",.", ".,")

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORTH: Mapping[str, int] = {
    **{word: at for at, word in enumerate((*_ONES, *_TEENS))},
    **{word: 20 + 10 * at for at, word in enumerate(_TENS)},
}
_WORD = "|".join(sorted(_WORTH, key=len, reverse=True))
_BELOW_HUNDRED = rf"(?:{_WORD})(?:-(?:{_WORD}))?"
_SPELLED = re.compile(
    rf"(?<![\w-])(?:(?P<hundreds>{_WORD})[ -]hundred(?:\s(?:and\s)?(?P<more>{_BELOW_HUNDRED}))?|(?P<rest>{_BELOW_HUNDRED}))"
    r"(?=[\s-]{1,2}(?:percent|per\scent|percentage\spoints?|basis\spoints?|thousand|million|billion|trillion|dollars|cents?\b|times\b))",
    re.IGNORECASE,
)

_HAN_DIGITS: Mapping[str, int] = {**{character: at for at, character in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_HAN_STEPS: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES: Mapping[str, int] = {"万": 10**4, "亿": 10**8}
_HAN_FIGURE = re.compile(
    r"(?<![\d.,百千万亿第])(?P<percent>百分之)?(?P<number>[零〇一二三四五六七八九两十百][零〇一二三四五六七八九两十百千万亿]*)(?:点(?P<places>[零〇一二三四五六七八九]+))?"
    r"(?P<scale>[万亿]*)(?P<unit>元|美元|港元|个百分点|倍)?"
)
_HAN_UNITS: Mapping[str, str] = {"元": "CNY", "美元": "USD", "港元": "HKD", "个百分点": "pp", "倍": "x"}


@dataclass(frozen=True, slots=True)
class HanFigure:
    """A figure in Chinese numerals: offsets, its number at its scale (None without one), its unit and its printed decimals."""

    start: int
    end: int
    number: Decimal
    scale: int | None
    unit: str
    places: int


def plain_digits(text: str) -> str:
    """Return a text with every digit, group mark, decimal mark and percent sign as English has them, offsets kept."""
    if not text.isascii():
        text = "".join(_SAME.get(one) or _digit(one) for one in text)
        text = _GROUP_SPACE.sub(",", text)
    text = _COMMA_AFTER_GROUPS.sub(r"\1.\2", _GROUP_MARK.sub(",", text))
    for pattern in (_DECIMAL_COMMA, _POINT_GROUPS, _COMMA_BEFORE_UNIT):
        text = pattern.sub(lambda match: match[0].translate(_SWAPPED), text)
    return text


def spelled_as_digits(text: str) -> tuple[str, dict[int, int]]:
    """Return a text with number words before a unit as digits ("twelve percent"), offsets of all else kept.

    The digits stand at the end of the words that they replace; the mapping gives for their start where the words began.
    """
    starts: dict[int, int] = {}

    def digits(match: re.Match[str]) -> str:
        """Return the number in digits, blanks before it, as long as its words."""
        value = 100 * _worth(match["hundreds"]) + _worth(match["more"] or match["rest"])
        starts[match.end() - len(str(value))] = match.start()
        return str(value).rjust(len(match[0]))

    return _SPELLED.sub(digits, text), starts


def han_figures(text: str) -> list[HanFigure]:
    """Return the figures of a text in Chinese numerals that a scale, a unit or 百分之 makes figures, in order."""
    return [figure for match in _HAN_FIGURE.finditer(text) if (figure := _han_figure(match))]


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _worth(words: str | None) -> int:
    return sum(_WORTH[word] for word in (words or "").lower().split("-") if word)


def _han_figure(match: re.Match[str]) -> HanFigure | None:
    digits, places, scale_word = match["number"], match["places"] or "", match["scale"]
    inside = re.search(r"[万亿]+$", digits)
    if inside and not places:
        digits, scale_word = digits[: inside.start()], inside[0]
    if not (match["percent"] or match["unit"] or scale_word) or not digits:
        return None
    scale = 1
    for character in scale_word:
        scale *= _HAN_SCALES[character]
    # 一亿二千万: what stands before the last scale is counted in it.
    compound = any(one in _HAN_SCALES for one in digits)
    number = Decimal(_han_value(digits + scale_word)) / scale if compound else Decimal(_han_value(digits))
    fraction = "".join(str(_HAN_DIGITS[one]) for one in places)
    number += Decimal(f"0.{fraction}") if fraction else 0
    unit = "%" if match["percent"] else _HAN_UNITS.get(match["unit"] or "", "")
    return HanFigure(*match.span(), number, scale if scale_word else None, unit, len(fraction))


def _han_value(numeral: str) -> int:
    """Return what a Chinese numeral is worth: 一亿二千万 is 120,000,000."""
    total = section = digit = 0
    for character in numeral:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in _HAN_STEPS:
            section += (digit or 1) * _HAN_STEPS[character]
            digit = 0
        elif character == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
