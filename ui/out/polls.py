"""Polling the feeds that are due, some at a time, for as long as a service runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ingest.polling.poller import PolledWorkspace, Poller
from ingest.polling.report import FeedPoll
from ingest.polling.schedule import is_due
from research.nouns.access import Access
from research.nouns.feeds import Feed, error_of
from ui.render.escaping import visible_line
from ui.render.words import counted

# So many feeds are polled before it is looked whether the service is to end.
SLICE = 24


class DuePolls:
    """Polls what is due by one poller, which spaces its requests over all polls; `clock` gives aware instants."""

    def __init__(
        self, workspace: PolledWorkspace, poller: Poller, access: Access, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._workspace, self._poller, self._access, self._clock = workspace, poller, access, clock

    def __call__(self, stopped: Callable[[], bool]) -> Iterator[str]:
        """Poll the feeds that are due now, each once, and yield a line for each that brought something or could not be read."""
        due = [feed.url for feed in self._due(self._workspace.feeds.all(self._access))]
        for start in range(0, len(due), SLICE):
            wanted = frozenset(due[start : start + SLICE])
            if stopped():
                return
            feeds = self._due(self._workspace.feeds.named(wanted))  # another process may have polled it meanwhile
            for poll in self._poller.poll(feeds).polls if feeds else ():
                if line := poll_line(poll):
                    yield line

    def _due(self, feeds: Sequence[Feed]) -> list[Feed]:
        now = self._clock()
        return [feed for feed in feeds if self._access.allows(feed.label) and not feed.stopped and is_due(feed, now)]


def poll_line(poll: FeedPoll) -> str:
    """Return what a poll brought, or why it could not be read; "" when there is nothing to tell."""
    name = visible_line(poll.feed.title or poll.feed.url)
    if poll.error:
        return f"feed {name}: {visible_line(error_of(replace(poll.feed, error=poll.error)))}"
    parts = [counted(poll.new, "new entry", "new entries")] if poll.new else []
    parts += [counted(poll.updated, "updated entry", "updated entries")] if poll.updated else []
    return f"feed {name}: {', '.join(parts)}" if parts else ""
