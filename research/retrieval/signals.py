"""What speaks for a chunk as the place of an answer: one number from -1 to 1 for each signal, whose weights are in `weights.toml`."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from research.nouns.answers import QuestionPlan
from research.nouns.documents import Chunk
from research.nouns.facts import Statement
from research.planning.alike import gives_a_reason
from research.retrieval.asked_topics import AskedTopics, asked_topics, carried, question_topics, without_hyphens, words_of
from research.retrieval.filings import NO_FILING
from research.retrieval.question_kinds import REASONS, kinds_of
from research.retrieval.reading import ReadText, has_shape, read_text, topics_of
from research.retrieval.sections import ASIDE, BETWEEN, section_kinds
from research.text.patterns import any_of, read_beside

# A document's first pages are its cover, whatever their headings say.
COVER_PAGES = 2
COVER = frozenset({"cover"})
# What a sentence and the next say together counts for so much of what one says alone.
NEXT_SHARE = 0.9
# How fast rows count for less: on the next of the pages that state them, and with each topic that a figure leaves unanswered.
NEXT_ROW = 0.1
LEFT_TOPIC = 0.3
ROWS_WITHOUT_METRIC = 0.5
_STATEMENTS = {Statement.INCOME: "income", Statement.BALANCE: "balance", Statement.CASH_FLOW: "cash"}
_QUOTED_NUMBER = re.compile(
    r"(?<![\w.])[$€£¥]?(?P<share>\d[\d,]*(?:\.\d+)?)(?=\s?(?:%|percent|bps|basis|million|billion|bn\b|m\b))|\$(?P<money>\d[\d,]*(?:\.\d+)?)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that an index or a row proposed: how near the indexes find it (0 to 1 of the best), and its place among row pages.

    `filing` are the signals of its document.
    """

    chunk: Chunk
    lexical: float = 0.0
    dense: float = 0.0
    row: int | None = None
    filing: Mapping[str, float] = field(default_factory=lambda: NO_FILING)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks, as signals need it: its topics, each with the sets of words of which one has to be carried whole.

    `carried` keeps which topics each set of words carries: passages of one question carry few different ones.
    """

    topics: AskedTopics
    words: frozenset[str]
    sections: frozenset[str]
    statements: frozenset[str]
    reasons: bool
    shapes: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[int]
    rows: float
    carried: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)


def signals_of(plan: QuestionPlan, candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """Return each candidate's signals, in order."""
    asked = _asked(plan)
    texts = [read_text(one.chunk.text) for one in candidates]
    share = _Shares(_rarity(asked, texts))
    return [_signals(asked, one, text, share) for one, text in zip(candidates, texts, strict=True)]


class _Shares:
    """How much of a question's topics some of them are, the heavier counting more: 0 to 1. Each set of topics is weighed once."""

    def __init__(self, weight: Mapping[str, float]) -> None:
        self._weight = weight
        self._total = math.fsum(weight.values())
        self._known: dict[frozenset[str], float] = {}

    def __call__(self, topics: frozenset[str]) -> float:
        """Return the share of these topics, the same in whatever order they are added."""
        if topics not in self._known:
            self._known[topics] = math.fsum(self._weight[topic] for topic in topics) / self._total if self._total else 0.0
        return self._known[topics]


def _signals(asked: _Asked, one: Candidate, text: ReadText, share: _Shares) -> dict[str, float]:
    said = one.chunk.text
    told_of = [_carried(asked, passage.topics) for passage in text.passages]
    shares = [share(topics) for topics in told_of]
    pairs = [NEXT_SHARE * share(a | b) for a, b in pairwise(told_of)]
    told = [(part, said[passage.start : passage.end]) for part, passage in zip(shares, text.passages, strict=True) if part > 0]
    told.sort(key=lambda passage: -passage[0])
    about = section_kinds(one.chunk.section) | (COVER if one.chunk.page <= COVER_PAGES else frozenset())
    in_section = bool(asked.sections & about)
    return {
        "lexical": one.lexical,
        "dense": one.dense,
        "row": 0.0 if one.row is None else asked.rows / (1.0 + NEXT_ROW * one.row),
        "passage": max([*shares, *pairs], default=0.0),
        "chunk": share(_carried(asked, text.topics)),
        "heading": share(_carried(asked, topics_of(one.chunk.section))),
        "shape": next((part for part, words in told if any(has_shape(words, shape) for shape in asked.shapes)), 0.0),
        "reason": next((part for part, words in told if gives_a_reason(words)), 0.0) if asked.reasons else 0.0,
        "numbers": len(asked.numbers & text.numbers) / len(asked.numbers) if asked.numbers else 0.0,
        "section": float(in_section),
        "statement": float(bool(asked.statements & about) and BETWEEN not in one.chunk.section),
        "aside": float(ASIDE in about and not in_section),
        "years": _years(asked, text.years),
        **one.filing,
    }


def quoted_numbers(question: str) -> frozenset[str]:
    """Return the figures that a question quotes, as digits without grouping."""
    found = ((match["share"] or match["money"]).replace(",", "") for match in _QUOTED_NUMBER.finditer(question))
    return frozenset(number for number in found if len(number) > 1)


def asked_shapes(question: str) -> frozenset[str]:
    """Return what an answer may look like by the words of its question: names of `shapes.toml`."""
    return frozenset(name for name, pattern in _shapes().items() if pattern.search(question))


def _years(asked: _Asked, named: frozenset[int]) -> float:
    return (1.0 if asked.years & named else -1.0) if named and asked.years else 0.0


def _asked(plan: QuestionPlan) -> _Asked:
    kinds = kinds_of(plan)
    topics = asked_topics(plan, kinds)
    return _Asked(
        topics=topics,
        words=words_of(topics),
        sections=frozenset().union(*(kind.sections for kind in kinds)),
        statements=frozenset(_STATEMENTS[statement] for statement, _ in plan.statements),
        reasons=any(kind.name == REASONS for kind in kinds),
        shapes=asked_shapes(plan.question),
        numbers=quoted_numbers(plan.question),
        years=frozenset(period.fiscal_year for period in plan.periods if period.fiscal_year is not None),
        rows=_rows(plan),
    )


def _rows(plan: QuestionPlan) -> float:
    """Return how much rows count, 0 to 1: the less, the more topics of the question a figure leaves unanswered."""
    if plan.wants_figure or plan.wants_computed:
        return 1.0
    explained = f"{plan.metric.words} {plan.derived}" if plan.metric else ""
    left = topics_of(without_hyphens(plan.focus)) - topics_of(without_hyphens(explained)) - question_topics()
    return (1.0 if plan.metric else ROWS_WITHOUT_METRIC) / (1.0 + LEFT_TOPIC * len(left))


def _carried(asked: _Asked, held: frozenset[str]) -> frozenset[str]:
    known = held & asked.words
    if known not in asked.carried:
        asked.carried[known] = carried(asked.topics, asked.words, known)
    return asked.carried[known]


def _rarity(asked: _Asked, texts: Sequence[ReadText]) -> dict[str, float]:
    """Return each topic's weight: the rarer among the candidates, the more it tells; one that none carries tells nothing."""
    counts = Counter(topic for text in texts for topic in _carried(asked, text.topics))
    return {topic: math.log(1 + len(texts) / (1 + counts[topic])) if counts[topic] else 0.0 for topic in asked.topics}


@cache
def _shapes() -> Mapping[str, re.Pattern[str]]:
    data = read_beside(__file__, "shapes.toml")
    return {name: any_of(phrases) for name, phrases in data.items()}
