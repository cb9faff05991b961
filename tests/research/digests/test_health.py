"""How feeds stood at a window's end, and that polling them again changes nothing of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.adapters.sqlite import open_catalog
from research.nouns.access import Access
from research.nouns.digests import FeedHealth
from research.nouns.feeds import NEVER, Feed
from tests.research.digests.desk import CLOSE, MORNING, Desk, section
from ui.render.digest_json import digest_json_text
from ui.render.digest_markdown import digest_markdown
from ui.render.digest_view import feed_words

URL = "https://wire.example/rss"
HOUR = timedelta(hours=1)
ENDED = "the publisher has ended this feed (410)"
OUTCOMES = ("read", "503", "no such name", "ended")


def polled(desk, at, outcome="read", url=URL, **found):
    """Note a poll as a poller does: a failure leaves what was read before as it stands."""
    held = next(one for one in desk.catalog.feeds.all(Access("ann")) if one.url == url)
    if outcome == "read":
        noted = replace(held, read_at=at, due_at=at + HOUR, error="", **found)
    else:
        noted = replace(held, due_at=NEVER if outcome == "ended" else at + HOUR, error=ENDED if outcome == "ended" else outcome, **found)
    desk.catalog.feeds.note(replace(noted, polled_at=at))


def subscribed(*polls, desk=None, **fields):
    """Return a desk with a feed that was polled so: at (hours before the morning, with what outcome)."""
    desk = desk or Desk()
    desk.catalog.feeds.put(Feed(URL, **fields))
    for hours, outcome in polls:
        polled(desk, MORNING - hours * HOUR, outcome)
    return desk


def exceptions(digest):
    return [line.text for line in section(digest, "exceptions")]


@pytest.mark.parametrize(
    ("polls", "every", "read", "error"),
    [
        ([(1, "read")], 30, None, ""),
        ([(23, "read")], 30, None, ""),
        ([(23, "read"), (-1, "503")], 30, None, ""),
        ([(3, "read"), (2, "503"), (1, "503")], 30, 3, "503"),
        ([(3, "read"), (2, "503"), (1, "no such name"), (-1, "read")], 30, 3, "no such name"),
        ([(3, "503"), (2, "read"), (-1, "503"), (-2, "read"), (-3, "503")], 30, None, ""),
        ([(3, "read"), (2, "503"), (-1, "read"), (-2, "503")], 30, 3, "503"),
        ([(25, "read")], 30, 25, "not read for long"),
        ([(25, "read"), (-1, "read")], 30, 25, "not read for long"),
        ([(25, "read")], 1440, None, ""),
        ([(90, "503")], 30, None, "503"),
        ([], 30, None, "never read"),
        ([(-1, "read")], 30, None, "never read"),
    ],
)
def test_a_feeds_health_is_that_of_the_windows_end(polls, every, read, error):
    digest = subscribed(*polls, every_minutes=every).digest()
    read_at = MORNING - read * HOUR if read else None
    assert digest.feeds == (FeedHealth(URL, URL, read_at, error),)
    assert exceptions(digest) == ([f"{URL}: {error}"] if error else [])


moments = st.tuples(st.integers(1, 60 * 60), st.sampled_from(OUTCOMES))


@settings(max_examples=150, deadline=None)
@given(before=st.lists(moments, max_size=5), after=st.lists(moments, min_size=1, max_size=5), titled=st.integers(0, 9))
def test_polls_after_a_window_change_no_byte_of_its_digest(before, after, titled):
    desk = subscribed(added_at=CLOSE - 99 * HOUR, title="" if titled % 2 else "Ours")
    at = MORNING - timedelta(minutes=sum(wait for wait, _ in before))
    for wait, outcome in before:
        polled(desk, at, outcome)
        at += timedelta(minutes=wait)
    first = said(desk)
    at = MORNING
    for number, (wait, outcome) in enumerate(after):
        found = {"title": "Theirs", "address": "https://new.example/rss"} if number == titled else {}
        polled(desk, at, outcome, **found)
        desk.catalog.feeds.put(Feed(f"https://added.example/{number}", added_at=at))
        assert said(desk) == first
        at += timedelta(minutes=wait)


@pytest.mark.parametrize("first", OUTCOMES)
@pytest.mark.parametrize("then", OUTCOMES)
def test_the_kept_library_tells_what_was_so_whatever_polls_find_later(tmp_path, first, then):
    catalog = open_catalog(tmp_path / "home")
    desk = subscribed((30, "read"), (2, first), desk=Desk(catalog), added_at=CLOSE - 99 * HOUR)
    before = said(desk)
    for hours, outcome in ((0, then), (1, "read"), (2, first), (3, then), (99, "read")):
        polled(desk, MORNING + hours * HOUR, outcome)
        assert said(desk) == before
    catalog.close()


def said(desk):
    digest = desk.digest()
    return digest_markdown(digest) + digest_json_text(digest)


def test_a_feed_that_was_added_later_is_none_of_a_window():
    assert subscribed((-3, "503"), added_at=MORNING).digest().feeds == ()


def test_a_feed_that_was_just_added_is_no_exception_yet():
    digest = subscribed(added_at=MORNING - HOUR).digest()
    assert digest.feeds == (FeedHealth(URL, URL, None, "never read", known=True),)
    assert exceptions(digest) == []
    assert feed_words(digest) == (f"{URL}: never read",)


def test_feeds_are_told_only_to_those_who_may_know_them():
    desk = subscribed((2, "503"), label="desk")
    assert desk.digest(access=Access("ann", frozenset({"public"}))).feeds == ()


@pytest.mark.parametrize(
    ("hours", "error", "told", "known"),
    [
        (1, ENDED, [f"Wire: {ENDED}"], False),
        (20, ENDED, [], True),
        (-1, "", [], False),
    ],
    ids=["in the window", "before it", "after it"],
)
def test_a_feed_that_its_publisher_ended_is_an_exception_once(hours, error, told, known):
    digest = subscribed((21, "read"), (hours, "ended"), title="Wire").digest()
    assert exceptions(digest) == told
    assert digest.feeds == (FeedHealth(URL, "Wire", MORNING - 21 * HOUR if error else None, error, known),)
    assert any("has ended this feed" in one for one in feed_words(digest)) is known


@pytest.mark.parametrize(
    ("title", "error", "words"),
    [
        ("Wire", f"{URL}: does not answer", "Wire: does not answer"),
        ("", f"{URL}: does not answer", f"{URL}: does not answer"),
        ("Wire", "https://other.example/rss: is no public address", "Wire: https://other.example/rss: is no public address"),
        ("Wire", "wire.example: no such name", "Wire: no such name"),
        ("", "wire.example: no such name", f"{URL}: no such name"),
        ("Wire", "other.example: no such name", "Wire: other.example: no such name"),
        ("Wire", "the server answered 503", "Wire: the server answered 503"),
    ],
)
def test_a_feed_that_failed_is_named_once(title, error, words):
    digest = subscribed((9, "read"), (1, error), title=title).digest()
    (line,) = section(digest, "exceptions")
    assert (line.text, line.note, line.at) == (words, "last read", MORNING - 9 * HOUR)
    assert feed_words(digest) == ()


def test_many_feeds_that_fail_are_one_exception_and_the_first_of_them_are_named():
    desk = Desk()
    for number in range(30):
        url = f"https://wire-{number:02}.example/rss"
        desk.catalog.feeds.put(Feed(url))
        polled(desk, MORNING - 2 * HOUR, url=url)
        polled(desk, MORNING - HOUR, "read" if number > 24 else "no such name", url=url)
    digest = desk.digest()
    named = ", ".join(f"https://wire-0{number}.example/rss" for number in range(3))
    assert exceptions(digest) == [f"25 of 30 feeds were not read: {named} and others"]
    words = feed_words(digest)
    assert words[0] == "https://wire-00.example/rss: no such name (last read Thu 13 Feb 2025, 05:30 EST)"
    assert (len(words), words[-2:]) == (22, ("5 more feeds not read", "5 feeds read without trouble"))
