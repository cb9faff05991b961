"""In-memory stores of what goes out: schedules, the outbox, read marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.sending import Channel, Outgoing, OutgoingState, Schedule, ScheduleRun, Settled

NEVER_HEARD = "it was handed over to the server, and the answer was never heard; it may or may not have arrived"
_CLAIMED = {OutgoingState.SENDING, OutgoingState.HANDED, OutgoingState.UNSURE}
_AGAIN = {OutgoingState.FAILED, OutgoingState.UNSURE}


class FakeScheduleStore:
    """Schedules in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[int, Schedule] = {}
        self.sent: dict[int, Digest] = {}
        self._given = 0

    def add(self, schedule: Schedule) -> Schedule:
        self._given += 1
        self.kept[self._given] = replace(schedule, id=self._given)
        return self.kept[self._given]

    def all(self, access: Access) -> list[Schedule]:
        return [one for one in self.kept.values() if one.user == access.user]

    def remove(self, access: Access, schedule_id: int) -> None:
        if schedule_id not in self.kept or self.kept[schedule_id].user != access.user:
            raise NotFoundError(f"no schedule {schedule_id} of {access.user}")
        del self.kept[schedule_id]

    def last_sent(self, access: Access, schedule_id: int) -> Digest | None:
        own = schedule_id in self.kept and self.kept[schedule_id].user == access.user
        return self.sent.get(schedule_id) if own else None


class FakeOutbox:
    """Items in a dictionary, in the order in which they were queued; every process lives for ever."""

    def __init__(self, schedules: FakeScheduleStore) -> None:
        self._schedules, self._sent = schedules.kept, schedules.sent
        self._items: dict[str, Outgoing] = {}
        self._claims: dict[str, tuple[str, datetime]] = {}

    def queue(self, run: ScheduleRun | None, items: Sequence[Outgoing]) -> bool:
        if run is not None:
            schedule = self._schedules.get(run.schedule)
            if schedule is None or (schedule.done_at and schedule.done_at >= run.due):
                return False
            self._schedules[run.schedule] = replace(schedule, done_at=run.due, window_end=run.digest.end)
            self._sent[run.schedule] = run.digest
        for item in items:
            self._items.setdefault(item.id, item)
        return True

    def claim(self, user: str, token: str, *, now: datetime, seconds: float) -> Outgoing | None:
        due = [one for one in self._items.values() if one.user == user and one.due_at <= now and self._is_free(one, now)]
        if not due:
            return None
        item = min(due, key=lambda one: one.due_at)
        state = OutgoingState.SENDING if item.state is OutgoingState.WAITING else item.state
        self._items[item.id] = replace(item, state=state)
        self._claims[item.id] = token, now + timedelta(seconds=seconds)
        return self._items[item.id]

    def hand_over(self, outgoing_id: str, token: str) -> bool:
        item = self._items[outgoing_id]
        if item.state is not OutgoingState.SENDING or self._claims[outgoing_id][0] != token:
            return False
        self._items[outgoing_id] = replace(item, state=OutgoingState.HANDED, handed_by=token)
        return True

    def settle(self, outgoing_id: str, token: str, outcome: Settled) -> bool:
        item = self._items[outgoing_id]
        if item.state not in _CLAIMED or self._claims[outgoing_id][0] != token:
            return False
        item = replace(item, state=outcome.state, error=outcome.error, settled_at=outcome.at, tries=item.tries + 1)
        if outcome.state is OutgoingState.WAITING:
            item = replace(item, handed_by="", due_at=outcome.due_at or item.due_at)
            self._claims.pop(outgoing_id)
        if outcome.state is OutgoingState.HANDED:
            item = replace(item, due_at=outcome.due_at or item.due_at)
            self._claims[outgoing_id] = (self._claims[outgoing_id][0], outcome.at)
        self._items[outgoing_id] = replace(item, content=b"") if outcome.state is OutgoingState.SENT else item
        return True

    def sweep(self, user: str, now: datetime) -> list[Outgoing]:
        left = [
            one
            for one in self._items.values()
            if (one.user, one.state, one.channel) == (user, OutgoingState.HANDED, Channel.MAIL) and now >= self._claims[one.id][1]
        ]
        for one in left:
            self._items[one.id] = replace(one, state=OutgoingState.UNSURE, error=NEVER_HEARD, settled_at=now)
        return [replace(self._items[one.id], content=b"") for one in left]

    def again(self, access: Access, outgoing_id: str, now: datetime) -> None:
        item = self._items.get(outgoing_id)
        if item is None or item.user != access.user or item.state not in _AGAIN:
            raise NotFoundError(f"nothing that failed or is unsure is called {outgoing_id}")
        self._items[outgoing_id] = replace(item, state=OutgoingState.WAITING, error="", handed_by="", due_at=now)
        self._claims.pop(outgoing_id)

    def find(self, access: Access, states: Sequence[OutgoingState] = (), *, limit: int = 100) -> list[Outgoing]:
        own = [one for one in reversed(self._items.values()) if one.user == access.user and (not states or one.state in states)]
        return [replace(one, content=b"") for one in own][: max(limit, 0)]

    def next_due(self, user: str) -> datetime | None:
        return min((one.due_at for one in self._items.values() if (one.user, one.state) == (user, OutgoingState.WAITING)), default=None)

    def _is_free(self, item: Outgoing, now: datetime) -> bool:
        if item.state is OutgoingState.WAITING:
            return True
        may_go_on = item.state is OutgoingState.SENDING or (item.state is OutgoingState.HANDED and item.channel is Channel.FILE)
        return may_go_on and now >= self._claims[item.id][1]


class FakeReadMarks:
    """Marks in a set."""

    def __init__(self) -> None:
        self._marks: set[tuple[str, str]] = set()

    def mark(self, access: Access, lines: Sequence[str], at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a mark without a time zone")
        self._marks |= {(access.user, line) for line in lines}

    def unmark(self, access: Access, lines: Sequence[str]) -> None:
        self._marks -= {(access.user, line) for line in lines}

    def read(self, access: Access, lines: Sequence[str]) -> frozenset[str]:
        return frozenset(line for line in lines if (access.user, line) in self._marks)
