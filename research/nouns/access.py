"""Who asks, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from research.errors import NotAllowedError
from research.nouns.roles import Action

PUBLIC = "public"

# What decides which documents a reader finds: the key of everything that is kept for readers.
Rights: TypeAlias = tuple[frozenset[str] | None, frozenset[str], datetime | None]


@dataclass(frozen=True, slots=True)
class Access:
    """The reader of every request: user name, the labels allowed to them, and an optional as-of instant.

    `labels` of None means all labels (the single user of a workspace on their own machine). `as_of` (aware UTC)
    hides documents published or received later. `closed` are companies, as documents print them, of which the reader may see public
    documents alone, whatever the labels. `actions` are what a team's user may do, by their role; None means everything (no team).
    Required by every service that reads.
    """

    user: str
    labels: frozenset[str] | None = None
    as_of: datetime | None = None
    closed: frozenset[str] = frozenset()
    role: str = ""
    actions: frozenset[Action] | None = None

    def allows(self, label: str, company: str | None = None) -> bool:
        """Return whether a document that carries `label`, of `company`, may be read."""
        return (self.labels is None or label in self.labels) and (label == PUBLIC or company not in self.closed)

    def may(self, action: Action) -> bool:
        """Return whether the reader may do something."""
        return self.actions is None or action in self.actions

    @property
    def in_team(self) -> bool:
        """Return whether the reader is one of a team's users, of whom each may do what their role says."""
        return self.actions is not None

    def need(self, action: Action) -> None:
        """Raise NotAllowedError when the reader may not do something; of documents it says nothing."""
        if not self.may(action):
            raise NotAllowedError(f"not allowed for the role {self.role}: to {action}", "ask somebody of this desk whose role allows it")

    def above_walls(self, action: Action) -> Access:
        """Return the access with which a team's user looks after documents: for whose role it is they are found whatever their label.

        A purge, a hold or a new label would else pass by what lies behind a wall. Nothing of what the documents say is read so.
        """
        return replace(self, labels=None, closed=frozenset()) if self.in_team and self.may(action) else self

    @property
    def sees_all(self) -> bool:
        """Return whether nothing is hidden from the reader."""
        return self.labels is None and not self.closed and self.as_of is None

    @property
    def rights(self) -> Rights:
        """Return what decides which documents are found: two readers of the same rights find the same."""
        return self.labels, self.closed, self.as_of


# The program itself, for what is no reader's request: reading in, indexes, backups.
SYSTEM = Access("system")
