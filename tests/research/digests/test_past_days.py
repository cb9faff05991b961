"""The last day whose digest has something, by when things came; of a library that was filled later the last that shows all there is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from research.digests.past_days import LastDay, has_news
from research.nouns.access import Access
from research.nouns.documents import Kind
from tests.research.digests.desk import ANN, CLOSE, MORNING, NIGHT, PUMPS, Q3, Q3_BEFORE, Desk, texts

REVENUE = [("Revenues", "1,577", Q3, {}), ("Revenues", "1,480", Q3_BEFORE, {})]


def test_the_last_day_that_has_something_is_found_by_when_it_came():
    desk = Desk()
    desk.entry("a", "Quillmere wins", came=NIGHT)
    desk.entry("b", "Aldermoor wins", came=NIGHT - timedelta(days=40))
    desk.entry("c", "Nobody wins", came=NIGHT + timedelta(days=3), companies=("Nobody",))
    assert desk.service.last_day(ANN, PUMPS, MORNING + timedelta(days=5)) == LastDay(date(2025, 2, 12))
    assert desk.service.last_day(ANN, PUMPS, MORNING + timedelta(days=300)) == LastDay(date(2025, 2, 12))
    assert desk.service.last_day(ANN, PUMPS, CLOSE) == LastDay(date(2025, 1, 3))
    assert desk.service.last_day(ANN, PUMPS, CLOSE - timedelta(days=60)) is None


def test_the_last_day_of_a_library_that_was_filled_later_is_found_by_publication():
    desk, later = Desk(), MORNING + timedelta(days=300)
    desk.entry("a", "Quillmere wins", at=NIGHT, came=later)
    desk.paper("b", "Third quarter call\n", kind=Kind.TRANSCRIPT, came=later, published_at=datetime(2025, 2, 20, tzinfo=UTC))
    assert not has_news(desk.service.until(ANN, PUMPS, later + timedelta(hours=1)))
    assert desk.service.last_day(ANN, PUMPS, later - timedelta(hours=1)) == LastDay(date(2025, 2, 20), filled_later=True)
    assert has_news(desk.service.of_day(ANN, PUMPS, date(2025, 2, 20), now=later))


def test_the_last_day_is_found_past_many_days_of_which_nothing_is_told():
    desk, quiet = Desk(), replace(PUMPS, muted=("shares",))
    desk.entry("a", "Quillmere wins", came=NIGHT - timedelta(days=60))
    for day in range(12):
        desk.entry(f"muted-{day}", "Quillmere shares move", came=NIGHT - timedelta(days=2 * day))
    assert desk.service.last_day(ANN, quiet, MORNING) == LastDay((NIGHT - timedelta(days=60)).astimezone(ZoneInfo(quiet.zone)).date())
    assert desk.service.last_day(ANN, replace(quiet, muted=("Quillmere",)), MORNING) is None
    assert desk.service.last_day(Access("guest", frozenset({"desk"})), PUMPS, MORNING) is None


def test_the_last_day_of_a_list_of_words_is_one_that_says_them():
    desk, words = Desk(), replace(PUMPS, companies=(), keywords=("controller",))
    desk.entry("a", "A controller ships", came=NIGHT - timedelta(days=3), companies=())
    desk.entry("b", "Nobody wins", came=NIGHT, companies=())
    assert desk.service.last_day(ANN, words, MORNING) == LastDay((NIGHT - timedelta(days=3)).astimezone(ZoneInfo(words.zone)).date())
    assert desk.service.last_day(ANN, replace(words, keywords=()), MORNING) is None


def filled(later, *, news=True):
    """Return a library that was filled long after its papers and news were published."""
    desk = Desk()
    if news:
        desk.entry("told", "Quillmere raises its dividend", at=NIGHT, came=later)
    results = datetime(2025, 2, 12, tzinfo=UTC)
    desk.paper(
        "q3",
        "Revenues 1,577 1,480\n",
        facts=REVENUE,
        fiscal_year=2024,
        fiscal_period="Q3",
        form_type="10-Q",
        came=later,
        published_at=results,
    )
    for number in range(9):
        at = datetime(2025, 3, 1 + number, tzinfo=UTC)
        desk.paper(f"call-{number}", f"Call {number}\n", kind=Kind.TRANSCRIPT, came=later, published_at=at)
    desk.entry("late", "Quillmere opens a plant", at=datetime(2025, 3, 20, tzinfo=UTC), came=later)
    return desk


def test_of_a_library_that_was_filled_later_it_is_the_last_with_news_and_changed_figures():
    now = MORNING + timedelta(days=300)
    desk = filled(now - timedelta(minutes=5))
    last = desk.service.last_day(ANN, PUMPS, now)
    assert last == LastDay(date(2025, 2, 12), filled_later=True, full=True)
    assert last.words == "the last day with news and changed figures"
    digest = desk.service.of_day(ANN, PUMPS, last.day, now=now)
    assert texts(digest, "stories", "Quillmere, Inc.") == ["Quillmere raises its dividend"]
    assert len(texts(digest, "changes", "Quillmere, Inc.")) == 1


def test_without_such_a_day_it_is_the_last_with_something():
    now = MORNING + timedelta(days=300)
    last = filled(now - timedelta(minutes=5), news=False).service.last_day(ANN, PUMPS, now)
    assert (last, last.words) == (LastDay(date(2025, 3, 20), filled_later=True), "the last day with something")


def test_what_came_while_the_library_was_in_use_comes_first():
    now = MORNING + timedelta(days=300)
    desk = filled(now - timedelta(days=9))
    desk.entry("live", "Aldermoor wins", companies=("Aldermoor",), came=now - timedelta(days=2))
    assert desk.service.last_day(ANN, PUMPS, now) == LastDay((now - timedelta(days=2)).astimezone(ZoneInfo(PUMPS.zone)).date())
