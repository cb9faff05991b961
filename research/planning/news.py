"""Questions for the news of companies: "what is the latest news on Quillmere", "what happened at Tarrowby in February 2025"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from research.nouns.answers import PeriodTerm, QuestionPlan
from research.planning.folding import fold
from research.text.patterns import read_beside
from research.text.words import stop_words, words

_MONTHS = [name.casefold() for name in calendar.month_name[1:]]
_SHORT_MONTHS = [name.casefold() for name in calendar.month_abbr[1:]]
_NAMED = "|".join((*_MONTHS, *_SHORT_MONTHS, "sept"))
_MONTH = re.compile(rf"\b({_NAMED})\.?\s+(?:of\s+)?((?:19|20)\d\d)\b|(?<!\d)((?:19|20)\d\d)年(\d\d?)月", re.IGNORECASE)
_DAYS = {"today": (0, 1), "yesterday": (1, 1), "week": (6, 7), "month": (29, 30)}


@dataclass(frozen=True, slots=True)
class NewsAsked:
    """The news that a question is for: from `start` on and before `end`, both UTC; None where it names no time."""

    start: datetime | None = None
    end: datetime | None = None


def read_news(plan: QuestionPlan, today: date) -> NewsAsked | None:
    """Return the time of which a plan wants the news of its companies; None for a question that is for anything more or else.

    `today` is the day on which it is asked.
    """
    known = _known()
    if not plan.companies or plan.unknown_companies or plan.metric or plan.formula or plan.operation or plan.listed or plan.form_types:
        return None
    text = fold(plan.question)
    if not known.asks.search(text):
        return None
    months = {*_MONTHS, *_SHORT_MONTHS, "sept"}
    left = {word for one in plan.qualifiers for word in words(one)} - known.filler - stop_words() - months
    if any(not word.isdigit() for word in left) or len(plan.periods) > 1:
        return None
    return _asked(text, plan.periods[0] if plan.periods else None, today, known)


def _asked(text: str, period: PeriodTerm | None, today: date, known: _Known) -> NewsAsked | None:
    if month := _MONTH.search(text):
        return _month(month)
    for name, pattern in known.stretches.items():
        if pattern.search(text):
            back, days = _DAYS[name]
            first = today - timedelta(days=back)
            return _days(first, first + timedelta(days=days - 1))
    if period is None:
        return NewsAsked()
    if period.on is not None:
        return _days(period.on, period.on)
    if period.fiscal_period != "FY" or period.fiscal_year is None:
        return None
    return _days(date(period.fiscal_year, 1, 1), date(period.fiscal_year, 12, 31))


def _month(found: re.Match[str]) -> NewsAsked | None:
    """Return the time of a month of a year, named or by its number; None where there is no such month."""
    name, year = (found[1] or "")[:3].casefold(), int(found[2] or found[3])
    number = _SHORT_MONTHS.index(name) + 1 if name else int(found[4])
    return _days(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])) if 1 <= number <= 12 else None


def _days(first: date, last: date) -> NewsAsked:
    """Return the time from the beginning of one day to the end of another, by UTC."""
    start, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, last))
    return NewsAsked(start, end + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class _Known:
    asks: re.Pattern[str]
    stretches: Mapping[str, re.Pattern[str]]
    filler: frozenset[str]


@cache
def _known() -> _Known:
    raw = read_beside(__file__, "news.toml")
    return _Known(
        re.compile(raw["asks"], re.IGNORECASE),
        {name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw["stretches"].items()},
        frozenset(raw["filler"]["words"]),
    )
