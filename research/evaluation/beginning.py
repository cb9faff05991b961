"""Who may measure answers, and that they did; what was said of answers, for them to be measured by."""

from __future__ import annotations

from research.audit.acts import Act, Acts
from research.evaluation.cases import ACTION, EvaluationCase, read_cases
from research.nouns.access import Access
from research.nouns.roles import Action
from research.protocols.ledger import Ledger

_MOST_CASES = 100_000


def begin_evaluation(acts: Acts, access: Access, name: str, questions: int) -> None:
    """Record that questions of a file are answered and scored; raises NotAllowedError."""
    access.need(Action.EVALUATE)
    acts.record(access, Act("evaluate", name, (("questions", str(questions)),), is_embedded=True))


def kept_cases(ledger: Ledger, access: Access) -> list[EvaluationCase]:
    """Return what the reader said of answers; raises NotAllowedError."""
    access.need(Action.EVALUATE)
    return read_cases(ledger.events(access, action=ACTION, limit=_MOST_CASES))
