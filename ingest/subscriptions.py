"""What users do to the list of feeds, each recorded in the audit trail: subscribe, edit, import, end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

from ingest.addresses import why_not_public
from ingest.discovery import PART_MARK
from ingest.given import LABEL, parse_field
from ingest.opml import Subscription
from ingest.polling.schedule import LEAST_MINUTES, MOST_MINUTES
from ingest.web_address import shown, web_address
from research.audit.acts import reader_details
from research.errors import CouldNotAskError, NotFoundError, UsageError
from research.nouns.access import PUBLIC, Access
from research.nouns.documents import Document
from research.nouns.feeds import Feed
from research.nouns.jobs import IngestJob, JobState, JobTask
from research.nouns.queries import AuditEvent, DocumentFilter
from research.nouns.roles import Action
from research.protocols.documents import DocumentStore
from research.protocols.ledger import Ledger
from research.protocols.news import FeedStore
from research.protocols.upkeep import JobQueue

EVERY_MINUTES = 30
LONGEST_TITLE = 200
_FEED_SCHEME = re.compile(r"feed:(?://)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


class FeedWorkspace(Protocol):
    """What the list of feeds needs of a workspace."""

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def feeds(self) -> FeedStore:
        """Return the subscribed feeds."""
        ...

    @property
    def jobs(self) -> JobQueue:
        """Return the queue of ingest jobs."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail."""
        ...


@dataclass(frozen=True, slots=True)
class FeedChange:
    """What a user sets of a feed; None leaves it as it is."""

    title: str | None = None
    label: str | None = None
    every_minutes: int | None = None
    articles: bool | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """An address of a list that is not subscribed to, and one line that says why."""

    address: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list of feeds: those added, those that were subscribed already, those refused; in the list's order."""

    added: tuple[Feed, ...]
    known: tuple[Feed, ...]
    refused: tuple[Refused, ...]


def feed_url(text: str) -> str:
    """Return the address of a feed, spelt one way: "feed://news.example" is one, too; raises UsageError for what is none."""
    plain = text.strip()
    if written := _FEED_SCHEME.fullmatch(plain):
        plain = written["rest"] if re.match(r"https?:", written["rest"], re.IGNORECASE) else f"http://{written['rest']}"
    try:
        address = web_address(plain)
    except CouldNotAskError as error:
        raise UsageError(error.message, error.hint) from error
    if address.is_literal and (why := why_not_public(address.host)):
        raise UsageError(f"{address}: not a public address ({why})", "give the address of a feed on the internet")
    return address.url


