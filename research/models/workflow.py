"""The steps of a question as a LlamaIndex workflow: plan, ask each smaller question, join. It can be stopped between steps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from research.errors import DeskError
from research.models.steps import MOST_STEPS, SubQuestion, by_company, joined, may_need_steps, plan_request, planned
from research.models.writer import Attempt, Sent, whole_question
from research.nouns.answers import Answer, AnswerStatus
from research.protocols.models import LLM

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stepping:
    """What the steps of a question are taken with.

    `ask` answers a smaller question; `companies` are the library's; `tell` is told of each step as it begins; `go_on` says whether to take
    the next one; `note` is told what was sent to a model that plans. Of `seconds` the last step begins before they are over.
    """

    ask: Callable[[SubQuestion], Answer]
    companies: Sequence[str]
    tell: Callable[[str], None]
    go_on: Callable[[], bool]
    seconds: float
    note: Callable[[Sent], None] = lambda _: None


def in_steps(answer: Answer, model: LLM | None, stepping: Stepping) -> Answer:
    """Return the answer with what its smaller questions found; as it was where it needs no steps.

    Companies that are compared are asked about one by one, by rule; what else takes several steps a model plans, its questions being
    kept to those that name what the library holds. A step that fails is left out.
    """
    if answer.status is AnswerStatus.NEEDS_CLARIFICATION or answer.plan.removed:
        return answer
    questions = by_company(answer)
    if not questions and model and may_need_steps(answer):
        questions = _planned(answer, model, stepping)
    return _taken(answer, questions, stepping) if questions else answer


def _taken(answer: Answer, questions: Sequence[SubQuestion], stepping: Stepping) -> Answer:
    """Return the answer with its steps, taken in a thread of their own: whoever asks may have a loop running in theirs."""
    with ThreadPoolExecutor(1, thread_name_prefix="steps") as thread:
        return thread.submit(lambda: asyncio.run(_run(answer, questions, stepping))).result()


def _planned(answer: Answer, model: LLM, stepping: Stepping) -> tuple[SubQuestion, ...]:
    attempt = Attempt(model, plan_request(whole_question(answer.plan), stepping.companies))
    try:
        return planned(attempt.ask(attempt.request).text, answer.question, stepping.companies)
    except DeskError as error:
        _log.info("no steps were planned", model=model.name, why=error.message)
        return ()
    finally:
        if attempt.asked:
            stepping.note(attempt.sent())


async def _run(answer: Answer, questions: Sequence[SubQuestion], stepping: Stepping) -> Answer:
    from workflows import Context, Workflow, step  # noqa: PLC0415 (only questions of several steps wait for it)
    from workflows.errors import WorkflowTimeoutError  # noqa: PLC0415
    from workflows.events import Event, StartEvent, StopEvent  # noqa: PLC0415

    class Wanted(Event):
        """A smaller question to be asked."""

        at: int

    class Found(Event):
        """A smaller question that was asked."""

        at: int

    found: dict[int, Answer] = {}

    class Steps(Workflow):
        """Each smaller question is a step of its own; the last one to end joins them."""

        @step
        async def begin(self, ctx: Context, ev: StartEvent) -> Wanted | None:
            """Hand out the smaller questions."""
            del ev
            for at in range(len(questions)):
                ctx.send_event(Wanted(at=at))
            return None

        @step(num_workers=1)
        async def ask(self, ctx: Context, ev: Wanted) -> Found:
            """Ask one, in a thread of its own so that the page stays alive."""
            del ctx
            if stepping.go_on():
                stepping.tell(questions[ev.at].label)
                if (answered := await asyncio.to_thread(_answered, questions[ev.at], stepping)) is not None:
                    found[ev.at] = answered
            return Found(at=ev.at)

        @step
        async def join(self, ctx: Context, ev: Found) -> StopEvent | None:
            """End when every smaller question has been asked."""
            every = ctx.collect_events(ev, [Found] * len(questions))
            return StopEvent() if every is not None else None

    try:
        await Steps(timeout=stepping.seconds).run()
    except WorkflowTimeoutError:
        _log.info("the time for steps is over", seconds=stepping.seconds)
    return joined(answer, [(one, found[at]) for at, one in enumerate(questions[:MOST_STEPS]) if at in found])


def _answered(one: SubQuestion, stepping: Stepping) -> Answer | None:
    """Return the answer to a smaller question; None when it fails, or names what the library does not hold."""
    try:
        answer = stepping.ask(one)
    except DeskError as error:
        _log.info("a step failed", question=one.question, why=error.message)
        return None
    return None if answer.plan.unknown_companies else answer
