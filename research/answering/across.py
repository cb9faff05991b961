"""Answers to questions that set every company in order: each one's figure, the first of them named, and whose is not known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.answering.refusals import refusal
from research.answering.sentences import lowered
from research.answering.targets import Target, metric_of, target_of, title_of_target
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import Answer, PeriodTerm, QuestionPlan
from research.nouns.facts import Calculation
from research.planning.across import Ranking, read_ranking
from research.planning.folding import fold
from research.planning.settled import settled

# More companies are not set in order: one of them at a time is asked for its figure.
MOST_COMPANIES = 100
_MOST_NAMED = 10
_OVER = re.compile(r"\b(?:to|over|per|of)\b|[/÷%]")


class AcrossAnswerer:
    """Answers which company had the highest or the lowest figure, and lists all of them in order."""

    def __init__(self, figures: FigureAnswerer) -> None:
        self._figures = figures

    def answer(self, reading: Reading, access: Access) -> Answer | None:
        """Return every company's figure for one period in the order asked for; None for a question that sets no companies in order.

        A refusal where several periods are named or no company's figure is known. Figures of another unit or currency than most have
        come last, without a place.
        """
        ranking = read_ranking(reading.plan)
        plan = settled(replace(reading.plan, qualifiers=(), derived="", asks_amount=True)) if ranking else reading.plan
        target = target_of(plan) if ranking else None
        if ranking is None or target is None:
            return None
        if not _is_named(reading.plan):
            return refusal(reading.plan, ("companies are set in order by one figure that has a name",))
        companies = reading.companies[:MOST_COMPANIES]
        period = plan.periods[0] if plan.periods else self._usual_year(replace(reading, plan=plan), target, access, companies)
        if len(plan.periods) > 1 or plan.relative or period is None:
            return refusal(reading.plan, ("companies are set in order for one year or quarter: name it",))
        asked = replace(reading, plan=replace(plan, periods=(period,)))
        found = {one.name: self._figure(asked, target, access, one) for one in companies}
        known = [calculation for calculation in found.values() if calculation is not None]
        if not known:
            return refusal(reading.plan, (f"{_title(target, plan)} for {period.label} is known of no company that is searched",))
        unit = Counter(one.unit for one in known).most_common(1)[0][0]
        ordered = sorted((one for one in known if one.unit == unit), key=lambda one: one.value, reverse=ranking.highest)
        others = [one for one in known if one.unit != unit]
        missing = _missing(
            _title(target, plan), period, [name for name, one in found.items() if one is None], [one.company for one in others]
        )
        shown = self._figures.present(access, [(target, one) for one in (*ordered, *others)], asked)
        first, *rest = shown.claims
        among = "Of these" if ranking.named else "Of all companies"
        claims = (replace(first, text=f"{among}: {_lead(ranking, ordered, _title(target, plan))}.\n{first.text}"), *rest)
        return shown.answer(replace(reading.plan, periods=(period,)), claims, missing)

    def _usual_year(self, reading: Reading, target: Target, access: Access, companies: Sequence[Company]) -> PeriodTerm | None:
        """Return the newest year of most companies that state the figure, None when none does."""
        years = [self._figures.newest_year(access, target, replace(reading, companies=(one,))) for one in companies]
        counted = Counter(one.fiscal_year for one in years if one is not None)
        best = max(counted, key=lambda year: (counted[year], year or 0), default=None)
        return next((one for one in years if one is not None and one.fiscal_year == best), None)

    def _figure(self, reading: Reading, target: Target, access: Access, company: Company) -> Calculation | None:
        found = self._figures.answer(access, target, replace(reading, companies=(company,)))
        return found.values[0].calculation if found.values else None


def _is_named(plan: QuestionPlan) -> bool:
    """Return whether a plan's metric is called by one of its names and is no figure over another that was put together."""
    metric = metric_of(plan)
    said = fold(plan.metric.words) if plan.metric else ""
    return not _OVER.search(said) or (metric is not None and said in {fold(name) for name in (metric.title, *metric.aliases)})


def _title(target: Target, plan: QuestionPlan) -> str:
    return f"{lowered(title_of_target(target))} {plan.operation.value if plan.operation else ''}".rstrip()


def _lead(ranking: Ranking, ordered: Sequence[Calculation], title: str) -> str:
    """Return who comes first in words, without a figure."""
    end = "highest" if ranking.highest else "lowest"
    if not ranking.chooses or len(ordered) < 2:
        return f"{title}, the {end} first"
    if ranking.named and len(ordered) == 2:
        return f"{ordered[0].company} had the {'higher' if ranking.highest else 'lower'} {title}"
    return f"{ordered[0].company} had the {end} {title} of those that state it"


def _missing(title: str, period: PeriodTerm, unknown: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    lines = []
    if unknown:
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        lines.append(f"{title} for {period.label} is not known of {', '.join(unknown[:_MOST_NAMED])}{more}")
    if others:
        lines.append(f"in another unit or currency, and so without a place in the order: {', '.join(others)}")
    return tuple(lines)
