"""Periods: those that no document covers, those that are mislabelled, and companies of which nothing newer came when it was due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from research.comparatives import SAME_DAYS
from research.governance.making import of_company, of_document
from research.governance.record import Record
from research.nouns.documents import ANNUAL_FORMS, Document, Kind
from research.nouns.facts import Span, fiscal_label
from research.nouns.quality import Doubt, Finding, Severity

_REPORTS = frozenset({Kind.FILING, Kind.RESULTS})
_QUARTERS = ("Q1", "Q2", "Q3")
# A report of which this many days of lag are known may come this many days later; without one it has this long.
_SLACK_DAYS, _USUAL_LAG = 30, 90
_YEAR_DAYS, _QUARTER_DAYS = 371, 98
# Fiscal years of 52 or 53 weeks end this many days apart at most.
_MOST_DRIFT = 20
_MOST_LISTED = 6


def find_missing(record: Record) -> Iterator[Finding]:
    """Yield a finding for each run of fiscal years, and for the quarters of each, that no report covers between two that are held."""
    annual = {one.fiscal_year: one for one in record.documents.values() if one.form_type in ANNUAL_FORMS and one.fiscal_year is not None}
    held = {fact.period.fiscal_year for fact in record.facts if fact.period.span is Span.YEAR}
    years = sorted(year for year in annual if year is not None)
    for before, after in pairwise(years):
        missing = list(range(before + 1, after))
        names = (annual[before].name, annual[after].name)
        between = f"between those of {_years([before])} and {_years([after])}"
        if lacking := [year for year in missing if year not in held]:
            message = f"No document covers {_years(lacking)}: the annual report is missing {between}."
            yield of_company(record.company, Doubt.MISSING, Severity.WARNING, message, others=names)
        if stated := [year for year in missing if year in held]:
            message = f"The annual report of {_years(stated)} is missing {between}; only columns of later reports state figures of it."
            yield of_company(record.company, Doubt.MISSING, Severity.NOTE, message, others=names)
    yield from _missing_quarters(record)


def _years(years: Sequence[int]) -> str:
    shown = ", ".join(map(fiscal_label, years[:_MOST_LISTED]))
    return f"{shown} and {len(years) - _MOST_LISTED} more" if len(years) > _MOST_LISTED else shown


def _missing_quarters(record: Record) -> Iterator[Finding]:
    held = {
        (one.fiscal_year, _QUARTERS.index(one.fiscal_period)): one.name
        for one in record.documents.values()
        if one.kind in _REPORTS and one.fiscal_year is not None and one.fiscal_period in _QUARTERS
    }
    for (year, at), (later, then) in pairwise(sorted(held)):
        between = [(one, quarter) for one in range(year, later + 1) for quarter in range(3) if (year, at) < (one, quarter) < (later, then)]
        if 0 < len(between) < len(_QUARTERS):
            lacking = ", ".join(fiscal_label(one, _QUARTERS[quarter]) for one, quarter in between)
            names = (held[year, at], held[later, then])
            message = f"No report of {lacking} is held, between {names[0]} and {names[1]}."
            yield of_company(record.company, Doubt.MISSING, Severity.WARNING, message, others=names)


def find_stale(record: Record, on: date) -> Iterator[Finding]:
    """Yield a finding where a company's next report, by the rhythm and lag of those that are held, was due before a day and is not here.

    Of a company with one report the rhythm is taken from its form, and the finding is a note.
    """
    held = (one for one in record.documents.values() if one.kind in _REPORTS and one.period_end)
    reports = sorted(held, key=lambda one: (_ended(one), one.kind is Kind.FILING, one.name))
    if not reports:
        return
    newest = reports[-1]
    quarterly = any(one.fiscal_period not in {"FY", None} for one in reports)
    lags = [(one.published_at.date() - _ended(one)).days for one in reports if one.published_at]
    lag = max((round(median(lags)) if lags else _USUAL_LAG), 0) + _SLACK_DAYS
    due = _ended(newest) + timedelta(days=(_QUARTER_DAYS if quarterly else _YEAR_DAYS) + lag)
    if due < on:
        severity = Severity.WARNING if len(reports) > 1 else Severity.NOTE
        rhythm, since = "quarter" if quarterly else "year", _ended(newest).isoformat()
        message = (
            f"The newest report is {newest.name}, to {since}; the next {rhythm}'s was to be expected by {due.isoformat()}, "
            f"{(on - due).days:,} days before {on.isoformat()}."
        )
        yield of_document(record.company, newest, Doubt.STALE, severity, message=message)


def _ended(document: Document) -> date:
    return document.period_end or date.min


def find_mislabelled(record: Record) -> Iterator[Finding]:
    """Yield a finding for each document whose fiscal year does not end as the others' do."""
    annual = [one for one in record.documents.values() if one.form_type in ANNUAL_FORMS - {"10-KT"} and one.period_end and one.fiscal_year]
    drifts = {one.id: (_ended(one) - date(one.fiscal_year or 1, 12, 31)).days for one in annual}
    for document in annual:
        others = [days for key, days in drifts.items() if key != document.id]
        usual = Counter(others).most_common(1)[0][0] if others else 0
        if len(others) > 1 and all(abs(days - usual) <= _MOST_DRIFT for days in others) and abs(drifts[document.id] - usual) > _MOST_DRIFT:
            expected = date(document.fiscal_year or 1, 12, 31) + timedelta(days=usual)
            message = (
                f"{document.name} says that {fiscal_label(document.fiscal_year or 0)} ended on {_ended(document).isoformat()}; "
                f"by the company's other years it ended about {expected.isoformat()}."
            )
            yield of_document(record.company, document, Doubt.PERIOD, Severity.WARNING, message=message)


def is_same_day(one: date, other: date) -> bool:
    """Return whether two days are the same as far as documents print the ends of their periods."""
    return abs((one - other).days) <= SAME_DAYS
