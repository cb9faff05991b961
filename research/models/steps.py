"""Questions that take several steps: the smaller questions they are made of, and what their answers come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from research.answering.two_parts import with_passages
from research.errors import CannotReadError
from research.models.parsing import json_object, strict_schema
from research.models.prompts import prompt
from research.models.vocabulary import cleaned, is_free, is_odd, latin_words
from research.nouns.answers import Answer, AnswerStatus, AnswerStep, PartKind, PlanPart, RetrievedChunk
from research.nouns.models import ModelRequest
from research.planning.alike import asks_for_reasons
from research.planning.companies import compares
from research.text.patterns import any_of

MOST_STEPS = 5
_PLAN_TOKENS = 400
_LONGEST = 300
# Words of questions that one search does not answer.
_LONG_WAY = any_of(
    ["since when", "how did", "how has", "over time", "compare", "compared", "versus", "timeline", "what led", "自何时", "比较", "对比"]
)


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    questions: list[str] = Field(max_length=12)


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """A smaller question: its words, and the parts of the plan that it leaves out where its words are those of the whole."""

    question: str
    label: str
    without: frozenset[PlanPart] = frozenset()


def by_company(answer: Answer) -> tuple[SubQuestion, ...]:
    """Return a question about several companies as one for each; () for a question about one, and where figures answer it already."""
    names = [term.value for term in answer.plan.companies]
    if len(names) < 2 or answer.values or len(names) > MOST_STEPS:
        return ()
    parts = [PlanPart(PartKind.COMPANY, name) for name in names]
    return tuple(SubQuestion(answer.question, name, frozenset(part for part in parts if part.value != name)) for name in names)


def may_need_steps(answer: Answer) -> bool:
    """Return whether one search may not answer: a comparison, a way over time, or reasons that it did not find.

    What computed figures answer whole needs none, and of what the library has nothing there is nothing to be found.
    """
    question = answer.question
    whole = answer.status is AnswerStatus.ANSWERED and answer.values and all(claim.calculation for claim in answer.claims)
    if whole or (answer.plan.unknown_companies and not answer.plan.companies):
        return False
    names = [term.words for term in answer.plan.companies]
    unexplained = answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE and asks_for_reasons(question)
    return unexplained or bool(_LONG_WAY.search(question)) or (len(names) > 1 and compares(question, names))


def plan_request(question: str, companies: Sequence[str]) -> ModelRequest:
    """Return the request that asks a model for the smaller questions."""
    asking, schema = prompt("plan"), strict_schema(_Plan)
    values = {"question": question, "companies": "; ".join(companies), "most": str(MOST_STEPS), "schema": schema}
    return ModelRequest(asking.turns(values), _PLAN_TOKENS, schema, asking.version)


def planned(reply: str, question: str, companies: Sequence[str]) -> tuple[SubQuestion, ...]:
    """Return the smaller questions that a reply plans, each once, the question itself left out; raises CannotReadError.

    Kept are those in words of the question, of the companies' names, and that anyone uses: they are shown as the steps of the answer.
    """
    try:
        plan = _Plan.model_validate(json_object(reply))
    except ValidationError as error:
        raise CannotReadError("the model's plan is not of the form asked for") from error
    own = " ".join(question.split()).casefold()
    asked = dict.fromkeys(cleaned(one) for one in plan.questions)
    known = " ".join((question, *companies))
    kept = [one for one in asked if 0 < len(one) <= _LONGEST and one.casefold() != own and _is_plain(one, known)]
    return tuple(SubQuestion(one, one) for one in kept[:MOST_STEPS])


def _is_plain(question: str, known: str) -> bool:
    held = frozenset(latin_words(known))
    return not is_odd(question, known) and all(word in held or is_free(word) for word in latin_words(question))


def joined(answer: Answer, steps: Sequence[tuple[SubQuestion, Answer]]) -> Answer:
    """Return the answer to the whole question with what its steps found: their figures and passages after its own, their pages in turns.

    Every step is named in `steps` with how far it was answered.
    """
    told = tuple(AnswerStep(one.label, found.status, len(found.retrieved)) for one, found in steps)
    whole = answer if answer.claims else replace(answer, claims=(), citations=(), text="")
    for _, found in steps:
        if found.claims and found.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}:
            whole = _with(whole, found)
    status = AnswerStatus.PARTIAL if whole.claims and answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE else answer.status
    return replace(whole, status=status, retrieved=_in_turns([answer.retrieved, *(found.retrieved for _, found in steps)]), steps=told)


def _with(whole: Answer, found: Answer) -> Answer:
    """Return the answer with the claims of a step after its own; figures that a step computed stay in its sentence alone."""
    both = with_passages(whole, found)
    return replace(both, status=whole.status, missing=whole.missing)


def _in_turns(results: Sequence[Sequence[RetrievedChunk]]) -> tuple[RetrievedChunk, ...]:
    """Return the pages that several searches found, the best of each first, each page once, numbered anew."""
    seen: dict[tuple[str, int], RetrievedChunk] = {}
    for row in zip_longest(*results):
        for one in row:
            if one is not None:
                seen.setdefault((one.chunk.document_id, one.chunk.page), one)
    return tuple(replace(one, rank=rank) for rank, one in enumerate(seen.values(), 1))
