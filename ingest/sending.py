"""What of a document may be sent to an embedding model beyond this machine, and the row of the audit trail that says what was."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from research.nouns.documents import Document
from research.nouns.queries import AuditEvent
from research.settings import Settings


def may_embed(settings: Settings, document: Document) -> bool:
    """Return whether a document's text may be embedded: what its label withholds is sent to no endpoint beyond this machine."""
    return not (settings.embeds_remotely and document.label.startswith(settings.withheld_labels))


def embedding_event(settings: Settings, document: Document, chunks: int) -> AuditEvent:
    """Return the row that says that so many passages of a document are sent to be embedded, and where; not the passages."""
    details = (
        ("model", settings.embedding_name),
        ("endpoint", urlsplit(settings.embedding_url or "").netloc),
        ("remote", "yes"),
        ("documents", document.id),
        ("passages", str(chunks)),
    )
    return AuditEvent(datetime.now(UTC), settings.user, "embedding", document.name, details)