class Subscriptions:
    """The feeds of one workspace, as a reader sees and changes them."""

    def __init__(self, workspace: FeedWorkspace, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._workspace, self._clock = workspace, clock

    def all(self, access: Access) -> list[Feed]:
        """Return the feeds that the reader may see, ordered by URL."""
        return self._workspace.feeds.all(access)

    def find(self, access: Access, named: str) -> Feed:
        """Return the feed of an address (the one it was added with, or moved to) or of a title that is its own; raises NotFoundError."""
        feeds = self.all(access)
        try:
            url = feed_url(named)
        except UsageError:
            url = ""
        found = [feed for feed in feeds if url and url in (feed.url, feed.address)]
        found = found or [feed for feed in feeds if feed.title.casefold() == named.strip().casefold() and feed.title]
        if len(found) > 1:
            raise UsageError(f"{len(found)} feeds are called {named.strip()!r}", "name it by its address")
        if not found:
            raise NotFoundError(f"no feed {shown(named)}", "desk feeds list shows the feeds")
        return found[0]

    def add(self, access: Access, address: str, change: FeedChange = FeedChange()) -> Feed:
        """Subscribe to a feed and return it, due at once; raises UsageError for what is no address, or one that is subscribed already."""
        access.need(Action.FEEDS)
        url = feed_url(address)
        if url in self._subscribed():
            raise UsageError(f"{shown(url)} is subscribed already", "desk feeds edit changes it")
        feed = self._new(url, change)
        self._keep(access, [feed])
        return feed

    def edit(self, access: Access, named: str, change: FeedChange) -> Feed:
        """Change what is set of a feed and return it; raises NotFoundError, UsageError.

        Its entries take another label at once; articles are read from then on.
        """
        access.need(Action.FEEDS)
        before = self.find(access, named)
        after = _changed(before, change)
        if after.label != before.label:
            access.need(Action.LABEL)
        if after.every_minutes != before.every_minutes and not after.stopped:
            after = replace(after, due_at=None)
        with self._workspace.jobs.together():
            self._workspace.feeds.put(after)
            if after.label != before.label:
                self._workspace.documents.relabel_parts(f"{after.url}{PART_MARK}", after.label)
            self._record(access, "edit feed", after, before=before.label)
        return after

    def remove(self, access: Access, named: str, *, with_entries: bool = False) -> tuple[Feed, str]:
        """End a subscription; return the feed and the batch that takes its entries out, "" when they stay. Raises NotFoundError."""
        access.need(Action.FEEDS)
        feed = self.find(access, named)
        jobs = [_job(one, JobTask.REMOVE) for one in self.entries(access, feed)] if with_entries else []
        with self._workspace.jobs.together():
            self._workspace.feeds.remove(feed.url)
            batch = self._workspace.jobs.enqueue(jobs) if jobs else ""
            self._record(access, "remove feed", feed)
        return feed, batch

    def add_all(self, access: Access, subscriptions: Iterable[Subscription], change: FeedChange = FeedChange()) -> Imported:
        """Subscribe to the feeds of a list, all at once; an address that is none, or not public, costs its own line.

        Raises UsageError for a change that fits no feed.
        """
        access.need(Action.FEEDS)
        _changed(Feed(""), change)
        held, added, known, refused = self._subscribed(), dict[str, Feed](), list[Feed](), list[Refused]()
        for one in subscriptions:
            try:
                url = feed_url(one.address)
            except UsageError as error:
                refused.append(Refused(shown(one.address), error.message))
                continue
            if there := held.get(url) or added.get(url):
                known.append(there)
            else:
                added[url] = self._new(url, replace(change, title=change.title or one.title or None))
        self._keep(access, list(added.values()))
        return Imported(tuple(added.values()), tuple(known), tuple(refused))

    def entries(self, access: Access, feed: Feed) -> list[Document]:
        """Return the documents that answer and came from a feed, ordered by name."""
        return self._workspace.documents.find(access, DocumentFilter(source_start=f"{feed.url}{PART_MARK}"))

    def _new(self, url: str, change: FeedChange) -> Feed:
        return _changed(Feed(url, every_minutes=EVERY_MINUTES, added_at=self._clock()), change)

    def _subscribed(self) -> dict[str, Feed]:
        """Return all feeds, whoever may see them, by each address that they are asked at."""
        feeds = self._workspace.feeds.all(Access(""))
        return {feed.address: feed for feed in feeds if feed.address} | {feed.url: feed for feed in feeds}

    def _keep(self, access: Access, feeds: Sequence[Feed]) -> None:
        with self._workspace.jobs.together():
            self._workspace.feeds.add(feeds)
            self._workspace.ledger.record_all([self._event(access, "add feed", feed) for feed in feeds])

    def _record(self, access: Access, action: str, feed: Feed, *, before: str = "") -> None:
        self._workspace.ledger.record(self._event(access, action, feed, before=before))

    def _event(self, access: Access, action: str, feed: Feed, *, before: str = "") -> AuditEvent:
        """Return the event of a feed; `before` is the label that it had until then, told where it is another."""
        details = (
            ("title", feed.title),
            ("label", feed.label),
            ("every_minutes", str(feed.every_minutes)),
            ("articles", "yes" if feed.articles else "no"),
            *([("label_before", before)] if before and before != feed.label else []),
            *reader_details(access, self._workspace.documents.version()),
        )
        return AuditEvent(self._clock(), access.user, action, shown(feed.url), details)


def title_of(feed: Feed) -> str:
    """Return what a feed is called: its title, else the host it comes from."""
    return feed.title or (urlsplit(feed.url).hostname or feed.url)


def _changed(feed: Feed, change: FeedChange) -> Feed:
    """Return a feed as a user sets it; raises UsageError for a value that does not fit."""
    title = feed.title if change.title is None else " ".join(change.title.split())[:LONGEST_TITLE]
    minutes = feed.every_minutes if change.every_minutes is None else change.every_minutes
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise UsageError(f"every {minutes} minutes does not fit", f"from {LEAST_MINUTES} to {MOST_MINUTES:,} (a week)")
    label = feed.label if change.label is None else _label(change.label)
    articles = feed.articles if change.articles is None else change.articles
    titled_at = feed.titled_at if title == feed.title else None
    return replace(feed, title=title, label=label, every_minutes=minutes, articles=articles, titled_at=titled_at)


def _label(text: str) -> str:
    try:
        return str(parse_field(LABEL, text)) if text.strip() else PUBLIC
    except ValueError as error:
        raise UsageError(f"label {text[:60]!r} does not fit: {error}", "correct the label") from error


def _job(document: Document, task: JobTask) -> IngestJob:
    return IngestJob(0, "", document.source_key, None, None, (), JobState.QUEUED, task=task)
