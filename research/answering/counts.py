"""Answers to whether the number of something changed: each row that states it for both times, with what stands above its table."""

from __future__ import annotations

import re
from dataclasses import replace

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.answering.refusals import refusal
from research.answering.targets import Row
from research.answering.verdicts import said_way
from research.metrics.counts import counts_between
from research.metrics.labelled import Topic
from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.facts import Calculation, Fact
from research.planning.counts import counted_thing
from research.planning.verdicts import asked_direction
from research.protocols.documents import FactStore
from research.text.words import sentences

NOT_COUNTED = "No table that was read counts this at both times."
_PARAGRAPH = re.compile(r"\n\s*\n")
# So much of a page above a row may say what its table is of.
_ABOVE = 900


class CountAnswerer:
    """Answers whether a count changed between two times."""

    def __init__(self, facts: FactStore, figures: FigureAnswerer) -> None:
        self._facts = facts
        self._figures = figures

    def answer(self, reading: Reading, access: Access) -> Answer | None:
        """Return the changes of a count of the one company asked, a refusal where no row states both times; None for another question.

        None too where one time is named and no row tells: a sentence may.
        """
        thing = counted_thing(reading.plan) if len(reading.companies) == 1 else ""
        if not thing:
            return None
        company, plan = reading.companies[0], reading.plan
        last, first = plan.periods[-1], plan.periods[0]
        if len(plan.periods) == 1:
            first = replace(last, fiscal_year=last.fiscal_year - 1 if last.fiscal_year is not None else None)
        rows = counts_between(self._facts, reading.asked(access, company), thing, (first, last))
        if not rows and len(plan.periods) == 1:
            return None
        if not rows:
            line = f"the number of {thing} of {company.name} for {' and '.join(period.label for period in plan.periods)} is in no row"
            return refusal(plan, (*reading.scope.missing, line), text=NOT_COUNTED)
        target = Row(Topic.of((thing,)), thing)
        found = self._figures.present(access, [(target, change) for _, change in rows], reading)
        several, way = len(rows) > 1, asked_direction(plan)
        pairs = zip(rows, found.claims, strict=True)
        leads = [f"{company.name}: {said_way(_sign(change), way)}{self._of_what(access, row) if several else ''}." for row, change in rows]
        # What is counted is no name, though heads of columns have capitals.
        texts = [claim.text.replace(row.label, row.label.lower()) for (row, _), claim in pairs]
        claims = tuple(replace(claim, text=f"{lead}\n{text}") for claim, lead, text in zip(found.claims, leads, texts, strict=True))
        return found.answer(plan, claims)

    def _of_what(self, access: Access, row: Fact) -> str:
        """Return the words above a row's table that begin the last sentence with the row's own subject, in quotes; "" without."""
        above = self._figures.above(access, row.document_id, row.page, row.start)[-_ABOVE:]
        said = [" ".join(part.split()) for start, end in sentences(above) for part in _PARAGRAPH.split(above[start:end])]
        opening = next((line.split(":")[0] for line in reversed(said) if ":" in line), "")
        return f" (“{opening}”)" if opening else ""


def _sign(change: Calculation) -> int:
    return (change.value > 0) - (change.value < 0)
