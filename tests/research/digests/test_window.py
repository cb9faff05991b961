"""Windows: from the last close before the reader's day, over weekends and changes of the clock, and what falls into one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from research.digests.service import FILLED_LATER
from research.digests.window import Window, begin_of, window_of
from research.errors import UsageError
from research.nouns.documents import Kind
from research.nouns.watchlists import Watchlist
from tests.fakes.watchlists import FakeMarketHours
from tests.research.digests.desk import ANN, CLOSE, MORNING, NIGHT, PUMPS, Desk, texts

NEW_YORK = ZoneInfo("America/New_York")
LIST = Watchlist("Pumps", "ann")


def window(day, end, watchlist=LIST):
    return window_of(watchlist, FakeMarketHours(), day, end)


@pytest.mark.parametrize(
    ("end", "start"),
    [
        (datetime(2025, 2, 13, 7, 30, tzinfo=NEW_YORK), datetime(2025, 2, 12, 21, tzinfo=UTC)),
        (datetime(2025, 2, 17, 7, 30, tzinfo=NEW_YORK), datetime(2025, 2, 14, 21, tzinfo=UTC)),  # a Monday
        (datetime(2025, 2, 13, 18, 0, tzinfo=NEW_YORK), datetime(2025, 2, 12, 21, tzinfo=UTC)),  # after the close of the day itself
        (datetime(2025, 3, 10, 7, 30, tzinfo=NEW_YORK), datetime(2025, 3, 7, 21, tzinfo=UTC)),  # summer time began
    ],
)
def test_a_window_begins_at_the_last_close_before_the_readers_day(end, start):
    found = window(end.date(), end)
    assert (found.start, found.end, found.end.tzinfo) == (start, end, UTC)


def test_the_day_is_the_readers():
    shanghai = replace(LIST, zone="Asia/Shanghai")
    end = datetime(2025, 2, 13, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert window(date(2025, 2, 13), end, shanghai).start == datetime(2025, 2, 11, 21, tzinfo=UTC)


def test_a_day_has_the_hours_that_the_clock_gives_it():
    assert begin_of(date(2025, 3, 10), "America/New_York") - begin_of(date(2025, 3, 9), "America/New_York") == timedelta(hours=23)
    assert begin_of(date(2025, 11, 3), "America/New_York") - begin_of(date(2025, 11, 2), "America/New_York") == timedelta(hours=25)


def test_an_empty_window_is_refused():
    with pytest.raises(UsageError, match="is empty"):
        Window(MORNING, MORNING)


def test_the_digest_of_a_day_ends_with_it_or_now():
    desk = Desk()
    service, day = desk.service, date(2025, 2, 13)
    assert service.of_day(ANN, PUMPS, day, now=datetime(2026, 1, 1, tzinfo=UTC)).end == datetime(2025, 2, 14, 5, tzinfo=UTC)
    assert service.of_day(ANN, PUMPS, day, now=MORNING).end == MORNING
    assert service.until(ANN, PUMPS, MORNING).start == CLOSE
    assert service.until(ANN, PUMPS, datetime(2025, 2, 14, 5, tzinfo=UTC)).start == CLOSE
    with pytest.raises(UsageError, match="2025-02-13 has not begun"):
        service.of_day(ANN, PUMPS, day, now=datetime(2025, 2, 1, tzinfo=UTC))


def test_a_library_that_was_filled_later_is_placed_by_publication():
    desk, later = Desk(), MORNING + timedelta(days=30)
    desk.entry("a", "Quillmere wins", at=NIGHT, came=later)
    desk.entry("b", "Quillmere loses", at=MORNING, came=later)
    desk.paper("c", "Third quarter call\n", kind=Kind.TRANSCRIPT, came=later, published_at=datetime(2025, 2, 13, tzinfo=UTC))
    desk.paper("d", "Fourth quarter call\n", kind=Kind.TRANSCRIPT, came=later, published_at=datetime(2025, 2, 14, tzinfo=UTC))
    digest = desk.digest(end=begin_of(date(2025, 2, 14), "America/New_York"))
    assert FILLED_LATER in digest.missing
    assert texts(digest, "stories", "Quillmere, Inc.") == ["Quillmere wins", "Quillmere loses"]
    assert texts(digest, "documents", "Quillmere, Inc.") == ["Third quarter call"]
    desk.entry("e", "An old story", came=CLOSE - timedelta(days=90))
    assert FILLED_LATER not in desk.digest().missing


def test_an_empty_library_was_not_filled_later():
    assert FILLED_LATER not in Desk().digest().missing


def test_a_day_that_has_not_begun_is_told_so_but_the_morning_after_a_close_may_be_asked_for():
    desk, now = Desk(), datetime(2025, 2, 13, 21, 30, tzinfo=UTC)
    desk.entry("a", "Quillmere wins", came=now - timedelta(minutes=10))
    assert texts(desk.service.of_day(ANN, PUMPS, date(2025, 2, 14), now=now), "stories", "Quillmere") == ["Quillmere wins"]
    for day in (date(2025, 2, 17), date(2030, 1, 1)):
        with pytest.raises(UsageError, match=rf"^{day} has not begun; name a day up to 2025-02-13"):
            desk.service.of_day(ANN, PUMPS, day, now=now)
