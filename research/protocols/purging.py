"""What the stores do for a purge: take documents out for good, withdraw their text from what was made of them, keep legal holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from research.nouns.conversations import KeptAnswer
from research.nouns.digests import Digest
from research.nouns.drafts import Draft
from research.nouns.purging import Hold, PurgeOrder, Withdrawals
from research.nouns.queries import AuditEvent


class PurgeStore(Protocol):
    """The catalog's part of purges. Its caller holds the ingest lease."""

    def none_begins(self) -> AbstractContextManager[None]:
        """Keep every purge from beginning while the block is open; it waits for one that is beginning."""
        ...

    def begin(self, order: PurgeOrder, traces: bytes, *, first: Callable[[], None]) -> PurgeOrder:
        """Take the documents out with all that the catalog derived from them, and keep what is left to do: all or nothing.

        `first` is called when nobody else can begin and nothing has been taken out; what it raises leaves all as it was. Returns the order
        with the hashes of the bytes that nobody has any more; `traces` are kept with it until it is done.
        """
        ...

    def unfinished(self) -> tuple[PurgeOrder, ...]:
        """Return the purges that were begun and not done, the first first."""
        ...

    def traces(self, order_id: str) -> bytes:
        """Return the traces that a purge was begun with; none when they are forgotten."""
        ...

    def note_files(self, order: PurgeOrder) -> None:
        """Keep how many files of each sort a purge found to delete, for the purge that goes on when it is cut."""
        ...

    def forget(self, order: PurgeOrder) -> None:
        """Forget what a purge was of: all that names it is gone, and only free space is left to be given back."""
        ...

    def compact(self) -> None:
        """Write the store anew without its free space, where bytes of what was deleted may be; raises CouldNotAskError while it is read."""
        ...

    def done(self, order_id: str, at: datetime) -> None:
        """Mark a purge as done."""
        ...

    def readmit(self, content_hashes: Collection[str], source_keys: Collection[str]) -> int:
        """Let these bytes, and whatever comes from these sources, be read in again; return of how many purged documents they are."""
        ...


class Redactor(Protocol):
    """Takes the text of purged documents out of what was made from them; what has none of it comes back as the same object."""

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of the purged documents."""
        ...

    def suspects(self, stored: str) -> bool:
        """Return whether something that is stored as JSON may have anything of the purged documents."""
        ...

    def tells(self, value: str) -> bool:
        """Return whether a value that was recorded names a purged document or its source, or has a stretch of it."""
        ...

    def answer(self, kept: KeptAnswer) -> KeptAnswer:
        """Return a kept answer without their text."""
        ...

    def draft(self, draft: Draft) -> Draft:
        """Return a draft without their text."""
        ...

    def digest(self, digest: Digest) -> Digest:
        """Return a digest without their text."""
        ...

    def words(self, text: str) -> str:
        """Return words that somebody typed, or "withdrawn" where a stretch of a purged document stands in them."""
        ...


class DerivedStore(Protocol):
    """The ledger's part of purges: what was made from documents."""

    def withdraw(self, order: PurgeOrder, redactor: Redactor, event: AuditEvent) -> Withdrawals:
        """Withdraw the text of purged documents from everything, signed versions of drafts included; doing it twice is no error.

        `event` is recorded with each step of it, with what the step changed. Returns what is on record so, this time and before.
        """
        ...

    def withdrawn(self, event: AuditEvent) -> Withdrawals:
        """Return what is on record of `withdraw` with such an event."""
        ...

    def compact(self) -> None:
        """Write the store anew without its free space; raises CouldNotAskError while it is read."""
        ...


class HoldStore(Protocol):
    """Legal holds; one that was lifted stays on record."""

    def add(self, hold: Hold, event: AuditEvent) -> Hold:
        """Keep a hold and its event in one step and return it numbered; durable when it returns."""
        ...

    def lift(self, number: int, *, by: str, at: datetime, event: AuditEvent) -> Hold:
        """Lift a hold and return it; raises NotFoundError where none of the number stands."""
        ...

    def standing(self) -> Sequence[Hold]:
        """Return the holds that stand, in the order of their numbers."""
        ...
