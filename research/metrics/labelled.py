"""Figures found by the words that a table prints: "fulfillment expense", "AWS operating income", "average daily rate".

A row is what a question means only when its own words and the question's are the same ones; a word too many on either side makes it
another row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from research.concepts.catalogue import concepts
from research.metrics.engine import NoFigure, Question, is_of_period, preference
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation, Fact, Statement, Status
from research.nouns.queries import FactFilter
from research.protocols.documents import FactStore
from research.text.words import stem, stop_words, words

# Words of a label that a question may leave out.
_SLACK = frozenset(map(stem, ("total", "net", "reported", "consolidated", "related", "segment", "segments", "group")))
# Words of a question that a label need not have.
_ASKED = frozenset(
    map(stem, ("segment", "segments", "division", "business", "unit", "line", "item", "amount", "figure", "number", "value", "company"))
)
# What a row of the income statement is, though its label may not say so.
_OF_INCOME = frozenset(map(stem, ("expense", "expenses", "cost", "costs", "spend", "spending")))
_SAME = {
    stem("sales"): stem("revenue"),
    stem("turnover"): stem("revenue"),
    stem("earnings"): stem("income"),
    stem("profit"): stem("income"),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """The words that a row must have: stems of the question's own."""

    stems: frozenset[str]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Topic:
        """Return the topic of the words of some phrases, those without meaning of their own left out."""
        return cls(frozenset(_stems(" ".join(phrases)) - _ASKED))


class LabelledFigures:
    """Looks for a row by its printed words among the facts of the documents it is given."""

    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    def compute(self, asked: Question, topic: Topic, period: PeriodTerm) -> Calculation | NoFigure:
        """Return the one figure that the topic names for a period; no figure when none or several with different values do."""
        if not topic.stems:
            return NoFigure()
        by_id = {document.id: document for document in asked.documents}
        found = [fact for fact in self._find(asked, period) if is_of_period(fact, period) and _names(fact, topic)]
        best = _closest(found, topic)
        if not best:
            return NoFigure()
        best.sort(key=lambda fact: (fact.statement is None, *preference(fact, by_id[fact.document_id], period)))
        chosen = best[0]
        rivals = [fact for fact in best if fact.document_id == chosen.document_id and not _agree(fact, chosen)]
        if rivals:
            return NoFigure((chosen, rivals[0]), by_id[chosen.document_id].name)
        title = row_title(chosen)
        inputs = ((title, chosen),)
        return Calculation(title, title, "as printed", chosen.value, chosen.unit, chosen.period, asked.company, inputs, chosen.caveats)

    def periods(self, asked: Question, topic: Topic) -> list[PeriodTerm]:
        """Return the fiscal years for which the topic names a figure, newest first."""
        found = self._find(asked, None) if topic.stems else []
        years = {fact.period.fiscal_year for fact in found if fact.period.fiscal_period == "FY" and _names(fact, topic)}
        return [PeriodTerm(year, "FY", "") for year in sorted(years, reverse=True)]

    def _find(self, asked: Question, period: PeriodTerm | None) -> list[Fact]:
        years = (period.fiscal_year,) if period and period.fiscal_year is not None else ()
        documents = tuple(document.id for document in asked.documents)
        wanted = FactFilter(companies=asked.spellings, fiscal_years=years, document_ids=documents, everything=True)
        return [fact for fact in self._facts.find(asked.access, wanted) if _is_certain(fact)]


def row_title(fact: Fact) -> str:
    """Return what a row is called: its label, and of whom when it is a part."""
    members = ", ".join(member for _, member in fact.dimensions)
    return f"{fact.label} ({members})" if members and members.casefold() not in fact.label.casefold() else fact.label


def _is_certain(fact: Fact) -> bool:
    """Return whether a figure happened, of the group, and nothing speaks against it: doubts count more without a statement around it."""
    if fact.status is not Status.ACTUAL or fact.basis.entity == "parent":
        return False
    return fact.statement is not None or (not fact.caveats and (bool(fact.dimensions) or _stems(fact.label) not in _of_concepts()))


@cache
def _of_concepts() -> frozenset[frozenset[str]]:
    """Return the words of every concept: a row so labelled in a note may be that of an associate or of a part, which it does not say."""
    return frozenset(_stems(phrase) for one in concepts() for phrase in (one.title, *one.aliases))


def _names(fact: Fact, topic: Topic) -> bool:
    required, allowed = _words_of(fact)
    return required - _SLACK <= topic.stems <= allowed and bool(topic.stems - _SLACK)


def _words_of(fact: Fact) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems that a question must have to mean a row, and all that it may have."""
    members = " ".join(member for _, member in fact.dimensions)
    required = _stems(f"{fact.label} {members} {fact.basis.accounting if fact.basis.accounting == 'adjusted' else ''}")
    allowed = required | _stems((fact.concept or "").replace("_", " ")) | _SLACK
    return required, allowed | _OF_INCOME if fact.statement is Statement.INCOME and fact.concept != "revenue" else allowed


def _stems(text: str) -> frozenset[str]:
    found = (stem(word) for word in words(text) if word not in stop_words())
    return frozenset(_SAME.get(one, one) for one in found)


def _closest(found: Sequence[Fact], topic: Topic) -> list[Fact]:
    """Return the facts whose words leave least of the topic's out and add least to it."""
    if not found:
        return []
    costs = [len(_words_of(fact)[0] ^ topic.stems) for fact in found]
    return [fact for fact, cost in zip(found, costs, strict=True) if cost == min(costs)]


def _agree(one: Fact, other: Fact) -> bool:
    return one.unit == other.unit and abs(one.value - other.value) < max(one.last_digit, other.last_digit)
