"""What comes late makes an addendum; the same library gives the same digest, whatever came after its window."""

from dataclasses import replace
from datetime import timedelta

import pytest

from research.digests.addenda import addendum
from research.nouns.digests import Digest
from research.nouns.feeds import Feed
from tests.research.digests.desk import CLOSE, MORNING, NIGHT, PUMPS, Desk, texts


@pytest.fixture
def desk():
    desk = Desk()
    desk.entry("a", "Quillmere wins an order", "The order is worth $48 million.")
    desk.paper("call", "Third quarter call\n")
    return desk


def test_the_same_library_and_window_give_the_same_digest(desk):
    first = desk.digest()
    desk.entry("later", "Quillmere loses an order", came=MORNING + timedelta(hours=1))
    desk.paper("later-call", "Fourth quarter call\n", came=MORNING)
    assert desk.digest() == first
    again = Desk()
    again.paper("call", "Third quarter call\n")
    again.entry("a", "Quillmere wins an order", "The order is worth $48 million.")
    assert again.digest() == first


def test_a_late_item_makes_an_addendum_with_nothing_that_was_told(desk):
    sent = desk.digest()
    assert addendum(sent, desk.digest()) is None
    desk.entry("late", "Quillmere names a new chief", came=NIGHT)
    late = addendum(sent, desk.digest())
    assert isinstance(late, Digest)
    assert (late.addendum_to, late.id != sent.id, late.silent) == (sent.id, True, ())
    assert [line.text for one in late.sections for line in one.lines] == ["Quillmere names a new chief"]
    assert [citation.marker for one in late.sections for line in one.lines for citation in line.citations] == ["1"]
    assert texts(late, "stories", "Quillmere, Inc.") == ["Quillmere names a new chief"]
    assert addendum(sent, desk.digest()) == late


def test_a_late_copy_of_a_story_that_was_told_adds_nothing(desk):
    sent = desk.digest()
    desk.entry("copy", "Quillmere wins an order", outlet="Ledger Post", at=CLOSE)
    desk.tie("a", "copy")
    assert addendum(sent, desk.digest()) is None


def test_a_feed_that_fails_after_a_digest_went_out_makes_no_addendum(desk):
    feed = Feed("https://wire.example.com/rss", title="Wire", polled_at=NIGHT, read_at=NIGHT)
    desk.catalog.feeds.put(feed)
    desk.catalog.feeds.note(feed)
    sent = desk.digest()
    assert texts(sent, "exceptions") == ["Third quarter call"]
    desk.catalog.feeds.note(replace(feed, polled_at=MORNING + timedelta(hours=1), failures=1, error="does not answer"))
    assert desk.digest() == sent
    assert addendum(sent, desk.digest()) is None
    desk.catalog.feeds.put(replace(feed, title="Newswire"))
    desk.catalog.feeds.note(replace(feed, polled_at=MORNING - timedelta(hours=1), failures=1, error="does not answer"))
    assert texts(desk.digest(), "exceptions") == ["Third quarter call", "Newswire: does not answer"]
    assert addendum(sent, desk.digest()) is None


def test_an_addendum_to_an_addendum_belongs_to_the_first(desk):
    sent = desk.digest()
    desk.entry("late", "Quillmere names a new chief")
    first = addendum(sent, desk.digest())
    assert addendum(first, desk.digest()).addendum_to == sent.id


@pytest.mark.parametrize("changed", [{"start": CLOSE - timedelta(days=1)}, {"watchlist": replace(PUMPS, name="Other")}])
def test_digests_of_different_windows_or_lists_are_not_set_against_each_other(desk, changed):
    with pytest.raises(ValueError, match="another list or window"):
        addendum(desk.digest(), desk.digest(changed.pop("watchlist", PUMPS), **changed))


def test_ids_of_lines_stay_when_others_come_before_them(desk):
    (line,) = [line for one in desk.digest().sections for line in one.lines if line.company and "order" in line.text]
    desk.entry("first", "Aldermoor buys Quillmere", companies=("Aldermoor",), came=CLOSE)
    desk.entry("zeroth", "Quillmere leads", came=CLOSE)
    assert line.id in {held.id for one in desk.digest().sections for held in one.lines}
