"""What the ledger keeps: audit events, answers, drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.audit import AuditEnd, AuditFilter, AuditRow
from research.nouns.audit_tallies import AuditTally
from research.nouns.conversations import KeptAnswer
from research.nouns.drafts import AcceptedSentence, Draft, DraftState
from research.nouns.editing import DraftSummary, DraftVersion, SentDraft, SignOff
from research.nouns.queries import AuditEvent


class Ledger(Protocol):
    """The audit trail and each user's history: append only, any process may write."""

    def record(self, event: AuditEvent) -> int:
        """Append one event and return its id; durable when it returns."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Return a block in which what is written to the ledger, by any of its stores, is kept in one step, or nothing of it."""
        ...

    def record_all(self, events: Sequence[AuditEvent]) -> None:
        """Append events in their order, all in one transaction; durable when it returns."""
        ...

    def events(self, access: Access, *, action: str = "", since: datetime | None = None, limit: int = 100) -> list[AuditEvent]:
        """Return the reader's own events, newest first."""
        ...


class AuditTrail(Protocol):
    """The whole audit trail, all users' rows with the hashes that bind them: for those who look after it."""

    def whole(self) -> AbstractContextManager[tuple[AuditEnd, Iterator[AuditRow]]]:
        """Lend what the store says of the trail as a whole, and every row in the order of the numbers; all of one moment.

        Of rows that are gone it lends what is left.
        """
        ...

    def newest(self, wanted: AuditFilter, *, limit: int) -> list[AuditRow]:
        """Return the rows wanted, the last recorded first, at most `limit`."""
        ...

    def tally(self, wanted: AuditFilter) -> AuditTally:
        """Return what the rows wanted come to, all of one moment."""
        ...

    def named(self) -> tuple[list[str], list[str]]:
        """Return the users and the actions that rows have, each once, in order."""
        ...


class AnswerStore(Protocol):
    """Answers by id, as they were given; what they cite may have been replaced since."""

    def keep(self, kept: KeptAnswer) -> None:
        """Store an answer; durable when it returns. Raises ValueError for an id that is taken."""
        ...

    def get(self, answer_id: str) -> KeptAnswer:
        """Return an answer, whoever asked it; raises NotFoundError. Whether a reader may see it is the caller's to check."""
        ...


class DraftStore(Protocol):
    """Drafts by id, every version kept, each user's their own; what was signed never changes.

    How far a version is, is told by its last sign-off; one without says what was saved. A released one is final.
    """

    def save(self, access: Access, draft: Draft, *, expected: int, tab: str = "", event: AuditEvent | None = None) -> Draft:
        """Store the next version and return it numbered; raises CouldNotAskError when `expected` is not the stored version.

        `tab` says where it was typed, "" for nowhere in particular. An event is recorded with it, in one step.
        """
        ...

    def amend(self, access: Access, draft: Draft, *, sha256: str, tab: str) -> bool:
        """Write a draft in place of its newest version and return True; False where that one is not the same tab's alone any more.

        It has to have the number of the draft and the content of the hash, to be unsigned, and to have been opened by nobody else.
        """
        ...

    def see(self, access: Access, draft_id: str, version: int, *, tab: str) -> None:
        """Note that a version was opened, "" from no tab: from now on what another tab saves is a version of its own."""
        ...

    def get(self, access: Access, draft_id: str, version: int | None = None) -> Draft:
        """Return the newest version of the reader's draft, or that of a number.

        Raises NotFoundError, and WorkspaceDamagedError for one that is not what was saved.
        """
        ...

    def drafts(self, access: Access) -> list[DraftSummary]:
        """Return the newest version of each of the reader's drafts, the last saved first."""
        ...

    def versions(self, access: Access, draft_id: str, *, limit: int | None = None) -> list[DraftVersion]:
        """Return the versions of the reader's draft, the newest first, at most `limit`, none of one that is not there.

        The hash of a version is that of its content alone: not of its number, its state and when it was saved.
        """
        ...

    def sent(self, user: str = "", draft_id: str = "") -> list[SentDraft]:
        """Return the drafts of all users, or that of a user and an id, whose newest version was sent and not taken back since.

        Those that were reviewed, released or returned after it are among them, until they are edited. The last saved come first.
        """
        ...

    def sign(self, access: Access, signed: SignOff, *, expected: DraftState, event: AuditEvent) -> None:
        """Keep a sign-off on a draft of `access.user`, by whomever, and its event in one step; durable when it returns.

        Raises CouldNotAskError unless the version is the newest one, has the content of the hash and the state that is expected.
        """
        ...


class AcceptedStore(Protocol):
    """Sentences of drafts that their writers let stand, with the reason: by the hash of their words and the verdict of the check."""

    def accept(self, access: Access, accepted: AcceptedSentence) -> None:
        """Keep the reason with which a sentence of this verdict stands, in place of an earlier one; durable when it returns."""
        ...

    def withdraw(self, access: Access, sentence: str, verdict: Verdict) -> bool:
        """Forget the reason with which a sentence of this verdict stands; return whether there was one."""
        ...

    def find(self, access: Access, sentences: Sequence[str]) -> list[AcceptedSentence]:
        """Return what the reader let stand of some sentences, by their hashes, in the order of hash and verdict."""
        ...
