"""Which filing in scope a question is about first: signals of a document, whatever its pages say."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.documents import Document, Kind
from research.planning.vocabulary import vocabulary
from research.text.patterns import any_of, read_beside

NEWEST, PERIOD, RELEASE = "newest", "period", "release"
# A filing states on its cover what is so on a day after its period: how many shares there are, who files.
COVER_DAYS = timedelta(days=120)
NO_FILING: Mapping[str, float] = dict.fromkeys((NEWEST, PERIOD, RELEASE), 0.0)


def filing_signals(plan: QuestionPlan, documents: Sequence[Document], *, of: Collection[str]) -> dict[str, Mapping[str, float]]:
    """Return the signals, each 0 or 1, of the documents with the ids `of` among all `documents` in scope, by id.

    `newest`: of its company's, where no period is named and the question is for what is expected, or is so year after year (then of annual
    ones). `period`: reports on the very quarter, or the day named is on its cover. `release`: of results, which reconcile adjusted figures.
    """
    newest = _newest(plan, documents)
    adjusted = _words()["adjusted"].search(plan.question) is not None
    return {
        one.id: {
            NEWEST: float(one.id in newest),
            PERIOD: float(any(_is_of(one, period) for period in plan.periods)),
            RELEASE: float(adjusted and one.kind is Kind.RESULTS),
        }
        for one in documents
        if one.id in of
    }


def _newest(plan: QuestionPlan, documents: Sequence[Document]) -> frozenset[str]:
    yearly = _words()["yearly"].search(plan.question) is not None
    if plan.periods or plan.relative or not (yearly or vocabulary().expecting.search(plan.focus)):
        return frozenset()
    of_company: dict[str | None, list[Document]] = {}
    for one in documents:
        of_company.setdefault(one.company, []).append(one)
    found: set[str] = set()
    for held in of_company.values():
        asked = [one for one in held if one.fiscal_period == "FY"] if yearly else held
        last = max((ended(one) for one in asked), default=date.min)
        found |= {one.id for one in asked if ended(one) == last and last > date.min}
    return frozenset(found)


def _is_of(document: Document, period: PeriodTerm) -> bool:
    if period.on is not None:
        return document.period_end is not None and timedelta(0) < period.on - document.period_end <= COVER_DAYS
    quarterly = period.fiscal_period == "Q4" and document.fiscal_period == "Q4"
    return quarterly and document.fiscal_year == period.fiscal_year


def ended(document: Document) -> date:
    """Return when a document's period ended, as far as it says; the first of days when it does not."""
    if document.period_end is not None:
        return document.period_end
    return date(document.fiscal_year, 1, 1) if document.fiscal_year else date.min


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    data = read_beside(__file__, "filing_words.toml")
    return {name: any_of(phrases) for name, phrases in data.items()}
