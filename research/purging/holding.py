"""Legal holds made and lifted, on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from research.audit.acts import Act, Acts
from research.nouns.access import Access
from research.nouns.purging import Chosen, Hold
from research.nouns.roles import Action
from research.protocols.purging import HoldStore, PurgeStore
from research.purging.choosing import Choice, Chooser, checked_reason, spellings


class LegalHolds:
    """The holds of one workspace. A hold may be made before what it holds is there."""

    def __init__(self, holds: HoldStore, purges: PurgeStore, chooser: Chooser, acts: Acts) -> None:
        self._holds, self._purges, self._chooser, self._acts = holds, purges, chooser, acts

    def add(self, access: Access, choice: Choice, *, reason: str) -> Hold:
        """Hold what is chosen and return the hold; raises UsageError, and NotFoundError for a document that is not there.

        A purge that has not begun yet meets the hold, however long it has been planned.
        """
        access.need(Action.HOLD)
        said = checked_reason(reason)
        event = self._acts.event(access, Act("hold", choice.target, (("kind", choice.kind.value), ("reason", said))))
        with self._purges.none_begins():
            target = self._target(access.above_walls(Action.HOLD), choice)
            hold = Hold(choice.kind, target, choice.target, said, access.user, datetime.now(UTC))
            return self._holds.add(hold, event)

    def lift(self, access: Access, number: int, *, reason: str) -> Hold:
        """Lift a hold and return it; raises UsageError, and NotFoundError where none of the number stands."""
        access.need(Action.HOLD)
        event = self._acts.event(access, Act("lift hold", "", (("reason", checked_reason(reason)),)))
        return self._holds.lift(number, by=access.user, at=datetime.now(UTC), event=event)

    def _target(self, access: Access, choice: Choice) -> str:
        if choice.kind is Chosen.DOCUMENT:
            return self._chooser.source_of(access, choice.target).source_key
        return "\0".join(spellings(choice.target)) if choice.kind is Chosen.SOURCE else choice.target

    def standing(self, access: Access) -> Sequence[Hold]:
        """Return the holds that stand, in the order of their numbers."""
        access.need(Action.HOLD)
        return self._holds.standing()
