"""Work that asks hosts, in threads: several hosts at a time, each host one request at a time and not too soon after the last."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from research.errors import CouldNotAskError

THREADS = 8
SECONDS_APART = 1.0
_T = TypeVar("_T")
_Answer = TypeVar("_Answer")


class HostTurns:
    """Remembers when each host was asked last, over all that one process polls."""

    def __init__(self, *, seconds_apart: float = SECONDS_APART, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds_apart = seconds_apart
        self._clock = clock
        self._next: dict[str, float] = {}
        self._guard = threading.Lock()

    def reserve(self, host: str) -> float:
        """Return in how many seconds this host may be asked, and take that turn."""
        with self._guard:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self.seconds_apart
            return turn - now


class AskedInTurns(Generic[_T]):
    """Runs what asks hosts, and what is to be done with each answer. One thread adds and takes; use as a context manager."""

    def __init__(self, turns: HostTurns, *, threads: int = THREADS) -> None:
        self._turns = turns
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="asking")
        self._waiting: dict[str, deque[Callable[[], None]]] = {}
        self._running: dict[Future[Any], tuple[str, Callable[[], _T]]] = {}
        self._finished: SimpleQueue[Future[Any]] = SimpleQueue()
        self._stop = threading.Event()

    def __enter__(self) -> AskedInTurns[_T]:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was not begun; what is being asked ends by its own limits."""
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def add(self, host: str, ask: Callable[[], _Answer], then: Callable[[Future[_Answer]], _T]) -> None:
        """Ask a host when its turn has come; `then` is called with what came of it by the thread that takes what is done."""

        def start() -> None:
            """Hand over to a thread, which asks once the host may be asked again."""
            future = self._pool.submit(self._in_turn, host, ask)
            self._running[future] = (host, partial(then, future))
            future.add_done_callback(self._finished.put)

        if host in self._waiting:
            self._waiting[host].append(start)
        else:
            self._waiting[host] = deque()
            start()

    def done(self) -> Iterator[_T]:
        """Yield what `then` gives for each as it is done, until none is left; more may be added meanwhile."""
        while self._running:
            host, then = self._running.pop(self._finished.get())
            if self._waiting[host]:
                self._waiting[host].popleft()()
            else:
                del self._waiting[host]
            yield then()

    def _in_turn(self, host: str, ask: Callable[[], _Answer]) -> _Answer:
        if self._stop.wait(self._turns.reserve(host)):
            raise CouldNotAskError("stopped before it was asked", "poll again")
        return ask()
