"""Answers to questions for a verdict: the figures that decide it, and yes or no only where they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.answering.sentences import NOTE
from research.answering.targets import Target, metric_of, title_of_target
from research.concepts.catalogue import find_concept
from research.metrics.calculator import CannotComputeError
from research.metrics.definitions import find_metric
from research.metrics.operations import combine
from research.nouns.access import Access
from research.nouns.answers import Answer, Operation, PeriodTerm, PlanTerm, QuestionPlan
from research.nouns.facts import Calculation
from research.planning.verdicts import Sort, VerdictAsked, asked_direction, asks_which_way, read_verdict

_YEARS = 3
_MOVED = (Operation.GROWTH, Operation.CHANGE)
_Figure: TypeAlias = tuple[Target, Calculation]


class VerdictAnswerer:
    """Answers whether a figure is steady, improving or enough, and which way one went that its word leaves open."""

    def __init__(self, figures: FigureAnswerer) -> None:
        self._figures = figures

    def answer(self, reading: Reading, access: Access) -> Answer | None:
        """Return the figures that a verdict on one company rests on, and the verdict where they decide it; None for another question."""
        asked = read_verdict(reading.plan) if len(reading.companies) == 1 and not reading.plan.formula else None
        if asked is None:
            return None
        if asked.sort is Sort.JUDGED:
            return self._judged(reading, access, asked)
        target = metric_of(reading.plan)
        if target is None:
            return None
        count = 1 if asked.sort is Sort.HEALTHY else _YEARS
        figures = self._over_years(reading, access, target, count)
        if asked.sort is Sort.HEALTHY:
            return self._written(reading, access, figures, _enough(figures[0][1], asked)) if figures else None
        changes = _changes(figures)
        if not changes or (asked.sort is Sort.STEADY and len(changes) < _YEARS - 1):
            return None
        if asked.sort is Sort.IMPROVING:
            return self._written(reading, access, [*figures, *changes], _improving(changes, asked))
        lead, note = _steady(figures, changes, asked)
        return self._written(reading, access, [*figures, *changes], lead, note=note)

    def whichever(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer to whether a figure went up or down whose word may mean several, where all of them went the same way.

        None where they did not, where none is known, and for any other question.
        """
        plan, way = reading.plan, asked_direction(reading.plan)
        moved = plan.operation is not None and plan.operation.value in _MOVED
        if not (plan.meanings and moved and way and len(reading.companies) == 1 and len(plan.periods) in {1, 2}):
            return None
        if set(plan.qualifiers) - set(plan.meanings[0].words.lower().split()):
            return None
        found = [figure for term in plan.meanings for figure in self._of_meaning(reading, access, term)]
        ways = {_sign(calculation) for _, calculation in found}
        if len(ways) != 1 or ways == {0}:
            return None
        went = ways.pop()
        of_all = ", by whichever of these figures is meant" if len(found) > 1 else ""
        return self._written(reading, access, found, f"{said_way(went, way)}{of_all}")

    def _of_meaning(self, reading: Reading, access: Access, term: PlanTerm) -> list[_Figure]:
        target = find_metric(term.value) or find_concept(term.value)
        found = self._figures.answer(access, target, reading) if target else None
        return [(target, value.calculation) for value in found.values] if target and found else []

    def _judged(self, reading: Reading, access: Access, asked: VerdictAsked) -> Answer | None:
        """Return the figures by which it is usually judged what a company is; a verdict only where their side of zero decides.

        None without the first of them, which means nothing for some companies.
        """
        targets = [target for name in asked.figures if (target := find_metric(name) or find_concept(name))]
        figures = [figure for target in targets for figure in self._over_years(reading, access, target, 1)]
        lead = f"these are the usual figures to judge {asked.title}; no convention says where that begins, so no verdict is given"
        if not figures or figures[0][0] is not targets[0]:
            return None
        if asked.better:
            side = _sign(figures[0][1])
            where = "above" if side > 0 else "below" if side < 0 else "at"
            lead = f"{_yes(side == asked.better)}, {title_of_target(targets[0]).lower()} was {where} zero"
        return self._written(reading, access, figures, lead)

    def _over_years(self, reading: Reading, access: Access, target: Target, count: int) -> list[_Figure]:
        """Return a figure of the years that are named, or of the last `count` to the one named or to the newest, those known in a row."""
        terms = _years(reading.plan, count)
        newest = None if terms else self._figures.newest_year(access, target, reading)
        terms = terms or (_back_from(newest, count) if newest else ())
        for periods in (terms, terms[1:]) if len(terms) > 2 else (terms,):
            plan = replace(reading.plan, periods=periods, operation=None, relative=None, derived="", direction="")
            found = self._figures.answer(access, target, replace(reading, plan=plan)) if periods else None
            if found and len(found.values) == len(periods):
                return [(target, value.calculation) for value in found.values]
        return []

    def _written(self, reading: Reading, access: Access, figures: Sequence[_Figure], lead: str, *, note: str = "") -> Answer:
        """Return the answer of figures with the verdict before them; `note` says what convention it goes by."""
        found = self._figures.present(access, figures, reading)
        first, *others = found.claims
        said = f"{reading.companies[0].name}: {lead}.\n{first.text}{NOTE + note if note else ''}"
        claims = (replace(first, text=said), *others)
        return found.answer(replace(reading.plan, meanings=()), claims)


