"""What may be sent to a model, what was, and its words on their way to the reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from research.errors import CouldNotAskError
from research.models.writer import Provisional, Sent, Stream
from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.documents import Document
from research.nouns.queries import AuditEvent
from research.protocols.models import LLM

# Is told a model's words as they come; whoever shows them says that nobody has checked them.
TellWords: TypeAlias = Callable[[str], None]


def may_be_sent(withheld: Sequence[str], document: Document, model: LLM) -> bool:
    """Return whether passages of a document may be sent to a model: what is withheld by its label stays on this machine."""
    return not (model.is_remote and document.label.startswith(tuple(withheld)))


def told(stream: Stream, words: TellWords, go_on: Callable[[], bool]) -> Answer:
    """Return what a stream ends with, after telling what comes before; raises CouldNotAskError, the model stopped, when not to go on."""
    for piece in stream:
        if not isinstance(piece, Provisional):
            return piece
        if not go_on():
            stream.close()
            raise CouldNotAskError("the question was stopped", "ask it again")
        words(piece.text)
    raise TypeError("a stream of an answer ends with the answer")


def sent_event(sent: Sent, question: str, access: Access, *, place: str = "", replayed: bool = False) -> AuditEvent:
    """Return the row of the audit trail that says what was sent where; the texts themselves are not in it.

    Of a `replayed` answer nothing was sent: its replies were recorded before.
    """
    details = (
        ("model", sent.model),
        ("endpoint", place),
        ("remote", "yes" if sent.remote and not replayed else "no"),
        ("prompt", sent.prompt),
        ("documents", ",".join(sent.document_ids)),
        ("calls", str(sent.calls)),
        ("prompt_tokens", str(sent.prompt_tokens)),
        ("completion_tokens", str(sent.completion_tokens)),
        ("masked", ", ".join(f"{kind} {count}" for kind, count in sent.masked)),
        *([("failed", "yes")] if sent.failed else []),
        *([("replayed", "yes")] if replayed else []),
    )
    return AuditEvent(datetime.now(UTC), access.user, "model", question, details)
