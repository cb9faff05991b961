"""When markets close: half days, holidays, daylight saving, and years whose holidays nobody knows yet."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from research.adapters.market_hours import ExchangeHours
from research.errors import UsageError

HOURS = ExchangeHours()


def closed(market, *before, zone="UTC"):
    return HOURS.last_close(market, datetime(*before, tzinfo=ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("market", "before", "at"),
    [
        ("XNYS", (2025, 2, 13, 0, 0), datetime(2025, 2, 12, 21, tzinfo=UTC)),
        ("XNYS", (2025, 2, 18, 12, 30), datetime(2025, 2, 14, 21, tzinfo=UTC)),  # a weekend and Presidents' Day
        ("XNYS", (2024, 11, 30, 0, 0), datetime(2024, 11, 29, 18, tzinfo=UTC)),  # the half day after Thanksgiving
        ("XNYS", (2024, 12, 26, 12, 0), datetime(2024, 12, 24, 18, tzinfo=UTC)),
        ("XNYS", (2025, 3, 10, 12, 0), datetime(2025, 3, 7, 21, tzinfo=UTC)),
        ("XNYS", (2025, 3, 11, 12, 0), datetime(2025, 3, 10, 20, tzinfo=UTC)),  # summer time began on March 9
        ("XLON", (2025, 12, 29, 7, 30), datetime(2025, 12, 24, 12, 30, tzinfo=UTC)),
        ("XSHG", (2025, 2, 5, 0, 30), datetime(2025, 1, 27, 7, tzinfo=UTC)),  # the Spring Festival
    ],
)
def test_the_last_close_skips_what_is_no_session(market, before, at):
    found = closed(market, *before)
    assert (found.at, found.at.tzinfo, found.note) == (at, UTC, "")


def test_a_close_at_the_very_instant_is_not_before_it():
    assert closed("XNYS", 2025, 2, 14, 16, 0, zone="America/New_York").at == datetime(2025, 2, 13, 21, tzinfo=UTC)
    assert closed("XNYS", 2025, 2, 14, 16, 0, 1, zone="America/New_York").at == datetime(2025, 2, 14, 21, tzinfo=UTC)


def test_beyond_the_known_holidays_weekdays_count_and_it_is_told():
    found = closed("XSHG", 2049, 2, 8, 0, 30)
    assert found.at == datetime(2049, 2, 5, 7, tzinfo=UTC)
    assert found.note == "the holidays of XSHG in 2049 are not known: each weekday counts as a session"


def test_a_market_that_is_not_known_is_refused():
    assert {"XNYS", "XLON", "XSHG", "XHKG", "XTKS"} <= set(HOURS.markets())
    with pytest.raises(UsageError, match="'MARS' is not known"):
        closed("MARS", 2025, 2, 8)
