"""The audit trail as one who looks after it may read, prove and take it along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from research.audit.acts import Acts
from research.audit.describing import trail_act
from research.audit.proving import prove
from research.nouns.access import Access
from research.nouns.audit import AuditFilter, AuditHead, AuditProof, AuditRow
from research.nouns.audit_tallies import AuditTally
from research.nouns.roles import Action
from research.protocols.ledger import AuditTrail

_MOST_ROWS = 10_000_000


class TrailReader:
    """One workspace's audit trail for one reader, with the rights that they have now; each method raises NotAllowedError."""

    def __init__(self, trail: AuditTrail, acts: Acts, access: Access) -> None:
        self._trail, self._acts, self._access = trail, acts, access

    def named(self) -> tuple[list[str], list[str]]:
        """Return the users and the actions that rows have."""
        self._access.need(Action.AUDIT_READ)
        return self._trail.named()

    def newest(self, wanted: AuditFilter, *, limit: int) -> list[AuditRow]:
        """Return the rows wanted, the last recorded first, at most `limit`."""
        self._access.need(Action.AUDIT_READ)
        return self._trail.newest(wanted, limit=limit)

    def tally(self, wanted: AuditFilter) -> AuditTally:
        """Return what the rows wanted come to."""
        self._access.need(Action.AUDIT_READ)
        return self._trail.tally(wanted)

    def prove(self, kept: Sequence[AuditHead] = ()) -> AuditProof:
        """Return what is found of the whole trail, and of heads that were kept elsewhere."""
        self._access.need(Action.AUDIT_VERIFY)
        with self._trail.whole() as (end, rows):
            return prove(rows, end, kept)

    def export(self, wanted: AuditFilter, file: str, lines: Callable[[Sequence[AuditRow]], bytes]) -> tuple[bytes, int]:
        """Return the rows wanted as a file's bytes, in the order of recording, and how many; that they are given is recorded first."""
        self._access.need(Action.AUDIT_EXPORT)
        rows = self._trail.newest(wanted, limit=_MOST_ROWS)[::-1]
        content = lines(rows)
        self._acts.record(self._access, trail_act(file, content, len(rows), wanted))
        return content, len(rows)
