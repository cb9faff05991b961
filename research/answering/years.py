"""Answers to questions that choose among the years of a company: the year named first, with its figure, the others beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.answering.refusals import refusal
from research.answering.sentences import lowered
from research.answering.targets import Target, target_of, title_of_target
from research.nouns.access import Access
from research.nouns.answers import Answer, PeriodTerm
from research.nouns.facts import Calculation
from research.planning.settled import settled
from research.planning.years import YearChoice, read_year_choice

# More years are not set in order.
MOST_YEARS = 20
FEWEST_YEARS = 2


class YearAnswerer:
    """Answers in which year a figure of one company was highest or lowest, or grew the most or the least."""

    def __init__(self, figures: FigureAnswerer) -> None:
        self._figures = figures

    def answer(self, reading: Reading, access: Access) -> Answer | None:
        """Return the figure of the year asked for, that of every year being in the table; None for a question that chooses no year.

        None too where no year's figure is known; a refusal where only one is, or where they cannot be set beside each other.
        """
        choice = read_year_choice(reading.plan)
        if choice is None or len(reading.companies) != 1:
            return None
        asked = replace(reading, plan=settled(replace(reading.plan, qualifiers=(), derived="", direction="", asks_amount=True, base="")))
        target = target_of(asked.plan)
        years = self._years(access, target, asked) if target else ()
        if target is None or not years:
            return None
        figures, lacking = self._found(access, target, asked, years)
        title = f"{lowered(title_of_target(target))} growth" if choice.by_growth else lowered(title_of_target(target))
        if len(figures) < FEWEST_YEARS:
            return refusal(reading.plan, lacking or (f"{title} is known of one year only",))
        end = (max if choice.highest else min)(one.value for one in figures)
        best = [one for one in figures if one.value == end]
        others = [(target, one) for one in figures if one not in best]
        every = self._figures.present(access, [*((target, one) for one in best), *others], reading)
        first, *rest = every.claims[: len(best)]
        lead = replace(first, text=f"{reading.companies[0].name}: {_lead(best, figures, choice, title)}.\n{first.text}")
        shown = replace(every, values=every.values[: len(best)], whole=every.table())
        return shown.answer(replace(reading.plan, periods=years), (lead, *rest), lacking)

    def _years(self, access: Access, target: Target, reading: Reading) -> tuple[PeriodTerm, ...]:
        """Return the years that are set in order: those asked for, else all of which the figure is known."""
        plan = reading.plan
        if plan.periods or plan.relative:
            return plan.periods or self._figures.counted(access, target, reading)
        return self._figures.known_years(access, target, reading)[:MOST_YEARS]

    def _found(
        self, access: Access, target: Target, reading: Reading, years: Sequence[PeriodTerm]
    ) -> tuple[list[Calculation], tuple[str, ...]]:
        """Return the figure of each year, in order of time, and a line for each that lacks; a first year's growth is not missed."""
        plan = reading.plan
        asked = [(year,) for year in years] if plan.operation else [tuple(years)]
        found = [self._figures.answer(access, target, replace(reading, plan=replace(plan, periods=one))) for one in asked]
        figures = [value.calculation for one in found for value in one.values]
        lacking = tuple(line for one in found for line in one.missing) if plan.periods or plan.relative or not plan.operation else ()
        return sorted(dict.fromkeys(figures), key=lambda one: one.period.end), lacking


def _lead(best: Sequence[Calculation], figures: Sequence[Calculation], choice: YearChoice, title: str) -> str:
    """Return which year it is of which years, in words: "FY2024 had the highest revenue of FY2022, FY2023 and FY2024"."""
    labels = [one.period.label for one in figures]
    years = f"{', '.join(labels[:-1])} and {labels[-1]}"
    return f"{' and '.join(one.period.label for one in best)} had the {'highest' if choice.highest else 'lowest'} {title} of {years}"
