"""When schedules are due: once a day on the reader's clock, also where the clock is put on or back, and once after a sleep."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from research.errors import UsageError
from research.nouns.sending import Schedule
from ui.out.times import days_words, last_due, next_due, read_days, read_time, zone_named

EVERY_DAY = tuple(range(7))
MADE = datetime(2024, 1, 1, tzinfo=UTC)


def schedule(at, zone="America/New_York", days=EVERY_DAY, **changes):
    return replace(Schedule(1, "ann", "Pumps", time.fromisoformat(at), zone, MADE, days), **changes)


def walked(one, start, hours, step):
    """Look at a schedule again and again, doing what is due, and return the moments that were done."""
    done, now = [], start
    one = replace(one, done_at=start)
    while now <= start + timedelta(hours=hours):
        if at := last_due(one, now):
            done.append(at)
            one = replace(one, done_at=at)
        now += step
    return done


@pytest.mark.parametrize("at", ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "07:30", "23:59"])
@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("America/New_York", datetime(2025, 3, 9, tzinfo=UTC)),
        ("America/New_York", datetime(2025, 11, 2, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2025, 3, 30, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2025, 10, 26, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2025, 4, 6, tzinfo=UTC)),  # half an hour
        ("America/Santiago", datetime(2025, 9, 7, tzinfo=UTC)),  # midnight is left out
        ("Asia/Kolkata", datetime(2025, 3, 9, tzinfo=UTC)),
    ],
)
def test_a_day_has_one_moment_whatever_the_clock_does(zone, around, at):
    start = datetime.combine(around.date() - timedelta(days=2), time(), tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(minutes=1)
    moments = walked(schedule(at, zone), start, hours=5 * 24 - 1, step=timedelta(minutes=15))
    local = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
    assert [one.date() for one in local] == [around.date() + timedelta(days=day) for day in range(-2, len(local) - 2)]
    assert len(moments) in {4, 5}
    on_time = [one for one in local if one.time() == time.fromisoformat(at)]
    assert len(on_time) >= len(local) - 1  # the day that leaves the time out has a later one


def test_a_time_that_is_left_out_comes_as_much_later_and_one_that_comes_twice_is_the_first():
    spring, autumn = schedule("02:30"), schedule("01:30")
    assert next_due(spring, datetime(2025, 3, 9, 5, tzinfo=UTC)) == datetime(2025, 3, 9, 7, 30, tzinfo=UTC)  # 03:30 EDT
    first = datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
    assert next_due(autumn, datetime(2025, 11, 2, 4, tzinfo=UTC)) == first
    assert next_due(autumn, first) == datetime(2025, 11, 3, 6, 30, tzinfo=UTC)
    assert last_due(replace(autumn, done_at=first), first + timedelta(hours=1)) is None


def test_after_a_sleep_what_was_missed_is_due_once():
    one = schedule("07:30", done_at=datetime(2025, 2, 3, 12, 30, tzinfo=UTC))
    woken = datetime(2025, 2, 12, 15, 0, tzinfo=UTC)
    at = last_due(one, woken)
    assert at == datetime(2025, 2, 12, 12, 30, tzinfo=UTC)
    assert last_due(replace(one, done_at=at), woken) is None
    assert last_due(replace(one, done_at=datetime(2020, 1, 1, tzinfo=UTC)), woken) == at


def test_what_lay_before_the_schedule_was_made_is_not_due():
    one = schedule("07:30", created_at=datetime(2025, 2, 12, 12, 31, tzinfo=UTC))
    assert last_due(one, datetime(2025, 2, 12, 15, 0, tzinfo=UTC)) is None
    assert last_due(one, datetime(2025, 2, 13, 12, 30, tzinfo=UTC)) == datetime(2025, 2, 13, 12, 30, tzinfo=UTC)


def test_a_clock_that_was_put_back_does_nothing_twice():
    one = schedule("07:30", done_at=datetime(2025, 2, 12, 12, 30, tzinfo=UTC))
    assert last_due(one, datetime(2025, 2, 12, 11, 0, tzinfo=UTC)) is None
    assert last_due(one, datetime(2025, 2, 12, 12, 45, tzinfo=UTC)) is None


def test_only_its_days_count():
    friday = schedule("07:30", days=(4,), done_at=datetime(2025, 2, 7, 12, 30, tzinfo=UTC))
    assert last_due(friday, datetime(2025, 2, 13, 23, 0, tzinfo=UTC)) is None
    assert next_due(friday, datetime(2025, 2, 7, 12, 30, tzinfo=UTC)) == datetime(2025, 2, 14, 12, 30, tzinfo=UTC)
    sunday = schedule("23:30", "Pacific/Auckland", days=(6,))
    assert next_due(sunday, datetime(2025, 2, 12, tzinfo=UTC)) == datetime(2025, 2, 16, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("Mon, WED,sun", (0, 2, 6)),
        ("daily", EVERY_DAY),
        ("workdays", (0, 1, 2, 3, 4)),
        ("fri-mon", (0, 4, 5, 6)),
        ("tuesday", (1,)),
    ],
)
def test_days_are_read(text, days):
    assert read_days(text) == days
    assert read_days(days_words(days)) == days


@pytest.mark.parametrize("text", ["", "someday", "mon-", "mon-x", "-fri", "mon,,tue"])
def test_what_are_no_days_is_refused(text):
    with pytest.raises(UsageError, match="write them as"):
        read_days(text)


def test_times_are_read():
    assert [read_time(text) for text in ("07:30", "7:05", " 23:59 ")] == [time(7, 30), time(7, 5), time(23, 59)]
    for text in ("24:00", "7", "07:60", "7:5", "-1:00", "07:30:00", "٧:٣٠"):
        with pytest.raises(UsageError, match="07:30"):
            read_time(text)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "Europe", "a" * 300, "Europe/Berlin\n"])
def test_zones_are_known_ones(name):
    with pytest.raises(UsageError, match="time zone"):
        zone_named(name)
