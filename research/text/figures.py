"""Figures in sentences: what a printed number is worth, in which unit, and which numbers are none (years, dates, note numbers)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from research.text.dates import find_dates
from research.text.han import is_han
from research.text.numerals import han_figures, plain_digits, spelled_as_digits

PERCENT, POINTS, TIMES = "%", "pp", "x"
_CURRENCIES: Mapping[str, str] = {
    "us$": "USD", "$": "USD", "usd": "USD", "dollars": "USD", "dollar": "USD", "cents": "USD", "cent": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP",
    "¥": "CNY", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "元": "CNY", "人民币": "CNY", "jpy": "JPY", "yen": "JPY",
    "hk$": "HKD", "hkd": "HKD", "港元": "HKD", "美元": "USD", "chf": "CHF", "a$": "AUD", "c$": "CAD",
}  # fmt: skip
# What currencies are called, in small letters: a name of one is nobody's.
CURRENCY_WORDS = frozenset(word for word in _CURRENCIES if word.isalpha())
_SCALES: Mapping[str, int] = {
    "thousand": 10**3, "thousands": 10**3, "k": 10**3, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7,
    "million": 10**6, "millions": 10**6, "mn": 10**6, "mln": 10**6, "mm": 10**6, "mio": 10**6, "m": 10**6, "亿": 10**8,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "万亿": 10**12,
}  # fmt: skip
_BEFORE = r"US\$|HK\$|A\$|C\$|[$€£¥]|\b(?:USD|EUR|GBP|RMB|CNY|JPY|HKD|CHF)\b|人民币"
_SCALE = (
    r"[ \t\n-]{0,2}(?:thousands?|millions?|billions?|trillion)\b|\s?(?:mn|mln|mm|mio|bn|bln|tn)\b|(?:m|b|k|M|B|K)\b(?![&'’-])|"
    r"\s?(?:万亿|千万|百万|亿|万|千(?!瓦))"
)
_UNIT = (
    r"[\s-]{0,2}(?:percentage[\s-]+points?|percent[\s-]+points?)|\s?(?:pp|ppts?|pps|p\.p\.)(?!\w)|\s?个?百分点|\s?%[\s-]?(?:points?|pts)\b|"
    r"[\s-]{0,2}basis[\s-]+points?|\s?bps?\b|\s?%|[\s-]?per\s?cent(?!age)\b|\s?percentage\b(?!\s+points?)|\s?pct\b|\s?x\b|\s+times\b(?!\s+(?:a|per)\b)|"
    r"\s?(?:USD|EUR|GBP|RMB|CNY|JPY|HKD|CHF|dollars?|euros?|yuan|yen|cents?|pence)\b|p\b(?=\s(?:a|per|each|in)\b)|\s?(?:美元|港元|元)"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_DIGIT = re.compile(r"\d")
_GAPS = re.compile(r"[\s-]+")
_FIGURE = re.compile(
    rf"(?P<open>[(\[]\s?)?(?P<minus>(?:(?<![\w%)])[-–−]|\b(?:minus|negative)\s+|负))?(?P<before>(?:{_BEFORE})\s?)?(?P<open2>\()?(?P<minus2>(?<![\w%)])[-–−])?"
    rf"(?<![\d.,])(?P<number>{_NUMBER})(?![,.]?\d)(?P<close>\s?[)\]])?(?P<scale>{_SCALE})?(?P<unit>{_UNIT})?(?P<close2>\s?[)\]])?",
)
_PER = re.compile(r"\s*(?:(?:per|a)\s+(?:\w+\s+){0,2}?(?:share|unit|ads)\b|/\s?share|每股)", re.IGNORECASE)
_JOIN = re.compile(r"\s*(?:to|and|or|through|[-–—至到])\s*", re.IGNORECASE)
_REFERENCE = (
    "items?|notes?|sections?|parts?|pages?|exhibits?|tables?|figures?|chapters?|rules?|levels?|topics?|asc|asu|ifrs|ias|sfas|fas|forms?|schedules?|"
    "articles?|steps?|phases?|stages?|tiers?|types?|no|number|nos|class|series|appendix|footnotes?|paragraphs?|volumes?|regulations?|title|附注|注释|图|表"
)
_YEAR = r"(?:19|20)\d\d"
# Numbers that say when, where or which, not how much.
_NOT_FIGURES = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"(?<![\w.&-])[^\W\d_][\w.&]*(?:-[\w&]+)+-\d+[\w-]*",
        rf"\b(?:{_REFERENCE})\.?\s*\(?\d[\w.\-]*\)?(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+)\d{{1,2}}\b(?!\s*%))*",
        r"\b(?:10|8|20|40|6|11|13)-?[KQFDG]\b(?:/A)?|\b401\s?\(k\)|\b[SF]-\d\b",
        r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s+\d{1,2}(?:st|nd|rd|th)?\b(?!\s*(?:%|percent|million|billion))(?!,\d{3})",
        r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
        rf"{_YEAR}\s?年(?:度)?(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?)?|\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?|第\s?\d\s?季度",
        rf"(?<![\w.,$€£¥])(?:FY|CY)?\s?{_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d)(?![\d.,]\d|\d|\s?%)",
        rf"(?<![\d,.$€£¥(-])\(?{_YEAR}E?\)?(?![\d%]|,\d|\.\d|\s?(?:%|percent|million|billion|thousand|basis|bps|亿|万))",
        r"\b(?:FY|CY|Q|H)\s?['’]?\d{1,4}E?\b|\b[1-4][QH]\s?['’]?\d{0,4}E?\b|\b\d{1,2}M\s?(?=(?:19|20)\d\d|FY)|['’]\d\d\b",
        r"\b(?:3|6|9|12|13|14|26|27|39|40|52|53)[\s-]+(?:weeks?|months?)\b|\b\d{1,2}:\d\d\b|\b24/7\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
        r"^[ \t]*\d{1,3}[.)](?:\s+(?=[A-Z])|\s*$)|^[ \t]*\(\d{1,2}\)\s+(?=[A-Z])",
        r"\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]|(?<=[a-z])\(\d\)(?!\s?%)|\bpp?\.\s?\d+(?:\s?[-–]\s?\d+)?",
        r"\(\d{3}\)\s?\d{3}-\d{4}|\+\d{1,3}(?:[\s.-]\(?\d{1,4}\)?){2,5}|\b\d{3}\.\d{3}\.\d{4}\b|\b(?-i:[A-Z]{2})\s+\d{5}(?:-\d{4})?\b(?!,)",
        r"\b\d{1,4}(?=\s(?-i:MAX|Max|Pro|Plus|Ultra|Dreamliner|Series|NEO|neo)\b)",
        r"\b(?:model|route|highway|interstate|suite|room|building|floor|iso|version|generation|gen|galaxy|pixel|airbus|industry|web)\s(?:\d{1,4}\b)(?![.,]\d)(?!\s?%)",
        r"\b(?:covid|s&p|russell|nasdaq|dow|fortune|top|scope|chapter|windows|office|xbox|ipad|iphone|boeing)[\s-]?\d+\b",
        r"(?<![\w.&-])[\w.&-]{0,40}[^\W\d_]-\d+[\w-]*|\b\d+[a-z]\d*-\d+|\bhttps?://\S+|\bwww\.\S+|\b\d{3}-\d{3}-\d{4}\b|\b\d{2}-\d{7}\b|\b\d+-\d{4,}\b",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure in a text: offsets, the number as printed with its sign, its scale word's multiplier (None without one) and its unit.

    `unit` is "%", "pp" (points; basis points are turned into them), "x", a currency code, or "" for none; `per` is "share" or "".
    `places` counts the printed decimals.
    """

    start: int
    end: int
    text: str
    number: Decimal
    scale: int | None
    unit: str
    places: int
    per: str = ""

    @property
    def value(self) -> Decimal:
        """Return the amount in units: 1,600,000,000 for "$1.6 billion"."""
        return self.number * (self.scale or 1)

    @property
    def step(self) -> Decimal:
        """Return one unit of the last printed digit, at the printed scale."""
        return Decimal(self.scale or 1).scaleb(-self.places)


