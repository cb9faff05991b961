"""Periods in questions: fiscal years, quarters, halves, nine months and ranges of years.

A bare year means the fiscal label that documents print. Two-digit years are read as 20xx after "FY" or a quarter mark only.
"""

from __future__ import annotations

import re

from research.nouns.answers import PeriodTerm
from research.text.dates import PrintedDate, find_dates

_YEAR = r"(?P<{0}>(?:19|20)\d\d|['’]?\d\d(?!\d))"
_FISCAL = r"(?:FY|fiscal(?:\s+year)?|financial\s+year)\s*"
_ORDINAL = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}
_ORDINALS = "|".join(_ORDINAL)
_LINK = r"(?:[-/](?=\d)|[\s,]*)(?:of\s+)?(?:the\s+)?(?:FY|fiscal(?:\s+year)?|calendar(?:\s+year)?)?\s*"
_FULL_YEAR = r"(?:19|20)\d\d"
_LONGEST_RANGE = 15

_PART_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bQ(?P<quarter>[1-4])['’]?{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?P<quarter>[1-4])Q\s?{_YEAR.format('year')}\b",
        rf"\b(?P<year>{_FULL_YEAR})\s*-?Q(?P<quarter>[1-4])\b",
        rf"\bH(?P<half>[12])['’]?{_LINK}{_YEAR.format('year')}\b",
        rf"\b(?P<half>[12])H\s?{_YEAR.format('year')}\b",
        rf"\b(?P<ordinal>{_ORDINALS})[\s-]+(?:fiscal\s+)?quarter{_LINK}(?P<year>{_FULL_YEAR})\b",
        rf"\b(?P<ordinal>{_ORDINALS})[\s-]+half{_LINK}(?P<year>{_FULL_YEAR})\b",
        rf"\b(?P<nine>(?:first\s+)?(?:nine|9)\s+months|9M){_LINK}(?P<year>{_FULL_YEAR})\b",
    )
)
# What may end on a date, by the words before it.
_STRETCHES = (
    ("year", r"(?:fiscal\s+|financial\s+)?years?|(?:twelve|12)\s+months"),
    ("nine months", r"(?:nine|9)\s+months"),
    ("half", r"half(?:[\s-]+year)?|(?:six|6)\s+months"),
    ("quarter", r"quarter|(?:three|3)\s+months"),
)
_ENDED = tuple(
    (name, re.compile(rf"\b(?:the\s+)?(?:{words})\s+(?:that\s+)?(?:ended|ending|ends)\s+(?:on\s+)?$", re.IGNORECASE))
    for name, words in _STRETCHES
)
_AS_OF = re.compile(r"\bas\s+(?:of|at)\s+$", re.IGNORECASE)
_RANGE = re.compile(
    rf"\b(?:{_FISCAL})?{_YEAR.format('first')}\s*(?:-|–|—|/|to|through|until)\s*(?:{_FISCAL})?{_YEAR.format('last')}\b", re.IGNORECASE
)
_FISCAL_YEAR = re.compile(rf"\b{_FISCAL}{_YEAR.format('year')}\b", re.IGNORECASE)
_BARE_YEAR = re.compile(r"(?<![\d$€£¥,.\-/])\b(?P<year>(?:19|20)\d\d)\b(?![\d%]|,\d|\.\d)")


def find_periods(question: str) -> tuple[PeriodTerm, ...]:
    """Return the periods that a question names, in order of appearance, each once.

    "FY2018 - FY2020" gives the three years; "Q2 FY2024", "second quarter of fiscal 2024", "H1 2023" and "9M 2023" give parts of years;
    "June 30, 2024" and "the quarter ended 30 June 2024" give their date, with "date", "quarter" and so on for the fiscal period.
    """
    found: list[tuple[int, PeriodTerm]] = []
    rest = question
    for printed in find_dates(question):
        term, start = _dated(question, printed)
        found.append((start, term))
        rest = rest[:start] + " " * (printed.end - start) + rest[printed.end :]
    for pattern in _PART_PATTERNS:
        for match in pattern.finditer(rest):
            found.append((match.start(), PeriodTerm(_year(match["year"]), _part(match), match.group().strip())))
        rest = pattern.sub(_blank, rest)
    for match in _RANGE.finditer(rest):
        found.extend(_range(match))
    rest = _RANGE.sub(lambda match: _blank(match) if _range(match) else match.group(), rest)
    for pattern in (_FISCAL_YEAR, _BARE_YEAR):
        for match in pattern.finditer(rest):
            found.append((match.start(), PeriodTerm(_year(match["year"]), "FY", match.group().strip())))
        rest = pattern.sub(_blank, rest)
    terms = [term for _, term in sorted(found, key=lambda pair: pair[0])]
    return tuple({(term.fiscal_year, term.fiscal_period, term.on): term for term in reversed(terms)}.values())[::-1]


def _dated(question: str, printed: PrintedDate) -> tuple[PeriodTerm, int]:
    """Return the period that ends on a date of the question, by the words before it, and where these words begin."""
    before = question[: printed.start]
    for name, pattern in (*_ENDED, ("date", _AS_OF)):
        if match := pattern.search(before):
            return PeriodTerm(None, name, question[match.start() : printed.end].strip(), printed.on), match.start()
    return PeriodTerm(None, "date", question[printed.start : printed.end].strip(), printed.on), printed.start


def _part(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("quarter"):
        return f"Q{groups['quarter']}"
    if groups.get("half"):
        return f"H{groups['half']}"
    if groups.get("nine"):
        return "9M"
    number = _ORDINAL[groups["ordinal"].lower()]
    return f"H{number}" if "half" in match.group().lower() else f"Q{number}"


def _range(match: re.Match[str]) -> list[tuple[int, PeriodTerm]]:
    first, last = _year(match["first"]), _year(match["last"])
    plain = re.fullmatch(r"\d\d", match["first"]) is not None and "F" not in match.group().upper()
    if plain or first == last or abs(last - first) > _LONGEST_RANGE:
        return []
    years = range(min(first, last), max(first, last) + 1)
    return [(match.start(), PeriodTerm(year, "FY", match.group().strip())) for year in years]


def _year(digits: str) -> int:
    number = int(digits.lstrip("'’"))
    return number if number > 99 else 2000 + number


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
