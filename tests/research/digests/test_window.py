"""Windows: from the last close before the reader's day, over weekends and changes of the clock, and what falls into one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from research.digests.service import FILLED_LATER, has_news
from research.digests.window import Window, begin_of, window_of
from research.errors import UsageError
from research.nouns.access import Access
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
    with pytest.raises(UsageError, match="is empty"):
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


def test_the_last_day_that_has_something_is_found_by_when_it_came():
    desk = Desk()
    desk.entry("a", "Quillmere wins", came=NIGHT)
    desk.entry("b", "Aldermoor wins", came=NIGHT - timedelta(days=40))
    desk.entry("c", "Nobody wins", came=NIGHT + timedelta(days=3), companies=("Nobody",))
    assert desk.service.last_day(ANN, PUMPS, MORNING + timedelta(days=5)) == date(2025, 2, 12)
    assert desk.service.last_day(ANN, PUMPS, MORNING + timedelta(days=300)) == date(2025, 2, 12)
    assert desk.service.last_day(ANN, PUMPS, CLOSE) == date(2025, 1, 3)
    assert desk.service.last_day(ANN, PUMPS, CLOSE - timedelta(days=60)) is None


def test_the_last_day_of_a_library_that_was_filled_later_is_found_by_publication():
    desk, later = Desk(), MORNING + timedelta(days=300)
    desk.entry("a", "Quillmere wins", at=NIGHT, came=later)
    desk.paper("b", "Third quarter call\n", kind=Kind.TRANSCRIPT, came=later, published_at=datetime(2025, 2, 20, tzinfo=UTC))
    assert not has_news(desk.service.until(ANN, PUMPS, later + timedelta(hours=1)))
    assert desk.service.last_day(ANN, PUMPS, later - timedelta(hours=1)) == date(2025, 2, 20)
    assert has_news(desk.service.of_day(ANN, PUMPS, date(2025, 2, 20), now=later))


def test_the_last_day_is_found_past_many_days_of_which_nothing_is_told():
    desk, quiet = Desk(), replace(PUMPS, muted=("shares",))
    desk.entry("a", "Quillmere wins", came=NIGHT - timedelta(days=60))
    for day in range(12):
        desk.entry(f"muted-{day}", "Quillmere shares move", came=NIGHT - timedelta(days=2 * day))
    assert desk.service.last_day(ANN, quiet, MORNING) == (NIGHT - timedelta(days=60)).astimezone(ZoneInfo(quiet.zone)).date()
    assert desk.service.last_day(ANN, replace(quiet, muted=("Quillmere",)), MORNING) is None
    assert desk.service.last_day(Access("guest", frozenset({"desk"})), PUMPS, MORNING) is None


def test_the_last_day_of_a_list_of_words_is_one_that_says_them():
    desk, words = Desk(), replace(PUMPS, companies=(), keywords=("controller",))
    desk.entry("a", "A controller ships", came=NIGHT - timedelta(days=3), companies=())
    desk.entry("b", "Nobody wins", came=NIGHT, companies=())
    assert desk.service.last_day(ANN, words, MORNING) == (NIGHT - timedelta(days=3)).astimezone(ZoneInfo(words.zone)).date()
    assert desk.service.last_day(ANN, replace(words, keywords=()), MORNING) is None
