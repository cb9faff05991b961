"""Hostile feeds through the whole poll: none ends or holds up another, what is stored is plain, and a second poll changes nothing."""

import io
import re

import feedparser
import pytest

from ingest.feed_entry import entry_from_bytes
from ingest.polling.asking import Outcome
from ingest.polling.identity import says_something
from tests.ingest.polling.polled import READER

ACTIVE = re.compile(r"<[/a-z!]|javascript:|\bon\w+\s*=", re.IGNORECASE)

pytestmark = pytest.mark.shared


def test_hostile_feeds_are_polled_whole_and_hold_no_markup(polled, shared):
    paths = sorted((shared / "hostile" / "feed").iterdir())
    urls = {f"https://hostile{number}.example.com/rss": path for number, path in enumerate(paths)}
    for url, path in urls.items():
        polled.subscribe(url)
        polled.fetcher.answers[url] = path.read_bytes()
    polls = polled.poll()
    assert len(polls) == len(paths) >= 50
    for poll in polls:
        parsed = feedparser.parse(io.BytesIO(urls[poll.feed.url].read_bytes()))["entries"]
        assert poll.outcome is Outcome.READ or not parsed, (urls[poll.feed.url].name, poll.error)
        assert poll.entries == len(parsed), urls[poll.feed.url].name
    rows = polled.rows()
    assert polled.catalog.jobs.failed() == []
    for document in rows:
        entry = entry_from_bytes(polled.catalog.documents.kept(document.content_hash), name=document.name)
        assert says_something(entry)
        text = polled.catalog.documents.get(READER, document.id).text
        assert not ACTIVE.search("\n".join((entry.title, entry.text, entry.author, entry.source, entry.link, document.name, text)))
    for feed in polled.catalog.feeds.all(READER):
        assert not ACTIVE.search(feed.title)
    polled.poll()
    assert polled.rows() == rows
