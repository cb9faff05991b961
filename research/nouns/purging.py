"""Documents that are done away with for good, and legal holds, which forbid it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# What stands in place of text that came from a purged document.
WITHDRAWN = "withdrawn"


class Chosen(StrEnum):
    """By what documents are chosen, to be purged or to be held."""

    DOCUMENT = "document"
    SOURCE = "source"
    COMPANY = "company"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Hold:
    r"""A legal hold: what may not be purged, why, who said so and since when (aware UTC); `lifted_at` of None means that it stands.

    `target` is a source key, a company's name or a label; of a document it is the key of its source, so that every version is held. A path
    that leads to its file by other names too has them all, with "\0" between them. `shown` is what its maker called it.
    """

    kind: Chosen
    target: str
    shown: str
    reason: str
    held_by: str
    held_at: datetime
    number: int = 0
    lifted_by: str | None = None
    lifted_at: datetime | None = None

    @property
    def targets(self) -> tuple[str, ...]:
        """Return what it holds, in every way that is known to lead there."""
        return tuple(self.target.split("\0"))


@dataclass(frozen=True, slots=True)
class PurgedDocument:
    """What is known of a document while it is done away with: `known_at` is when it came, before which nothing can say anything of it."""

    id: str
    name: str
    source_key: str
    content_hash: str
    known_at: datetime


@dataclass(frozen=True, slots=True)
class PurgeOrder:
    """A purge: who ordered it, when and why, and what is still to be done away with.

    `bytes_gone` are the hashes of those files whose bytes no other document has, `files` how many files of each sort were found to delete.
    Of a purge that has only its free space left to give back there are no documents any more.
    """

    id: str
    user: str
    at: datetime
    reason: str
    documents: tuple[PurgedDocument, ...]
    bytes_gone: tuple[str, ...] = ()
    files: tuple[tuple[str, int], ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of its documents."""
        return frozenset(one.id for one in self.documents)

    @property
    def since(self) -> datetime:
        """Return when the first of its documents came."""
        return min((one.known_at for one in self.documents), default=self.at)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """How many of each thing that was made from purged documents had text withdrawn, or was deleted."""

    answers: int = 0
    draft_versions: int = 0
    digests: int = 0
    messages: int = 0
    remarks: int = 0
