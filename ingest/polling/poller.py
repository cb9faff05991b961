"""Polling: feeds are asked in threads, and what is new in each is kept and queued before the feed's validators are.

Whatever moment a poll is killed at, nothing is lost: until the validators are stored, the next poll is given the same entries, and
knows those that were queued. Stores are used from the calling thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

import structlog

from ingest.articles import ArticleReader
from ingest.discovery import PART_MARK
from ingest.entry_parts import entry_stem, feed_stem
from ingest.feed_entry import FeedEntry, entry_bytes
from ingest.naming import hash_content
from ingest.polling.asking import Asked, Outcome, ask_feed, host_of, one_line
from ingest.polling.identity import EntryScreen, Wanted
from ingest.polling.report import FeedPoll, PollReport
from ingest.polling.schedule import next_due
from ingest.polling.turns import AskedInTurns, HostTurns
from research.errors import DeskError, WorkspaceDamagedError
from research.nouns.feeds import NEVER, Feed
from research.nouns.jobs import IngestJob, JobState
from research.protocols.documents import DocumentStore
from research.protocols.news import FeedStore
from research.protocols.outside import Fetcher
from research.protocols.upkeep import JobQueue
from research.settings import Settings

# How many of a feed's new entries have their articles fetched in one poll; the others are read in with what the feed says.
MOST_ARTICLES = 100

_log = structlog.get_logger(__name__)


class PolledWorkspace(Protocol):
    """What polling needs of a workspace."""

    @property
    def settings(self) -> Settings:
        """Return the settings: limits on what is parsed."""
        ...

    @property
    def documents(self) -> DocumentStore:
        """Return the documents of the catalog."""
        ...

    @property
    def jobs(self) -> JobQueue:
        """Return the queue of ingest jobs."""
        ...

    @property
    def feeds(self) -> FeedStore:
        """Return the subscribed feeds."""
        ...


class ReadArticle(Protocol):
    """Fetches the article that an entry links to, where its site allows that."""

    def __call__(self, url: str) -> str:
        """Return the article's text as plain paragraphs; raises DeskError when there is none to be had."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Pending:
    """A feed that was read, and what its new entries still wait for."""

    feed: Feed
    asked: Asked
    wanted: list[Wanted]
    left: int = 0
    articles: dict[str, str] = field(default_factory=dict)