def with_direction(answer: Answer, reading: Reading) -> Answer:
    """Return the answer to whether one company's figure went up or down with yes or no before it; any other answer as it is."""
    plan, way = reading.plan, asks_which_way(reading.plan)
    moved = plan.operation is not None and plan.operation.value in _MOVED
    if not (way and moved and len(reading.companies) == len(answer.values) == 1 and not plan.unknown_companies):
        return answer
    first, *others = answer.claims
    lead = said_way(_sign(answer.values[0].calculation), way)
    claims = (replace(first, text=f"{reading.companies[0].name}: {lead}.\n{first.text}"), *others)
    return replace(answer, claims=claims, text="\n".join(claim.text for claim in claims))


def with_way(answer: Answer, reading: Reading) -> Answer:
    """Return the answer of one change with the way that it went before it, whatever way the question supposes; any other as it is."""
    operation = reading.plan.operation
    if len(answer.values) != 1 or operation is None or operation.value not in _MOVED or "\n" in answer.claims[0].text:
        return answer
    first, *others = answer.claims
    went = _sign(answer.values[0].calculation)
    way = "it rose" if went > 0 else "it fell" if went < 0 else "it did not change"
    claims = (replace(first, text=f"{reading.companies[0].name}: {way}.\n{first.text}"), *others)
    return replace(answer, claims=claims, text="\n".join(claim.text for claim in claims))


def said_way(went: int, asked: int) -> str:
    """Return which way a figure went, with yes or no to the way asked for; both are signs, 0 where it did not move or no way is asked."""
    moved = "it rose" if went > 0 else "it fell" if went < 0 else "no change"
    if not asked:
        return f"yes, {moved}" if went else moved
    return f"{_yes(went == asked)}, {moved if went else 'it did not change'}"


def _years(plan: QuestionPlan, count: int) -> tuple[PeriodTerm, ...]:
    """Return the years that a plan names in order of time, a lone one with those before it; none where it names none or other periods."""
    years = sorted((term for term in plan.periods if term.fiscal_year is not None), key=lambda term: term.fiscal_year or 0)
    if len(years) != len(plan.periods) or len({term.fiscal_period for term in years}) > 1:
        return ()
    return _back_from(years[0], count) if len(years) == 1 else tuple(years)


def _back_from(last: PeriodTerm, count: int) -> tuple[PeriodTerm, ...]:
    return tuple(replace(last, fiscal_year=(last.fiscal_year or 0) - back) for back in range(count - 1, -1, -1))


def _changes(figures: Sequence[_Figure]) -> list[_Figure]:
    """Return the change from each figure to the next: of a percentage in points, of an amount in percent; none where one means nothing."""
    try:
        return [(target, combine(Operation.GROWTH, [earlier, later])) for (_, earlier), (target, later) in pairwise(figures)]
    except CannotComputeError:
        return []


def _steady(figures: Sequence[_Figure], changes: Sequence[_Figure], asked: VerdictAsked) -> tuple[str, str]:
    """Return the verdict by the limit that the question names, or by the usual one of percentages, and a note that says the usual one.

    The note holds a figure of no document. Without either limit there is no verdict.
    """
    is_percentage = figures[0][1].unit == "%"
    if asked.limit is None or not (asked.named or is_percentage):
        return "this is how it moved from one year to the next; no limit is named, so no verdict is given", ""
    within = all(abs(change.value) <= asked.limit for _, change in changes)
    what = "the limit that the question names" if asked.named else "the usual limit"
    how_far = "no more" if within else "more at least once"
    note = "" if asked.named else f"The usual limit of a percentage is {asked.limit} percentage points from one year to the next."
    return f"{_yes(within is not asked.moving)}, from one year to the next it moved by {how_far} than {what}", note


def _improving(changes: Sequence[_Figure], asked: VerdictAsked) -> str:
    """Return whether a figure got better: in every step, or in none; else what the last step was."""
    ways = [_sign(change) * asked.better for _, change in changes]
    wanted = -1 if asked.worse else 1
    if len(set(ways)) == 1 and asked.either:
        return f"it {_got(ways[-1])} from each of these years to the next"
    if len(set(ways)) == 1:
        return f"{_yes(ways[-1] == wanted)}, it {_got(ways[-1])} from each of these years to the next"
    return f"not in every year: it {_got(ways[-1])} in the last of these years, but not in those before"


def _got(way: int) -> str:
    return "got better" if way > 0 else "got worse" if way < 0 else "stayed as it was"


def _enough(calculation: Calculation, asked: VerdictAsked) -> str:
    holds = asked.limit is not None and calculation.value >= asked.limit
    return f"{_yes(holds)}, by the usual convention that what falls due within a year is to be covered at least once"


def _sign(calculation: Calculation) -> int:
    return (calculation.value > 0) - (calculation.value < 0)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
