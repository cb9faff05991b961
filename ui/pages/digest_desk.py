"""What the page of digests needs: a reader's lists and their digests, kept until the catalog changes, and what was read of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Protocol

from research.digests.past_days import LastDay
from research.nouns.access import Access
from research.nouns.digests import Digest, DigestSummary
from research.nouns.sending import Outgoing, OutgoingState
from research.nouns.watchlists import Watchlist
from research.protocols.documents import DocumentStore
from research.protocols.sending import ReadMarks
from ui.out.due import MakeDigest
from ui.out.scheduling import Scheduling, SchedulingWorkspace
from ui.pages.desk import Desk
from ui.pages.recent import Recent
from ui.render.digest_view import DigestLinks

# Digests that are kept in memory, for all readers together.
MOST_DIGESTS = 16
# So many summaries are written at the same time; more wait.
MOST_AT_ONCE = 2
# News is understood, and feeds fail, without the catalog's documents changing: a digest is made anew when it is older than this.
KEPT_SECONDS = 60.0
# What was not sent is told on the page for so long, and so much of it.
TROUBLED_FOR = timedelta(days=7)
MOST_TROUBLES = 5


class DigestPageWorkspace(SchedulingWorkspace, Protocol):
    """What the page needs of a workspace."""

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def read_marks(self) -> ReadMarks:
        """Return which lines were read."""
        ...


@dataclass(frozen=True, slots=True)
class DigestMaking:
    """What a workspace does for the page: `make` makes a digest, `link` says where its lines lead.

    `sum_up` writes a digest's summary, None where no model is configured.
    `last_day` gives the last of a reader's days before an instant whose digest of a list has something, `listed` is called when a list
    has changed.
    """

    make: MakeDigest
    link: Callable[[Digest], DigestLinks]
    last_day: Callable[[Access, Watchlist, datetime], LastDay | None] = lambda *_: None
    listed: Callable[[], None] = lambda: None
    sum_up: Callable[[Digest, Access], DigestSummary] | None = None


class DigestDesk:
    """One workspace's digests for one reader, and as `scheduling` when they go out.

    Shared by the sessions of a process and safe to use from several threads.
    `markets` are the exchanges that a list may name; `clock` counts seconds.
    """

    def __init__(
        self,
        workspace: DigestPageWorkspace,
        desk: Desk,
        making: DigestMaking,
        *,
        markets: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._workspace, self._making = workspace, making
        self._days: Recent[tuple[LastDay | None]] = Recent(MOST_DIGESTS)
        self._digests: Recent[tuple[Digest, DigestLinks]] = Recent(MOST_DIGESTS)
        self._summaries: Recent[Future[DigestSummary]] = Recent(MOST_DIGESTS)
        self._clock = clock
        self.desk, self.markets = desk, tuple(markets)

    @property
    def scheduling(self) -> Scheduling:
        """Return the reader's schedules, with what they may do now."""
        return Scheduling(self._workspace, self.access)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.desk.access

    def lists(self) -> list[Watchlist]:
        """Return the lists that the reader may read, their own first."""
        return self._workspace.watchlists.all(self.access)

    def name_of(self, held: Watchlist) -> str:
        """Return how the reader calls a list: another user's with its user."""
        return held.name if held.user.casefold() == self.access.user.casefold() else held.address

    def digest(self, held: Watchlist, start: datetime | None, end: datetime) -> tuple[Digest, DigestLinks]:
        """Return a list's digest of a window and where its lines lead; raises UsageError for an empty window."""
        key = (*self._of_now(held), start, end)
        found = self._digests.get(key)
        if found is None:
            made = self._making.make(self.access, self.name_of(held), start=start, end=end)
            found = self._digests.put(key, (made, self._making.link(made)))
        return found

    def summary(self, digest: Digest) -> Future[DigestSummary] | None:
        """Return a digest's summary, which is being written or is there; None where no model is configured."""
        if self._making.sum_up is None:
            return None
        key = (self.access, digest.user, digest.watchlist, digest.start, digest.end, line_ids(digest))
        found = self._summaries.get(key)
        return found or self._summaries.put(key, _pool().submit(self._making.sum_up, digest, self.access))

    def last_day(self, held: Watchlist, before: datetime) -> LastDay | None:
        """Return the last of the reader's days before an instant whose digest has something, None when there is none."""
        key = (*self._of_now(held), before)
        found = self._days.get(key)
        if found is None:
            found = self._days.put(key, (self._making.last_day(self.access, held, before),))
        return found[0]

    def _of_now(self, held: Watchlist) -> tuple[object, ...]:
        """Return what a list's digests are the same for."""
        moment = int(self._clock() / KEPT_SECONDS)
        return self._workspace.documents.version(), tuple(self.lists()), self.access, self.name_of(held), moment

    def read(self, digest: Digest) -> frozenset[str]:
        """Return which lines of a digest the reader has read."""
        return self._workspace.read_marks.read(self.access, line_ids(digest))

    def mark(self, lines: Sequence[str]) -> None:
        """Mark lines as read."""
        self._workspace.read_marks.mark(self.access, lines, datetime.now(UTC))

    def unmark(self, lines: Sequence[str]) -> None:
        """Mark lines as not read."""
        self._workspace.read_marks.unmark(self.access, lines)

    def troubles(self) -> list[Outgoing]:
        """Return what lately could not be sent, or may not have arrived, the last first."""
        since = datetime.now(UTC) - TROUBLED_FOR
        found = self._workspace.outbox.find(self.access, [OutgoingState.FAILED, OutgoingState.UNSURE], limit=MOST_TROUBLES)
        return [one for one in found if one.settled_at and one.settled_at >= since]

    def save(self, watchlist: Watchlist) -> Watchlist:
        """Keep one of the reader's own lists; raises UsageError."""
        kept = self._workspace.watchlists.save(self.access, watchlist)
        self._making.listed()
        return kept

    def forget(self, name: str) -> None:
        """Forget one of the reader's own lists; raises NotFoundError."""
        self._workspace.watchlists.remove(self.access, name)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="summing up")


def line_ids(digest: Digest) -> tuple[str, ...]:
    """Return the ids of a digest's lines, in order."""
    return tuple(line.id for section in digest.sections for line in section.lines)
