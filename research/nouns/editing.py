"""Drafts at work: their versions, what differs between two, what supports each sentence, and who signed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from research.nouns.answers import Citation, Verdict
from research.nouns.drafts import Draft, DraftState, Section, SectionConflict


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """What a list of drafts says of one: its newest version, when it was saved, whose it is, and how many items of it are open."""

    id: str
    title: str
    company: str | None
    template: str
    state: DraftState
    version: int
    saved_at: datetime
    by: str
    open_items: int = 0


class SignOffAction(StrEnum):
    """What was done with a version: sent by its writer to those who review, noted on and returned by them, signed, or taken back."""

    SENT = "sent"
    NOTED = "noted"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    RELEASED = "released"
    REOPENED = "reopened"


# How far a version is after each; a note leaves it where it is.
STATE_AFTER: Mapping[SignOffAction, DraftState] = {
    SignOffAction.SENT: DraftState.IN_REVIEW,
    SignOffAction.RETURNED: DraftState.DRAFT,
    SignOffAction.REVIEWED: DraftState.REVIEWED,
    SignOffAction.RELEASED: DraftState.RELEASED,
    SignOffAction.REOPENED: DraftState.DRAFT,
}


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed a version, and what exactly: `sha256` is that of the version's content.

    `is_own` says that the one who signed is the one whose draft it is: nobody else has read it. `documents` are, of a version that was
    sent, the ids of the documents that it or one before it cites or chooses: who may not see them all does not see the draft.
    """

    draft_id: str
    version: int
    sha256: str
    action: SignOffAction
    by: str
    at: datetime
    comment: str = ""
    is_own: bool = True
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft whose newest version was sent to those who review, and the documents that it was made from."""

    summary: DraftSummary
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody signs: what they do with a version, its number and the hash of its content, and what they say of it."""

    action: SignOffAction
    version: int
    sha256: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """One version of a draft: its number, when it was last saved and from which tab, the hash of its content, and who signed it."""

    number: int
    saved_at: datetime
    sha256: str
    state: DraftState
    tab: str = ""
    sign_offs: tuple[SignOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something of a section that the reader may not see: how many sentences, cells or charts cite what is not there for them."""

    section: str
    heading: str
    pieces: int


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A version of a draft as one reader may see it, with the hash of its whole content, all versions newest first, and their sign-offs.

    Of a draft of somebody else, `by` ("" for one's own), the versions are those that were sent, and the id begins with a name: "ann/d1".
    """

    draft: Draft
    sha256: str
    versions: tuple[DraftVersion, ...]
    sign_offs: tuple[SignOff, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    by: str = ""

    @property
    def is_own(self) -> bool:
        """Return whether it is the reader's own draft, which nobody else edits."""
        return not self.by


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to: the newest version as the reader may see it, and the section that was saved, as it stands now.

    `conflict` is the other text where the section had been changed elsewhere: both are kept. `reopened` says that the version before was
    signed, so that the draft is one again.
    """

    draft: Draft
    sha256: str
    section: Section
    conflict: SectionConflict | None = None
    reopened: bool = False

    @property
    def version(self) -> int:
        """Return the number of the version, which is what the tab has now."""
        return self.draft.version


class SupportedBy(StrEnum):
    """How a source of a sentence was found: the sentence cites it, or the library was searched for one."""

    FOOTNOTE = "footnote"
    LIBRARY = "library"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class SentenceSupport:
    """What a sentence of a draft rests on: the verdict and why in one line, the source, and what the figure should be where it differs.

    `block` and `claim` say where it stands in its section; `markers` are the marks that it bears; `accepted` is the reason with which the
    writer lets it stand, and `key` what such a reason is remembered by.
    """

    block: int
    claim: int
    text: str
    verdict: Verdict
    reason: str
    by: SupportedBy = SupportedBy.NOTHING
    markers: tuple[str, ...] = ()
    citation: Citation | None = None
    expected: str | None = None
    accepted: str = ""
    key: str = ""


class ChangeKind(StrEnum):
    """What became of a section, or of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class WordRun:
    """A run of words that both texts have, or one of them alone."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """What became of a section from one version to another, with its words."""

    section: str
    heading: str
    kind: ChangeKind
    words: tuple[WordRun, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftDifference:
    """What changed between two versions of a draft: the sections that are not the same, in the order of the newer one."""

    draft_id: str
    old: int
    new: int
    sections: tuple[SectionDifference, ...]
