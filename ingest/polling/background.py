"""Polling beside other work: one thread of this process asks the feeds, and whoever looks is told how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from ingest.polling.poller import Poller
from ingest.polling.report import FeedPoll
from research.errors import DeskError
from research.nouns.feeds import Feed

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PollState:
    """The last poll of this process: its number, how many feeds it asks, those that are done, whether it is over, what stopped it."""

    total: int = 0
    polls: tuple[FeedPoll, ...] = field(default=())
    over: bool = True
    error: DeskError | None = None
    number: int = 0


class BackgroundPolling:
    """Runs one poll at a time in a thread, and hands each batch of entries over as soon as it is queued. Thread-safe."""

    def __init__(self, poller: Poller, read_in: Callable[[str], None]) -> None:
        """`read_in` has a batch worked through, as `BackgroundIngest.start` does."""
        self._poller = poller
        self._read_in = read_in
        self._guard = threading.Lock()
        self._state = PollState()
        self._thread: threading.Thread | None = None

    def start(self, feeds: Sequence[Feed]) -> bool:
        """Poll these feeds; return False, and do nothing, when a poll is at work or there is no feed."""
        with self._guard:
            if not feeds or not self._state.over:
                return False
            self._state = PollState(len(feeds), over=False, number=self._state.number + 1)
            self._thread = threading.Thread(target=self._run, args=(tuple(feeds),), name="polling", daemon=True)
            self._thread.start()
            return True

    def state(self) -> PollState:
        """Return how the last poll stands."""
        with self._guard:
            return self._state

    def wait(self, seconds: float) -> None:
        """Wait until the poll is over, at most so long."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _run(self, feeds: Sequence[Feed]) -> None:
        error: DeskError | None = None
        try:
            self._poller.poll(feeds, told=self._hear)
        except DeskError as stopped:
            error = stopped
        except Exception as stopped:  # noqa: BLE001 - a thread that ended here would leave the page waiting for ever
            _log.debug("polling failed unexpectedly", exc_info=stopped)
            error = DeskError(f"polling failed unexpectedly ({type(stopped).__name__})", "poll again; nothing is lost")
        with self._guard:
            self._state = replace(self._state, over=True, error=error)

    def _hear(self, poll: FeedPoll) -> None:
        with self._guard:
            self._state = replace(self._state, polls=(*self._state.polls, poll))
        if poll.batch:
            self._read_in(poll.batch)
