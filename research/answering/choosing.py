"""Answers to questions that choose: the member chosen with its figure, and all the others beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.answering.refusals import refusal
from research.answering.sentences import lowered
from research.answering.targets import Row, Target, row_of
from research.answering.writing import markers_of
from research.metrics.choosing import REVENUE, Chooser, Chosen
from research.metrics.definitions import find_metric
from research.metrics.labelled import Topic
from research.nouns.access import Access
from research.nouns.answers import Answer, AnswerTable, Claim, FigureValue, PeriodTerm, PlanTerm
from research.nouns.facts import Calculation
from research.planning.choices import Aim, Choice, choice_words, read_choice
from research.planning.folding import fold
from research.protocols.documents import FactStore
from research.retrieval.scope import stating_figures
from research.text.words import words

NOT_ALL = "Which one it is cannot be told: the rows to choose among are not all known."


class ChoiceAnswerer:
    """Answers which member of a group is the highest or the lowest, and what the members are."""

    def __init__(self, facts: FactStore, figures: FigureAnswerer) -> None:
        self._facts = facts
        self._figures = figures

    def answer(self, reading: Reading, access: Access) -> Answer | None:
        """Return the answer to a question that chooses among members of its one company, None where nothing decides it.

        A choice among rows of a statement that are not all known is refused: any that is quoted would seem to be the one chosen.
        """
        found = self._chosen(reading, access)
        if found is None:
            return None
        choice, period, chosen = found
        if chosen is not None:
            plan = reading.plan if reading.plan.periods else replace(reading.plan, periods=(period,))
            return self._written(replace(reading, plan=plan), access, choice, chosen)
        if answer := self._by_metric(reading, access, choice, period):
            return answer
        if choice.group.is_stated:
            why = f"the {choice.group.title} of {reading.companies[0].name} for {period.label} are not all known"
            if choice.left:
                why = f"the {choice.group.title} are not told apart by “{' '.join(choice.left)}”"
            if choice.other:
                why = f"the {choice.group.title} are put in order by what they are, and more is asked"
            return refusal(reading.plan, (*reading.scope.missing, why), text=NOT_ALL)
        return None

    def _by_metric(self, reading: Reading, access: Access, choice: Choice, period: PeriodTerm) -> Answer | None:
        """Return the members in order by a metric that is computed for each of them; None where one of them lacks it.

        The members are those that have revenue of their own.
        """
        metric = find_metric(reading.plan.metric.value) if reading.plan.metric else None
        if metric is None or not choice.group.kinds or choice.aim is not Aim.LEVEL or choice.other or reading.plan.operation:
            return None
        members = self._choose(reading, access, choice, metric=PlanTerm(REVENUE, REVENUE), terms=(period, period))
        found: list[tuple[str, Target, Calculation]] = []
        for name, _ in members.ordered if members else ():
            one = self._of_member(replace(reading, plan=replace(reading.plan, derived="", periods=(period,))), access, name, choice)
            if one is None:
                return None
            found.append((name, *one))
        # A rate that is printed for some and worked out for others may not be the same.
        if len(found) < 2 or len({len(calculation.inputs) > 1 for _, _, calculation in found}) > 1:
            return None
        found.sort(key=lambda one: one[2].value, reverse=choice.highest)
        asked = replace(reading, plan=replace(reading.plan, periods=(period,)))
        shown = self._figures.present(access, [(target, calculation) for _, target, calculation in found], asked)
        end = "highest" if choice.highest else "lowest"
        lead = f"{found[0][0]} had the {end} {lowered(metric.title)} of the {choice.group.title} listed"
        if choice.each:
            lead = f"{lowered(metric.title)} of the {choice.group.title} listed, the {end} first"
        first, *others = shown.claims
        claims = (replace(first, text=f"{reading.companies[0].name}: {lead}.\n{first.text}"), *others)
        answer = shown.answer(asked.plan, claims, reading.scope.missing)
        return replace(answer, table=_table([name for name, _, _ in found], shown.values, shown.claims))

    def _of_member(self, reading: Reading, access: Access, name: str, choice: Choice) -> tuple[Target, Calculation] | None:
        """Return the plan's metric of the member of a name, as a question for it by that name is answered."""
        for said in (words(name), [*words(name), choice.group.name]):
            plan = replace(reading.plan, qualifiers=tuple(said))
            if values := self._figures.answer(access, row_of(plan), replace(reading, plan=plan)).values:
                return row_of(plan), values[0].calculation
        return None

    def members(self, reading: Reading, access: Access) -> list[tuple[Target, Calculation]]:
        """Return the figure of every member of the group, each with what it is of, for a question that asks for each; else none."""
        choice, _, chosen = self._chosen(reading, access) or (None, None, None)
        return _figures(chosen) if choice and choice.each and chosen else []

    def _chosen(self, reading: Reading, access: Access) -> tuple[Choice, PeriodTerm, Chosen | None] | None:
        """Return what a question chooses, for its period, and what was chosen (None where nothing decides); None for another question."""
        choice = read_choice(reading.plan) if len(reading.companies) == 1 else None
        terms = _periods(reading, choice) if choice else None
        if choice is None or terms is None:
            return None
        period, _ = terms
        chosen = None if choice.other else self._choose(reading, access, choice, metric=reading.plan.metric, terms=terms)
        return choice, period, chosen

    def _choose(
        self, reading: Reading, access: Access, choice: Choice, *, metric: PlanTerm | None, terms: tuple[PeriodTerm, PeriodTerm]
    ) -> Chosen | None:
        company = reading.companies[0]
        stating = stating_figures(reading.plan, reading.documents, {company.name: company.spellings})
        asked = replace(reading, documents=tuple(stating)).asked(access, company)
        chooser = Chooser(self._facts, partial(self._figures.above, access))
        return chooser.choose(asked, choice, metric, period=terms[0], prior=terms[1])

    def _written(self, reading: Reading, access: Access, choice: Choice, chosen: Chosen) -> Answer:
        plan = reading.plan
        found = self._figures.present(access, _figures(chosen), reading)
        lead = f"{reading.companies[0].name}: {_lead(choice, chosen)}."
        first, *others = found.claims
        claims = (replace(first, text=f"{lead}\n{first.text}"), *others)
        answer = found.answer(plan, claims, reading.scope.missing)
        table = _table([name for name, _ in (*chosen.ordered, *chosen.left_out)], found.values, found.claims)
        if choice.each:
            return replace(answer, table=table)
        return replace(answer, values=found.values[:1], table=table, calculation=found.values[0].calculation)


