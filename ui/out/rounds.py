"""What `desk run` does by the clock beside reading files: feeds that are due are polled, digests that are due made and sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Protocol

from research.errors import DeskError
from research.nouns.roles import Action
from research.nouns.sending import Outgoing, OutgoingState
from ui.out.clock import Clock
from ui.out.delivery import Delivery
from ui.out.due import DigestRun, DueDigests
from ui.out.sending import SendingWorkspace, delivery_of, due_digests_of

LOOK_SECONDS = 20.0
# So long a digest waits for the feeds that are due and for what they brought to be read in; then it goes out with what is there.
FRESH_SECONDS = 120.0


class PollDue(Protocol):
    """Polls the feeds that are due."""

    def __call__(self, stopped: Callable[[], bool]) -> Iterable[str]:
        """Poll the feeds that are due now, and yield a line for what is to be told of each; ends early once it is `stopped`."""
        ...


class Teller(Protocol):
    """Hears what comes of the rounds."""

    def made(self, run: DigestRun) -> None:
        """Hear of a schedule that was due."""
        ...

    def delivered(self, item: Outgoing) -> None:
        """Hear of a message or file that was sent, or was not."""
        ...

    def said(self, line: str) -> None:
        """Hear a line about feeds, or about a failure."""
        ...


class Rounds:
    """The rounds of one process; each kind is never done beside itself. `idle` tells whether all that was queued is read in.

    Of a team only who may run the service begins them: raises NotAllowedError.
    """

    def __init__(
        self, workspace: SendingWorkspace, poll: PollDue, teller: Teller, *, idle: Callable[[], bool], fresh_seconds: float = FRESH_SECONDS
    ) -> None:
        workspace.access().need(Action.RUN)
        self._delivery: Delivery = delivery_of(workspace)
        self._workspace, self._poll, self._teller, self._idle = workspace, poll, teller, idle
        self._fresh_seconds = fresh_seconds
        self._stop, self._polling = threading.Event(), threading.Lock()
        self._failures: dict[str, str] = {}
        self._clock = Clock(self._failed)

    def start(self) -> None:
        """Begin; what is due already is done at once."""
        self._clock.every(LOOK_SECONDS, self._feeds)
        self._clock.every(LOOK_SECONDS, self._digests, also_at=self._next_due)
        self._clock.start()

    def stop(self) -> None:
        """End; what is being handed over is handed over first."""
        self._stop.set()
        self._clock.stop()

    def _due(self) -> DueDigests:
        """Return what makes the reader's digests, with what they may see now."""
        return due_digests_of(self._workspace, self._workspace.access())

    def _feeds(self) -> None:
        with self._polling:
            for line in self._poll(self._stop.is_set):
                self._teller.said(line)

    def _digests(self) -> None:
        if self._due().due():
            self._freshen()
        for run in self._due().queue():
            if run.error is None:
                self._failures.pop(f"schedule {run.schedule.id}", None)
                self._teller.made(run)
            elif self._is_new(f"schedule {run.schedule.id}", str(run.error)):
                self._teller.made(run)
        for item in self._delivery.deliver():
            if item.state is not OutgoingState.WAITING or self._is_new(item.id, item.error):
                self._teller.delivered(item)

    def _freshen(self) -> None:
        """Poll what is due and wait until it is read in, so that a digest after a sleep has what came meanwhile."""
        self._feeds()
        for _ in range(int(self._fresh_seconds / 0.25)):
            if self._idle() or self._stop.wait(0.25):
                return

    def _next_due(self) -> datetime | None:
        moments = (self._due().next_due(), self._workspace.outbox.next_due(self._workspace.settings.user))
        return min((one for one in moments if one), default=None)

    def _failed(self, error: BaseException) -> None:
        line = str(error) if isinstance(error, DeskError) else f"unexpected failure: {type(error).__name__}: {error}"
        if self._is_new("rounds", f"{datetime.now(UTC):%Y-%m-%d %H} {line}"):
            self._teller.said(line)

    def _is_new(self, what: str, error: str) -> bool:
        """Return whether a failure is another than the last one of the same thing: one that stays is told once."""
        new = self._failures.get(what) != error
        self._failures[what] = error
        return new
