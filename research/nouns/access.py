"""Who asks, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Access:
    """The reader of every request: user name, the labels allowed to them, and an optional as-of instant.

    `labels` of None means all labels (the single user of a workspace on their own machine). `as_of` (aware UTC)
    hides documents published or received later. Required by every service that reads.
    """

    user: str
    labels: frozenset[str] | None = None
    as_of: datetime | None = None

    def allows(self, label: str) -> bool:
        """Return whether a document that carries `label` may be read."""
        return self.labels is None or label in self.labels
