"""The page of digests, run without a browser."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from research.digests.past_days import LastDay
from research.nouns.access import Access
from research.nouns.digests import DigestSection, DigestSentence, DigestSummary
from research.nouns.news import EventType
from research.nouns.sending import Channel, Outgoing, OutgoingState, Schedule, ScheduleRun, Settled
from research.nouns.watchlists import WatchedCompany
from tests.ui.digest_desk import CAPEX_LINE, MARGIN_LINE, Maker, cited_digest, digest_desk
from tests.ui.digests import FOODS, RESTATED, hostile_digest, line, long_digest
from tests.ui.sample_desk import COMPANY
from tests.waiting import LONG_SECONDS

ANALYST = Access("analyst")


def shown(desk) -> None:
    from ui.pages import digest
    from ui.pages.boundary import page_boundary

    with page_boundary():
        digest.show(desk)


def page(tmp_path, digest=None, *, lists=True, last_day=None, listed=lambda: None, sum_up=None, **address):
    desk, maker, stores = digest_desk(tmp_path, digest, lists=lists, last_day=last_day, listed=listed, sum_up=sum_up)
    app = AppTest.from_function(shown, args=(desk,), default_timeout=LONG_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run(), maker, stores


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def labels(app):
    return [button.label for button in app.button]


def lines(app):
    return html(app).count('data-testid="digest-line"')


def test_the_first_list_is_shown_up_to_now_with_exceptions_first(tmp_path):
    app, maker, _ = page(tmp_path)
    ((name, start, end),) = maker.asked
    assert (name, start) == ("Foods", None)
    assert datetime.now(UTC) - end < timedelta(minutes=5)
    told = html(app)
    assert (
        told.index("Exceptions")
        < told.index(RESTATED)
        < told.index(f"{COMPANY} (covered by Ann)".replace("&", "&amp;"))
        < told.index("Company 0")
    )
    assert "2 exceptions, 12 new lines" in told
    assert "14 lines unread" in told
    assert "Not listed: 3 papers that came late" in told
    assert "Slow Times: the server answered 503" in told
    assert app.query_params["watchlist"] == "Foods"
    assert app.query_params["end"] == end.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_first_screen_holds_the_first_lines_and_more_on_request(tmp_path):
    app, _, _ = page(tmp_path, cited_digest(companies=9))
    assert lines(app) == 2 + 2 + 4 * 3
    assert "Show 5 more sections" in labels(app)
    app.button(key="digest-unfold-2").click().run()
    assert lines(app) == 2 + 2 + 5 + 3 * 3
    app.button(key="digest-unfold-sections").click().run()
    assert lines(app) == 2 + 2 + 5 + 8 * 3


def test_much_more_comes_in_portions(tmp_path):
    app, _, _ = page(tmp_path, long_digest(companies=40, lines=60))
    assert lines(app) == 6 * 3
    assert "Show 20 more sections of 34" in labels(app)
    assert labels(app).count("Show 25 more lines of 57") == 6
    app.button(key="digest-unfold-0").click().run()
    assert lines(app) == 28 + 5 * 3
    app.button(key="digest-unfold-0").click().run()
    app.button(key="digest-unfold-0").click().run()
    assert lines(app) == 60 + 5 * 3
    app.button(key="digest-unfold-sections").click().run()
    assert lines(app) == 60 + 25 * 3
    assert "Show 14 more sections" in labels(app)


def test_a_source_is_opened_beside_the_line_and_marks_it_read(tmp_path):
    app, _, stores = page(tmp_path)
    app.button(key="digest-source-0-1-0").click().run()
    assert app.query_params["line"] == MARGIN_LINE
    assert "Marker [1] boxed" in html(app)
    assert "Annual Report on Form 10-K" in html(app)
    assert stores.read_marks.read(ANALYST, [MARGIN_LINE]) == {MARGIN_LINE}
    app.button(key="digest-source-1-0-1").click().run()
    assert app.query_params["line"] == CAPEX_LINE
    app.button(key="digest-close").click().run()
    assert "line" not in app.query_params
    assert "Marker" not in html(app)


def test_an_address_opens_its_list_window_and_line(tmp_path):
    window = {"start": "2025-02-10T21:00:00Z", "end": "2025-02-11T12:30:00Z"}
    app, maker, _ = page(tmp_path, watchlist="pumps", line=MARGIN_LINE, **window)
    assert maker.asked == [("Pumps", datetime(2025, 2, 10, 21, tzinfo=UTC), datetime(2025, 2, 11, 12, 30, tzinfo=UTC))]
    assert "Marker [1] boxed" in html(app)
    assert app.selectbox(key="digest-list").value == "Pumps"
    assert app.date_input(key="digest-day").value.isoformat() == "2025-02-11"
    app.button(key="digest-refresh").click().run()
    assert maker.asked[-1][1] is None


@pytest.mark.parametrize(
    "address",
    [
        {"watchlist": "<script>alert(1)</script>"},
        {"watchlist": "Pumps", "start": "yesterday", "end": "x", "line": "<b>"},
        {"watchlist": "Pumps", "start": "2025-02-11T12:30:00Z", "end": "2025-02-10T21:00:00Z"},
        {"watchlist": "Pumps", "start": "0001-01-01T00:00:00+14:00", "end": "9999-12-31T23:59:59-11:00"},
    ],
)
def test_a_wrong_address_is_said_or_left_out(tmp_path, address):
    app, _, _ = page(tmp_path, **address)
    assert not app.exception
    assert "<script" not in html(app)
    assert app.selectbox(key="digest-list") is not None


def test_a_days_digest_ends_with_the_readers_day(tmp_path):
    app, maker, _ = page(tmp_path)
    app.date_input(key="digest-day").set_value(datetime(2025, 2, 11).date()).run()  # noqa: DTZ001
    assert maker.asked[-1] == ("Foods", None, datetime(2025, 2, 12, 5, tzinfo=UTC))


def test_lines_are_marked_read_one_by_one_and_all_at_once(tmp_path):
    app, _, stores = page(tmp_path)
    app.button(key="digest-mark-0-0").click().run()
    assert "13 lines unread" in html(app)
    app.button(key="digest-unmark-0-0").click().run()
    assert "14 lines unread" in html(app)
    app.button(key="digest-mark-0-0").click().run()
    app.toggle(key="digest-unread").set_value(True).run()
    assert RESTATED not in html(app)
    app.button(key="digest-all-read").click().run()
    assert "all read" in html(app)
    assert "Nothing unread." in html(app)
    assert stores.read_marks.read(ANALYST, ["0-4", "1-0"]) == {"0-4", "1-0"}


def test_a_digest_is_made_once_for_the_same_window(tmp_path):
    app, maker, _ = page(tmp_path)
    app.button(key="digest-mark-0-0").click().run()
    app.button(key="digest-source-0-1-0").click().run()
    assert len(maker.asked) == 1


def test_a_digest_is_made_anew_after_a_minute(tmp_path):
    seconds = [0.0]
    desk, maker, _ = digest_desk(tmp_path, clock=lambda: seconds[0])
    held, end = desk.lists()[0], datetime(2025, 2, 11, 12, 30, tzinfo=UTC)
    for at in (0.0, 59.0, 60.0, 61.0, 200.0):
        seconds[0] = at
        desk.digest(held, None, end)
    assert len(maker.asked) == 3


def test_nothing_of_a_source_is_markup(tmp_path):
    app, _, _ = page(tmp_path, hostile_digest())
    told = html(app)
    assert "<script" not in told
    assert "<img" not in told
    assert "javascript:alert(3)" in told  # as words
    assert 'href="javascript' not in told
    assert "\u202e" not in told


def test_another_users_shared_list_is_read_by_its_address(tmp_path):
    app, maker, _ = page(tmp_path)
    app.selectbox(key="digest-list").set_value("bob/Semis").run()
    assert maker.asked[-1][0] == "bob/Semis"


@pytest.mark.parametrize(
    ("state", "told"), [(OutgoingState.UNSURE, "Unsure: “Pumps &lt;b&gt;” to ann@example.org"), (OutgoingState.FAILED, "Not sent: “Pumps")]
)
def test_what_was_not_sent_is_told_for_a_week(tmp_path, state, told):
    app, _, stores = page(tmp_path)
    assert told not in html(app)
    now = datetime.now(UTC)
    for key, at in (("new", now), ("old", now - timedelta(days=8))):
        item = Outgoing(key, "analyst", Channel.MAIL, "ann@example.org", "Pumps <b>", "d1", b"x", at, at)
        stores.outbox.queue(None, [item])
        stores.outbox.claim("analyst", key, now=now, seconds=600)
        stores.outbox.settle(key, key, Settled(state, at, "no mailbox <i>"))
    app.run()
    assert html(app).count(told) == 1
    assert "<i>" not in html(app)


def field(name, held="Foods", tries=0):
    return f"list-{name}-{held}-{tries}"


def test_a_list_is_edited_and_kept(tmp_path):
    app, maker, stores = page(tmp_path)
    app.button(key="digest-edit").click().run()
    assert app.text_area(key=field("companies")).value == f"{FOODS} |  |  | Ann"
    app.text_area(key=field("companies")).set_value(f"{FOODS} | TRBY | Food | Ann\n{COMPANY} | QLMR\n")
    app.text_area(key=field("keywords")).set_value("tariff\n\n class  action ")
    app.multiselect(key=field("events")).set_value([EventType.GUIDANCE.value])
    app.selectbox(key=field("zone")).set_value("Europe/London")
    keep(app)
    assert "Foods is kept" in html(app)
    kept = stores.watchlists.get(ANALYST, "Foods")
    assert kept.companies == (WatchedCompany(FOODS, "TRBY", "Food", "Ann"), WatchedCompany(COMPANY, "QLMR"))
    assert (kept.keywords, kept.events, kept.zone) == (("tariff", "class action"), (EventType.GUIDANCE,), "Europe/London")
    before = len(maker.asked)
    app.button(key="digest-back").click().run()
    assert len(maker.asked) == before + 1  # another list, another digest


def test_a_reader_without_lists_begins_with_one(tmp_path):
    app, maker, stores = page(tmp_path, lists=False)
    assert "Whom do you follow?" in html(app)
    app.text_area(key=field("companies", "")).set_value(COMPANY)
    keep(app)
    assert "cannot be a watchlist&#x27;s name" in html(app) or "cannot be a watchlist's name" in html(app)
    assert app.text_area(key=field("companies", "")).value == COMPANY
    app.text_input(key=field("name", "")).set_value("Mine")
    keep(app)
    assert [one.name for one in stores.watchlists.all(ANALYST)] == ["Mine"]
    assert maker.asked[-1][0] == "Mine"


def test_a_list_is_forgotten(tmp_path):
    app, _, stores = page(tmp_path)
    app.button(key="digest-edit").click().run()
    app.button(key="digest-forget").click().run()
    assert "Foods is forgotten" in html(app)
    assert [one.name for one in stores.watchlists.all(ANALYST)] == ["Pumps", "Semis"]
    app.button(key="digest-back").click().run()
    assert app.selectbox(key="digest-list").value == "Pumps"


def keep(app):
    next(button for button in app.button if button.label == "Keep the list").click().run()


def test_a_digest_without_news_offers_the_last_day_that_has_some(tmp_path):
    app, maker, _ = page(tmp_path, replace(cited_digest(), sections=()), last_day=LastDay(date(2025, 2, 14)))
    (button,) = [one for one in app.button if one.key == "digest-last-day"]
    assert button.label == "Show Fri 14 Feb 2025, the last day with something"
    button.click().run()
    assert maker.asked[-1] == ("Foods", None, datetime(2025, 2, 15, 5, tzinfo=UTC))
    assert "digest-last-day" not in [one.key for one in page(tmp_path, last_day=LastDay(date(2025, 2, 14)))[0].button]


class LaterMaker(Maker):
    """Makes digests that are empty but for the one of a day."""

    def __call__(self, access, watchlist, *, start, end):
        made = super().__call__(access, watchlist, start=start, end=end)
        return made if end.year == 2025 else replace(made, sections=())


def test_of_a_library_that_was_filled_later_the_page_opens_on_its_last_full_day_and_says_why(tmp_path):
    last = LastDay(date(2025, 2, 14), filled_later=True, full=True)
    why = "Nothing new has come since the library was filled. This is Fri 14 Feb 2025, the last day with news and changed figures."
    app, maker, _ = page(tmp_path, LaterMaker(cited_digest()), last_day=last)
    assert maker.asked[-1] == ("Foods", None, datetime(2025, 2, 15, 5, tzinfo=UTC))
    assert why in html(app)
    app.button(key="digest-refresh").click().run()
    assert datetime.fromisoformat(app.query_params["end"]).year > 2025
    assert why not in html(app)
    assert [one.label for one in app.button if one.key == "digest-last-day"] == [
        "Show Fri 14 Feb 2025, the last day with news and changed figures"
    ]
    app.selectbox(key="digest-list").select("Pumps").run()
    assert app.query_params["watchlist"] == "Pumps"
    assert app.query_params["end"] == "2025-02-15T05:00:00Z"
    assert why in html(app)


def test_what_is_to_be_told_of_feeds_now_is_not_passed_over(tmp_path):
    failed = DigestSection("Exceptions", "exceptions", (replace(line(1, "Wire: the server answered 503"), citations=()),))
    last = LastDay(date(2025, 2, 14), filled_later=True)
    app, maker, _ = page(tmp_path, replace(cited_digest(), sections=(failed,)), last_day=last)
    assert "Wire: the server answered 503" in html(app)
    assert {end.year for _, _, end in maker.asked} == {datetime.now(UTC).year}
    assert "digest-last-day" in [one.key for one in app.button]


def test_a_window_that_was_asked_for_is_shown_though_it_is_empty(tmp_path):
    last = LastDay(date(2025, 2, 14), filled_later=True)
    asked = {"watchlist": "Pumps", "start": "2024-01-02T21:00:00Z", "end": "2024-01-03T21:00:00Z"}
    app, maker, _ = page(tmp_path, LaterMaker(cited_digest()), last_day=last, **asked)
    assert [one.label for one in app.button if one.key == "digest-last-day"] == ["Show Fri 14 Feb 2025, the last day with something"]
    assert {end.year for _, _, end in maker.asked} == {2024}


def test_news_are_read_anew_when_a_list_is_kept(tmp_path):
    told = []
    app, _, _ = page(tmp_path, listed=lambda: told.append("kept"))
    app.button(key="digest-edit").click().run()
    keep(app)
    assert told == ["kept"]


def test_an_empty_digest_says_once_that_there_is_nothing_new(tmp_path):
    empty = replace(cited_digest(), sections=(DigestSection("Exceptions", "exceptions", ()),), silent=("Quillmere", "Tarrowby"))
    app, _, _ = page(tmp_path, empty)
    assert html(app).count("othing new") == 1
    assert "Followed: Quillmere, Tarrowby" in html(app)


def test_a_summary_stands_on_top_and_leads_to_its_lines(tmp_path):
    said = DigestSummary((DigestSentence("Margins fell.", (MARGIN_LINE,)),), "test-model")
    app, _, _ = page(tmp_path, sum_up=lambda *_: said)
    told = html(app)
    assert told.index("Margins fell.") < told.index("Exceptions")
    assert "Written by test-model" in told
    app.button(key="digest-rests-1").click().run()
    assert app.query_params["line"] == MARGIN_LINE


def test_a_summary_that_is_being_written_keeps_no_line_waiting(tmp_path):
    go_on = threading.Event()

    def slow(*_):
        go_on.wait(LONG_SECONDS)
        return DigestSummary((DigestSentence("Margins fell.", (MARGIN_LINE,)),), "test-model")

    app, _, _ = page(tmp_path, sum_up=slow)
    try:
        assert "A model reads the lines below" in html(app)
        assert lines(app) > 0
        assert "Margins fell." not in html(app)
    finally:
        go_on.set()


def test_why_no_summary_was_written_is_told_below_the_lines(tmp_path):
    app, _, _ = page(tmp_path, sum_up=lambda *_: DigestSummary(why="model m: the gateway answered 500 (it failed)"))
    told = html(app)
    assert "No paragraph on top: model m: the gateway answered 500 (it failed)" in told
    assert told.index("Company 0") < told.index("No paragraph on top")
    app, _, _ = page(tmp_path / "other")
    assert "No paragraph on top" not in html(app)


def test_schedules_are_listed_added_and_removed(tmp_path):
    app, _, stores = page(tmp_path)
    app.button(key="digest-sending").click().run()
    assert "Nothing is scheduled yet." in html(app)
    app.text_input(key="schedule-folder-0").set_value(str(tmp_path))
    app.multiselect(key="schedule-days-0").set_value(["mon", "wed"])
    app.button(key="schedule-add").click().run()
    (kept,) = stores.schedules.all(ANALYST)
    assert (kept.watchlist, kept.at, kept.days, kept.folder) == ("Foods", time(7, 30), (0, 2), str(tmp_path.resolve()))
    told = html(app)
    assert "Foods is scheduled" in told
    assert f"mon,wed 07:30 {kept.zone}, to {tmp_path.resolve()} (html)" in told
    assert "never sent yet" in told
    assert [event.subject for event in stores.ledger.events(ANALYST, action="add schedule")] == [str(kept.id)]
    app.button(key=f"digest-unschedule-sure-{kept.id}").click().run()
    assert stores.schedules.all(ANALYST) == []
    assert "Nothing is scheduled yet." in html(app)
    app.button(key="digest-back").click().run()
    assert lines(app) > 0


def test_when_a_schedule_was_last_sent_and_what_failed_stand_with_it(tmp_path):
    app, _, stores = page(tmp_path)
    made = datetime(2025, 2, 10, tzinfo=UTC)
    kept = stores.schedules.add(Schedule(0, "analyst", "Foods", time(7, 30), "Europe/Berlin", made, folder="/drop"))
    sent = replace(cited_digest(), user="analyst")
    item = Outgoing("x", "analyst", Channel.FILE, "/drop", "foods.html", "d1", b"", made, made)
    stores.outbox.queue(ScheduleRun(kept.id, datetime(2025, 2, 11, 6, 30, tzinfo=UTC), sent), [item])
    app.button(key="digest-sending").click().run()
    told = html(app)
    assert "last Tue 11 Feb 2025, 07:30 CET" in told
    assert "Waiting: foods.html into /drop" in told


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "the digest would go nowhere"),
        ({"mail": "ann@example.org"}, "no mail server is set"),
        ({"mail": "no address"}, "is no mail address"),
        ({"folder": "/no/such/folder"}, "no such folder"),
    ],
)
def test_a_schedule_that_cannot_be_is_told_and_what_was_typed_stays(tmp_path, fields, error):
    app, _, stores = page(tmp_path)
    app.button(key="digest-sending").click().run()
    for name, value in fields.items():
        app.text_input(key=f"schedule-{name}-0").set_value(value)
    app.button(key="schedule-add").click().run()
    assert stores.schedules.all(ANALYST) == []
    assert error in html(app).casefold()
    for name, value in fields.items():
        assert app.text_input(key=f"schedule-{name}-0").value == value


def test_a_digest_that_ends_at_midnight_is_shown_as_the_day_that_is_over(tmp_path):
    app, _, _ = page(tmp_path, watchlist="Foods", start="2025-02-12T21:00:00Z", end="2025-02-14T05:00:00Z")
    assert app.date_input(key="digest-day").value == date(2025, 2, 13)
