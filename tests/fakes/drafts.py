"""An in-memory store of drafts with the promises of the protocol."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from research.errors import CouldNotAskError, NotFoundError
from research.nouns.access import Access
from research.nouns.drafts import Draft, DraftState
from research.nouns.editing import STATE_AFTER, DraftSummary, DraftVersion, SentDraft, SignOff, SignOffAction
from research.nouns.queries import AuditEvent
from research.protocols.ledger import Ledger


@dataclass
class _Kept:
    draft: Draft
    tab: str
    is_seen: bool
    signed: list[SignOff] = field(default_factory=list)

    @property
    def last(self) -> SignOffAction | None:
        return next((one.action for one in reversed(self.signed) if one.action in STATE_AFTER), None)

    @property
    def as_signed(self) -> Draft:
        state = STATE_AFTER[self.last] if self.last else self.draft.state
        return replace(self.draft, state=state, is_final=self.draft.is_final or state is DraftState.RELEASED)


class FakeDraftStore:
    """Every version of every draft in a dictionary."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._drafts: dict[tuple[str, str], list[_Kept]] = {}

    def save(self, access: Access, draft: Draft, *, expected: int, tab: str = "", event: AuditEvent | None = None) -> Draft:
        versions = self._drafts.get((access.user, draft.id), [])
        if len(versions) != expected:
            raise CouldNotAskError(f"draft {draft.id} was saved as version {len(versions)} since version {expected} was opened")
        kept = replace(draft, version=expected + 1)
        self._drafts.setdefault((access.user, draft.id), []).append(_Kept(kept, tab, not tab))
        if event is not None:
            self._ledger.record(event)
        return kept

    def amend(self, access: Access, draft: Draft, *, sha256: str, tab: str) -> bool:
        versions = self._drafts.get((access.user, draft.id), [])
        newest = versions[-1] if versions else None
        if newest is None or not tab or newest.tab != tab or newest.is_seen or newest.signed:
            return False
        if (newest.draft.version, content_hash(newest.draft)) != (draft.version, sha256):
            return False
        newest.draft = draft
        return True

    def see(self, access: Access, draft_id: str, version: int, *, tab: str) -> None:
        for kept in self._drafts.get((access.user, draft_id), []):
            if kept.draft.version == version and (not tab or kept.tab != tab):
                kept.is_seen = True

    def get(self, access: Access, draft_id: str, version: int | None = None) -> Draft:
        versions = self._drafts.get((access.user, draft_id), [])
        found = [one for one in versions if version in {None, one.draft.version}]
        if not found:
            raise NotFoundError(f"no draft {draft_id} of {access.user}")
        return found[-1].as_signed

    def drafts(self, access: Access) -> list[DraftSummary]:
        found = [_summary(versions[-1].as_signed, user) for (user, _), versions in self._drafts.items() if user == access.user]
        return sorted(sorted(found, key=lambda one: one.id), key=lambda one: one.saved_at, reverse=True)

    def sent(self, user: str = "", draft_id: str = "") -> list[SentDraft]:
        found = []
        for key, versions in sorted(self._drafts.items()):
            newest = versions[-1]
            documents = [one.documents for one in newest.signed if one.action is SignOffAction.SENT]
            if documents and newest.last is not SignOffAction.REOPENED and (not user or key == (user, draft_id)):
                found.append(SentDraft(_summary(newest.as_signed, key[0]), documents[-1]))
        return sorted(found, key=lambda one: one.summary.saved_at, reverse=True)

    def versions(self, access: Access, draft_id: str, *, limit: int | None = None) -> list[DraftVersion]:
        return [
            DraftVersion(
                kept.draft.version, kept.draft.saved_at, content_hash(kept.draft), kept.as_signed.state, kept.tab, tuple(kept.signed)
            )
            for kept in reversed(self._drafts.get((access.user, draft_id), []))
        ][:limit]

    def sign(self, access: Access, signed: SignOff, *, expected: DraftState, event: AuditEvent) -> None:
        versions = self._drafts.get((access.user, signed.draft_id), [])
        newest = versions[-1] if versions else None
        if newest is None or newest.draft.version != signed.version:
            raise CouldNotAskError(f"draft {signed.draft_id} has no version {signed.version} to sign")
        if content_hash(newest.draft) != signed.sha256:
            raise CouldNotAskError(f"version {signed.version} of draft {signed.draft_id} has another content than the one to be signed")
        if newest.as_signed.state is not expected:
            raise CouldNotAskError(f"draft {signed.draft_id} is {newest.as_signed.state.value} by now, not {expected.value}")
        newest.signed.append(signed)
        self._ledger.record(event)


def _summary(one: Draft, user: str) -> DraftSummary:
    return DraftSummary(one.id, one.title, one.company, one.template, one.state, one.version, one.saved_at, user, len(one.open_items))


def content_hash(draft: Draft) -> str:
    """Return the hash of what a draft says, whatever its number, its state and when it was saved."""
    never = datetime(1970, 1, 1, tzinfo=UTC)
    plain = replace(draft, version=0, state=DraftState.DRAFT, saved_at=never, is_final=False)
    return sha256(repr(plain).encode()).hexdigest()
