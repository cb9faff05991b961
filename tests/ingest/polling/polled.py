"""A workspace whose feeds a test writes: RSS of entries, polls at a given moment, and what is held afterwards."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from types import SimpleNamespace
from typing import Any

from ingest.polling.poller import Poller
from ingest.polling.report import FeedPoll
from ingest.polling.turns import HostTurns
from ingest.progress import Silence
from ingest.readers import file_readers
from ingest.worker import IngestWorker
from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.feeds import Feed
from research.nouns.fetched import FetchedContent
from research.nouns.queries import DocumentFilter
from tests.fakes.fetcher import FakeFetcher
from tests.ingest.samples import FakeWorkspace

READER = Access("tester")
NOON = datetime(2025, 2, 10, 12, tzinfo=UTC)
WIRE = "https://wire.example.com/rss"


def item(guid: str = "", title: str = "", text: str = "", *, link: str = "", at: datetime | None = NOON) -> str:
    """Return an RSS item; empty parts are left out."""
    parts = {"guid": guid, "title": title, "description": text, "link": link, "pubDate": f"{at:%a, %d %b %Y %H:%M:%S} GMT" if at else ""}
    return "<item>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value) + "</item>"


def rss(*items: str, title: str = "Valve Wire") -> bytes:
    """Return a feed of items."""
    return f"<rss version='2.0'><channel><title>{escape(title)}</title>{''.join(items)}</channel></rss>".encode()


def answer(content: bytes = b"", status: int = 200, *, moved_to: str | None = None, retry_after: int | None = None, **headers: str) -> Any:
    """Return what a server sent; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return FetchedContent(moved_to or WIRE, status, content, named, moved_to, retry_after)


class Polled:
    """Feeds over a catalog: `now` is the clock, `fetcher.answers` the servers."""

    def __init__(self, catalog: Any) -> None:
        self.catalog = catalog
        self.now = NOON
        self.fetcher = FakeFetcher()
        self.inside = FakeWorkspace.over(catalog)
        self.workspace = SimpleNamespace(
            settings=self.inside.settings, documents=catalog.documents, jobs=catalog.jobs, feeds=catalog.feeds, ledger=None
        )

    def subscribe(self, url: str = WIRE, **fields: Any) -> Feed:
        feed = Feed(url, **fields)
        self.catalog.feeds.put(feed)
        return feed

    def feed(self, url: str = WIRE) -> Feed:
        """Return a feed as it is kept."""
        return next(one for one in self.catalog.feeds.all(READER) if one.url == url)

    def poller(self, read_article: Callable[[str], str] | None = None) -> Poller:
        return Poller(self.workspace, self.fetcher, read_article=read_article, turns=HostTurns(seconds_apart=0.0), clock=lambda: self.now)

    def poll(self, *urls: str, read_article: Callable[[str], str] | None = None) -> list[FeedPoll]:
        """Poll feeds (all without names) and read in what is new."""
        feeds = [one for one in self.catalog.feeds.all(READER) if not urls or one.url in urls]
        report = self.poller(read_article).poll(feeds)
        self.work()
        return list(report.polls)

    def poll_one(self, content: bytes | FetchedContent | Exception, *, after: timedelta = timedelta(hours=1)) -> FeedPoll:
        """Let time pass, then poll the one feed, whose server sends this."""
        self.now += after
        self.fetcher.answers[WIRE] = content
        (poll,) = self.poll(WIRE)
        return poll

    def work(self) -> None:
        """Read in what is queued."""
        IngestWorker(self.inside, file_readers(), Silence()).run("")

    def documents(self) -> Sequence[Document]:
        """Return the documents that answer."""
        return self.catalog.documents.find(READER, DocumentFilter())

    def titles(self) -> list[str]:
        return sorted(one.title for one in self.documents())

    def rows(self) -> list[Document]:
        """Return all documents, of whatever state."""
        return self.catalog.documents.find(READER, DocumentFilter(any_state=True))

    def text(self, title: str) -> str:
        (found,) = [one for one in self.documents() if one.title == title]
        return self.catalog.documents.get(READER, found.id).text
