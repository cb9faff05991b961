"""What is done again and again in one process, by the clock on the wall: the only door to APScheduler.

A machine that sleeps stops its monotonic clock, by which waiting is counted: a job set for a moment hours ahead would be as late as the
sleep was long. So no wait is longer than a look's pause; what is due is asked of the ledger at each look, where it is marked as done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from research.errors import DeskError


class _Looks(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires at once, then after each pause, or at the moment that is asked for when that comes first; one not to be had is none."""

    def __init__(self, seconds: float, wanted: Callable[[], datetime | None]) -> None:
        self._pause, self._wanted = timedelta(seconds=seconds), wanted

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return when to look next."""
        if previous_fire_time is None:
            return now
        try:
            wanted = self._wanted()
        except DeskError:  # the job meets the failure itself, and tells it
            wanted = None
        return max(now, min(now + self._pause, wanted)) if wanted else now + self._pause


class Clock:
    """Runs jobs in threads of their own, each never beside itself; one that is late is done once, however often it was due.

    What a job raises is given to `failed`, and the job is done again at its next moment.
    """

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        def tell(event: JobExecutionEvent) -> None:
            """Hand on what a job raised."""
            failed(event.exception)

        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it writes a traceback of what is told here
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults, executors={"default": ThreadPoolExecutor(4)})
        self._scheduler.add_listener(tell, EVENT_JOB_ERROR)

    def every(self, seconds: float, act: Callable[[], None], *, also_at: Callable[[], datetime | None] = lambda: None) -> None:
        """Have something done now and after each pause of so many seconds, and at the next moment that `also_at` gives."""
        self._scheduler.add_job(act, _Looks(seconds, also_at))

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """End, without waiting for what is being done."""
        self._scheduler.shutdown(wait=False)
