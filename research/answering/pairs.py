"""What a question wants where it sets two printed figures against each other: the readings of its words as targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from research.answering.targets import Figure, Pair, Row, metric_of
from research.metrics.labelled import Topic
from research.nouns.answers import QuestionPlan
from research.planning.pairs import PairKind, PairWords, find_pairs, is_around
from research.text.words import words

Planner: TypeAlias = Callable[[str], QuestionPlan]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two figures: its plan, and the words that no other field of it explains."""

    plan: QuestionPlan
    left: tuple[str, ...]

    @property
    def metric(self) -> str:
        """Return the metric or concept that its words name, "" for none."""
        return self.plan.metric.value if self.plan.metric else ""

    @property
    def words(self) -> str:
        """Return its words, those of its metric last."""
        return " ".join((*self.left, *(self.plan.metric.words.split() if self.plan.metric else ())))

    def row(self, *, like: _Side | None = None) -> Row:
        """Return the row that its words name; with the metric of another where it names none itself."""
        named = (like or self).plan.metric
        said = named.words if named else ""
        topic = Topic.of(self.left, metric=named.value if named else "", said=said)
        return Row(topic, " ".join((*self.left, *said.split())))


def pairs_of(plan: QuestionPlan, read: Planner) -> Iterator[Pair]:
    """Yield the pairs of figures that a plan may want, the likeliest first; `read` plans a part of the question.

    Each side is of the question's own company and periods: one that names another makes no pair.
    """
    if plan.unknown_companies:
        return
    for pair in find_pairs(plan.question):
        first, second = (_side(plan, _read(text, read)) for text in (pair.first, pair.second))
        if first is None or second is None or not (second.metric or second.left) or not (first.metric or first.left):
            continue
        if pair.kind is PairKind.LESS and (not first.metric or first.metric != second.metric):
            continue  # what is taken out is of the same sort: revenue of revenue, no charge of an income
        yield from _targets(pair, first, second, plan.question)


def _targets(pair: PairWords, first: _Side, second: _Side, question: str) -> Iterator[Pair]:
    parts = (first.words, "as a share of" if pair.kind is PairKind.SHARE else "without", second.words)
    title = _as_asked(" ".join(parts), question)
    whole = _target(second)
    if whole is None:
        return
    sides = [first.row(like=second)] if not first.metric and second.metric else []
    # Of a part of the company the other figure is that part's own, which its words need not say again.
    sides += [first.row()] if first.metric and not first.left and second.left else []
    alone = _target(first)
    for part in (*sides, *([alone] if alone else [])):
        yield Pair(pair.kind, part, whole, title)


def _as_asked(said: str, question: str) -> str:
    """Return words with the capitals that a question gives them: "AWS"."""
    asked = {word.casefold(): word for word in re.findall(r"\w+", question)}
    return re.sub(r"\w+", lambda match: asked.get(match.group().casefold(), match.group()), said)


def _target(side: _Side) -> Figure | None:
    plan = replace(side.plan, qualifiers=side.left)
    found = metric_of(plan) if not side.left else None
    return found or (side.row() if side.row().topic.narrows else None)


def _side(whole: QuestionPlan, part: QuestionPlan) -> _Side | None:
    """Return one side of a pair, None where it is of another company or period, or more is asked of it."""
    companies, periods = {one.value for one in whole.companies}, {(one.fiscal_year, one.fiscal_period, one.on) for one in whole.periods}
    strange = any(one.value not in companies for one in part.companies) or part.unknown_companies != () or part.formula != ""
    if strange or any((one.fiscal_year, one.fiscal_period, one.on) not in periods for one in part.periods) or part.operation:
        return None
    # The company's own word is one of a part's name where the whole question has it so: "MGM China".
    named = [word for term in part.companies for word in words(term.words) if word in whole.qualifiers]
    return _Side(part, _without_around((*named, *part.qualifiers)))


def _read(text: str, read: Planner) -> QuestionPlan:
    """Return the plan of a part of a question, in which a name that no company has is that of a part of one."""
    plan = read(text)
    return read(text.lower()) if plan.unknown_companies else plan


def _without_around(left: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in left if not is_around(word))
