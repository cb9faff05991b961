"""What the ledger keeps of rights: grants, and the restricted list."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from research.nouns.labels import Grant, Restriction
from research.nouns.queries import AuditEvent


class GrantStore(Protocol):
    """Who may see what. Grants are ended, never removed; each change and its event are kept in one step."""

    def give(self, grant: Grant, event: AuditEvent) -> Grant:
        """Keep a grant and return it numbered (its own `id` is not read); durable when it returns."""
        ...

    def end(self, user: str, label: str, *, at: datetime, by: str, event: AuditEvent) -> int:
        """End the grants of a label that a user has, or is to have; return how many, and record nothing for none."""
        ...

    def held(self, user: str, at: datetime) -> frozenset[str]:
        """Return the labels that are granted to a user at an instant."""
        ...

    def grants(self, *, user: str = "", label: str = "", not_over_at: datetime | None = None) -> list[Grant]:
        """Return grants in the order they were given: of a user, of a label, those that are over left out as of an instant, if given."""
        ...

    def restrict(self, restriction: Restriction, event: AuditEvent) -> bool:
        """Put a company on the restricted list; return False, and change nothing, when it is there."""
        ...

    def lift(self, company: str, *, at: datetime, by: str, event: AuditEvent) -> bool:
        """Take a company off the restricted list; return whether it was there."""
        ...

    def restricted(self) -> list[Restriction]:
        """Return the restricted list, ordered by company."""
        ...
