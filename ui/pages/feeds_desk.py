"""What the feeds' page needs of the workspace: the list of feeds with this reader's access, and polls beside the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from ingest.background import BackgroundIngest, BatchProgress
from ingest.opml import read_opml
from ingest.polling.background import BackgroundPolling, PollState
from ingest.polling.schedule import must_wait
from ingest.subscriptions import FeedChange, FeedWorkspace, Imported, Subscriptions
from research.nouns.access import Access
from research.nouns.feeds import Feed
from research.nouns.roles import Action
from research.settings import Settings
from ui.render.feeds_view import FeedRow, feed_rows, worst_first


class FeedsWorkspace(FeedWorkspace, Protocol):
    """What the page needs of a workspace."""

    def access(self, user: str) -> Access:
        """Return what a user may see now."""
        ...

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...


class FeedsDesk:
    """One workspace's feeds for one reader; shared by the sessions of a process and safe to use from several threads."""

    def __init__(self, workspace: FeedsWorkspace, polling: BackgroundPolling, background: BackgroundIngest) -> None:
        self._polling = polling
        self._background = background
        self._subscriptions = Subscriptions(workspace)
        self.settings = workspace.settings
        self.reader: Callable[[], Access] = partial(workspace.access, workspace.settings.user)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.reader()

    def rows(self) -> tuple[FeedRow, ...]:
        """Return the feeds in words, those first that need the reader."""
        return worst_first(feed_rows(self._subscriptions.all(self.access), datetime.now(UTC)))

    def add(self, address: str, change: FeedChange) -> Feed:
        """Subscribe to a feed and poll it; raises UsageError."""
        feed = self._subscriptions.add(self.access, address, change)
        self._polling.start([feed])
        return feed

    def import_list(self, content: bytes, *, name: str) -> Imported:
        """Subscribe to the feeds of an OPML list and poll them; raises CannotReadError, LimitExceededError."""
        listed = read_opml(content, name=name, settings=self.settings)
        done = self._subscriptions.add_all(self.access, listed)
        self._polling.start(done.added)
        return done

    def edit(self, url: str, change: FeedChange) -> Feed:
        """Change what is set of a feed; raises NotFoundError, UsageError."""
        return self._subscriptions.edit(self.access, url, change)

    def remove(self, url: str, *, with_entries: bool) -> Feed:
        """End a subscription, and take its entries out if that is wanted; raises NotFoundError."""
        feed, batch = self._subscriptions.remove(self.access, url, with_entries=with_entries)
        if batch:
            self._background.start(batch)
        return feed

    def poll(self, url: str = "") -> bool:
        """Poll one feed, or without one all that need not wait; return whether a poll has begun."""
        self.access.need(Action.FEEDS)
        now, feeds = datetime.now(UTC), self._subscriptions.all(self.access)
        return self._polling.start([feed for feed in feeds if (feed.url == url if url else not must_wait(feed, now))])

    def state(self) -> PollState:
        """Return how the last poll of this process stands."""
        return self._polling.state()

    def reading(self, state: PollState) -> tuple[BatchProgress, ...]:
        """Return how far the entries of a poll are read in."""
        return tuple(self._background.progress(poll.batch) for poll in state.polls if poll.batch)
