"""What a workspace does with its models for one answer: steps, words, limits, and the record of what was sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from research.answering.answerer import Answerer
from research.models.limited import Caps, LimitedModel, Spent
from research.models.masked import MaskedModel
from research.models.sending import TellWords, sent_event, told
from research.models.steps import SubQuestion
from research.models.workflow import Stepping, in_steps
from research.models.writer import ModelWriter, Sent
from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.conversations import FRESH, Turn
from research.nouns.documents import Document
from research.nouns.queries import AuditEvent, DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.ledger import Ledger
from research.protocols.models import LLM


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question was asked: of which documents, in which turn, for how many pages (None: as the settings say).

    Its smaller questions are asked of the same documents, and what goes on from the question before does so in them too.
    """

    wanted: DocumentFilter = field(default_factory=DocumentFilter)
    turn: Turn = FRESH
    top_k: int | None = None


# A question by itself, to the whole library.
FIRST = Asked()


@dataclass(frozen=True, slots=True)
class Asking:
    """What smaller questions are asked with, and where it is recorded what was sent; `places` are the models' gateways, host and port."""

    answerer: Answerer
    documents: DocumentStore
    ledger: Ledger
    top_k: int
    replayed: bool = False
    places: Mapping[str, str] = field(default_factory=dict)

    def record(self, sent: Sent, question: str, access: Access) -> None:
        """Record what was sent for a question; where replies are replayed, that nothing was."""
        self.ledger.record(sent_event(sent, question, access, place=self.places.get(sent.model, ""), replayed=self.replayed))

    def record_struck(self, model: str, struck: int, subject: str, access: Access) -> None:
        """Record how many sentences of a model its sources did not support; nothing where there was none."""
        if struck:
            details = (("model", model), ("struck", str(struck)))
            self.ledger.record(AuditEvent(datetime.now(UTC), access.user, "struck", subject, details))

    def ask(self, smaller: SubQuestion, access: Access, asked: Asked) -> Answer:
        """Return the answer to a smaller question of one that was asked so; one that is the whole without some parts is in its turn."""
        turn = replace(asked.turn, without=asked.turn.without | smaller.without) if smaller.without else FRESH
        return self.answerer.ask(smaller.question, access, asked.wanted, top_k=asked.top_k or self.top_k, turn=turn)

    def documents_of(self, answer: Answer, access: Access) -> list[Document]:
        """Return the documents that an answer's passages and figures are of."""
        shown = (one.document_id for claim in answer.claims for one in claim.citations)
        ids = tuple(dict.fromkeys((*(one.chunk.document_id for one in answer.retrieved), *shown)))
        return self.documents.find(access, DocumentFilter(ids=ids)) if ids else []

    def names_for(self, answer: Answer, access: Access, may_send: Callable[[Document], bool]) -> list[str]:
        """Return the names of an answer's companies that a model may be told: of some document that may be sent to it."""
        names = [term.value for term in answer.plan.companies]
        held = self.documents.find(access, DocumentFilter(companies=tuple(names))) if names else []
        told = {document.company for document in held if may_send(document)}
        return [name for name in names if name in told]


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told what on the way, and who can stop it: steps as they begin, a model's words as they come."""

    words: TellWords
    step: Callable[[str], None]
    go_on: Callable[[], bool]


SILENT = Telling(lambda _: None, lambda _: None, lambda: True)


class ModelAnswers:
    """Puts the program's answers into a model's words; without a model they stay as they are."""

    def __init__(
        self,
        models: Sequence[LLM],
        caps: Caps,
        write_with: Callable[[Sequence[LLM]], ModelWriter],
        *,
        asking: Asking,
        may_send: Callable[[Document, LLM], bool],
    ) -> None:
        self._models = tuple(models)
        self._caps = caps
        self._write_with = write_with
        self._asking = asking
        self._may_send = may_send

    def in_words(self, answer: Answer, access: Access, telling: Telling | None, asked: Asked = FIRST) -> Answer:
        """Return the answer in a model's words where one may write it, and record what was sent to whom; without `telling` as it was.

        Its seconds and its usage are those of all models and steps. Raises CouldNotAskError when it is stopped while a model speaks.
        """
        if telling is None or not self._models or not telling.go_on():
            return answer
        began, spent = time.perf_counter(), Spent(self._caps)
        models = [_for_one_answer(model, spent) for model in self._models]
        stepped = self._stepped(answer, models[0], access, telling, asked=asked)
        if telling.go_on():
            documents = self._asking.documents_of(stepped, access)
            note = partial(self._asking.record, question=answer.question, access=access)
            stepped = told(self._write_with(models).stream(stepped, documents, access, note=note), telling.words, telling.go_on)
        return replace(stepped, usage=spent.usage, seconds=round(answer.seconds + time.perf_counter() - began, 4))

    def _stepped(self, answer: Answer, model: LLM, access: Access, telling: Telling, *, asked: Asked) -> Answer:
        """Return the answer with what its smaller questions found; that a model was asked to plan them is recorded."""
        names = self._asking.names_for(answer, access, lambda document: self._may_send(document, model))
        ask = partial(self._asking.ask, access=access, asked=asked)
        note = partial(self._asking.record, question=answer.question, access=access)
        return in_steps(answer, model, Stepping(ask, names, telling.step, telling.go_on, self._caps.seconds, note))


def _for_one_answer(model: LLM, spent: Spent) -> LLM:
    """Return a model as it is asked for one answer: counted, and masked where what is sent leaves this machine."""
    limited = LimitedModel(model, spent)
    return MaskedModel(limited) if model.is_remote else limited
