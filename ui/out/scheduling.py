"""A reader's schedules, as the command line and the page change them: checked, kept, recorded in the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Protocol

from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.queries import AuditEvent
from research.nouns.roles import Action
from research.nouns.sending import WORKDAYS, FileFormat, Outgoing, OutgoingState, Schedule
from research.protocols.ledger import Ledger
from research.protocols.sending import Outbox, ScheduleStore
from research.settings import Settings
from research.watchlists.service import Watchlists
from ui.out.mail import check_address
from ui.out.smtp import sender_of
from ui.out.times import zone_named

TROUBLED = (OutgoingState.WAITING, OutgoingState.SENDING, OutgoingState.HANDED, OutgoingState.UNSURE, OutgoingState.FAILED)


class SchedulingWorkspace(Protocol):
    """What schedules need of a workspace."""

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def watchlists(self) -> Watchlists:
        """Return who follows what."""
        ...

    @property
    def schedules(self) -> ScheduleStore:
        """Return the schedules."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Return what is on its way."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """When a watchlist's digest is to go out, and where: by mail, into a folder, or both; `zone` None for the watchlist's own."""

    watchlist: str
    at: time
    days: tuple[int, ...] = WORKDAYS
    zone: str | None = None
    mail: tuple[str, ...] = ()
    folder: Path | None = None
    format: FileFormat = FileFormat.HTML


class Scheduling:
    """One reader's schedules; `clock` gives aware instants."""

    def __init__(
        self, workspace: SchedulingWorkspace, access: Access, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._workspace, self._access, self._clock = workspace, access, clock

    def all(self) -> list[Schedule]:
        """Return the reader's schedules, ordered by id."""
        return self._workspace.schedules.all(self._access)

    def troubled(self) -> list[Outgoing]:
        """Return what waits, failed or may not have arrived, without its bytes."""
        return self._workspace.outbox.find(self._access, TROUBLED)

    def add(self, plan: Plan) -> Schedule:
        """Keep a schedule and return it with its id.

        Raises UsageError, NotFoundError for a list that is not there, SettingsError where mail is not set up.
        """
        self._access.need(Action.SEND)
        if not plan.mail and plan.folder is None:
            raise UsageError("the digest would go nowhere", "name a mail address or a folder")
        if not plan.days:
            raise UsageError("the digest would never go out", "name a day of the week")
        held = self._workspace.watchlists.get(self._access, plan.watchlist)
        recipients = tuple(dict.fromkeys(check_address(address) for address in plan.mail))
        if recipients:
            sender_of(self._workspace.settings)
        zone = plan.zone or held.zone
        zone_named(zone)
        is_own = held.user.casefold() == self._access.user.casefold()
        made = Schedule(
            id=0,
            user=self._access.user,
            watchlist=held.name if is_own else plan.watchlist,
            at=plan.at,
            zone=zone,
            created_at=self._clock(),
            days=plan.days,
            recipients=recipients,
            folder=_folder(plan.folder) if plan.folder else "",
            format=plan.format,
        )
        with self._workspace.ledger.together():
            kept = self._workspace.schedules.add(made)
            self._record("add schedule", kept.id, _named(kept))
        return kept

    def remove(self, schedule_id: int) -> None:
        """Forget a schedule; what is on its way goes out. Raises NotFoundError."""
        self._access.need(Action.SEND)
        with self._workspace.ledger.together():
            self._workspace.schedules.remove(self._access, schedule_id)
            self._record("remove schedule", schedule_id)

    def _record(self, action: str, schedule_id: int, details: tuple[tuple[str, str], ...] = ()) -> None:
        self._workspace.ledger.record(AuditEvent(self._clock(), self._access.user, action, f"{schedule_id}", details))


def _named(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """Return what the audit trail says of a schedule: of what, to whom, into which folder, when."""
    days = ",".join(str(day) for day in schedule.days)
    where = (("to", ", ".join(schedule.recipients)), ("folder", schedule.folder))
    return (
        ("watchlist", schedule.watchlist),
        *(one for one in where if one[1]),
        ("format", schedule.format.value),
        ("at", f"{schedule.at:%H:%M} {schedule.zone}"),
        ("days", days),
    )


def _folder(folder: Path) -> str:
    found = folder.expanduser().resolve()
    if not found.is_dir():
        raise UsageError(f"{folder}: no such folder", "make it, or name another")
    return str(found)
