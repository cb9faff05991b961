"""The feeds' page of widgets, run without a browser over a real catalog and servers that a test plays."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from ingest.background import BackgroundIngest
from ingest.polling.background import BackgroundPolling
from ingest.polling.poller import Poller
from ingest.polling.turns import HostTurns
from ingest.readers import file_readers
from research.adapters.sqlite import open_catalog, open_ledger
from research.errors import CouldNotAskError
from research.nouns.access import Access
from research.nouns.feeds import Feed
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.settings import Settings
from tests.fakes.fetcher import FakeFetcher
from tests.ingest.polling.polled import item, rss
from tests.ingest.samples import FakeWorkspace
from tests.waiting import LONG_SECONDS
from ui.pages.feeds_desk import FeedsDesk

WIRE = "https://wire.example.com/rss"
ONE = item("1", "Quillmere raises its outlook", "Sales of $410 million.")


def page(desk) -> None:
    from ui.pages import feeds

    feeds.show(desk)


@pytest.fixture
def played(tmp_path):
    """Return a desk over a real catalog, the servers of its feeds, and what waits for its threads."""
    catalog, ledger = open_catalog(tmp_path / "home"), open_ledger(tmp_path / "home")
    inside = FakeWorkspace.over(catalog)
    workspace = SimpleNamespace(
        settings=Settings(home=tmp_path / "home"),
        documents=catalog.documents,
        jobs=catalog.jobs,
        feeds=catalog.feeds,
        ledger=ledger.ledger,
        access=Access,
    )
    fetcher = FakeFetcher()
    background = BackgroundIngest(inside, file_readers())
    polling = BackgroundPolling(Poller(workspace, fetcher, turns=HostTurns(seconds_apart=0.0)), background.start)

    def settle():
        """Wait until what was begun is done."""
        polling.wait(LONG_SECONDS)
        background.wait(LONG_SECONDS)

    yield SimpleNamespace(desk=FeedsDesk(workspace, polling, background), fetcher=fetcher, catalog=catalog, ledger=ledger, settle=settle)
    settle()
    ledger.close()
    catalog.close()


def opened(played):
    return AppTest.from_function(page, args=(played.desk,), default_timeout=LONG_SECONDS).run()


def html(app):
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app, label, *, place=0):
    return [one for one in app.button if one.label == label][place]


def typed(app, label):
    return next(one for one in app.text_input if one.label == label)


def titles(played):
    return [one.title for one in played.catalog.documents.find(Access("analyst"), DocumentFilter())]


def test_an_empty_page_says_what_to_do_and_offers_no_poll(played):
    app = opened(played)
    assert "No feed yet. Choose “Add feeds”" in html(app)
    assert button(app, "Poll all now").disabled


def test_a_feed_is_subscribed_polled_at_once_and_its_health_shown(played):
    played.fetcher.answers[WIRE] = rss(ONE)
    app = opened(played)
    typed(app, "Address of the feed").set_value(WIRE)
    typed(app, "Title").set_value("The <b>Wire</b>")
    button(app, "Subscribe").click()
    app.run()
    assert "Subscribed to The &lt;b&gt;Wire&lt;/b&gt;." in html(app)
    played.settle()
    shown = html(app.run())
    assert "1 of 1 feed asked · 1 entry new or changed · 1 read in" in shown
    assert "The &lt;b&gt;Wire&lt;/b&gt;" in shown
    assert "read just now" in shown
    assert "<b>" not in shown.replace("<strong>", "")
    assert titles(played) == ["Quillmere raises its outlook"]


def test_an_address_that_is_none_is_one_line(played):
    app = opened(played)
    typed(app, "Address of the feed").set_value("file:///etc/passwd")
    button(app, "Subscribe").click()
    shown = html(app.run())
    assert "only http and https are read, not file" in shown
    assert played.catalog.feeds.all(Access("analyst")) == []


def test_a_feed_that_fails_says_why_and_others_are_well(played):
    other = "https://b.example.com/rss"
    for url in (WIRE, other):
        played.catalog.feeds.put(Feed(url))
    played.fetcher.answers = {WIRE: CouldNotAskError("wire.example.com: <i>cannot</i> be reached"), other: rss(ONE)}
    app = opened(played)
    button(app, "Poll all now").click()
    app.run()
    played.settle()
    shown = html(app.run())
    assert "failing: &lt;i&gt;cannot&lt;/i&gt; be reached" in shown
    assert "1 feed could not be read" in shown
    assert "2 feeds: 1 failing, 1 quiet" in shown


def test_whose_role_it_is_not_sees_feeds_and_nothing_to_press(played):
    played.catalog.feeds.put(Feed(WIRE, "Wire"))
    for actions, labels in ((frozenset({Action.READ}), []), (frozenset({Action.FEEDS}), ["Poll now", "Edit", "Remove"])):
        played.desk.reader = lambda actions=actions: Access("cat", role="reader", actions=actions)
        app = opened(played)
        assert "Wire" in html(app)
        assert [one.label for one in app.button if one.label in {"Poll now", "Edit", "Remove"}] == labels


def test_a_feed_is_edited_in_place(played):
    played.catalog.feeds.put(Feed(WIRE, "Wire"))
    app = opened(played)
    button(app, "Edit").click().run()
    next(one for one in app.text_input if one.value == "Wire").set_value("Ours")
    next(one for one in app.text_input if one.key.startswith("edit-label")).set_value("desk")
    button(app, "Change it").click()
    shown = html(app.run())
    assert "Ours was changed." in shown
    (feed,) = played.catalog.feeds.all(Access("analyst"))
    assert (feed.title, feed.label, feed.every_minutes) == ("Ours", "desk", 30)
    assert not [one for one in app.button if one.label == "Change it"]


def test_a_subscription_ends_only_when_it_is_said_twice(played):
    played.catalog.feeds.put(Feed(WIRE, "Wire"))
    app = opened(played)
    button(app, "Remove").click().run()
    assert "End the subscription to Wire?" in html(app)
    button(app, "Keep it").click().run()
    assert "End the subscription" not in html(app)
    assert len(played.catalog.feeds.all(Access("analyst"))) == 1
    button(app, "Remove").click().run()
    button(app, "End it").click()
    assert "Wire was removed." in html(app.run())
    assert played.catalog.feeds.all(Access("analyst")) == []


def test_one_feed_is_polled_by_its_own_button(played):
    for url in (WIRE, "https://b.example.com/rss"):
        played.catalog.feeds.put(Feed(url, url[8:9]))
    played.fetcher.answers["https://b.example.com/rss"] = rss(ONE)
    app = opened(played)
    button(app, "Poll now").click()
    app.run()
    played.settle()
    assert [url for url, _, _ in played.fetcher.asked] == ["https://b.example.com/rss"]


def test_many_feeds_are_filtered_and_paged(played):
    for number in range(60):
        played.catalog.feeds.put(Feed(f"https://paper{number}.example.com/rss", f"Paper {number:02}"))
    app = opened(played)
    assert html(app).count('data-testid="feed"') == 25
    typed(app, "Feed").set_value("paper 07").run()
    assert html(app).count('data-testid="feed"') == 1
    assert "1 feed<" in html(app)
