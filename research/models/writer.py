"""Answers written by a model over the sources found, every sentence checked; what fails leaves the extractive answer and one line why."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import structlog

from research.answering.passages import NO_PASSAGE
from research.answering.refusals import NOT_ENOUGH
from research.errors import CannotReadError, DeskError
from research.models.checking import DraftChecker, Given, Rejected
from research.models.limited import OverLimitError
from research.models.masked import MaskedModel
from research.models.parsing import ProvisionalReader, draft_schema, parse_draft
from research.models.prompts import Prompt, prompt
from research.models.sources import ComputedFact, Source, computed_facts, passage_reader, shown, sources_of, tokens_of
from research.models.telling import Tellable
from research.nouns.access import Access
from research.nouns.answers import Answer, AnswerStatus, Citation, Claim, QuestionPlan
from research.nouns.documents import Document
from research.nouns.models import Finish, ModelDraft, ModelReply, ModelRequest, ModelTurn
from research.planning.wording import plan_in_words
from research.protocols.documents import DocumentStore
from research.protocols.models import LLM
from research.retrieval.scope import carries_comparative, own_filing
from research.text.matching import normal_form

# Tokens of a reply that room is kept for, and of what a gateway adds of its own.
MOST_REPLY = 1_200
_OVERHEAD = 200
# How many replies one answer may cost: the draft and its one repair.
MOST_CALLS = 2
# Parts of the lines that say why a model's words are not the answer.
FOUND_NONE = "found no answer in the sources"
UNSUPPORTED = "no sentence of"
_SHARE_OF_ROOM = 0.85
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Provisional:
    """Words of a model as they come, checked by nobody: what is shown of them is marked so and is replaced."""

    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to which model for an answer: the prompt's version, the documents that passages were of, and the tokens counted.

    `masked` says how many values of which kind of personal data were masked; `failed` that some request had no reply: how much of it was
    read is not known.
    """

    model: str
    remote: bool
    prompt: str
    document_ids: tuple[str, ...]
    calls: int
    prompt_tokens: int
    completion_tokens: int
    masked: tuple[tuple[str, int], ...] = ()
    failed: bool = False


# A model's words as they come, then the answer as it stands at the end.
Stream: TypeAlias = Generator[Provisional | Answer, None, None]


@dataclass(slots=True)
class Attempt:
    """One model's turn at an answer: how often it was asked, and its replies so far."""

    model: LLM
    request: ModelRequest
    sources: tuple[Source, ...] = ()
    facts: tuple[ComputedFact, ...] = ()
    question: str = ""
    asked: int = 0
    replies: list[ModelReply] = field(default_factory=list)

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the model's reply; raises as the model."""
        return next(piece for piece in self._pieces(lambda: iter([self.model.ask(request)])) if isinstance(piece, ModelReply))

    def stream(self) -> Iterator[str | ModelReply]:
        """Yield the model's words as they come, then its reply; raises as the model."""
        return self._pieces(lambda: self.model.stream(self.request))

    def _pieces(self, ask: Callable[[], Iterator[str | ModelReply]]) -> Iterator[str | ModelReply]:
        self.asked += 1
        try:
            for piece in ask():
                self.replies += [piece] if isinstance(piece, ModelReply) else []
                yield piece
        except OverLimitError:
            self.asked -= 1
            raise

    def sent(self) -> Sent:
        """Return what was sent."""
        of_facts = (citation.document_id for fact in self.facts for citation in fact.citations)
        return Sent(
            self.model.name,
            self.model.is_remote,
            self.request.prompt,
            tuple(dict.fromkeys((*(one.document_id for one in self.sources), *of_facts))),
            self.asked,
            sum(one.prompt_tokens for one in self.replies),
            sum(one.completion_tokens for one in self.replies),
            tuple(sorted(self.model.masked().items())) if isinstance(self.model, MaskedModel) else (),
            self.asked > len(self.replies),
        )


