"""Figures of several periods that are compared or put together: of one filing where one has them all, so that they are on one basis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from research.metrics.calculator import CannotComputeError
from research.metrics.engine import MetricEngine, Question
from research.metrics.operands import FROM_SEVERAL, facts_of
from research.metrics.spans import stretch_of
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document, Tier
from research.nouns.facts import Calculation, Fact
from research.splits import PER_SHARE, SHARES, Split, find_splits, later_splits, on_todays_basis

# Computes a figure for a question and a period; raises CannotComputeError.
Work: TypeAlias = Callable[[Question, PeriodTerm], Calculation]


class FigureSeries:
    """Computes figures of several periods of one company."""

    def __init__(self, engine: MetricEngine) -> None:
        self._engine = engine

    def compute(
        self, question: Question, periods: Sequence[PeriodTerm], work: Work, *, text_of: Callable[[str], str] | None = None
    ) -> list[Calculation]:
        """Return the figure of each period, in their order; raises CannotComputeError as `work` does.

        All come from the latest filing that has them all, whose comparative columns are restated where it restates; else each comes from
        the filing on its own period, which a caveat says, with shares and figures per share on the basis after every split between.
        `text_of` returns a document's text by id: its notes tell of splits that no filing's columns show.
        """
        for document in _having_all(question, periods):
            try:
                return [work(replace(question, filing=document.id), period) for period in periods]
            except CannotComputeError as error:
                if not error.is_absence:
                    raise
        parts = [work(question, period) for period in periods]
        if len({fact.document_id for part in parts for fact in facts_of(part)}) == 1:
            return parts
        parts = self._on_one_basis(question, parts, text_of)
        return [replace(part, caveats=tuple(dict.fromkeys((*part.caveats, FROM_SEVERAL)))) for part in parts]

    def _on_one_basis(self, question: Question, parts: list[Calculation], text_of: Callable[[str], str] | None) -> list[Calculation]:
        """Return parts over shares as after the last split; raises CannotComputeError where a split lies between parts of a formula."""
        counted = [[fact for fact in facts_of(part) if fact.concept in (*SHARES, *PER_SHARE)] for part in parts]
        if not any(counted):
            return parts
        documents = {one.id: one for one in question.documents if one.company in question.spellings}
        splits = find_splits(self._engine.of_shares(question), documents, text_of)
        between = {later_splits(fact, splits, documents) for facts in counted for fact in facts}
        if len(between) < 2:
            return parts
        return [_adjusted(part, splits, documents) for part in parts]


def _having_all(question: Question, periods: Sequence[PeriodTerm]) -> list[Document]:
    """Return the filings that may have all the periods, the latest first, of one day the best vouched for first."""
    having = [question.filings_of(period) for period in periods]
    shared = [one for one in having[0] if all(one in others for others in having[1:])] if having else []
    return sorted(shared, key=lambda one: (-_end(one), list(Tier).index(one.tier), one.name)) if not question.filing else []


def _end(document: Document) -> int:
    stretch = stretch_of(document.fiscal_year or 0, document.fiscal_period or "FY")
    return stretch[1] if stretch else 0


def _adjusted(part: Calculation, splits: Sequence[Split], documents: Mapping[str, Document]) -> Calculation:
    facts = facts_of(part)
    fact = facts[0]
    later = later_splits(fact, splits, documents)
    if len(facts) > 1 or fact.value != part.value:
        named = " and ".join(dict.fromkeys(split.name for one in facts for split in later_splits(one, splits, documents)))
        raise CannotComputeError(
            f"a {named or 'split'} of the shares lies between the filings that state {part.period.label} and the others"
        )
    if not later:
        return part
    adjusted: Fact = on_todays_basis(fact, splits, documents)
    names = " and the ".join(split.name for split in later)
    formula = f"{part.formula}, put on the basis after the {names}"
    return replace(part, value=adjusted.value, formula=formula, caveats=tuple(dict.fromkeys((*part.caveats, *adjusted.caveats))))
