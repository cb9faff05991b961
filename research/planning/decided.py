"""What a question leaves to be decided, in words: which member of a group is chosen, what a figure is judged to be."""

from __future__ import annotations

from collections.abc import Iterator

from research.nouns.answers import PartKind, PlanPart, QuestionPlan
from research.planning.across import Ranking, read_ranking
from research.planning.choices import Aim, Choice, read_choice
from research.planning.verdicts import Sort, VerdictAsked, read_verdict
from research.planning.years import read_year_choice
from research.text.words import words


def decided_parts(plan: QuestionPlan) -> Iterator[PlanPart]:
    """Yield the parts of a plan that say what its question chooses among and judges; none that the user took out."""
    if choice := read_choice(plan):
        yield PlanPart(PartKind.CHOICE, _choice(choice))
    if ranking := read_ranking(plan):
        yield PlanPart(PartKind.CHOICE, _ranking(ranking))
    if year := read_year_choice(plan):
        yield PlanPart(PartKind.CHOICE, f"{'highest' if year.highest else 'lowest'} of the years")
    if asked := read_verdict(plan):
        yield PlanPart(PartKind.VERDICT, _verdict(asked))


def _ranking(ranking: Ranking) -> str:
    end = "highest" if ranking.highest else "lowest"
    return f"{end} of the companies" if ranking.chooses else f"companies in order, {end} first"


def is_explained(plan: QuestionPlan, said: str) -> bool:
    """Return whether words of a plan only say what it chooses or judges ("which", "highest", "stable"): a verdict has no other ones."""
    choice = read_choice(plan)
    if read_ranking(plan) or read_year_choice(plan):
        return True
    return read_verdict(plan) is not None or (choice is not None and not {*words(said)} & {*choice.left})


def _choice(choice: Choice) -> str:
    title = choice.group.title
    if choice.each:
        return f"each of the {title}"
    if choice.aim is Aim.LIST:
        return f"all {title}"
    end = "highest" if choice.highest else "lowest"
    by = ", by growth" if choice.aim is Aim.GROWTH else ""
    return f"{title} in order, {end} first{by}" if choice.ranked else f"{end} of the {title}{by}"


def _verdict(asked: VerdictAsked) -> str:
    if asked.sort is Sort.JUDGED:
        return asked.title
    return "getting worse" if asked.worse else asked.sort.value