class ModelWriter:
    """Writes answers with the first model that can be reached; the answer of the program itself stands behind them.

    `may_send` tells which documents may be sent to a model.
    """

    def __init__(
        self, models: Sequence[LLM], *, documents: DocumentStore, checker: DraftChecker, may_send: Callable[[Document, LLM], bool]
    ) -> None:
        self._models = tuple(models)
        self._documents = documents
        self._checker = checker
        self._may_send = may_send

    def stream(self, answer: Answer, documents: Sequence[Document], access: Access, *, note: Callable[[Sent], None]) -> Stream:
        """Yield a model's words as they come, then the answer: in its words where these are supported, else as it was, with one line why.

        `documents` are those in scope. `note` is told what was sent to each model that was asked, also when nobody listens to the end.
        """
        if not (self._models and is_for_model(answer) and _in_its_time(answer, documents)):
            yield answer
            return
        why: list[str] = []
        for model in self._models:
            allowed = [document for document in documents if self._may_send(document, model)]
            attempt = self._attempt(answer, allowed, model, access)
            if attempt is None:
                why.append(f"nothing was sent to {model.name}: no passage that was found may be sent to it")
                continue
            try:
                written = yield from self._written(answer, attempt, access)
            except DeskError as error:
                _log.warning("a model failed", model=model.name, why=error.message)
                why.append(error.message)
                continue
            finally:
                if attempt.asked:
                    note(attempt.sent())
            yield _with_lines(written, why)
            return
        yield _with_lines(answer, [_instead(line, answer) for line in why])

    def _attempt(self, answer: Answer, documents: Sequence[Document], model: LLM, access: Access) -> Attempt | None:
        """Return what a model is to be asked, None when there is nothing that it may be given."""
        asking, facts = prompt("answer"), computed_facts(answer, documents)
        lines = "\n".join(f"{one.id}: {one.text}" for one in facts)
        values = {
            "question": whole_question(answer.plan),
            "sources": "",
            "company_facts": f"Figures that were computed; cite them by their ids:\n{lines}" if lines else "",
            "schema": draft_schema(),
            "refusal": NOT_ENOUGH,
        }
        room = int((model.context_window - MOST_REPLY - _OVERHEAD) * _SHARE_OF_ROOM) - sum(
            tokens_of(turn.text) for turn in asking.turns(values)
        )
        sources = sources_of(answer.retrieved, documents, read=passage_reader(self._documents, access), room=room)
        if not sources:
            return None
        turns = asking.turns(values | {"sources": shown(sources)})
        return Attempt(model, ModelRequest(turns, MOST_REPLY, draft_schema(), asking.version), sources, facts, whole_question(answer.plan))

    def _written(self, answer: Answer, attempt: Attempt, access: Access) -> Generator[Provisional, None, Answer]:
        """Yield the draft's words as they come; return the answer made of those sentences that hold, after one repair of the others."""
        given = Given(answer.plan, {one.id: one for one in attempt.sources}, {one.id: one for one in attempt.facts})
        reply = yield from _streamed(attempt)
        try:
            draft = parsed(reply)
        except DeskError as error:
            draft = self._asked_again(attempt, f"The reply could not be read: {error.message}.")
        if draft.refused and not draft.claims:
            return _refused(answer, attempt.model.name)
        kept, rejected = self._sorted(draft, given, access)
        if rejected and len(attempt.replies) < MOST_CALLS:
            repaired, _ = self._sorted(self._repaired(attempt, rejected), given, access)
            kept += repaired
        kept = list({normal_form(claim.text): claim for claim in kept}.values())
        return _composed(answer, kept, len({normal_form(claim.text) for claim in draft.claims}), attempt)

    def _sorted(self, draft: ModelDraft, given: Given, access: Access) -> tuple[list[Claim], list[Rejected]]:
        checked = [self._checker.check(claim, given, access) for claim in draft.claims]
        return [one for one in checked if isinstance(one, Claim)], [one for one in checked if isinstance(one, Rejected)]

    def _repaired(self, attempt: Attempt, rejected: Sequence[Rejected]) -> ModelDraft:
        """Return a second draft of sentences that do not hold, none when that fails too: what held stands without them."""
        reasons = "\n".join(f"- {one.claim.text} — {one.reason}" for one in rejected)
        try:
            return self._asked_again(attempt, reasons)
        except DeskError as error:
            _log.info("a draft was not repaired", model=attempt.model.name, why=error.message)
            return ModelDraft(())

    def _asked_again(self, attempt: Attempt, reasons: str) -> ModelDraft:
        said = ModelTurn("assistant", attempt.replies[-1].text[:20_000])
        repairing: Prompt = prompt("repair")
        turns = (*attempt.request.turns, said, *repairing.turns({"reasons": reasons}))
        return parsed(attempt.ask(replace(attempt.request, turns=turns, prompt=repairing.version)))


def is_for_model(answer: Answer) -> bool:
    """Return whether a model may write an answer: there are pages, and what was asked for is no figure that the engine gives or refuses.

    A computed answer says all that was asked, and a figure that no statement gives is not to be found by a model either. A refusal stands
    unless all that it says is that no passage was found: pages of others are no answer to a question about what the library lacks.
    """
    if answer.status is AnswerStatus.NEEDS_CLARIFICATION or not answer.retrieved:
        return False
    if answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE and not any(line.startswith(NO_PASSAGE) for line in answer.missing):
        return False
    if answer.values:
        return any(claim.calculation is None for claim in answer.claims)
    return not (answer.plan.asks_amount or answer.plan.formula or answer.plan.wants_computed)


