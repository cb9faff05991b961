"""What the ledger keeps: audit events, answers, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.conversations import KeptAnswer
from research.nouns.drafts import AcceptedSentence, Draft
from research.nouns.queries import AuditEvent


class Ledger(Protocol):
    """The audit trail and each user's history: append only, any process may write."""

    def record(self, event: AuditEvent) -> int:
        """Append one event and return its id; durable when it returns."""
        ...

    def record_all(self, events: Sequence[AuditEvent]) -> None:
        """Append events in their order, all in one transaction; durable when it returns."""
        ...

    def events(self, access: Access, *, action: str = "", since: datetime | None = None, limit: int = 100) -> list[AuditEvent]:
        """Return the reader's own events, newest first."""
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
    """Drafts by id, every version kept."""

    def save(self, access: Access, draft: Draft, *, expected: int) -> Draft:
        """Store the next version and return it numbered; raises CouldNotAskError when `expected` is not the stored version."""
        ...

    def get(self, access: Access, draft_id: str) -> Draft:
        """Return the newest version of the reader's draft; raises NotFoundError."""
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
