"""A question on its way to its answer, in a thread of its own, so that the page can say that it works and be stopped."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from research.errors import CouldNotAskError
from research.models.service import Telling
from research.nouns.conversations import KeptAnswer, Turn
from ui.pages.desk import Desk

# So many questions are answered at the same time; more wait.
MOST_AT_ONCE = 8


class Asking:
    """One question that is being answered; `started` is a moment of the monotonic clock.

    `steps` are the smaller questions asked so far, `words` what a model has said so far, which nobody has checked.
    """

    def __init__(self, desk: Desk, question: str, turn: Turn) -> None:
        self.question = question
        self.started = time.monotonic()
        self.words = ""
        self.steps: tuple[str, ...] = ()
        self._stopped, self._moved = threading.Event(), threading.Event()
        self._future: Future[KeptAnswer] = _pool().submit(desk.converse, question, turn, telling=self._telling())
        self._future.add_done_callback(lambda _: self._moved.set())

    @property
    def seconds(self) -> float:
        """Return for how long the question has been on its way."""
        return time.monotonic() - self.started

    def done(self, *, within: float = 0.0) -> bool:
        """Return whether the answer, or why there is none, is there; wait for it, or for a model's first words, so many seconds."""
        self._moved.wait(within)
        return self._future.done()

    def result(self) -> KeptAnswer | BaseException:
        """Return the answer, or why there is none, once it is there."""
        if self._future.cancelled():
            return CouldNotAskError("the question was stopped", "ask it again")
        return self._future.exception() or self._future.result()

    def _telling(self) -> Telling:
        def words(said: str) -> None:
            """Keep the model's words so far."""
            self.words = said
            self._moved.set()

        def step(question: str) -> None:
            """Add a step that begins."""
            self.steps = (*self.steps, question)
            self._moved.set()

        return Telling(words, step, lambda: not self._stopped.is_set())

    def stop(self) -> None:
        """Wait no more: the answer is neither shown nor kept."""
        self._stopped.set()
        self._future.cancel()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="asking")
