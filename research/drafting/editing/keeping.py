"""Saving what was changed in a draft: on top of the newest version, as the tab's own version goes on or as the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from research.drafting.editing.merging import is_continued
from research.drafting.editing.sections import find_section, with_ids
from research.errors import CouldNotAskError
from research.nouns.access import Access
from research.nouns.drafts import Draft, DraftState
from research.nouns.queries import AuditEvent
from research.nouns.roles import Action
from research.protocols.ledger import DraftStore

# How often a change is made again because somebody saved in between.
_MOST_TRIES = 8


@dataclass(frozen=True, slots=True)
class Change:
    """A draft as it is to be saved, the section that was changed ("" for none), and what was done, in a word for the audit trail.

    `is_new` is False where there is nothing to save.
    """

    draft: Draft
    section: str = ""
    action: str = "edit"
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as saved; `reopened` says that the version before was signed."""

    draft: Draft
    reopened: bool = False


class DraftKeeper:
    """Saves changes of drafts, and says so in the audit trail where another hand, or a signed version, is written over."""

    def __init__(self, drafts: DraftStore, now: Callable[[], datetime]) -> None:
        self._drafts, self._now = drafts, now

    def newest(self, access: Access, draft_id: str) -> Draft:
        """Return the newest version; raises NotFoundError."""
        return with_ids(self._drafts.get(access, draft_id))

    def of(self, access: Access, draft_id: str, version: int) -> Draft:
        """Return the version of a number; raises NotFoundError."""
        return with_ids(self._drafts.get(access, draft_id, version))

    def keep(self, access: Access, draft_id: str, make: Callable[[Draft], Change], *, tab: str = "") -> Kept:
        """Return the draft with a change that is made of its newest version, and made again when somebody saves in between.

        Raises what the change raises, and CouldNotAskError when others save all the time.
        """
        access.need(Action.WRITE)
        for _ in range(_MOST_TRIES):
            newest = self.newest(access, draft_id)
            change = make(newest)
            if not change.is_new:
                return Kept(newest)
            draft = replace(change.draft, saved_at=self._now(), version=newest.version)
            if self._goes_on(access, newest, draft, change, tab=tab):
                return Kept(draft)
            reopened = newest.state is not DraftState.DRAFT
            event = self._event(access, newest, change, tab=tab)
            try:
                return Kept(self._drafts.save(access, draft, expected=newest.version, tab=tab, event=event), reopened)
            except CouldNotAskError:
                if self._drafts.get(access, draft_id).version == newest.version:
                    raise
        raise CouldNotAskError(f"draft {draft_id} is being saved by others all the time", "try again in a moment")

    def _goes_on(self, access: Access, newest: Draft, draft: Draft, change: Change, *, tab: str) -> bool:
        """Return whether a change was written into the newest version, which is the same tab's alone and loses no word by it."""
        old, new = find_section(newest, change.section), find_section(draft, change.section)
        if not tab or change.action != "edit" or old is None or new is None or newest.conflicts != draft.conflicts:
            return False
        if not is_continued(old, new):
            return False
        stored = self._drafts.versions(access, newest.id, limit=1)
        return bool(stored) and self._drafts.amend(access, draft, sha256=stored[0].sha256, tab=tab)

    def _event(self, access: Access, newest: Draft, change: Change, *, tab: str) -> AuditEvent | None:
        """Return what the audit trail is to say, None where the same tab goes on with a draft of its own that nobody has signed."""
        reopened = newest.state is not DraftState.DRAFT
        before = next(iter(self._drafts.versions(access, newest.id, limit=1)), None)
        if not reopened and change.action == "edit" and tab and before is not None and before.tab == tab:
            return None
        details = (
            ("draft", newest.id),
            ("version", str(newest.version + 1)),
            ("section", change.section),
            *((("reopened", newest.state.value), ("reopened_version", str(newest.version))) if reopened else ()),
        )
        return AuditEvent(self._now(), access.user, f"draft {change.action}", newest.title, details)
