"""What a workspace does with its models for one answer: steps, words, limits, and the record of what was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from research.models.limited import Caps, LimitedModel, Spent
from research.models.masked import MaskedModel
from research.models.sending import TellWords, told
from research.models.workflow import Stepping, in_steps
from research.models.writer import ModelWriter, Sent
from research.nouns.access import Access
from research.nouns.answers import Answer, PlanPart
from research.nouns.documents import Document
from research.protocols.models import LLM

AskPart: TypeAlias = Callable[[str, frozenset[PlanPart]], Answer]


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told what on the way, and who can stop it: steps as they begin, a model's words as they come."""

    words: TellWords
    step: Callable[[str], None]
    go_on: Callable[[], bool]


SILENT = Telling(lambda _: None, lambda _: None, lambda: True)


class ModelAnswers:
    """Puts the program's answers into a model's words; without a model they stay as they are."""

    def __init__(self, models: Sequence[LLM], caps: Caps, write_with: Callable[[Sequence[LLM]], ModelWriter]) -> None:
        self._models = tuple(models)
        self._caps = caps
        self._write_with = write_with

    def answer(
        self, answer: Answer, *, ask: AskPart, documents: Callable[[Answer], Sequence[Document]], access: Access, telling: Telling
    ) -> tuple[Answer, tuple[Sent, ...]]:
        """Return the answer in a model's words where one may write it, and what was sent to whom.

        `ask` answers a smaller question; `documents` gives those that an answer's passages are of.
        """
        if not self._models:
            return answer, ()
        spent = Spent(self._caps)
        models = [_for_one_answer(model, spent) for model in self._models]
        names = [term.value for term in answer.plan.companies]
        stepping = Stepping(ask, names, telling.step, telling.go_on, self._caps.seconds)
        stepped, planning = in_steps(answer, models[0], stepping)
        sent: tuple[Sent, ...] = ()
        if planning is not None:
            counts = (planning.prompt_tokens, planning.completion_tokens)
            sent = (Sent(models[0].name, models[0].is_remote, "plan", (), 1, *counts),)
        if not telling.go_on():
            return stepped, sent
        written = told(self._write_with(models).stream(stepped, documents(stepped), access), telling.words)
        usage = tuple({"calls": spent.calls, "tokens": spent.tokens}.items()) if spent.calls else ()
        return replace(written.answer, usage=written.answer.usage or usage), (*sent, *written.sent)


def _for_one_answer(model: LLM, spent: Spent) -> LLM:
    """Return a model as it is asked for one answer: counted, and masked where what is sent leaves this machine."""
    limited = LimitedModel(model, spent)
    return MaskedModel(limited) if model.is_remote else limited