def _figures(chosen: Chosen) -> list[tuple[Target, Calculation]]:
    target = Row(Topic.of((chosen.measure,)), chosen.measure)
    return [(target, calculation) for _, calculation in (*chosen.ordered, *chosen.left_out)]


def unchosen(answer: Answer) -> Answer:
    """Return an answer of passages as it may stand: to a question that chooses, only one that says of its group which is it."""
    choice = read_choice(answer.plan) if answer.claims and not answer.values else None
    if choice is None or choice.aim is Aim.LIST:
        return answer
    if choice.each:
        return refusal(answer.plan, (*answer.missing, f"no table that was read states what is asked for all the {choice.group.title}"))
    end = choice_words().high if choice.highest else choice_words().low
    if any(end.search(one.quote) and choice.group.words.search(fold(one.quote)) for one in answer.citations):
        return answer
    why = f"no table that was read states what is asked for all the {choice.group.title}, and no passage says which it is"
    return refusal(answer.plan, (*answer.missing, why))


def _lead(choice: Choice, chosen: Chosen) -> str:
    """Return what was chosen in words, without a figure: the figures follow, each with its source."""
    name, figure = chosen.ordered[0]
    measure = f"“{' '.join(chosen.measure.split())}”"
    of_what = f"change of {measure}" if chosen.grown and not chosen.is_rate else measure
    listed = f"{choice.group.title} listed" + (f" under “{chosen.part}”" if chosen.part else "")
    if choice.aim is Aim.LIST:
        return f"the {listed} are {', '.join(one for one, _ in (*chosen.ordered, *chosen.left_out))}"
    if choice.each:
        return f"{of_what} of the {listed}, the largest first"
    highest = figure.value >= chosen.ordered[-1][1].value
    end, size = ("highest", "largest") if highest else ("lowest", "smallest")
    ahead = [one for one, calculation in chosen.left_out if _is_ahead(calculation, figure, highest=highest)]
    listed += f" (“{'”, “'.join(ahead)}” aside)" if ahead else ""
    if choice.group.part:
        return f"“{name}” is the {size} of the rows that make up {measure}"
    if choice.group.is_stated:
        return f"“{name}” is the {end if choice.group.concepts else size} of the {choice.group.title}"
    if chosen.grown and choice.fell and figure.value >= 0:
        return f"none of the {listed} fell; {name} had the lowest {of_what}"
    if chosen.grown and not choice.fell and highest and figure.value <= 0:
        return f"none of the {listed} grew; {name} had the highest {of_what}, which is the least fall"
    if chosen.grown and not highest and figure.value < 0 and not chosen.is_rate:
        return f"{name} had the largest decrease of {measure} of the {listed}"
    return f"{name} had the {end} {of_what} of the {listed}"


def _is_ahead(one: Calculation, chosen: Calculation, *, highest: bool) -> bool:
    """Return whether a figure that is left out would stand before the one chosen; figures of other units are not compared."""
    return one.unit == chosen.unit and (one.value > chosen.value if highest else one.value < chosen.value)


def _table(names: Sequence[str], values: Sequence[FigureValue], claims: Sequence[Claim]) -> AnswerTable:
    shown = zip(names, values, claims, strict=True)
    rows = ((name, value.period, value.display, markers_of(claim)) for name, value, claim in shown)
    return AnswerTable(("Member", "Period", "Value", "Source"), tuple(rows))


def _periods(reading: Reading, choice: Choice) -> tuple[PeriodTerm, PeriodTerm] | None:
    """Return the period that is asked for and the one that growth is from: the year before, or the earlier of two that are named.

    Without a period the newest filing's own; None where several are named that growth is not between, or one that is not counted in
    fiscal years.
    """
    periods = reading.plan.periods
    if not periods:
        years = [(one.fiscal_year, one.fiscal_period or "FY") for one in reading.scope.documents if one.fiscal_year is not None]
        annual = [year for year, part in years if part == "FY"]
        newest = (max(annual), "FY") if annual else max(years, default=None)
        periods = (PeriodTerm(newest[0], newest[1], ""),) if newest else ()
    of_years = [term for term in periods if term.fiscal_year is not None and not term.fiscal_period.startswith("LTM")]
    if len(of_years) != len(periods) or not 1 <= len(periods) <= 2 or reading.plan.relative:
        return None
    last, first = of_years[-1], of_years[0]
    if len(of_years) == 1:
        return last, replace(last, fiscal_year=(last.fiscal_year or 0) - 1)
    if choice.aim is not Aim.GROWTH:
        return None
    ordered = first.fiscal_period == last.fiscal_period and (first.fiscal_year or 0) < (last.fiscal_year or 0)
    return (last, first) if ordered else None
