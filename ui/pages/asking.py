"""A question on its way to its answer, in a thread of its own, so that the page can say that it works and be stopped."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitedLongEnough
from functools import cache

from research.nouns.conversations import KeptAnswer, Turn
from ui.pages.desk import Desk

# So many questions are answered at the same time; more wait.
MOST_AT_ONCE = 8


class Asking:
    """One question that is being answered; `started` is a moment of the monotonic clock."""

    def __init__(self, desk: Desk, question: str, turn: Turn) -> None:
        self.question = question
        self.started = time.monotonic()
        self._stopped = threading.Event()
        self._future: Future[KeptAnswer] = _pool().submit(desk.converse, question, turn, go_on=lambda: not self._stopped.is_set())

    @property
    def seconds(self) -> float:
        """Return for how long the question has been on its way."""
        return time.monotonic() - self.started

    def done(self, *, within: float = 0.0) -> bool:
        """Return whether the answer, or why there is none, is there; wait for it so many seconds."""
        try:
            self._future.exception(timeout=within)
        except WaitedLongEnough:
            return False
        return True

    def result(self) -> KeptAnswer | BaseException:
        """Return the answer, or why there is none, once it is there."""
        return self._future.exception() or self._future.result()

    def stop(self) -> None:
        """Wait no more: the answer is neither shown nor kept."""
        self._stopped.set()
        self._future.cancel()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="asking")
