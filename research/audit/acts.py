"""What users do, as the audit trail says it: with whose rights, over which state of the library, of which documents; never their text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeAlias

from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.queries import AuditEvent, DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.ledger import Ledger

Details: TypeAlias = tuple[tuple[str, str], ...]
_MOST_LOOKED_AT = 100_000


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a user did: the action, to what, what more is to be said of it.

    `documents` are the ids of the documents whose content it showed, `content` the bytes that it gave out: of both the trail keeps the
    hashes. `is_embedded` says that its words were sent to the model that makes vectors. `apart` are details in words that may be a
    document's: they are kept beside the trail, which has their hash.
    """

    action: str
    subject: str
    details: Details = ()
    documents: Sequence[str] = ()
    content: bytes | None = None
    is_embedded: bool = False
    apart: Details = ()


class Acts:
    """Records what users do, each act once and with the same particulars.

    `embedded_at` is the endpoint beyond this machine that makes vectors, "" where none does.
    """

    def __init__(self, ledger: Ledger, documents: DocumentStore, *, embedded_at: str = "") -> None:
        self._ledger, self._documents, self._embedded_at = ledger, documents, embedded_at

    def record(self, access: Access, act: Act) -> int:
        """Record an act and return its number; durable when it returns."""
        return self._ledger.record(self.event(access, act))

    def is_on_record(self, access: Access, action: str, subject: str, *, since: datetime) -> bool:
        """Return whether a user has done something to a subject at an instant or later."""
        events = self._ledger.events(access, action=action, since=since, limit=_MOST_LOOKED_AT)
        return any(one.subject == subject for one in events)

    def together(self) -> AbstractContextManager[None]:
        """Return a block in which what the ledger keeps and what is recorded of it are kept in one step, or nothing of them."""
        return self._ledger.together()

    def event(self, access: Access, act: Act) -> AuditEvent:
        """Return the event of an act, for a store that records it with what it tells of."""
        details = (
            *act.details,
            *([("sha256", sha256(act.content).hexdigest()), ("bytes", str(len(act.content)))] if act.content is not None else []),
            *([("source_hashes", source_hashes(self._found(access, act.documents)))] if act.documents else []),
            *([("embedded_at", self._embedded_at)] if act.is_embedded and self._embedded_at else []),
            *reader_details(access, self._documents.version()),
        )
        return AuditEvent(datetime.now(UTC), access.user, act.action, act.subject, details, apart=act.apart)

    def _found(self, access: Access, ids: Sequence[str]) -> list[Document]:
        return self._documents.find(access, DocumentFilter(ids=tuple(dict.fromkeys(ids)), any_state=True))


def reader_details(access: Access, revision: int) -> Details:
    """Return with which rights something was done: the allowed labels, the as-of instant, the library's revision, and the hash of them.

    Two acts of the same hash could see the same documents. The hash is the SHA-256 of the JSON array of the sorted labels ("all" for
    all), the instant in ISO ("" for none), the revision and, where there are any, the sorted companies that are closed to the reader,
    written without spaces.
    """
    labels = "all" if access.labels is None else sorted(access.labels)
    closed = sorted(access.closed)
    as_of = access.as_of.astimezone(UTC).isoformat() if access.as_of else ""
    packed = json.dumps([labels, as_of, revision, *([closed] if closed else [])], ensure_ascii=False, separators=(",", ":"))
    return (
        ("labels", labels if isinstance(labels, str) else ",".join(labels)),
        ("as_of", as_of),
        *([("closed", ",".join(closed))] if closed else []),
        ("revision", str(revision)),
        ("allowed_sha256", sha256(packed.encode()).hexdigest()),
    )


def source_hashes(documents: Iterable[Document]) -> str:
    """Return the documents as the trail names them: each id with the hash of the file that it was read from."""
    return ",".join(f"{one.id}:{one.content_hash}" for one in sorted(documents, key=lambda one: one.id))
