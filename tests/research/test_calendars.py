"""Fiscal calendars: year ends in words, years of 53 weeks, and the quarter that two stretches leave between them."""

from datetime import date

import pytest

from research.calendars import company_calendar, is_long_year, part_between
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


def stretch(start, end, name, span):
    return Period(end, start, span, f"{name} FY2024", 2024, name)


NINE = stretch(date(2024, 1, 1), date(2024, 9, 30), "9M", Span.NINE_MONTHS)
HALF = stretch(date(2024, 1, 1), date(2024, 6, 30), "H1", Span.HALF)
YEAR = Period(date(2024, 12, 31), date(2024, 1, 1), Span.YEAR, "FY2024", 2024)


def test_nine_months_less_a_half_is_the_third_quarter_and_a_year_less_nine_months_the_fourth():
    assert part_between(NINE, HALF) == stretch(date(2024, 7, 1), date(2024, 9, 30), "Q3", Span.QUARTER)
    assert part_between(YEAR, NINE) == stretch(date(2024, 10, 1), date(2024, 12, 31), "Q4", Span.QUARTER)
    assert part_between(YEAR, HALF) == stretch(date(2024, 7, 1), date(2024, 12, 31), "H2", Span.HALF)


def test_stretches_that_did_not_begin_together_leave_nothing():
    later = stretch(date(2024, 1, 8), date(2024, 6, 30), "H1", Span.HALF)
    assert part_between(NINE, later) is None
    assert part_between(HALF, NINE) is None
    assert part_between(YEAR, Period(date(2023, 9, 30), date(2023, 1, 1), Span.NINE_MONTHS, "9M FY2023", 2023, "9M")) is None


def test_only_a_year_of_371_days_is_long():
    assert is_long_year(Period(date(2024, 2, 3), date(2023, 1, 29), Span.YEAR, "FY2023", 2023))
    assert not is_long_year(YEAR)
