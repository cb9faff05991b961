"""FinanceBench-style evaluation: questions with gold pages and answers, over whatever the library holds.

Format and metric questions: Islam et al., "FinanceBench: A New Benchmark for Financial Question Answering" (2023).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import median

from research.errors import CannotReadError
from research.evaluation.scoring import (
    CUTS,
    FigureScore,
    Judged,
    PageId,
    first_document_hit,
    first_hit,
    fold_pages,
    read_gold,
    score_figure,
)
from research.nouns.answers import Answer, RetrievedChunk
from research.text.lines import read_lines

NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with its gold document, the gold pages, pages that show the same figures, and the gold figure if it is one number.

    `type` and `expected` are the set's own words: the kind of question, and the answer.
    """

    id: str
    question: str
    document: str
    pages: frozenset[PageId]
    also: frozenset[PageId]
    figure: Decimal | None
    type: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """How one question went: ranks are 1-based, None for not found; seconds for search and for the whole answer."""

    id: str
    strict: int | None
    lenient: int | None
    document: int | None
    figure: FigureScore | None
    shown: str
    gold: str
    status: str
    search_seconds: float
    ask_seconds: float


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """All scores of a run, and the ids of questions whose document the library does not hold."""

    scores: tuple[QuestionScore, ...]
    not_in_library: tuple[str, ...] = field(default=())

    def hits(self, attribute: str) -> dict[int, int]:
        """Return, for each cut, how many questions have their first hit at that rank or better; attribute: strict, lenient, document."""
        ranks = [getattr(score, attribute) for score in self.scores]
        return {cut: sum(rank is not None and rank <= cut for rank in ranks) for cut in CUTS}

    def figures(self) -> dict[FigureScore, int]:
        """Return how many figure questions were correct, wrong and refused."""
        return {kind: sum(score.figure is kind for score in self.scores) for kind in FigureScore}

    def latency(self) -> dict[str, float]:
        """Return median and 95th percentile seconds of search and of the whole answer."""
        out: dict[str, float] = {}
        for name in ("search_seconds", "ask_seconds"):
            values = sorted(getattr(score, name) for score in self.scores) or [0.0]
            out[f"{name}_p50"] = round(median(values), 4)
            out[f"{name}_p95"] = round(values[min(len(values) - 1, int(0.95 * len(values)))], 4)
        return out


def read_questions(folder: Path) -> list[GoldQuestion]:
    """Return the questions of `questions.jsonl`; raises CannotReadError with the line that is off."""
    path = folder / "questions.jsonl"
    questions: list[GoldQuestion] = []
    for number, line in read_lines(path, kind="file", hint="name a folder that holds questions.jsonl"):
        try:
            row = json.loads(line)
            questions.append(
                GoldQuestion(
                    id=row["id"],
                    question=row["question"],
                    document=row["doc"],
                    pages=frozenset((item["doc"], int(item["page"])) for item in row["evidence"]),
                    also=frozenset((item["doc"], int(item["page"])) for item in row.get("also", ())),
                    figure=read_gold(row["answer"]) if row.get("type") == "metrics-generated" else None,
                    type=str(row.get("type", "")),
                    expected=str(row["answer"]),
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise CannotReadError(f"{path} line {number} is not a question: {error}", "correct the line") from error
    return questions


def evaluate(
    questions: Iterable[GoldQuestion],
    held: frozenset[str],
    *,
    search: Callable[[str], Sequence[RetrievedChunk]],
    ask: Callable[[str], Answer],
    judged: Callable[[Judged], None] = lambda _: None,
) -> EvaluationReport:
    """Return the scores of the questions whose document is `held`; `search` returns at least ten pages, best first.

    `judged` is told of each question as soon as it is scored.
    """
    scores: list[QuestionScore] = []
    absent: list[str] = []
    for question in questions:
        if question.document not in held:
            absent.append(question.id)
            continue
        score, told = _score(question, search, ask)
        scores.append(score)
        judged(told)
    return EvaluationReport(tuple(scores), tuple(absent))


def _score(
    question: GoldQuestion, search: Callable[[str], Sequence[RetrievedChunk]], ask: Callable[[str], Answer]
) -> tuple[QuestionScore, Judged]:
    started = time.perf_counter()
    ranked = [(found.document, found.chunk.page) for found in search(question.question)]
    searched = time.perf_counter()
    answer = ask(question.question)
    asked = time.perf_counter()
    figure = score_answer(answer, question.figure) if question.figure is not None else None
    score = QuestionScore(
        id=question.id,
        strict=first_hit(ranked, question.pages),
        lenient=first_hit(ranked, question.pages | question.also),
        document=first_document_hit(ranked, frozenset({question.document})),
        figure=figure,
        shown=" and ".join(value.display for value in answer.values),
        gold=str(question.figure) if question.figure is not None else "",
        status=answer.status.value,
        search_seconds=searched - started,
        ask_seconds=asked - searched,
    )
    told = Judged(
        id=question.id,
        kind=question.type,
        question=question.question,
        expected=question.expected,
        verdict=figure.value if figure else NOT_JUDGED,
        answer=answer,
        ranked=tuple(fold_pages(ranked)),
        pages=question.pages,
        also=question.also,
    )
    return score, told


def score_answer(answer: Answer, gold: Decimal) -> FigureScore:
    """Return what an answer to a question for one figure was worth: refused without a value, wrong with several."""
    if len(answer.values) > 1:
        return FigureScore.WRONG
    value = answer.values[0] if answer.values else None
    cited = value is not None and any(citation.marker == value.marker for citation in answer.citations)
    return score_figure(value.number if value else None, gold, decimals=answer.plan.decimals, cited=cited)