@lru_cache(maxsize=20_000)
def printed_figures(text: str) -> tuple[PrintedFigure, ...]:
    """Return the figures of a text in order; years, dates, note numbers, list numbers and numbers inside names are none."""
    plain, starts = spelled_as_digits(plain_digits(text))
    found = [
        replace(figure, start=starts[figure.start]) if figure.start in starts else figure
        for match in _FIGURE.finditer(_masked(plain) if _DIGIT.search(plain) else "")
        if (figure := _figure(match, plain))
    ]
    found = sorted([*found, *_in_han(plain, found)], key=lambda one: one.start)
    return tuple(replace(one, text=text[one.start : one.end].strip()) for one in _shared_scale(found, plain))


def _in_han(text: str, found: Sequence[PrintedFigure]) -> Iterator[PrintedFigure]:
    if not is_han(text):
        return
    for one in han_figures(text):
        if not any(figure.start < one.end and one.start < figure.end for figure in found):
            yield PrintedFigure(one.start, one.end, text[one.start : one.end], one.number, one.scale, one.unit, one.places)


def _masked(text: str) -> str:
    """Return the text with everything that is no figure blanked, offsets kept."""
    for printed in find_dates(text):
        text = text[: printed.start] + " " * (printed.end - printed.start) + text[printed.end :]
    for pattern in _NOT_FIGURES:
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _figure(match: re.Match[str], text: str) -> PrintedFigure | None:
    digits = match["number"]
    before, scale_word, unit_word = (match[name] or "" for name in ("before", "scale", "unit"))
    if _is_in_a_word(text, match, bare=not before, scale=scale_word):
        return None
    word, unit = scale_word.strip(" \t\n-").lower(), _GAPS.sub(" ", unit_word).strip().lower()
    opened = bool(match["open"] or match["open2"])
    closed = bool(match["close"] or match["close2"])
    number = Decimal(digits.replace(",", ""))
    if match["minus"] or match["minus2"] or (opened and closed and not _is_aside(match, text)):
        number = -number
    kind, factor = _unit(unit, before.strip().lower())
    end = _end(match, opened=opened)
    per = _PER.match(text, end)
    start = match.start() if number < 0 or not opened else match.start("before") if before else match.start("number")
    whole = PrintedFigure(start, end, text[start:end].strip(), number, _SCALES.get(word), kind, len(digits.partition(".")[2]))
    if factor != 1:
        whole = replace(whole, number=number * factor, places=whole.places + 2)
    return replace(whole, per="share") if per else whole


