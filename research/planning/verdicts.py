"""Questions for a verdict that figures decide: whether one is steady, improving or enough, and by which figures a company is judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from research.nouns.answers import PartKind, QuestionPlan
from research.planning.vocabulary import vocabulary
from research.text.patterns import any_of, read_beside
from research.text.words import stop_words, words

_HUNDREDTHS = re.compile(r"bps|basis", re.IGNORECASE)


class Sort(StrEnum):
    """What is to be decided of a figure."""

    STEADY = "steady"
    IMPROVING = "improving"
    HEALTHY = "healthy"
    JUDGED = "judged"  # nothing: the figures by which the user may judge are asked for


@dataclass(frozen=True, slots=True)
class VerdictAsked:
    """What a question wants decided.

    `limit` is by how many points, or percent of an amount, a steady figure may move in a year, `named` whether the question says so; of a
    healthy figure it is what is held for enough. `moving` tells that the question asks whether a figure is not steady, `worse` whether it
    gets worse, `either` which of better and worse it gets; `better` is which way is better: 1 for more, -1 for less. `figures` are the
    metrics to judge by, `title` what they judge; then `better` is on which side of zero the first of them says yes, 0 where none does.
    """

    sort: Sort
    limit: Decimal | None = None
    named: bool = False
    moving: bool = False
    worse: bool = False
    either: bool = False
    better: int = 0
    figures: tuple[str, ...] = ()
    title: str = ""


def read_verdict(plan: QuestionPlan) -> VerdictAsked | None:
    """Return what a plan's question wants decided, None for one that wants nothing of the kind or has words that are not understood.

    None too for one whose verdict the user took out.
    """
    if any(part.kind is PartKind.VERDICT for part in plan.removed):
        return None
    known = _words()
    for pattern, title, figures, better in known.judged:
        if pattern.search(plan.question):
            if better and (len(plan.periods) > 1 or plan.relative or known.bent.search(plan.question)):
                return None
            rest = pattern.sub(" ", " ".join((*plan.qualifiers, plan.metric.words if plan.metric else "")))
            taken = {word for part in pattern.findall(plan.question) for word in re.findall(r"\w+", part.lower())}
            left = [word for word in words(rest) if word not in known.filler and word not in taken]
            return VerdictAsked(Sort.JUDGED, figures=figures, title=title, better=better) if not left else None
    if plan.metric is None or plan.operation or not _opens(plan):
        return None
    sort = next((name for name, pattern in known.sorts.items() if pattern.search(plan.question)), None)
    if sort is None or _left(plan, known, sort):
        return None
    if sort is Sort.STEADY:
        return _steady(plan, known)
    if sort is Sort.IMPROVING:
        better = 1 if plan.metric.value in known.higher else -1 if plan.metric.value in known.lower else 0
        said = [bool(known.worse.fullmatch(word)) for word in known.sorts[sort].findall(plan.question)]
        turned = _is_turned(plan.question, sort, known)
        return VerdictAsked(sort, worse=any(said), either=len(set(said)) > 1, better=better) if better and not turned else None
    enough = known.enough.get(plan.metric.value) if not _is_turned(plan.question, sort, known) else None
    return VerdictAsked(sort, limit=enough) if enough is not None else None


def asked_direction(plan: QuestionPlan) -> int:
    """Return which way a yes-or-no question asks whether a figure went: 1 for up, -1 for down, 0 where it asks neither or both."""
    known = _words()
    if not _opens(plan):
        return 0
    up, down = known.up.search(plan.question), known.down.search(plan.question)
    return 0 if bool(up) is bool(down) else 1 if up else -1


def asks_which_way(plan: QuestionPlan) -> int:
    """Return which way a question asks whether its figure went, as `asked_direction`; 0 too where the words may mean better or a loss."""
    known = _words()
    is_open = known.sorts[Sort.IMPROVING].search(plan.question) or known.losses.search(plan.question)
    return 0 if is_open else asked_direction(plan)


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of `verdicts.toml`, patterns compiled."""

    sorts: Mapping[Sort, re.Pattern[str]]
    moving: re.Pattern[str]
    turned: re.Pattern[str]
    limit: re.Pattern[str]
    usual_points: Decimal
    worse: re.Pattern[str]
    higher: frozenset[str]
    lower: frozenset[str]
    enough: Mapping[str, Decimal]
    judged: tuple[tuple[re.Pattern[str], str, tuple[str, ...], int], ...]
    up: re.Pattern[str]
    down: re.Pattern[str]
    losses: re.Pattern[str]
    bent: re.Pattern[str]
    filler: frozenset[str]


@cache
def _words() -> _Words:
    raw: dict[str, Any] = read_beside(__file__, "verdicts.toml")
    return _Words(
        sorts={sort: any_of(raw[sort.value]["words"]) for sort in (Sort.STEADY, Sort.IMPROVING, Sort.HEALTHY)},
        moving=any_of(raw["steady"]["moving"]),
        turned=re.compile(raw["steady"]["turned"], re.IGNORECASE),
        limit=re.compile(raw["steady"]["limit"], re.IGNORECASE),
        usual_points=Decimal(raw["steady"]["usual_points"]),
        worse=any_of(raw["improving"]["worse"]),
        higher=frozenset(raw["improving"]["higher"]),
        lower=frozenset(raw["improving"]["lower"]),
        enough={name: Decimal(value) for name, value in raw["healthy"]["enough"].items()},
        judged=tuple((any_of(one["words"]), one["title"], tuple(one["figures"]), one.get("better", 0)) for one in raw["judged"]),
        up=any_of(raw["direction"]["up"]),
        down=any_of(raw["direction"]["down"]),
        losses=any_of(raw["direction"]["losses"]),
        bent=re.compile(raw["profit"]["bent"], re.IGNORECASE),
        filler=frozenset(raw["filler"]["words"]) | stop_words(),
    )


def _opens(plan: QuestionPlan) -> bool:
    return next(iter(words(plan.question)), "") in vocabulary().verdict_openings


def _left(plan: QuestionPlan, known: _Words, sort: Sort) -> list[str]:
    """Return the words of a question that the verdict does not explain: numbers of its limit are explained."""
    said = set(words(" ".join(known.sorts[sort].findall(plan.question))))
    limit = known.limit.search(plan.question) if sort is Sort.STEADY else None
    numbers = {limit["number"], f"{limit['number']}{limit['unit']}"} if limit else set()
    return [word for word in plan.qualifiers if not {*words(word)} <= said | known.filler | numbers and word not in numbers]


def _is_turned(question: str, sort: Sort, known: _Words) -> bool:
    """Return whether the first word of a verdict has one before it that makes it mean the contrary."""
    first = known.sorts[sort].search(question)
    return first is not None and known.turned.search(question[: first.start()]) is not None


def _steady(plan: QuestionPlan, known: _Words) -> VerdictAsked:
    first = known.sorts[Sort.STEADY].search(plan.question)
    moving = (first is not None and known.moving.fullmatch(first.group()) is not None) is not _is_turned(plan.question, Sort.STEADY, known)
    if match := known.limit.search(plan.question):
        number = Decimal(match["number"]) / (100 if _HUNDREDTHS.search(match["unit"]) else 1)
        return VerdictAsked(Sort.STEADY, limit=number, named=True, moving=moving)
    return VerdictAsked(Sort.STEADY, limit=known.usual_points, moving=moving)
