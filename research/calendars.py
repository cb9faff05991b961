"""Fiscal calendars of companies: when years end, and which have 53 weeks."""

from __future__ import annotations

from calendar import day_name, month_name, monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from research.nouns.documents import ANNUAL_FORMS, Document
from research.nouns.facts import Period, Span
from research.text.dates import is_month_end

# Days of a year of 53 weeks; one by the calendar has at most 366.
LONG_YEAR_DAYS = 371
_WEEK = 7


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


def _month_end_near(day: date) -> date:
    """Return the last day of a month that lies nearest a day."""
    this = date(day.year, day.month, monthrange(day.year, day.month)[1])
    before = date(day.year, day.month, 1) - timedelta(days=1)
    return min((this, before), key=lambda end: abs((end - day).days))
