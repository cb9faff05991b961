"""What readers say of answers, kept in the ledger as evaluation cases, and these cases as questions that can be scored.

A case is an audit event of the action "feedback" with the question as its subject; later feedback of a reader on the same thing
replaces earlier feedback when cases are read, never in the ledger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from research.errors import UsageError
from research.nouns.answers import Answer, AnswerStatus, FigureValue
from research.nouns.conversations import KeptAnswer
from research.nouns.queries import AuditEvent
from research.planning.wording import plan_in_words, standing_question

ACTION = "feedback"
MOST_RIGHT_CHARS = 300
_NUMBER = re.compile(r"(?<!\w)[-−(]?[^\w.()−-]*\d[\d,]*(?:\.\d+)?")


class FeedbackKind(StrEnum):
    """What a reader says: of one figure, or of the whole answer."""

    WRONG_FIGURE = "wrong figure"
    GOOD = "good answer"
    BAD = "bad answer"


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """A figure of a case as it was shown: number as text at its scale, unit, and where it is printed."""

    display: str
    number: str
    unit: str
    scale: int
    document: str
    page: int


@dataclass(frozen=True, slots=True)
class EvaluationCase:
    """One reader's word on an answer: `figures` are those it is about, `right` what the reader says is right ("" when unsaid)."""

    id: int
    kind: FeedbackKind
    question: str
    asked: str
    plan: str
    status: str
    answer_id: str
    figures: tuple[CaseFigure, ...]
    pages: tuple[tuple[str, int], ...]
    right: str
    user: str
    at: datetime


def feedback_event(kept: KeptAnswer, kind: FeedbackKind, *, user: str, at: datetime, marker: str = "", right: str = "") -> AuditEvent:
    """Return the event that keeps a reader's word on an answer, or on the figure of a marker; raises UsageError."""
    if len(right) > MOST_RIGHT_CHARS:
        raise UsageError(f"what is right is longer than {MOST_RIGHT_CHARS} characters", "give the figure, and where it is printed")
    answer = kept.answer
    values = [value for value in answer.values if marker in {"", value.marker}]
    citations = [citation for citation in answer.citations if marker in {"", citation.marker}]
    details = (
        ("kind", kind.value),
        ("standing_question", standing_question(answer.plan)),
        ("plan", plan_in_words(answer.plan)),
        ("status", answer.status.value),
        ("answer", kept.id),
        ("marker", marker),
    )
    # The figures are a document's own words, and what is right is often typed off it.
    shown = (
        ("figures", json.dumps([_figure(value, answer) for value in values])),
        ("pages", json.dumps(sorted({(citation.document, citation.page) for citation in citations}))),
        ("right", right.strip()),
    )
    return AuditEvent(at, user, ACTION, answer.question, details, apart=shown)


def read_cases(events: Iterable[AuditEvent]) -> list[EvaluationCase]:
    """Return the cases of feedback events, oldest first; of one reader's words on one thing only the last counts."""
    last: dict[tuple[str, str, str, bool], EvaluationCase] = {}
    for event in sorted((event for event in events if event.action == ACTION), key=lambda event: event.id or 0):
        kept = dict((*event.details, *event.apart))
        if "figures" not in kept:
            continue  # a document of the answer was purged, and the case with it
        case = _case(event, kept)
        key = (event.user, kept["answer"], kept["marker"], case.kind is FeedbackKind.WRONG_FIGURE)
        last.pop(key, None)
        last[key] = case
    return list(last.values())


def case_row(case: EvaluationCase) -> dict[str, object]:
    """Return a case as one line of a question file; `expect` is None where nobody has said what is right."""
    figures = _expected_figures(case)
    return {
        "id": f"case-{case.id}",
        "type": case.kind.value,
        "question": case.question,
        "expect": _expected(case, figures),
        **({"figures": figures} if figures else {}),
        **({"evidence": [{"doc": doc, "page": page} for doc, page in case.pages]} if case.kind is FeedbackKind.GOOD else {}),
        "shown": [{"figure": one.display, "doc": one.document, "page": one.page} for one in case.figures],
        "right": case.right,
        "asked": case.asked,
        "plan": case.plan,
        "answer": case.answer_id,
        "user": case.user,
        "at": case.at.isoformat(),
    }


def right_number(text: str) -> Decimal | None:
    """Return the first number of what a reader says is right ("it is (71.5), page 11" is -71.5); None when there is none."""
    match = _NUMBER.search(text)
    if match is None:
        return None
    digits = re.sub(r"[^\d.]", "", match.group())
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    return -number if match.group()[0] in "-−(" else number


def _figure(value: FigureValue, answer: Answer) -> dict[str, object]:
    where = next((citation for citation in answer.citations if citation.marker == value.marker), None)
    return {
        "display": value.display,
        "number": f"{value.number:f}",
        "unit": value.unit,
        "scale": value.scale,
        "document": where.document if where else "",
        "page": where.page if where else 0,
    }


def _case(event: AuditEvent, kept: dict[str, str]) -> EvaluationCase:
    return EvaluationCase(
        id=event.id or 0,
        kind=FeedbackKind(kept["kind"]),
        question=kept["standing_question"],
        asked=event.subject,
        plan=kept["plan"],
        status=kept["status"],
        answer_id=kept["answer"],
        figures=tuple(CaseFigure(**figure) for figure in json.loads(kept["figures"])),
        pages=tuple((document, page) for document, page in json.loads(kept["pages"])),
        right=kept["right"],
        user=event.user,
        at=event.at,
    )


def _expected_figures(case: EvaluationCase) -> list[dict[str, object]]:
    """Return the figures that a right answer holds: those shown when it was called good, else the one that the reader gave."""
    if case.kind is FeedbackKind.GOOD:
        return [_expected_figure(figure, Decimal(figure.number)) for figure in case.figures]
    number = right_number(case.right)
    return [_expected_figure(case.figures[0], number)] if number is not None and len(case.figures) == 1 else []


def _expected_figure(figure: CaseFigure, number: Decimal) -> dict[str, object]:
    decimals = max(0, -int(number.as_tuple().exponent))
    return {"number": f"{number:f}", "unit": figure.unit, "scale": figure.scale, "decimals": decimals}


def _expected(case: EvaluationCase, figures: list[dict[str, object]]) -> str | None:
    if figures:
        return "figure"
    if case.kind is not FeedbackKind.GOOD:
        return None
    kinds = {AnswerStatus.INSUFFICIENT_EVIDENCE: "refuse", AnswerStatus.NEEDS_CLARIFICATION: "clarify"}
    return kinds.get(AnswerStatus(case.status), "prose")
