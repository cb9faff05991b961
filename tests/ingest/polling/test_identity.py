"""What names an entry over polls: shared identifiers, those that come and go, entries without one."""

from datetime import timedelta

import pytest

from tests.ingest.polling.polled import NOON, item, rss

A, B = item("same", "Quillmere sells its pumps", "A buyer was found."), item("same", "Tarrowby buys pumps", "From Quillmere.")
C = item("same", "Tarrowby buys valves", "From Quillmere, too.")


@pytest.mark.parametrize("polls", [[[A], [A, B], [B], [A, B, C]], [[A, B], [A], [C, B, A], [B]]])
def test_entries_that_share_an_identifier_stay_themselves_as_others_come_and_go(polled, polls):
    polled.subscribe()
    for items in polls:
        polled.poll_one(rss(*items))
    told = {one for items in polls for one in items}
    held = {one.title: one.source_key for one in polled.documents()}
    assert polled.titles() == ["Quillmere sells its pumps", "Tarrowby buys pumps", "Tarrowby buys valves"]
    assert len(set(held.values())) == len(told) == len(polled.rows())


def test_an_entry_that_is_alone_under_its_identifier_is_an_update_of_the_last(polled):
    polled.subscribe()
    polled.poll_one(rss(A))
    assert polled.poll_one(rss(B)).updated == 1
    assert polled.titles() == ["Tarrowby buys pumps"]


def test_what_a_feed_repeats_word_for_word_comes_in_once(polled):
    polled.subscribe()
    assert polled.poll_one(rss(A, A, B, A)).new == 2
    assert polled.poll_one(rss(A, B)).new == 0


def test_without_an_identifier_the_canonical_link_names_an_entry_else_its_words(polled):
    polled.subscribe()
    linked = item(title="Linked", text="One.", link="https://wire.example.com/a?utm_source=rss&id=7")
    polled.poll_one(rss(linked, item(title="Bare", text="Two.")))
    again = item(title="Linked", text="One, and more.", link="HTTPS://Wire.Example.com:443/a?id=7&fbclid=x#top")
    poll = polled.poll_one(rss(again, item(title="Bare", text="Two."), item(text="Three.")))
    assert (poll.new, poll.updated) == (1, 1)
    keys = sorted(one.source_key.partition("#")[2] for one in polled.documents())
    assert keys[0] == "https://wire.example.com/a?id=7"
    assert [key[:7] for key in keys[1:]] == ["sha256:", "sha256:"]


def test_entries_that_say_nothing_make_no_document(polled):
    polled.subscribe()
    assert polled.poll_one(rss(item("1"), item("2", " "), A)).new == 1
    assert polled.feed().entries == 3


def test_the_oldest_entry_is_read_in_first(polled):
    polled.subscribe()
    days = [item(str(number), f"Day {number}", "x", at=NOON - timedelta(days=number)) for number in range(1, 4)]
    poll = polled.poll_one(rss(item("u", "Undated", "x", at=None), *days))
    assert [job.path[-1] for job in polled.catalog.jobs.batch(poll.batch)] == ["3", "2", "1", "u"]
