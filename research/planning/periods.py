"""Periods in questions: fiscal years, quarters, halves, nine and twelve months, dates, and ranges of years.

A bare year means the fiscal label that documents print. Two-digit years are read as 20xx after "FY" or a quarter mark only.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from research.nouns.answers import PeriodTerm, RelativePeriods
from research.planning.chinese import HAN_PERIODS, HAN_RELATIVE, han_number, read_han_period
from research.text.dates import PrintedDate, find_dates, month_number

_YEAR = r"(?P<{0}>(?:19|20)\d\d|['’]?\d\d(?!\d))"
_FISCAL = r"(?:FYE?|fiscal(?:\s+year)?|financial\s+year)\s*"
_ORDINAL = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "final": "4"}
_ORDINALS = "|".join(_ORDINAL)
_LINK = r"(?:[-/](?=\d)|[\s,]*)(?:of\s+)?(?:the\s+)?(?:FY|fiscal(?:\s+year)?|calendar(?:\s+year)?|financial\s+year)?\s*"
_FULL_YEAR = r"(?:19|20)\d\d"
_LTM = r"(?:LTM|TTM|(?:last|trailing|past)\s+(?:twelve|12)\s+months|rolling\s+(?:twelve|12)\s+months)"
_TO = r"[\s,]*(?:(?:to|through|ended|ending|as\s+of|at|in|for)\s+)?(?:the\s+)?(?:end\s+of\s+)?"
_YTD = r"(?:YTD|year[\s-]+to[\s-]+date)"
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_LONGEST_RANGE = 15

_PART_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<ltm>{_LTM}){_TO}Q(?P<quarter>[1-4])['’]?{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?P<ltm>{_LTM}){_TO}(?P<quarter>[1-4])Q\s?{_YEAR.format('year')}\b",
        rf"\b(?P<ltm>{_LTM}){_TO}(?:(?:the\s+)?(?P<ordinal>{_ORDINALS})[\s-]+(?:fiscal\s+)?quarter{_LINK})(?P<year>{_FULL_YEAR})\b",
        rf"\b(?P<ltm>{_LTM}){_TO}(?:{_FISCAL})?(?P<year>{_FULL_YEAR})\b",
        rf"\bQ(?P<quarter>[1-4])\s+(?P<ytd>{_YTD})['’]?{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?P<ytd>{_YTD}){_TO}Q(?P<quarter>[1-4])['’]?{_LINK}{_YEAR.format('year')}\b",
        rf"\bQ(?P<quarter>[1-4])(?!\d\d(?!\d))['’]?{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?P<quarter>[1-4])Q\s?{_YEAR.format('year')}\b",
        rf"\b(?:(?:FY|fiscal(?:\s+year)?)\s*)?(?P<year>{_FULL_YEAR})[\s,-]*Q(?P<quarter>[1-4])\b",
        r"\bFY['’]?(?P<year>\d\d)[\s,-]*Q(?P<quarter>[1-4])\b",
        rf"\bH(?P<half>[12])(?!\d\d(?!\d))['’]?{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?P<half>[12])H\s?{_YEAR.format('year')}\b",
        rf"\b(?:(?:FY|fiscal(?:\s+year)?)\s*)?(?P<year>{_FULL_YEAR})[\s,-]*H(?P<half>[12])\b",
        rf"\b(?P<ordinal>{_ORDINALS})[\s-]+(?:fiscal\s+)?quarter{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?P<ordinal>first|second|1st|2nd)[\s-]+half{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?:the\s+)?first\s+(?P<months>three|3|six|6|nine|9)\s+months{_LINK}(?P<year>{_FULL_YEAR})\b",
        rf"\b(?P<months>six|6|nine|9)\s+months{_LINK}(?P<year>{_FULL_YEAR})\b",
        rf"\b(?P<nine>9M){_LINK}{_YEAR.format('year')}\b",
        rf"\b(?:fiscal\s+)?(?P<year>{_FULL_YEAR})[\s,]+(?P<ordinal>{_ORDINALS})[\s-]+quarter\b",
    )
)
_MONTHS = {"three": "Q1", "3": "Q1", "six": "H1", "6": "H1", "nine": "9M", "9": "9M"}
_TO_DATE = {"1": "Q1", "2": "H1", "3": "9M", "4": "FY"}
# What may end on a date, by the words before it.
_STRETCHES = (
    (
        "year",
        rf"(?:fiscal\s+|financial\s+)?years?|(?:twelve|12)\s+months|(?:5[23]|fifty[\s-]+(?:two|three))[\s-]+weeks?(?:\s+period)?|{_LTM}",
    ),
    ("nine months", r"(?:nine|9)\s+months|(?:39|40|thirty[\s-]+nine|forty)[\s-]+weeks?(?:\s+period)?"),
    ("half", r"half(?:[\s-]+year)?|(?:six|6)\s+months|(?:26|27|twenty[\s-]+(?:six|seven))[\s-]+weeks?(?:\s+period)?"),
    ("quarter", r"quarter|(?:three|3)\s+months|(?:1[234]|twelve|thirteen|fourteen)[\s-]+weeks?(?:\s+period)?"),
)
_ENDED = (
    *(
        (name, re.compile(rf"\b(?:the\s+)?(?:{words})\s+(?:that\s+)?(?:ended|ending|ends|to)\s+(?:on\s+)?$", re.IGNORECASE))
        for name, words in _STRETCHES
    ),
    ("year", re.compile(rf"\b{_LTM}\s+(?:(?:as\s+of|as\s+at|at)\s+)?$", re.IGNORECASE)),
)
_TO_DATE_BEFORE = re.compile(rf"\b{_YTD}\s+(?:(?:at|to|as\s+of|as\s+at|through|until|ended)\s+)?$", re.IGNORECASE)
_AS_OF = re.compile(r"\bas\s+(?:of|at)\s+$", re.IGNORECASE)
# "the June 2023 quarter", "the quarter ended June 2023", "the year to January 2018", "at the end of June 2023": the month's last day.
# Any other month is when something happened: its year is the period.
_MONTH_YEAR = re.compile(
    rf"\b(?:the\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>{_FULL_YEAR})(?P<quarter>\s+quarter\b)?(?!\s*,?\s*\d)", re.IGNORECASE
)
_END_OF = re.compile(r"\b(?:end|close)\s+of\s+$", re.IGNORECASE)
_CALENDAR = re.compile(rf"\b(?:CY\s*{_YEAR.format('year')}|calendar(?:\s+year)?\s+(?P<full>{_FULL_YEAR}))\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"\b(?:{_FISCAL})?{_YEAR.format('first')}\s*(?:-|–|—|/|to|through|until)\s*(?:{_FISCAL})?{_YEAR.format('last')}\b", re.IGNORECASE
)
# A year far from today's is one where the words before it say so: it has no filing, which is better told than overlooked.
_FISCAL_YEAR = re.compile(rf"\b{_FISCAL}(?P<year>[1-9]\d{{3}}|['’]?\d\d(?!\d))A?\b", re.IGNORECASE)
_FAR = r"(?:(?<=\bin )|(?<=\bduring ))(?:1[0-8]|2[1-9])\d\d(?=\s*(?:[?,.;]|$))"
_BARE_YEAR = re.compile(rf"(?<![\d$€£¥,.\-/])\b(?P<year>(?:19|20)\d\d|{_FAR})A?\b(?![\d%]|,\d|\.\d)")
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_RELATIVE = re.compile(
    rf"\b(?:over\s+|in\s+|during\s+|for\s+)?(?:the\s+)?(?:last|past|latest|most\s+recent|previous|trailing)\s+(?P<count>{'|'.join(_NUMBERS)}|\d\d?)"
    r"\s+(?:fiscal\s+|financial\s+|reported\s+)?(?P<unit>years?|quarters?)\b",
    re.IGNORECASE,
)
_LISTED_PARTS = re.compile(r"\b(?:[QH][1-4]\s*(?:,\s*and|,|and|&|vs\.?|versus)\s*)+$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|&|vs\.?|versus)\s+(?:of\s+)?", re.IGNORECASE)
_RANGE_LINK = re.compile(r"\s*(?:to|through|until|-|–|—)\s*(?:the\s+)?", re.IGNORECASE)
_YTD_ALONE = re.compile(rf"\b{_YTD}\b", re.IGNORECASE)
_LTM_ALONE = re.compile(rf"\b{_LTM}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlacedPeriod:
    """A period of a question and the offsets of its words; the years of one range share them."""

    term: PeriodTerm
    start: int
    end: int


def find_periods(question: str) -> tuple[PeriodTerm, ...]:
    """Return the periods that a question names, in order of appearance, each once.

    "FY2018 - FY2020" gives the three years; "Q2 FY2024", "second quarter of fiscal 2024", "H1 2023", "9M 2023" and "LTM Q2 2023" give
    parts of years; "June 30, 2024" and "the quarter ended 30 June 2024" give their date, with "date", "quarter" and so on for the
    fiscal period; "calendar 2023" gives the year that ends on its last day.
    """
    return each_once(placed.term for placed in place_periods(question))


def place_periods(question: str) -> list[PlacedPeriod]:
    """Return every place where a question names a period, in order; `find_periods` says which."""
    found: list[PlacedPeriod] = []
    rest = question
    for placed in _dated(question):
        found.append(placed)
        rest = _blanked(rest, placed)
    for reading in (_han, _parts, _calendar, _month_years, _ranges, _years):
        for placed in reading(rest):
            found.append(placed)
            rest = _blanked(rest, placed)
    found += [placed for one in found for placed in _of_the_same_year(question, one)]
    found = [_of_the_same_part(question, one, found) for one in found]
    found = _joined_quarters(question, sorted(found, key=lambda one: (one.start, one.term.fiscal_year or 0)))
    return _twelve_months(_to_date(found, rest), rest)


def _joined_quarters(question: str, found: list[PlacedPeriod]) -> list[PlacedPeriod]:
    """Return the periods with the quarters between two that a range joins: "Q1 2022 to Q4 2022"."""
    for first, last in pairwise(found):
        numbers = [_quarter_number(one.term) for one in (first, last)]
        if None in numbers or not _RANGE_LINK.fullmatch(question, first.end, last.start):
            continue
        low, high = sorted(number for number in numbers if number is not None)
        if high - low < _LONGEST_RANGE:
            words = question[first.start : last.end]
            between = [
                PlacedPeriod(PeriodTerm(number // 4, f"Q{number % 4 + 1}", words), first.start, last.end) for number in range(low, high + 1)
            ]
            rest = [one for one in found if one is not first and one is not last]
            return sorted([*rest, *between], key=lambda one: one.start)
    return found


def _of_the_same_year(question: str, placed: PlacedPeriod) -> Iterator[PlacedPeriod]:
    """Yield the parts of years listed before one that has their year: "Q1, Q2 and Q3 2022", "H1 vs H2 2022"."""
    part = placed.term.fiscal_period
    match = _LISTED_PARTS.search(question, 0, placed.start) if re.fullmatch("[QH][1-4]", part) else None
    for one in re.finditer(rf"\b{part[0]}[1-4]\b", match.group(), re.IGNORECASE) if match else ():
        start = match.start() + one.start() if match else 0
        yield PlacedPeriod(replace(placed.term, fiscal_period=one.group().upper(), words=one.group()), start, start + len(one.group()))


def _of_the_same_part(question: str, placed: PlacedPeriod, others: list[PlacedPeriod]) -> PlacedPeriod:
    """Return a year as the part of it that a part of the year after, said before it, shares with it: "Q2 of FY2024 and FY2023"."""
    if placed.term.fiscal_period != "FY" or placed.term.fiscal_year is None:
        return placed
    for one in others:
        is_part = one.term.fiscal_year == placed.term.fiscal_year + 1 and re.fullmatch("[QH][1-4]|9M", one.term.fiscal_period)
        if is_part and re.search(r"\bof\b", one.term.words) and _AND.fullmatch(question, one.end, placed.start):
            return replace(placed, term=replace(placed.term, fiscal_period=one.term.fiscal_period))
    return placed


def _quarter_number(term: PeriodTerm) -> int | None:
    """Return the quarters since the year 0, None for any other period."""
    part = term.fiscal_period
    return 4 * term.fiscal_year + int(part[1]) - 1 if term.fiscal_year and re.fullmatch("Q[1-4]", part) else None


def _twelve_months(found: list[PlacedPeriod], rest: str) -> list[PlacedPeriod]:
    """Return the only period, a quarter or a year, as the twelve months to its end when "LTM" stands apart from it."""
    apart = _LTM_ALONE.search(rest)
    term = found[0].term if len(found) == 1 else None
    if apart is None or term is None or term.fiscal_year is None or not re.fullmatch("Q[1-4]|FY", term.fiscal_period):
        return found
    twelve = replace(term, fiscal_period="LTM" if term.fiscal_period == "FY" else f"LTM {term.fiscal_period}")
    return [PlacedPeriod(twelve, *span) for span in sorted([apart.span(), (found[0].start, found[0].end)])]


def _to_date(found: list[PlacedPeriod], rest: str) -> list[PlacedPeriod]:
    """Return the periods with the only one up to its end when "YTD" stands apart from it: "YTD EPS at July 29, 2023"."""
    apart = _YTD_ALONE.search(rest)
    if apart is None or len(found) != 1:
        return found
    term = found[0].term
    if term.on is not None and term.fiscal_period == "date":
        term = replace(term, fiscal_period="year to date")
    elif term.fiscal_period[0] == "Q" and term.fiscal_period[1:] in _TO_DATE:
        term = replace(term, fiscal_period=_TO_DATE[term.fiscal_period[1:]])
    else:
        return found
    places = sorted([apart.span(), (found[0].start, found[0].end)])
    return [PlacedPeriod(term, start, end) for start, end in places]


def month_named(question: str) -> str:
    """Return the month that a question names with its year, "May 2023"; "" for none, several or a day."""
    found = {f"{date(2000, month_number(one['month']), 1):%B} {one['year']}" for one in _MONTH_YEAR.finditer(question)}
    return found.pop() if len(found) == 1 and not find_dates(question) else ""


def find_relative(text: str) -> tuple[RelativePeriods, int, int] | None:
    """Return the periods that a text counts back from the newest ("last three years", "LTM"), with the offsets of the words."""
    if match := _RELATIVE.search(text):
        count = _NUMBERS.get(match["count"].lower()) or int(match["count"])
        part = "Q" if match["unit"].lower().startswith("q") else "FY"
        return (RelativePeriods(count, part, match.group()), *match.span()) if 0 < count <= _LONGEST_RANGE else None
    if match := HAN_RELATIVE.search(text):
        return RelativePeriods(han_number(match["count"]), "FY", match.group()), *match.span()
    if match := _LTM_ALONE.search(text):
        return RelativePeriods(1, "LTM", match.group()), *match.span()
    return None


def each_once(terms: Iterator[PeriodTerm]) -> tuple[PeriodTerm, ...]:
    """Return the periods in order, each as it is first named."""
    return tuple({(term.fiscal_year, term.fiscal_period, term.on): term for term in reversed(list(terms))}.values())[::-1]


def _dated(question: str) -> Iterator[PlacedPeriod]:
    for printed in find_dates(question):
        name, start = _what_ends(question, printed)
        yield PlacedPeriod(PeriodTerm(None, name, question[start : printed.end].strip(), printed.on), start, printed.end)


def _what_ends(question: str, printed: PrintedDate) -> tuple[str, int]:
    """Return what ends on a date of the question, by the words before it, and where these words begin."""
    before = question[: printed.start]
    for name, pattern in (*_ENDED, ("year to date", _TO_DATE_BEFORE), ("date", _AS_OF)):
        if match := pattern.search(before):
            return name, match.start()
    return "date", printed.start


def _han(rest: str) -> Iterator[PlacedPeriod]:
    for match in HAN_PERIODS.finditer(rest):
        for year, part, on in read_han_period(match):
            yield PlacedPeriod(PeriodTerm(year, part, match.group().strip(), on), *match.span())


def _parts(rest: str) -> Iterator[PlacedPeriod]:
    for pattern in _PART_PATTERNS:
        for match in pattern.finditer(rest):
            placed = PlacedPeriod(PeriodTerm(_year(match["year"]), _part(match), match.group().strip()), *match.span())
            rest = _blanked(rest, placed)
            yield placed


def _calendar(rest: str) -> Iterator[PlacedPeriod]:
    for match in _CALENDAR.finditer(rest):
        year = _year(match["year"] or match["full"])
        yield PlacedPeriod(PeriodTerm(None, "year", match.group(), date(year, 12, 31)), *match.span())


def _month_years(rest: str) -> Iterator[PlacedPeriod]:
    for match in _MONTH_YEAR.finditer(rest):
        year, month = int(match["year"]), month_number(match["month"])
        on = date(year, month, monthrange(year, month)[1])
        name, start = _what_ends(rest, PrintedDate(on, *match.span()))
        if name == "date" and not match["quarter"] and not _END_OF.search(rest, 0, start):
            continue
        name = "quarter" if match["quarter"] else name
        yield PlacedPeriod(PeriodTerm(None, name, rest[start : match.end()].strip(), on), start, match.end())


def _ranges(rest: str) -> Iterator[PlacedPeriod]:
    for match in _RANGE.finditer(rest):
        first, last = _year(match["first"]), _year(match["last"])
        plain = re.fullmatch(r"\d\d", match["first"]) is not None and "F" not in match.group().upper()
        if plain or first == last or abs(last - first) > _LONGEST_RANGE:
            continue
        for year in range(min(first, last), max(first, last) + 1):
            yield PlacedPeriod(PeriodTerm(year, "FY", match.group().strip()), *match.span())


def _years(rest: str) -> Iterator[PlacedPeriod]:
    for pattern in (_FISCAL_YEAR, _BARE_YEAR):
        for match in pattern.finditer(rest):
            placed = PlacedPeriod(PeriodTerm(_year(match["year"]), "FY", match.group().strip()), *match.span())
            rest = _blanked(rest, placed)
            yield placed


def _part(match: re.Match[str]) -> str:
    groups = match.groupdict()
    number = groups.get("quarter") or groups.get("half") or _ORDINAL.get((groups.get("ordinal") or "").lower(), "")
    if groups.get("ltm"):
        return f"LTM Q{number}" if number else "LTM"
    if groups.get("ytd"):
        return _TO_DATE[number]
    if groups.get("nine"):
        return "9M"
    if groups.get("months"):
        return _MONTHS[groups["months"].lower()]
    return f"H{number}" if groups.get("half") or "half" in match.group().lower() else f"Q{number}"


def _year(digits: str) -> int:
    number = int(digits.lstrip("'’"))
    return number if number > 99 else 2000 + number


def _blanked(text: str, placed: PlacedPeriod) -> str:
    return text[: placed.start] + " " * (placed.end - placed.start) + text[placed.end :]