def _is_in_a_word(text: str, match: re.Match[str], *, bare: bool, scale: str) -> bool:
    """Return whether the digits belong to a name: "3M", "H100", "5G"; a lone digit with a capital letter is one too."""
    start, end = match.start("number"), match.end("number")
    before = text[start - 1] if start else " "
    after = text[match.end() : match.end() + 1]
    letters = before.isalpha() and before.isascii()
    attached = match.end() == end and after.isascii() and (after.isalpha() or after == "_")
    lone = bare and scale in {"M", "B", "K"} and end - start == 1
    return (bare and letters) or before == "_" or attached or lone


def _is_aside(match: re.Match[str], text: str) -> bool:
    """Return whether brackets around a figure only set it apart ("sales (5 percent)"): it is spelled out and follows a word."""
    spelled = any(word in (match["unit"] or "").lower() for word in ("percent", "point", "basis")) or bool((match["scale"] or "").strip())
    before = text[max(0, match.start() - 2) : match.start()].strip()[-1:]
    return spelled and before.isalpha() and not match["open2"]


def _end(match: re.Match[str], *, opened: bool) -> int:
    if not opened:
        return max(match.end(name) for name in ("number", "scale", "unit")) if not match["close"] else match.end("number")
    return match.end() if match["close2"] or match["unit"] or match["scale"] or match["close"] else match.end("number")


def _unit(unit: str, before: str) -> tuple[str, Decimal]:
    """Return the unit of the words around a number, and the factor that turns the number into it."""
    if "basis" in unit or unit in {"bp", "bps"}:
        return POINTS, Decimal("0.01")
    if "point" in unit or "pts" in unit or unit.startswith(("pp", "p.p")) or "百分点" in unit:
        return POINTS, Decimal(1)
    if unit.startswith(("%", "per", "pct")):
        return PERCENT, Decimal(1)
    if unit in {"x", "times"}:
        return TIMES, Decimal(1)
    if unit.startswith("cent"):
        return "USD", Decimal("0.01")
    if unit in {"pence", "p"}:
        return "GBP", Decimal("0.01")
    return _CURRENCIES.get(before, _CURRENCIES.get(unit, "")), Decimal(1)


def _shared_scale(figures: list[PrintedFigure], text: str) -> list[PrintedFigure]:
    """Return the figures, the first of a range given the scale and unit that only the last one prints: "$1.2 to $1.4 billion"."""
    for at in range(len(figures) - 2, -1, -1):
        first, last = figures[at], figures[at + 1]
        joined = _JOIN.fullmatch(text[first.end : last.start])
        if not joined or first.scale or first.unit in {PERCENT, POINTS, TIMES}:
            continue
        if last.unit in {PERCENT, POINTS} and not first.unit:
            figures[at] = replace(first, unit=last.unit)
        elif last.scale and first.unit == last.unit:
            figures[at] = replace(first, scale=last.scale)
        elif last.scale and first.unit and not last.unit:
            figures[at], figures[at + 1] = replace(first, scale=last.scale), replace(last, unit=first.unit)
    return figures
