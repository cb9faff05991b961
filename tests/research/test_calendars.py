"""Fiscal calendars: year ends in words, years of 53 weeks, and the quarter that two stretches leave between them."""

from datetime import date

import pytest

from research.calendars import company_calendar, is_long_year
from research.nouns.facts import Period, Span
from tests.contracts.samples import make_document


def annual(year, end):
    return make_document(f"k{year}", form_type="10-K", fiscal_year=year, fiscal_period="FY", period_end=end)


def calendar(*ends):
    return company_calendar([annual(end.year, end) for end in ends])


@pytest.mark.parametrize(
    ("ends", "words", "long_years"),
    [
        ((date(2021, 6, 30), date(2022, 6, 30)), "June 30", ()),
        ((date(2023, 1, 28), date(2024, 2, 3), date(2025, 2, 1)), "the Saturday nearest January 31", (2024,)),
        ((date(2019, 5, 26), date(2020, 5, 31), date(2021, 5, 30)), "the last Sunday of May", (2020,)),
        ((date(2020, 12, 31), date(2021, 12, 28)), "about December 28", ()),
    ],
)
def test_a_calendar_is_told_from_the_ends_of_years(ends, words, long_years):
    found = calendar(*ends)
    assert found.describe() == words
    assert found.long_years == long_years


def test_years_that_only_facts_state_are_known_and_documents_go_first():
    stated = [
        Period(date(2020, 12, 27), None, Span.INSTANT, "FY2020", 2020),
        Period(date(2021, 12, 25), None, Span.INSTANT, "FY2021", 2021),
    ]
    found = company_calendar([annual(2021, date(2022, 1, 2))], stated)
    assert dict(found.year_ends) == {2020: date(2020, 12, 27), 2021: date(2022, 1, 2)}
    assert found.days(2021) == 371
    assert found.days(2020) is None
    assert company_calendar([make_document("q", form_type="10-Q")]) is None


YEAR = Period(date(2024, 12, 31), date(2024, 1, 1), Span.YEAR, "FY2024", 2024)


def test_only_a_year_of_371_days_is_long():
    assert is_long_year(Period(date(2024, 2, 3), date(2023, 1, 29), Span.YEAR, "FY2023", 2023))
    assert not is_long_year(YEAR)
