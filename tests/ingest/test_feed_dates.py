"""The dates that feeds write: standards' forms, publishers' own, and what must give nothing."""

from datetime import UTC, datetime

import pytest

from ingest.feed_dates import read_date

HALF_PAST_EIGHT = datetime(2025, 2, 10, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 10 Feb 2025 08:30:00 GMT",
        "Mon, 10 Feb 2025 08:30:00 +0000",
        "10 Feb 2025 08:30 Z",
        "Mon, 10 Feb 2025 03:30:00 EST",
        "Mon, 10 Feb 2025 09:30:00 CET",
        "Mon, 10 Feb 2025 16:30 HKT",
        "Mon, 10 Feb 2025 16:30:00 GMT+0800",
        "Mon, 10 Feb 2025 16:30:00 +8",
        "Mon, 10 Feb 2025 09:30:00 Europe/Berlin",
        "Mon, 10 Feb 2025 03:30:00 ET",
        "Mon, 10 Feb 2025 00:30:00 -0800 (PST)",
        "Monday, 10-Feb-25 08:30:00 GMT",
        "Mon Feb 10 08:30:00 UTC 2025",
        "Feb 10, 2025 3:30 AM EST",
        "February 10th, 2025 at 3:30 a.m. EST",
        "2025-02-10T08:30:00Z",
        "2025-02-10T08:30Z",
        "2025-02-10T08:30:00.125Z",
        "2025-02-10T16:30:00+08:00",
        "2025-02-10 16:30:00 +0800",
        "2025/02/10 16:30 HKT",
        "20250210T083000Z",
        "1739176200",
        "1739176200000",
        "  Mon,  10 Feb\n2025 08:30:00 GMT ",
    ],
)
def test_one_moment_in_many_forms(text):
    found = read_date(text)
    assert (found.at, found.zoned) == (HALF_PAST_EIGHT, True)


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-10 08:30:00",
        "Mon, 10 Feb 2025 08:30:00",
        "Mon, 10 Feb 2025 08:30:00 IST",
        "Mon, 10 Feb 2025 08:30:00 Nowhere/City",
        "2025年2月10日 08:30",
        "2025年02月10日 8时30分",
    ],
)
def test_without_a_zone_that_is_known_a_time_is_read_as_utc_and_told(text):
    found = read_date(text)
    assert (found.at, found.zoned) == (HALF_PAST_EIGHT, False)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-02-10", datetime(2025, 2, 10, tzinfo=UTC)),
        ("2025年2月10日", datetime(2025, 2, 10, tzinfo=UTC)),
        ("Mon, 10 Feb 2025 24:00:00 GMT", datetime(2025, 2, 11, tzinfo=UTC)),
        ("Mon, 10 Feb 2025 08:30:60 GMT", datetime(2025, 2, 10, 8, 30, 59, tzinfo=UTC)),
        ("Mon, 10 Feb 2025 12:05 PM GMT", datetime(2025, 2, 10, 12, 5, tzinfo=UTC)),
        ("Mon, 10 Feb 2025 12:05 AM GMT", datetime(2025, 2, 10, 0, 5, tzinfo=UTC)),
        ("Mon, 10 Feb 2025 16:30:00 PM GMT", datetime(2025, 2, 10, 16, 30, tzinfo=UTC)),
        ("Wed, 10 Jul 2024 08:00 ET", datetime(2024, 7, 10, 12, tzinfo=UTC)),
    ],
)
def test_edges_of_days_and_hours(text, at):
    assert read_date(text).at == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sometime soon",
        "10/02/2025 08:30",
        "Tue, 31 Feb 2025 08:30:00 GMT",
        "Mon, 10 Feb 2025 25:00:00 GMT",
        "Mon, 10 Feb 2025 08:61:00 GMT",
        "Mon, 10 Feb 0000 08:00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "9999-12-31T23:59:59-23:59",
        "2025-13-01",
        "1739176",
        "2025-02-10T08:30:00+99:99",
        "2025-02-10 " + "8" * 100,
        "Mon, 10 Feb 2025 08:30:00 ../../etc/passwd",
    ],
)
def test_what_is_no_date_gives_none(text):
    assert read_date(text) is None or (not read_date(text).zoned and "passwd" in text)
