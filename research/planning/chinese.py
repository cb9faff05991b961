"""Questions in Chinese: their periods, and the words around what they ask for, from `chinese.toml`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from research.text.han import is_han
from research.text.patterns import read_beside

_Q = "[一二三四1-4]"
HAN_PERIODS = re.compile(
    rf"(?P<first>(?:19|20)\d\d)\s*年?\s*(?:-|–|—|~|至|到)\s*(?P<last>(?:19|20)\d\d)\s*年度?"
    rf"|(?:截至|截止)?\s*(?P<year>(?:19|20)\d\d)\s*年(?:"
    r"(?P<month>\d\d?)月(?:(?P<day>\d\d?)日|末|底)?"
    rf"|第?(?P<quarter>{_Q})季度?末?"
    r"|(?P<nine>前三季度|前三个季度|1-9月|前九个月)"
    r"|(?P<half>上半年|半年度?|1-6月|前六个月|中期)"
    r"|(?P<second>下半年)"
    r"|度?(?:全年)?(?:年?末|年?底)?)"
)
HAN_RELATIVE = re.compile(r"(?:最近|过去|近)(?P<count>[两二三四五六七八九2-9])(?:个?(?:会计)?年度?)")
_NUMBER = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
_LONGEST_RANGE = 15


def read_han_period(match: re.Match[str]) -> list[tuple[int | None, str, date | None]]:
    """Return the fiscal years, periods and dates of a match of `HAN_PERIODS`; none for a range that is none or an impossible date."""
    if match["first"]:
        first, last = sorted((int(match["first"]), int(match["last"])))
        return [(year, "FY", None) for year in range(first, last + 1)] if last - first <= _LONGEST_RANGE else []
    year = int(match["year"])
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            return []
        last = monthrange(year, month)[1]
        day = int(match["day"] or last)
        return [(None, "date", date(year, month, day))] if 1 <= day <= last else []
    if match["quarter"]:
        return [(year, f"Q{_NUMBER.get(match['quarter'], match['quarter'])}", None)]
    part = "9M" if match["nine"] else "H1" if match["half"] else "H2" if match["second"] else "FY"
    return [(year, part, None)]


def han_number(digit: str) -> int:
    """Return the number of one Chinese or Arabic digit."""
    return int(_NUMBER.get(digit, digit))


@cache
def chinese_words() -> Mapping[str, Sequence[str]]:
    """Return the lists of Chinese phrases by their use: "neutral", "growth", "average" and so on."""
    data = read_beside(__file__, "chinese.toml")
    return {name: tuple(phrases) for name, phrases in data["words"].items()}


@cache
def common_beginnings() -> frozenset[str]:
    """Return the places and other words of the language with which names begin and that alone mean no company."""
    data = read_beside(__file__, "chinese.toml")
    return frozenset(data["names"]["common"])


@cache
def chinese_topics() -> tuple[str, ...]:
    """Return every Chinese phrase for a concept or a metric."""
    data = read_beside(__file__, "chinese.toml")
    return tuple(phrase for phrases in data["topics"].values() for phrase in phrases)


@cache
def _neutral() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(chinese_words()["neutral"], key=len, reverse=True)))


@cache
def chinese_shares() -> re.Pattern[str]:
    """Return the pattern of words that put a figure over revenue: "占营业收入的比例"."""
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(chinese_words()["share"], key=len, reverse=True)))


def without_neutral(text: str) -> str:
    """Return a text less the Chinese words that do not change what is asked."""
    return _neutral().sub(" ", text) if is_han(text) else text
