"""A question's place in a conversation, and answers that are kept to be opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from research.nouns.answers import Answer, PlanPart, QuestionPlan


@dataclass(frozen=True, slots=True)
class Turn:
    """What goes with a question besides its words.

    `earlier` is the plan of the question before, whose company, period and metric a follow-up keeps; `without` are the parts of the
    plan that the user took out; `reading` is the concept that the user chose where a statement prints two readings of a metric.
    """

    earlier: QuestionPlan | None = None
    without: frozenset[PlanPart] = frozenset()
    reading: str = ""


FRESH = Turn()


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given: its id, who asked and when (aware UTC), the turn it was asked in.

    `document_ids` are the documents that it says anything of; whoever may not see one of them may not open it.
    """

    id: str
    user: str
    at: datetime
    answer: Answer
    turn: Turn = FRESH
    document_ids: tuple[str, ...] = ()
