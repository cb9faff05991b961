"""Signatures under drafts: draft, reviewed, released, each bound to the hash of one version's content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from research.drafting.editing.opening import open_elements
from research.drafting.editing.parsing import unresolved
from research.drafting.editing.supporting import SupportFinder
from research.drafting.editing.withholding import Shown
from research.errors import CouldNotAskError, UsageError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import Draft, DraftState
from research.nouns.editing import DraftVersion, SentenceSupport, SignOff, SignOffAction
from research.nouns.queries import AuditEvent
from research.nouns.roles import Action
from research.protocols.ledger import DraftStore

LONGEST_COMMENT = 2_000
_SHOWN = 90
_MOST_NAMED = 3
# From which state a version may be signed so.
_FROM = {
    SignOffAction.REVIEWED: (DraftState.DRAFT,),
    SignOffAction.RELEASED: (DraftState.REVIEWED,),
    SignOffAction.REOPENED: (DraftState.REVIEWED, DraftState.RELEASED),
}
_NEEDED = {SignOffAction.REVIEWED: Action.REVIEW, SignOffAction.RELEASED: Action.RELEASE, SignOffAction.REOPENED: Action.WRITE}
_VERBS = {SignOffAction.REVIEWED: "reviewed", SignOffAction.RELEASED: "released", SignOffAction.REOPENED: "reopened"}


class DraftSigner:
    """Signs versions of drafts; what speaks against a release is told line by line."""

    def __init__(self, drafts: DraftStore, support: SupportFinder, now: Callable[[], datetime]) -> None:
        self._drafts, self._support, self._now = drafts, support, now

    def blocking(self, shown: Shown, access: Access) -> tuple[str, ...]:
        """Return what keeps a draft from release, one line each: what is open, withheld, in conflict or against its source."""
        return tuple(self._blocking(shown, access))

    def sign(self, action: SignOffAction, shown: Shown, access: Access, *, version: int, sha256: str, comment: str) -> SignOff:
        """Keep a sign-off on a version and return it.

        Raises CouldNotAskError where another version is the newest, or it has another content than the hash says; UsageError where the
        draft is not in the state for it, or something speaks against it.
        """
        access.need(_NEEDED[action])
        draft = shown.whole
        said = " ".join(comment.split())
        if len(said) > LONGEST_COMMENT:
            raise UsageError(f"the comment has {len(said):,} characters, more than {LONGEST_COMMENT:,}", "shorten it")
        self._is_newest(access, draft, version, sha256)
        if draft.state not in _FROM[action]:
            states = " or ".join(one.value for one in _FROM[action])
            raise UsageError(
                f"draft {draft.id} is {draft.state.value}: only one that is {states} can be {_VERBS[action]}", _next(draft.state, action)
            )
        self._refuse(action, shown, access)
        signed = SignOff(draft.id, version, sha256, action, access.user, self._now(), said)
        self._drafts.sign(access, signed, expected=draft.state, event=self._event(signed, draft))
        return signed

    def _is_newest(self, access: Access, draft: Draft, version: int, sha256: str) -> DraftVersion:
        newest = self._drafts.versions(access, draft.id, limit=1)[0]
        if newest.number != version:
            raise CouldNotAskError(f"version {newest.number} of draft {draft.id} is the newest, not {version}", "open it and read it")
        if newest.sha256 != sha256:
            raise CouldNotAskError(
                f"version {version} of draft {draft.id} has another content than the one that is to be signed", "open it again and read it"
            )
        return newest

    def _refuse(self, action: SignOffAction, shown: Shown, access: Access) -> None:
        """Raise UsageError for what speaks against a sign-off."""
        if action is SignOffAction.REOPENED:
            return
        against = list(_withheld(shown)) if action is SignOffAction.REVIEWED else self.blocking(shown, access)
        if against:
            named = "; ".join(against[:_MOST_NAMED])
            more = f"; and {len(against) - _MOST_NAMED} more" if len(against) > _MOST_NAMED else ""
            raise UsageError(f"draft {shown.whole.id} cannot be {_VERBS[action]}: {named}{more}", "desk drafts show tells what is open")

    def _blocking(self, shown: Shown, access: Access) -> Iterator[str]:
        draft = shown.whole
        elements = open_elements(draft)
        yield from (f"element “{name}” is open" for name in elements)
        yield from (one for one in draft.open_items if one not in elements)
        headings = {one.id: one.heading for one in draft.sections}
        conflicts = dict.fromkeys(one.section for one in draft.conflicts)
        yield from (f"section “{headings.get(one, one)}” has another text beside it: keep one of them" for one in conflicts)
        yield from _withheld(shown)
        for section in shown.draft.sections:
            yield from (f"section “{section.heading}” says {mark}, which is nothing that it has" for mark in unresolved(section))
            for one in self._support.support(shown.draft, section, access):
                if is_against(one):
                    yield f"section “{section.heading}”: “{_short(one.text)}” – {one.reason}"

    def _event(self, signed: SignOff, draft: Draft) -> AuditEvent:
        details = (
            ("draft", signed.draft_id),
            ("version", str(signed.version)),
            ("sha256", signed.sha256),
            ("from", draft.state.value),
            ("by", signed.by),
            ("own draft", "yes" if signed.is_own else "no"),
        )
        said = (("comment", signed.comment),)
        return AuditEvent(signed.at, signed.by, f"draft {signed.action.value}", draft.title, details, apart=said)


def is_against(one: SentenceSupport) -> bool:
    """Return whether a sentence keeps its draft from release: its source says otherwise, and nobody let it stand with a reason."""
    return one.verdict is Verdict.MISMATCH and not one.accepted


def _withheld(shown: Shown) -> Iterator[str]:
    for one in shown.withheld:
        pieces = "1 piece" if one.pieces == 1 else f"{one.pieces} pieces"
        yield f"section “{one.heading}” has {pieces} that you may not see: one who may has to sign it"


def _next(state: DraftState, action: SignOffAction) -> str:
    if action is SignOffAction.REOPENED:
        return "it can be edited as it is"
    return {
        DraftState.DRAFT: "review it first, with desk drafts review",
        DraftState.REVIEWED: "release it, or reopen it with desk drafts reopen",
        DraftState.RELEASED: "an edit, or desk drafts reopen, makes it a draft again",
    }[state]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
