"""What the audit trail says of a question that was answered."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from research.audit.acts import Act
from research.nouns.answers import Answer
from research.planning.wording import plan_in_words


def asked_act(action: str, answer: Answer, *, kept: str = "", of: Sequence[str] = (), marked: int = 0) -> Act:
    """Return the act of a question: what it was answered with and from where; the status comes first, then what was marked and struck.

    `kept` is the id of a kept answer, `of` the companies of a grid's question, `marked` how many of the passages found speak to whoever
    answers.
    """
    details = (
        ("status", answer.status.value),
        ("marked", str(marked)),
        ("struck", str(answer.struck)),
        ("answer_sha256", sha256(answer.text.encode()).hexdigest()),
        ("sources", ",".join(f"{one.document_id}:{one.page}:{one.start}-{one.end}" for one in answer.citations)),
        ("settings", answer.settings_fingerprint),
        ("seconds", str(answer.seconds)),
        *([("model", answer.model)] if answer.model else []),
        *([("of", "; ".join(of))] if of else []),
        *([("kept", kept)] if kept else []),
        *([("read_as", plan_in_words(answer.plan))] if answer.plan.carried or answer.plan.removed else []),
    )
    documents = tuple(citation.document_id for citation in answer.citations)
    return Act(action, answer.question, details, documents, is_embedded=True)
