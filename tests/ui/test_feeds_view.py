"""Feeds in words and as HTML: health, times as seen from now, nothing of a feed that could be markup."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.background import BatchProgress
from ingest.polling.asking import Outcome
from ingest.polling.background import PollState
from ingest.polling.report import FeedPoll
from research.nouns.feeds import NEVER, Feed
from research.nouns.jobs import IngestJob, JobState
from ui.render.feeds_html import feed_html, poll_html
from ui.render.feeds_view import Health, feed_rows, summary_line, when_words, worst_first

NOW = datetime(2025, 2, 10, 12, tzinfo=UTC)
WELL = Feed("https://wire.example.com/rss", "Wire", read_at=NOW - timedelta(minutes=5), due_at=NOW + timedelta(minutes=25), entries=1200)
FAILING = replace(WELL, url="https://b.example.com/", title="B", failures=3, error="the server cannot give it (500)")
ENDED = replace(WELL, url="https://c.example.com/", title="C", due_at=NEVER, error="the publisher has ended this feed (410)")
QUIET = replace(WELL, url="https://d.example.com/", title="D", newest_at=datetime(2025, 1, 3, tzinfo=UTC))
NEW = Feed("https://e.example.com/rss")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"), (-20, "in a moment"), (50, "1 minute ago"), (300, "5 minutes ago"), (3599, "59 minutes ago"), (3600, "1 hour ago"),
        (-7200, "in 2 hours"), (86_400, "1 day ago"), (-3 * 86_400, "in 3 days"), (40 * 86_400, "1 January 2025"),
    ],
)  # fmt: skip
def test_instants_as_seen_from_now(seconds, words):
    assert when_words(NOW - timedelta(seconds=seconds), NOW) == words


def test_each_feed_says_how_it_is():
    rows = {row.title: row for row in feed_rows([WELL, FAILING, ENDED, QUIET, NEW], NOW)}
    assert {title: row.health for title, row in rows.items()} == {
        "B": Health.FAILING, "C": Health.ENDED, "D": Health.QUIET, "Wire": Health.WELL, "e.example.com": Health.NEW
    }  # fmt: skip
    assert (rows["Wire"].read, rows["Wire"].due, rows["Wire"].entries, rows["Wire"].state) == (
        "5 minutes ago",
        "in 25 minutes",
        "1,200",
        "well",
    )
    assert rows["B"].state == "failing (3 times in a row): the server cannot give it (500)"
    assert (rows["C"].state, rows["C"].due) == ("ended: the publisher has ended this feed (410)", "never")
    assert rows["D"].state == "read well, nothing new since 3 January 2025"
    assert (rows["e.example.com"].read, rows["e.example.com"].due, rows["e.example.com"].entries) == ("never", "now", "—")
    moved = replace(WELL, address="https://new.example.com/rss")
    assert feed_rows([moved], NOW)[0].state == "well; it has moved to https://new.example.com/rss"


def test_those_that_need_the_reader_come_first_and_all_are_counted():
    rows = worst_first(feed_rows([WELL, FAILING, ENDED, QUIET, NEW], NOW))
    assert [row.title for row in rows] == ["B", "C", "D", "e.example.com", "Wire"]
    assert summary_line(rows) == "5 feeds: 1 failing, 1 ended, 1 quiet, 1 not read yet, 1 well"
    assert summary_line(()) == "no feed yet"


def test_words_of_a_feed_are_never_markup():
    evil = replace(FAILING, title="<b onclick=x>B</b>", error="<script>alert(1)</script>", label="<i>", address="https://x.example/?<svg>")
    html = feed_html(feed_rows([evil], NOW)[0])
    assert not any(tag in html for tag in ("<b ", "<script", "<i>", "<svg"))
    assert "&lt;script&gt;" in html
    assert 'href="' not in html


def test_a_poll_in_a_line():
    job = IngestJob(1, "b", "p", None, None, (), JobState.DONE)
    jobs = (job, replace(job, state=JobState.FAILED), replace(job, state=JobState.QUEUED))
    state = PollState(3, (FeedPoll(WELL, Outcome.READ, new=3, batch="b"), FeedPoll(FAILING, Outcome.FAILED)), over=False)
    html = poll_html(state, [BatchProgress(jobs, {}, "", over=False)])
    assert "2 of 3 feeds asked · 3 entries new or changed · 2 read in · 1 could not be read in · 1 feed could not be read" in html
    assert "At work" in html
    assert "Done" in poll_html(replace(state, over=True), [])
