"""What a poll came to, feed by feed."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.polling.asking import Outcome
from research.nouns.feeds import Feed


@dataclass(frozen=True, slots=True)
class FeedPoll:
    """How the poll of one feed went: the feed as it is now, the outcome, and its entries.

    `entries` is how many the feed held, of which `new` and `updated` are queued as `batch`; "" when there was nothing to queue. `error`
    is one line, "" when nothing is wrong. `moved` tells that the feed has another address from now on.
    """

    feed: Feed
    outcome: Outcome
    entries: int = 0
    new: int = 0
    updated: int = 0
    batch: str = ""
    error: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class PollReport:
    """The feeds that were polled, ordered by URL, and the seconds that it took."""

    polls: tuple[FeedPoll, ...]
    seconds: float

    @property
    def batches(self) -> tuple[str, ...]:
        """Return the batches of entries that wait to be read in, in the order of the feeds."""
        return tuple(poll.batch for poll in self.polls if poll.batch)

    @property
    def failed(self) -> tuple[FeedPoll, ...]:
        """Return the feeds that could not be read now."""
        return tuple(poll for poll in self.polls if poll.outcome in (Outcome.FAILED, Outcome.ENDED))