def _in_its_time(answer: Answer, documents: Sequence[Document]) -> bool:
    """Return whether some document may tell of a period that a refused question names; those of another time are no answer to it."""
    periods = answer.plan.periods
    if answer.status is not AnswerStatus.INSUFFICIENT_EVIDENCE or not periods or any(one.fiscal_year is None for one in documents):
        return True
    return any(own_filing(one, period) or carries_comparative(one, period) for one in documents for period in periods)


def whole_question(plan: QuestionPlan) -> str:
    """Return a question as a model is asked it: one that goes on from another, or lost a part, with what it was understood as."""
    return f"{plan.question} (understood as: {plan_in_words(plan)})" if plan.carried or plan.removed else plan.question


def _streamed(attempt: Attempt) -> Generator[Provisional, None, ModelReply]:
    """Yield a reply's sentences as they come, those that may be shown; return the reply."""
    given = (f"{one.about}\n{one.text}" for one in attempt.sources)
    tellable = Tellable(attempt.question, "\n".join((*given, *(one.text for one in attempt.facts))))
    reader, said, shown_before = ProvisionalReader(), "", ""
    for piece in attempt.stream():
        if isinstance(piece, ModelReply):
            if (now := tellable.told(said, whole=True)) != shown_before:
                yield Provisional(now)
            return piece
        said = reader.add(piece)
        if (now := tellable.told(said)) != shown_before:
            shown_before = now
            yield Provisional(now)
    raise TypeError("a stream of a model ends with its reply")


def parsed(reply: ModelReply) -> ModelDraft:
    """Return the draft that a reply holds; raises CannotReadError in one line for what is none."""
    if reply.finish is Finish.REFUSED:
        return ModelDraft((), refused=True)
    try:
        return parse_draft(reply.text)
    except CannotReadError as error:
        if reply.finish is Finish.LENGTH:
            raise CannotReadError(f"{reply.model} had no room to end its reply; raise its max_tokens or thinking_tokens") from error
        raise


def _refused(answer: Answer, model: str) -> Answer:
    return _with_lines(answer, [f"{model} {FOUND_NONE}: the answer is in the documents' own words"] if answer.claims else [])


def _composed(answer: Answer, claims: Sequence[Claim], drafted: int, attempt: Attempt) -> Answer:
    """Return the answer with the sentences that hold behind its computed figures, citations numbered on from theirs."""
    name = attempt.model.name
    if not claims:
        unsupported = _instead(f"{UNSUPPORTED} {name} is supported by the sources", answer)
        return replace(_with_lines(answer, [unsupported]), struck=drafted)
    figures = [claim for claim in answer.claims if claim.calculation is not None]
    used = {one.marker for claim in figures for one in claim.citations}
    citations = [one for one in answer.citations if one.marker in used]
    numbered = [_numbered(claim, citations) for claim in claims]
    left_out = max(drafted - len(claims), 0)
    line = f"{left_out} sentence{'s' if left_out > 1 else ''} of {name} left out: not supported by the sources"
    all_claims = (*figures, *numbered)
    missing = tuple(one for one in answer.missing if not one.startswith(NO_PASSAGE))
    found = answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    status = (AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED) if found else answer.status
    return replace(
        _with_lines(replace(answer, missing=missing), [line] if left_out else []),
        status=status,
        text="\n".join(claim.text for claim in all_claims),
        claims=all_claims,
        citations=tuple(citations),
        model=name,
        struck=left_out,
    )


def _numbered(claim: Claim, citations: list[Citation]) -> Claim:
    """Return the sentence with its citations numbered, those that are known by the number they have; new ones are added to the list."""
    own: list[Citation] = []
    for one in claim.citations:
        same = next(
            (known for known in citations if (known.document_id, known.start, known.end) == (one.document_id, one.start, one.end)), None
        )
        if same is None:
            same = replace(one, marker=str(max((int(known.marker) for known in citations), default=0) + 1))
            citations.append(same)
        own.append(same)
    marks = "".join(f" [{one.marker}]" for one in own)
    return replace(claim, text=f"{claim.text}{marks}", citations=tuple(own))


def _instead(why: str, answer: Answer) -> str:
    """Return the line that says why no model wrote the answer, and what stands in its place."""
    return f"{why}: the answer is in the documents' own words" if answer.claims else why


def _with_lines(answer: Answer, lines: Sequence[str]) -> Answer:
    return replace(answer, missing=tuple(dict.fromkeys((*answer.missing, *lines)))) if lines else answer
