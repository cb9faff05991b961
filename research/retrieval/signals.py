"""What speaks for a chunk as the place of an answer: one number from -1 to 1 for each signal, whose weights are in `weights.toml`."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from research.nouns.answers import QuestionPlan
from research.nouns.documents import Chunk
from research.nouns.facts import Statement
from research.planning.alike import gives_a_reason
from research.planning.vocabulary import any_of
from research.retrieval.asked_topics import AskedTopics, asked_topics, carried, question_topics, without_hyphens, words_of
from research.retrieval.question_kinds import REASONS, kinds_of
from research.retrieval.reading import ReadText, has_shape, numbers_in, read_text, topics_of
from research.retrieval.sections import ASIDE, BETWEEN, section_kinds

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
    """A chunk that an index or a row proposed: how near the indexes find it (0 to 1 of the best), and its place among row pages."""

    chunk: Chunk
    lexical: float = 0.0
    dense: float = 0.0
    row: int | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks, as signals need it: its topics, each with the sets of words of which one has to be carried whole."""

    topics: AskedTopics
    words: frozenset[str]
    sections: frozenset[str]
    statements: frozenset[str]
    reasons: bool
    shapes: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[int]
    rows: float


def signals_of(plan: QuestionPlan, candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """Return each candidate's signals, in order."""
    asked = _asked(plan)
    texts = [read_text(one.chunk.text) for one in candidates]
    weight = _rarity(asked, texts)
    return [_signals(asked, one, text, weight) for one, text in zip(candidates, texts, strict=True)]


def _signals(asked: _Asked, one: Candidate, text: ReadText, weight: Mapping[str, float]) -> dict[str, float]:
    said = one.chunk.text
    told_of = [carried(asked.topics, asked.words, passage.topics) for passage in text.passages]
    shares = [_share(topics, weight) for topics in told_of]
    pairs = [NEXT_SHARE * _share(a | b, weight) for a, b in pairwise(told_of)]
    told = [(share, said[passage.start : passage.end]) for share, passage in zip(shares, text.passages, strict=True) if share > 0]
    about = section_kinds(one.chunk.section) | (COVER if one.chunk.page <= COVER_PAGES else frozenset())
    in_section = bool(asked.sections & about)
    return {
        "lexical": one.lexical,
        "dense": one.dense,
        "row": 0.0 if one.row is None else asked.rows / (1.0 + NEXT_ROW * one.row),
        "passage": max([*shares, *pairs], default=0.0),
        "chunk": _share(carried(asked.topics, asked.words, text.topics), weight),
        "heading": _share(carried(asked.topics, asked.words, topics_of(one.chunk.section)), weight),
        "shape": max((share for share, words in told if any(has_shape(words, shape) for shape in asked.shapes)), default=0.0),
        "reason": max((share for share, words in told if gives_a_reason(words)), default=0.0) if asked.reasons else 0.0,
        "numbers": len(asked.numbers & numbers_in(said)) / len(asked.numbers) if asked.numbers else 0.0,
        "section": float(in_section),
        "statement": float(bool(asked.statements & about) and BETWEEN not in one.chunk.section),
        "aside": float(ASIDE in about and not in_section),
        "years": _years(asked, text.years),
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


def _rarity(asked: _Asked, texts: Sequence[ReadText]) -> dict[str, float]:
    """Return each topic's weight: the rarer among the candidates, the more it tells; one that none carries tells nothing."""
    counts = Counter(topic for text in texts for topic in carried(asked.topics, asked.words, text.topics))
    return {topic: math.log(1 + len(texts) / (1 + counts[topic])) if counts[topic] else 0.0 for topic in asked.topics}


def _share(topics: frozenset[str], weight: Mapping[str, float]) -> float:
    total = sum(weight.values())
    return sum(weight[topic] for topic in topics) / total if total else 0.0


@cache
def _shapes() -> Mapping[str, re.Pattern[str]]:
    data = tomllib.loads((Path(__file__).parent / "shapes.toml").read_text(encoding="utf-8"))
    return {name: any_of(phrases) for name, phrases in data.items()}