class Poller:
    """Polls the feeds of one workspace. Kept by a service between polls, it spaces the requests to a host over all of them."""

    def __init__(
        self,
        workspace: PolledWorkspace,
        fetcher: Fetcher,
        *,
        read_article: ReadArticle | None = None,
        turns: HostTurns | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._workspace = workspace
        self._fetcher = fetcher
        self._read_article = read_article
        self._turns = turns or HostTurns()
        self._clock = clock
        self._screen = EntryScreen(workspace.documents, workspace.jobs)

    def poll(self, feeds: Sequence[Feed], *, told: Callable[[FeedPoll], None] = lambda _: None) -> PollReport:
        """Ask these feeds, queue what is new in them and note how each went; `told` hears of each when it is done.

        A feed that fails costs its own line. Raises what makes all polling impossible: WorkspaceDamagedError.
        """
        started, polls = time.perf_counter(), []
        with AskedInTurns[FeedPoll | None](self._turns) as asking:
            for feed in feeds:
                ask = partial(ask_feed, feed, self._fetcher, self._workspace.settings)
                asking.add(host_of(feed.address or feed.url), ask, partial(self._after_feed, feed, asking))
            for poll in asking.done():
                if poll:
                    polls.append(poll)
                    told(poll)
        return PollReport(tuple(sorted(polls, key=lambda poll: poll.feed.url)), round(time.perf_counter() - started, 3))

    def _after_feed(self, feed: Feed, asking: AskedInTurns[FeedPoll | None], answer: Future[Asked]) -> FeedPoll | None:
        """Note how a feed's poll went; when its articles are wanted, they are fetched first and the last of them does that."""
        try:
            asked = _asked(answer)
            wanted = self._screen.wanted(feed, asked.content.entries, self._clock()) if asked.content else []
        except DeskError as error:
            return _not_kept(feed, error)
        pending = _Pending(feed, asked, wanted)
        if self._read_article and feed.articles:
            links = list(dict.fromkeys(one.entry.link for one in wanted if one.entry.link))[:MOST_ARTICLES]
            pending.left = len(links)
            for link in links:
                asking.add(host_of(link), partial(self._read_article, link), partial(self._after_article, pending, link))
        return None if pending.left else self._finish(pending)

    def _after_article(self, pending: _Pending, link: str, answer: Future[str]) -> FeedPoll | None:
        """Take in an article; when it cannot be had, the entry stands with what the feed says."""
        error = answer.exception()
        if error is None:
            pending.articles[link] = answer.result()
        else:
            _log.debug("an article was not read", host=host_of(link), error=type(error).__name__)
        pending.left -= 1
        return None if pending.left else self._finish(pending)

    def _finish(self, pending: _Pending) -> FeedPoll:
        """Keep and queue what is new in a feed, then note the feed; a failure of the stores leaves it as if it had not been asked."""
        try:
            return self._keep(pending)
        except DeskError as error:
            return _not_kept(pending.feed, error)

    def _keep(self, pending: _Pending) -> FeedPoll:
        asked, wanted = pending.asked, pending.wanted
        feed = next(iter(self._workspace.feeds.named([pending.feed.url])), None)  # as its users have it now
        if feed is None:
            return FeedPoll(pending.feed, Outcome.FAILED, error="the feed was removed while it was asked")
        batch = self._queue(feed, asked, [_with_article(one, pending.articles) for one in wanted]) if wanted else ""
        noted = _noted(feed, asked, self._clock())
        self._workspace.feeds.note(noted)
        self._workspace.documents.relabel_parts(f"{feed.url}{PART_MARK}", feed.label)  # of entries that were queued before an edit
        return FeedPoll(
            replace(noted, title=feed.title or noted.title),
            asked.outcome,
            entries=len(asked.content.entries) if asked.content else feed.entries,
            new=sum(not one.update for one in wanted),
            updated=sum(one.update for one in wanted),
            batch=batch,
            error=asked.error,
            moved=noted.address != feed.address,
        )

    def _queue(self, feed: Feed, asked: Asked, wanted: Sequence[Wanted]) -> str:
        """Keep the bytes of entries and queue a job for each; return the id of the batch, durable with all its bytes."""
        stem = feed_stem(feed.title or (asked.content.title if asked.content else ""), feed.url)
        kept = [entry_bytes(one.entry) for one in wanted]
        hashes = [hash_content(content) for content in kept]
        self._workspace.documents.keep_originals(dict(zip(hashes, kept, strict=True)))
        return self._workspace.jobs.enqueue(
            [
                IngestJob(0, "", one.path, None, feed.label, (), JobState.QUEUED, content_hash=held, stem=entry_stem(one.entry, stem))
                for one, held in zip(wanted, hashes, strict=True)
            ]
        )


def poller_of(workspace: PolledWorkspace, fetcher: Fetcher) -> Poller:
    """Return what polls the feeds of a workspace, articles included where a feed wants them."""
    reader = ArticleReader(fetcher, workspace.settings)
    return Poller(workspace, fetcher, read_article=lambda url: reader.read(url).text)


def _asked(answer: Future[Asked]) -> Asked:
    """Return what came of asking a feed; what nobody expected is a failure of this feed alone."""
    error = answer.exception()
    if error is None:
        return answer.result()
    _log.debug("a feed could not be asked", exc_info=error)
    return Asked(Outcome.FAILED, error=one_line(str(error) if isinstance(error, DeskError) else f"unexpected {type(error).__name__}"))


def _not_kept(feed: Feed, error: DeskError) -> FeedPoll:
    """Return the poll of a feed whose entries could not be kept; raises what makes all polling impossible."""
    if isinstance(error, WorkspaceDamagedError):
        raise error
    return FeedPoll(feed, Outcome.FAILED, error=one_line(str(error)))


def _with_article(one: Wanted, articles: dict[str, str]) -> Wanted:
    article = articles.get(one.entry.link, "")
    return replace(one, entry=replace(one.entry, article=article)) if len(article) > len(one.entry.text) else one


def _noted(feed: Feed, asked: Asked, now: datetime) -> Feed:
    """Return a feed as it is after a poll: when it is due, what is wrong, and validators only of what was read."""
    at = asked.moved_to or feed.address
    if asked.outcome in (Outcome.FAILED, Outcome.ENDED):
        failed = replace(feed, polled_at=now, failures=feed.failures + 1, error=asked.error)
        ended = asked.outcome is Outcome.ENDED
        return replace(failed, due_at=NEVER if ended else next_due(failed, now, retry_after=asked.retry_after))
    well = replace(
        feed,
        address="" if at == feed.url else at,
        etag=asked.etag,
        last_modified=asked.last_modified,
        content_hash=asked.content_hash,
        polled_at=now,
        read_at=now,
        failures=0,
        error="",
    )
    if asked.content:
        dates = [date for date in map(_date, asked.content.entries) if date and date <= now]
        newest = max(dates, default=feed.newest_at)
        well = replace(well, title=feed.title or asked.content.title, entries=len(asked.content.entries), newest_at=newest)
    return replace(well, due_at=next_due(well, now))


def _date(entry: FeedEntry) -> datetime | None:
    return entry.published or entry.updated
