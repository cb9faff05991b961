"""What the ledger keeps of what goes out: schedules, messages on their way, and which lines a reader has read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.sending import Outgoing, OutgoingState, Schedule, ScheduleRun, Settled


class ScheduleStore(Protocol):
    """Each user's schedules."""

    def add(self, schedule: Schedule) -> Schedule:
        """Keep a schedule and return it with its id, which no other ever had."""
        ...

    def all(self, access: Access) -> list[Schedule]:
        """Return the reader's own schedules, ordered by id."""
        ...

    def remove(self, access: Access, schedule_id: int) -> None:
        """Forget a schedule of the reader's; raises NotFoundError. What is on its way goes out."""
        ...

    def last_sent(self, access: Access, schedule_id: int) -> Digest | None:
        """Return the digest that a schedule of the reader's sent last, None when it sent none; raises CannotReadError."""
        ...


class Outbox(Protocol):
    """Messages and files on their way: each goes out once, or somebody is told that it may not have.

    A process claims one, hands it over and settles it. What was claimed by a process that has ended, or whose time is over, may be
    claimed by another as long as it was not handed over; a file also after that, because what was done of it can be seen.
    """

    def queue(self, run: ScheduleRun | None, items: Sequence[Outgoing]) -> bool:
        """Queue a run's messages and mark the schedule as done up to the run's moment, all or nothing; return whether that was done.

        False, and nothing queued, when the schedule was done for that moment or a later one, or is gone. Items without a run are queued
        in any case; of an id that is known nothing is changed.
        """
        ...

    def claim(self, user: str, token: str, *, now: datetime, seconds: float) -> Outgoing | None:
        """Return the user's item that has been due longest, claimed for so many seconds under a token; None when none is due."""
        ...

    def hand_over(self, outgoing_id: str, token: str) -> bool:
        """Mark an item as handed over, durable when it returns; False when the claim was lost, and it must not be handed over."""
        ...

    def settle(self, outgoing_id: str, token: str, outcome: Settled) -> bool:
        """Say what became of a try; False when the claim was lost and nothing was changed. The bytes of what was sent are forgotten.

        One that stays HANDED over is free to be claimed again when it is due.
        """
        ...

    def sweep(self, user: str, now: datetime) -> list[Outgoing]:
        """Mark as unsure, and return without bytes, the messages handed over by a process that has ended or whose time is over."""
        ...

    def again(self, access: Access, outgoing_id: str, now: datetime) -> None:
        """Have an item that failed or is unsure sent once more; raises NotFoundError for any other."""
        ...

    def find(self, access: Access, states: Sequence[OutgoingState] = (), *, limit: int = 100) -> list[Outgoing]:
        """Return the reader's items without their bytes, the last queued first: in some states (all when none is given)."""
        ...

    def next_due(self, user: str) -> datetime | None:
        """Return when the user's next waiting item is due, None when none waits."""
        ...


class ReadMarks(Protocol):
    """Which lines of digests a reader has read."""

    def mark(self, access: Access, lines: Sequence[str], at: datetime) -> None:
        """Mark lines, by their ids, as read; one that is marked stays as it is."""
        ...

    def unmark(self, access: Access, lines: Sequence[str]) -> None:
        """Mark lines as not read."""
        ...

    def read(self, access: Access, lines: Sequence[str]) -> frozenset[str]:
        """Return which of the lines the reader has read."""
        ...
