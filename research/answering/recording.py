"""The row of the audit trail for a question that was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.queries import AuditEvent
from research.planning.wording import plan_in_words


def asked_event(
    action: str, answer: Answer, access: Access, *, kept: str = "", of: Sequence[str] = (), embedded_at: str = ""
) -> AuditEvent:
    """Return the row of a question: what it was answered with, from where, for whom.

    `kept` is the id of a kept answer, `of` the companies of a grid's question, `embedded_at` the endpoint beyond this machine that the
    question was sent to for its vector.
    """
    sources = ",".join(f"{citation.document_id}:{citation.page}:{citation.start}-{citation.end}" for citation in answer.citations)
    details = (
        ("status", answer.status.value),
        ("answer_sha256", sha256(answer.text.encode()).hexdigest()),
        ("sources", sources),
        ("labels", "all" if access.labels is None else ",".join(sorted(access.labels))),
        ("as_of", access.as_of.isoformat() if access.as_of else ""),
        ("settings", answer.settings_fingerprint),
        ("seconds", str(answer.seconds)),
        *([("model", answer.model)] if answer.model else []),
        *([("of", "; ".join(of))] if of else []),
        *([("kept", kept)] if kept else []),
        *([("embedded_at", embedded_at)] if embedded_at else []),
        *([("read_as", plan_in_words(answer.plan))] if answer.plan.carried or answer.plan.removed else []),
    )
    return AuditEvent(datetime.now(UTC), access.user, action, answer.question, details)
