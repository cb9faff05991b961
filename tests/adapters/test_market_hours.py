"""When markets close: half days, holidays, daylight saving, and years whose holidays nobody knows yet."""

import json
import os
from datetime import UTC, datetime, timedelta
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


def test_closes_are_kept_for_the_next_process_and_never_trusted_blindly(tmp_path):
    before, close = datetime(2025, 2, 13, tzinfo=UTC), datetime(2025, 2, 12, 21, tzinfo=UTC)
    assert ExchangeHours(tmp_path).last_close("XNYS", before).at == close
    (kept,) = (tmp_path / "closes").iterdir()
    assert int(close.timestamp()) in json.loads(kept.read_text())
    kept.write_text(json.dumps([int((close + timedelta(days=days, minutes=-90)).timestamp()) for days in range(-90, 900)]))
    assert ExchangeHours(tmp_path).last_close("XNYS", before).at == close - timedelta(minutes=90)  # what is kept is what is read
    for damaged in ("", "[", "{}", '["soon"]', "[1e99]", "[0]"):
        kept.write_text(damaged)
        assert ExchangeHours(tmp_path).last_close("XNYS", before).at == close
    kept.write_text(json.dumps([0, 10**10]))
    os.utime(kept, (0, 0))
    assert ExchangeHours(tmp_path).last_close("XNYS", before).at == close


def test_days_that_no_file_holds_are_asked_of_the_library(tmp_path):
    for hours in (ExchangeHours(tmp_path), ExchangeHours(tmp_path)):
        assert hours.last_close("XNYS", datetime(1999, 7, 6, tzinfo=UTC)).at == datetime(1999, 7, 2, 20, tzinfo=UTC)
        assert hours.last_close("XSHG", datetime(2049, 2, 8, 0, 30, tzinfo=UTC)).note
    with pytest.raises(UsageError):
        ExchangeHours(tmp_path).last_close("../XNYS", datetime(2025, 2, 8, tzinfo=UTC))


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / "closes").write_text("in the way")
    assert ExchangeHours(tmp_path).last_close("XNYS", datetime(2025, 2, 13, tzinfo=UTC)).at == datetime(2025, 2, 12, 21, tzinfo=UTC)
