"""Evaluation on questions of one's own: figures, passages, refusals and choices, each judged by what the question expects.

One JSON object a line: `id`, `type`, `question`, `expect` (figure, prose, refuse or clarify), and as far as they apply `figure`
(number, unit, scale, decimals), `figures` (several such), `row` (doc, page and figures of the row that holds it), `evidence` and `also`
(doc and page), `must` (for prose: lists of alternatives, one of each to be carried), `readings` (for clarify), `follows` (the id of the
question that it goes on from). Other keys are ignored.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from research.errors import CannotReadError
from research.evaluation.rows import Boxed, MarkedRow, judge_row, read_row
from research.evaluation.scoring import Judged, PageId, first_hit, fold_pages
from research.nouns.answers import Answer, AnswerStatus, FigureValue, QuestionPlan, RetrievedChunk
from research.nouns.conversations import FRESH, Turn
from research.text.lines import read_lines

RELATIVE_TOLERANCE = Decimal("0.005")
HIT_AT = 5


class Expect(StrEnum):
    """What a right answer to a question is."""

    FIGURE = "figure"
    PROSE = "prose"
    REFUSE = "refuse"
    CLARIFY = "clarify"


class Outcome(StrEnum):
    """What an answer was worth."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure at its scale (1,577 at 1,000,000), its unit ("USD", "%", "x", …), and the decimals that it is asked with."""

    number: Decimal
    unit: str
    scale: int
    decimals: int

    def fits(self, value: FigureValue) -> bool:
        """Return whether a shown value is this figure: within 0.5 % or one unit of its last digit, scale and sign included."""
        last_digit = Decimal(self.scale).scaleb(-self.decimals)
        expected, shown = self.number * self.scale, value.number * value.scale
        same_kind = value.unit.rpartition("/")[2] == self.unit.rpartition("/")[2] or self.unit not in {"%", "x", "pp"}
        return same_kind and abs(shown - expected) <= max(abs(expected) * RELATIVE_TOLERANCE, last_digit)


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question with what a right answer holds; `follows` is the id of the question before it in a conversation, "" for none.

    `row` is the row that its figure stands in, None where none is marked.
    """

    id: str
    type: str
    question: str
    expect: Expect
    figures: tuple[ExpectedFigure, ...]
    pages: frozenset[PageId]
    also: frozenset[PageId]
    must: tuple[tuple[str, ...], ...]
    follows: str = ""
    row: MarkedRow | None = None


@dataclass(frozen=True, slots=True)
class OwnScore:
    """How one question went; ranks are 1-based, None for a page that was not found or a question without one.

    `boxed` says whether the marked row is what the answer cites, None for a question that marks none.
    """

    id: str
    type: str
    expect: Expect
    outcome: Outcome
    strict: int | None
    lenient: int | None
    has_pages: bool
    shown: str
    seconds: float
    boxed: Boxed | None = None


def read_own_questions(path: Path) -> list[OwnQuestion]:
    """Return the questions of a file; raises CannotReadError with the line that is off, as one that follows no question before it.

    A line whose `expect` is null is a case of which nobody has said what is right; it is left out.
    """
    questions: list[OwnQuestion] = []
    for number, line in read_lines(path, kind="file", hint="name a file of questions, one JSON object a line"):
        try:
            row = json.loads(line)
            if row.get("expect", "") is not None:
                questions.append(_question(row, {one.id for one in questions}))
        except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError) as error:
            why = f"it has no {error}" if isinstance(error, KeyError) else str(error)
            raise CannotReadError(f"{path} line {number} is not a question: {why}", "correct the line") from error
    return questions


def score_own_questions(
    questions: Iterable[OwnQuestion],
    *,
    search: Callable[[str], Sequence[RetrievedChunk]],
    ask: Callable[[str, Turn], Answer],
    judged: Callable[[Judged], None] = lambda _: None,
) -> list[OwnScore]:
    """Return the score of each question in order; one that goes on from another is asked in its turn, with the pages found for it there.

    `judged` is told of each question as soon as it is scored.
    """
    scores: list[OwnScore] = []
    plans: dict[str, QuestionPlan] = {}
    for question in questions:
        turn = Turn(earlier=plans[question.follows]) if question.follows else FRESH
        hits = () if question.follows else search(question.question)
        started = time.perf_counter()
        answer = ask(question.question, turn)
        plans[question.id] = answer.plan
        ranked = [(found.document, found.chunk.page) for found in (answer.retrieved if question.follows else hits)]
        outcome = judge(question, answer)
        score = OwnScore(
            id=question.id,
            type=question.type,
            expect=question.expect,
            outcome=outcome,
            strict=first_hit(ranked, question.pages),
            lenient=first_hit(ranked, question.pages | question.also),
            has_pages=bool(question.pages),
            shown="; ".join(value.display for value in answer.values) or answer.status.value,
            seconds=time.perf_counter() - started,
            boxed=judge_row(question.row, answer, right=outcome is Outcome.RIGHT),
        )
        scores.append(score)
        judged(_judged(question, answer, ranked, score))
    return scores


def judge(question: OwnQuestion, answer: Answer) -> Outcome:
    """Return what an answer is worth.

    Figure: right with every figure that is expected and no other, each cited; refused without a value. Prose: right when its cited text
    carries one of each list of facts, or, where none are listed, stands on a gold page. Refuse: right only when refused outright.
    Clarify: right when it asks back or shows several values.
    """
    refused = answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    asks = answer.status is AnswerStatus.NEEDS_CLARIFICATION
    if question.expect is Expect.REFUSE:
        return Outcome.RIGHT if refused else Outcome.WRONG if answer.values else Outcome.REFUSED if asks else Outcome.WRONG
    if question.expect is Expect.CLARIFY:
        return Outcome.RIGHT if asks or len(answer.values) > 1 else Outcome.REFUSED if refused or not answer.values else Outcome.WRONG
    if question.expect is Expect.FIGURE:
        return _judge_figures(question, answer)
    if refused or asks:
        return Outcome.REFUSED
    return Outcome.RIGHT if _carries(question, answer) else Outcome.WRONG


def count_outcomes(scores: Iterable[OwnScore], key: Callable[[OwnScore], str]) -> dict[str, Counter[Outcome]]:
    """Return how many answers were right, wrong and refused under each key, in order of first appearance."""
    counts: dict[str, Counter[Outcome]] = {}
    for score in scores:
        counts.setdefault(key(score), Counter())[score.outcome] += 1
    return counts


def page_hits(scores: Iterable[OwnScore], cut: int = HIT_AT) -> tuple[int, int, int]:
    """Return how many questions have a gold page, and how many have one (strict), or one that shows the same (lenient), by `cut`."""
    paged = [score for score in scores if score.has_pages]
    strict = sum(score.strict is not None and score.strict <= cut for score in paged)
    return len(paged), strict, sum(score.lenient is not None and score.lenient <= cut for score in paged)


def _judged(question: OwnQuestion, answer: Answer, ranked: Sequence[PageId], score: OwnScore) -> Judged:
    return Judged(
        id=question.id,
        kind=question.type,
        question=question.question,
        expected=_in_words(question),
        verdict=score.outcome.value,
        answer=answer,
        ranked=tuple(fold_pages(ranked)),
        pages=question.pages,
        also=question.also,
        boxed=score.boxed.value if score.boxed else "",
    )


def _in_words(question: OwnQuestion) -> str:
    """Return what a right answer holds, for a reader."""
    if question.expect is Expect.FIGURE:
        return "; ".join(f"{one.number:f} {one.unit}{f' (in {one.scale:,})' if one.scale != 1 else ''}" for one in question.figures)
    if question.expect is Expect.PROSE:
        return "; ".join(" or ".join(facts) for facts in question.must) or "a passage of the gold page"
    return "a refusal" if question.expect is Expect.REFUSE else "a question back, or several values"


def _judge_figures(question: OwnQuestion, answer: Answer) -> Outcome:
    if not answer.values:
        return Outcome.REFUSED
    cited = {citation.marker for citation in answer.citations}
    found = [any(expected.fits(value) and value.marker in cited for value in answer.values) for expected in question.figures]
    return Outcome.RIGHT if all(found) and len(answer.values) <= max(1, len(question.figures)) else Outcome.WRONG


def _carries(question: OwnQuestion, answer: Answer) -> bool:
    quoted = " ".join(" ".join(citation.quote.split()) for citation in answer.citations).casefold()
    if question.must:
        return all(any(fact.casefold() in quoted for fact in facts) for facts in question.must)
    return any((citation.document, citation.page) in question.pages | question.also for citation in answer.citations)


def _question(row: dict[str, Any], before: Collection[str]) -> OwnQuestion:
    """Return the question of a line; raises KeyError, TypeError or ValueError for one that is none."""
    follows = str(row.get("follows") or "")
    if follows and follows not in before:
        raise ValueError(f"it follows {follows}, which is no question before it")
    figures = row.get("figures") or ([row["figure"]] if row.get("figure") else [])
    return OwnQuestion(
        id=str(row["id"]),
        type=str(row["type"]),
        question=str(row["question"]),
        expect=Expect(row["expect"]),
        figures=tuple(ExpectedFigure(Decimal(f["number"]), str(f["unit"]), int(f["scale"]), int(f.get("decimals", 0))) for f in figures),
        pages=_pages(row.get("evidence", ())),
        also=_pages(row.get("also", ())),
        must=tuple(tuple(map(str, facts)) for facts in row.get("must", ())),
        follows=follows,
        row=read_row(row.get("row")),
    )


def _pages(items: Iterable[dict[str, Any]]) -> frozenset[PageId]:
    return frozenset((str(item["doc"]), int(item["page"])) for item in items)
