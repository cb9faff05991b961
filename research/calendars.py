"""Fiscal calendars of companies: when years end, which have 53 weeks, and which quarter two stretches of a year leave between them."""

from __future__ import annotations

from calendar import day_name, month_name, monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from research.nouns.documents import ANNUAL_FORMS, Document
from research.nouns.facts import Period, Span, fiscal_label
from research.text.dates import is_month_end

# Days of a year of 53 weeks; one by the calendar has at most 366.
LONG_YEAR_DAYS = 371
_WEEK = 7
# The stretch that leaves a part of a year when another that began with it is taken off.
YEAR_TO_DATE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"Q2": ("H1", "Q1"), "Q3": ("9M", "H1"), "Q4": ("FY", "9M"), "H2": ("FY", "H1")}
)
# How many days a part of a year may have: quarters of 12 to 17 weeks, halves of 24 to 28.
_PART_DAYS: Mapping[str, tuple[int, int]] = MappingProxyType({"Q": (80, 120), "H": (165, 200)})


@dataclass(frozen=True, slots=True)
class CompanyCalendar:
    """The fiscal years of one company: the last day of each that its documents print, by fiscal year."""

    year_ends: Mapping[int, date]

    @property
    def weekly(self) -> bool:
        """Return whether years end on a day of the week, after 52 or 53 weeks, rather than with a month."""
        return any(not is_month_end(end) for end in self.year_ends.values())

    def days(self, fiscal_year: int) -> int | None:
        """Return how many days a fiscal year has, None when its end or the end of the one before is not known."""
        end, before = self.year_ends.get(fiscal_year), self.year_ends.get(fiscal_year - 1)
        return (end - before).days if end and before else None

    @property
    def long_years(self) -> tuple[int, ...]:
        """Return the fiscal years that have 53 weeks, as far as it is known."""
        return tuple(year for year in sorted(self.year_ends) if self.weekly and self.days(year) == LONG_YEAR_DAYS)

    def describe(self) -> str:
        """Return in words when fiscal years end: "June 30", "the Saturday nearest January 31", "the last Sunday of May"."""
        ends = sorted(self.year_ends.values())
        if not self.weekly:
            return f"{month_name[ends[-1].month]} {ends[-1].day}"
        weekdays = {end.weekday() for end in ends}
        if len(weekdays) > 1:
            return f"about {month_name[ends[-1].month]} {ends[-1].day}"
        weekday = day_name[weekdays.pop()]
        if len({end.month for end in ends}) == 1 and all((end + timedelta(days=_WEEK)).month != end.month for end in ends):
            return f"the last {weekday} of {month_name[ends[-1].month]}"
        near = _month_end_near(ends[-1])
        return f"the {weekday} nearest {month_name[near.month]} {near.day}"


def is_long_year(period: Period) -> bool:
    """Return whether a period is a fiscal year of 53 weeks."""
    return period.span is Span.YEAR and period.start is not None and (period.end - period.start).days + 1 == LONG_YEAR_DAYS


def company_calendar(documents: Iterable[Document], periods: Iterable[Period] = ()) -> CompanyCalendar | None:
    """Return a company's calendar from its annual documents and the years that its facts state; None when none names a year's end.

    A document's own period goes before what another document prints of that year.
    """
    ends = {period.fiscal_year: period.end for period in sorted(periods, key=lambda one: one.end) if period.fiscal_period == "FY"}
    for document in documents:
        if document.form_type in ANNUAL_FORMS and document.fiscal_year is not None and document.period_end is not None:
            ends[document.fiscal_year] = document.period_end
    return CompanyCalendar(MappingProxyType(ends)) if ends else None


def part_between(longer: Period, shorter: Period) -> Period | None:
    """Return the part of a fiscal year that is left of a stretch when a shorter one that began with it is taken off, else None.

    Nine months less the first half leave the third quarter, the year less nine months the fourth. Amounts over time are subtracted in
    the same way; averages and figures per share are not.
    """
    if longer.fiscal_year != shorter.fiscal_year or longer.start is None or longer.start != shorter.start or shorter.end >= longer.end:
        return None
    name = next((part for part, pair in YEAR_TO_DATE.items() if pair == (longer.fiscal_period, shorter.fiscal_period)), None)
    if name is None:
        return None
    start = shorter.end + timedelta(days=1)
    least, most = _PART_DAYS[name[0]]
    if not least <= (longer.end - start).days + 1 <= most:
        return None
    span = Span.QUARTER if name[0] == "Q" else Span.HALF
    return Period(longer.end, start, span, fiscal_label(longer.fiscal_year, name), longer.fiscal_year, name)


def _month_end_near(day: date) -> date:
    """Return the last day of a month that lies nearest a day."""
    this = date(day.year, day.month, monthrange(day.year, day.month)[1])
    before = date(day.year, day.month, 1) - timedelta(days=1)
    return min((this, before), key=lambda end: abs((end - day).days))
