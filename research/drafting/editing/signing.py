"""Signatures under drafts: draft, reviewed, released, each bound to the hash of one version's content.

In a team a writer sends a draft to those who review, and somebody else reviews and releases it; a single user does so alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from research.drafting.editing.opening import open_elements
from research.drafting.editing.parsing import unresolved
from research.drafting.editing.reviewing import Addressed
from research.drafting.editing.supporting import SupportFinder
from research.drafting.editing.withholding import Shown
from research.errors import CouldNotAskError, NotAllowedError, UsageError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import Draft, DraftState
from research.nouns.editing import DraftVersion, SentenceSupport, Signature, SignOff, SignOffAction
from research.nouns.queries import AuditEvent
from research.nouns.roles import Action
from research.protocols.ledger import DraftStore

LONGEST_COMMENT = 2_000
_SHOWN = 90
_MOST_NAMED = 3
_UNDER_REVIEW = (DraftState.IN_REVIEW, DraftState.REVIEWED)
# From which state a version may be signed so by a single user, and in a team.
_ALONE = {
    SignOffAction.REVIEWED: (DraftState.DRAFT, DraftState.IN_REVIEW),
    SignOffAction.RELEASED: (DraftState.REVIEWED,),
    SignOffAction.REOPENED: (*_UNDER_REVIEW, DraftState.RELEASED),
}
_IN_TEAM = {
    SignOffAction.SENT: (DraftState.DRAFT,),
    SignOffAction.NOTED: _UNDER_REVIEW,
    SignOffAction.RETURNED: _UNDER_REVIEW,
    SignOffAction.REVIEWED: (DraftState.IN_REVIEW,),
    SignOffAction.RELEASED: (DraftState.REVIEWED,),
    SignOffAction.REOPENED: (*_UNDER_REVIEW, DraftState.RELEASED),
}
_NEEDED = {
    SignOffAction.SENT: Action.WRITE,
    SignOffAction.NOTED: Action.REVIEW,
    SignOffAction.RETURNED: Action.REVIEW,
    SignOffAction.REVIEWED: Action.REVIEW,
    SignOffAction.RELEASED: Action.RELEASE,
    SignOffAction.REOPENED: Action.WRITE,
}
# What the writer of a draft does in a team; all else is done by somebody else.
_BY_WRITER = frozenset({SignOffAction.SENT, SignOffAction.REOPENED})
_WITH_WORDS = frozenset({SignOffAction.NOTED, SignOffAction.RETURNED})
_VERBS = {
    SignOffAction.SENT: "sent to review",
    SignOffAction.NOTED: "noted on",
    SignOffAction.RETURNED: "returned",
    SignOffAction.REVIEWED: "reviewed",
    SignOffAction.RELEASED: "released",
    SignOffAction.REOPENED: "reopened",
}


class DraftSigner:
    """Signs versions of drafts; what speaks against a release is told line by line."""

    def __init__(self, drafts: DraftStore, support: SupportFinder, now: Callable[[], datetime]) -> None:
        self._drafts, self._support, self._now = drafts, support, now

    def blocking(self, shown: Shown, access: Access, writer: Access | None = None) -> tuple[str, ...]:
        """Return what keeps a draft from release, one line each: what is open, withheld, in conflict or against its source.

        What its `writer` (the reader) let stand with a reason does not.
        """
        return tuple(self._blocking(shown, access, writer or access))

    def sign(
        self, signing: Signature, shown: Shown, access: Access, *, at: Addressed, made_from: Callable[[], tuple[str, ...]] = tuple
    ) -> SignOff:
        """Keep a sign-off on a version and return it; of one that is sent, with the documents that it was made from.

        Raises CouldNotAskError where another version is the newest, or it has another content than the hash says; NotAllowedError for who
        may not, and in a team for a writer's own draft or another's; UsageError where the draft is not in the state for it, or something
        speaks against it.
        """
        action, draft = signing.action, shown.whole
        access.need(_NEEDED[action])
        said = _said(signing)
        self._is_newest(at, signing.version, signing.sha256)
        _check_hands(action, access, at)
        states = (_IN_TEAM if access.in_team else _ALONE)[action]
        if draft.state not in states:
            named = " or ".join(one.value for one in states)
            raise UsageError(
                f"draft {at.address} is {draft.state.value}: only one that is {named} can be {_VERBS[action]}",
                _next(draft.state, action, access),
            )
        self._refuse(action, shown, access, at)
        documents = made_from() if action is SignOffAction.SENT else ()
        signed = SignOff(at.id, signing.version, signing.sha256, action, access.user, self._now(), said, at.is_own, documents)
        self._drafts.sign(at.writer, signed, expected=draft.state, event=self._event(signed, draft, at))
        return signed

    def _is_newest(self, at: Addressed, version: int, sha256: str) -> DraftVersion:
        newest, draft = self._drafts.versions(at.writer, at.id, limit=1)[0], at.address
        if newest.number != version:
            raise CouldNotAskError(f"version {newest.number} of draft {draft} is the newest, not {version}", "open it and read it")
        if newest.sha256 != sha256:
            raise CouldNotAskError(
                f"version {version} of draft {draft} has another content than the one that is to be signed", "open it again and read it"
            )
        return newest

    def _refuse(self, action: SignOffAction, shown: Shown, access: Access, at: Addressed) -> None:
        """Raise UsageError for what speaks against a sign-off."""
        if action is SignOffAction.RELEASED:
            against = list(self.blocking(shown, access, at.writer))
        elif action is SignOffAction.REVIEWED:
            against = list(_withheld(shown))
        else:
            against = [*_withheld(shown), *_in_conflict(shown.whole)] if action is SignOffAction.SENT else []
        if against:
            named = "; ".join(against[:_MOST_NAMED])
            more = f"; and {len(against) - _MOST_NAMED} more" if len(against) > _MOST_NAMED else ""
            raise UsageError(f"draft {at.address} cannot be {_VERBS[action]}: {named}{more}", "desk drafts show tells what is open")

    def _blocking(self, shown: Shown, access: Access, writer: Access) -> Iterator[str]:
        draft = shown.whole
        elements = open_elements(draft)
        yield from (f"element “{name}” is open" for name in elements)
        yield from (one for one in draft.open_items if one not in elements)
        yield from _in_conflict(draft)
        yield from _withheld(shown)
        for section in shown.draft.sections:
            yield from (f"section “{section.heading}” says {mark}, which is nothing that it has" for mark in unresolved(section))
            for one in self._support.support(shown.draft, section, access, writer):
                if is_against(one):
                    yield f"section “{section.heading}”: “{_short(one.text)}” – {one.reason}"

    def _event(self, signed: SignOff, draft: Draft, at: Addressed) -> AuditEvent:
        details = (
            ("draft", signed.draft_id),
            ("version", str(signed.version)),
            ("sha256", signed.sha256),
            ("from", draft.state.value),
            ("by", signed.by),
            ("own draft", "yes" if signed.is_own else "no"),
            *([] if signed.is_own else [("of", at.writer.user)]),
            *([("made_from", ",".join(signed.documents))] if signed.documents else []),
        )
        said = (("comment", signed.comment),)
        return AuditEvent(signed.at, signed.by, f"draft {signed.action.value}", draft.title, details, apart=said)


def is_against(one: SentenceSupport) -> bool:
    """Return whether a sentence keeps its draft from release: its source says otherwise, and nobody let it stand with a reason."""
    return one.verdict is Verdict.MISMATCH and not one.accepted


def _said(signing: Signature) -> str:
    """Return what is said with a signature on one line; raises UsageError."""
    said = " ".join(signing.comment.split())
    if len(said) > LONGEST_COMMENT:
        raise UsageError(f"the comment has {len(said):,} characters, more than {LONGEST_COMMENT:,}", "shorten it")
    if not said and signing.action in _WITH_WORDS:
        raise UsageError(f"nothing is said: a draft is {_VERBS[signing.action]} with words for its writer", "say what is to be done")
    return said


def _check_hands(action: SignOffAction, access: Access, at: Addressed) -> None:
    """Raise NotAllowedError where a writer signs their own draft in a team, or somebody else does what is the writer's to do.

    Raises UsageError for what only a team does.
    """
    if not access.in_team:
        if action not in _ALONE:
            raise UsageError("there is no team, and nobody else to review a draft", "review it yourself, with desk drafts review")
    elif at.is_own and action not in _BY_WRITER:
        raise NotAllowedError(
            f"draft {at.address} is your own: somebody else has to have it {_VERBS[action]}", "send it to them, with desk drafts send"
        )
    elif not at.is_own and action in _BY_WRITER:
        raise NotAllowedError(f"draft {at.address} is not yours to be {_VERBS[action]}", "return it to its writer, with desk drafts return")


def _in_conflict(draft: Draft) -> Iterator[str]:
    headings = {one.id: one.heading for one in draft.sections}
    conflicts = dict.fromkeys(one.section for one in draft.conflicts)
    yield from (f"section “{headings.get(one, one)}” has another text beside it: keep one of them" for one in conflicts)


def _withheld(shown: Shown) -> Iterator[str]:
    for one in shown.withheld:
        pieces = "1 piece" if one.pieces == 1 else f"{one.pieces} pieces"
        yield f"section “{one.heading}” has {pieces} that you may not see: one who may has to sign it"


def _next(state: DraftState, action: SignOffAction, access: Access) -> str:
    if action is SignOffAction.REOPENED:
        return "it can be edited as it is"
    return {
        DraftState.DRAFT: "its writer has to send it first" if access.in_team else "review it first, with desk drafts review",
        DraftState.IN_REVIEW: "review it first, with desk drafts review",
        DraftState.REVIEWED: "release it, or reopen it with desk drafts reopen",
        DraftState.RELEASED: "an edit, or desk drafts reopen, makes it a draft again",
    }[state]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
