"""What the page Compliance needs of the workspace: the whole audit trail, counted, proved and given as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Protocol

from research.audit.acts import Acts
from research.audit.reading import TrailReader
from research.audit.spikes import Spike, spikes
from research.nouns.access import Access
from research.nouns.audit import AuditFilter, AuditProof, AuditRow
from research.nouns.audit_tallies import AuditTally
from research.protocols.ledger import AuditTrail
from research.settings import Settings
from ui.pages.recent import Recent
from ui.render.compliance_view import trail_lines

# Tallies that are kept while the trail does not grow.
MOST_TALLIES = 8


class ComplianceWorkspace(Protocol):
    """What the page needs of a workspace."""

    def access(self, user: str) -> Access:
        """Return what a user may see now."""
        ...

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def trail(self) -> AuditTrail:
        """Return the whole audit trail."""
        ...

    @property
    def acts(self) -> Acts:
        """Return what records what users do."""
        ...


class ComplianceDesk:
    """One workspace's audit trail for one reader who looks after it; shared by the sessions of a process, safe to use from several threads.

    `clock` gives aware instants.
    """

    def __init__(self, workspace: ComplianceWorkspace, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._workspace, self._clock = workspace, clock
        self._tallies: Recent[tuple[AuditTally, tuple[Spike, ...]]] = Recent(MOST_TALLIES)
        self.reader: Callable[[], Access] = partial(workspace.access, workspace.settings.user)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.reader()

    def today(self) -> date:
        """Return the day that it is (UTC)."""
        return self._clock().astimezone(UTC).date()

    def named(self) -> tuple[list[str], list[str]]:
        """Return the users and the actions of the trail."""
        return self._trail.named()

    def rows(self, wanted: AuditFilter, most: int) -> list[AuditRow]:
        """Return the rows wanted, the last recorded first, at most so many."""
        return self._trail.newest(wanted, limit=most)

    def tally(self, wanted: AuditFilter) -> tuple[AuditTally, tuple[Spike, ...]]:
        """Return what the rows wanted come to, and the hours that stand out; counted anew when the trail has grown."""
        trail = self._trail
        newest = trail.newest(AuditFilter(), limit=1)
        key = (wanted, newest[0].id if newest else 0)
        found = self._tallies.get(key)
        if found is None:
            counted = trail.tally(wanted)
            found = self._tallies.put(key, (counted, spikes(counted.hours)))
        return found

    def prove(self) -> AuditProof:
        """Return what is found of the whole trail."""
        return self._trail.prove()

    def file(self, wanted: AuditFilter, name: str) -> bytes:
        """Return the rows wanted as a file, in the order of recording, once it is recorded that they are given."""
        return self._trail.export(wanted, name, trail_lines)[0]

    @property
    def _trail(self) -> TrailReader:
        """Return the trail for this reader as they are now."""
        return TrailReader(self._workspace.trail, self._workspace.acts, self.access)
