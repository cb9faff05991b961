"""Counts that a table prints at the end of periods: the rows that state one of both times that are compared."""

from __future__ import annotations

from collections import defaultdict

from research.metrics.engine import Question, is_of_period
from research.metrics.operations import combine
from research.metrics.wordings import stems_of
from research.nouns.answers import Operation, PeriodTerm
from research.nouns.facts import Calculation, Fact, Span, Status
from research.nouns.queries import FactFilter
from research.planning.choices import choice_words
from research.planning.counts import count_words
from research.protocols.documents import FactStore

_COUNT = "count"


def counts_between(facts: FactStore, asked: Question, thing: str, periods: tuple[PeriodTerm, PeriodTerm]) -> list[tuple[Fact, Calculation]]:
    """Return the change of each row of the nearest filing that states how many there were at both times, with its later figure.

    Several are of several parts of the company, which the page says above their tables.
    """
    wanted = stems_of(thing)
    for document in asked.filings_of(periods[1]):
        years = tuple({term.fiscal_year for term in periods if term.fiscal_year is not None})
        read = facts.find(
            asked.access, FactFilter(companies=asked.spellings, fiscal_years=years, document_ids=(document.id,), everything=True)
        )
        rows: dict[tuple[int, int], dict[int, Fact]] = defaultdict(dict)
        for fact in read:
            for place, term in enumerate(periods):
                if _counts(fact, wanted) and fact.period.fiscal_year == term.fiscal_year and is_of_period(fact, term):
                    rows[fact.page, fact.start][place] = fact
        found = [(row[1], _change(row[0], row[1], asked.company)) for _, row in sorted(rows.items()) if len(row) == 2]
        if found:
            return found
    return []


def _counts(fact: Fact, wanted: frozenset[str]) -> bool:
    """Return whether a row of the whole counts what is wanted at a day: its label says so where its period is a stretch."""
    at_end = count_words().at_end.search(fact.label)
    is_day = fact.period.span is Span.INSTANT or at_end is not None
    if fact.unit != _COUNT or fact.dimensions or fact.status is not Status.ACTUAL or not is_day:
        return False
    label = fact.label[: at_end.start()] if at_end else fact.label
    return bool(wanted) and stems_of(label) - choice_words().label == wanted - choice_words().label


def _change(earlier: Fact, later: Fact, company: str) -> Calculation:
    parts = [
        Calculation(one.label, one.label, "as printed", one.value, one.unit, one.period, company, ((one.label, one),), one.caveats)
        for one in (earlier, later)
    ]
    return combine(Operation.CHANGE, parts)
