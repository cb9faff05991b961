"""Figures of years that no statement in the library shows, from a table that repeats the statement's own: selected data of five years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from research.concepts.catalogue import Concept
from research.metrics.engine import Question, is_of_period
from research.metrics.wordings import stems_of
from research.nouns.answers import PeriodTerm
from research.nouns.facts import STATED_ACCOUNTING, Calculation, Fact, Period
from research.nouns.queries import FactFilter
from research.protocols.documents import FactStore

# A row that agrees with the statement in so many periods is the statement's.
_LEAST_ALIKE = 2
# A figure of fewer digits may agree by chance.
_LEAST_DIGITS = 3
# So many rows of the statement stand in a table beside one that its statement does not print, so near on the page, in characters.
_LEAST_BESIDE, _NEAR = 3, 1500
# A later filing's table goes back so many years.
_LONGEST_BACK = 10


def tied_figure(facts: FactStore, question: Question, concept: Concept, period: PeriodTerm) -> Calculation | None:
    """Return an amount from the row of a table whose other columns are the very figures of the statement in the same filing; else None.

    None too when the rows that are so tied disagree. The figure is above nought, so that its sign is not in doubt.
    """
    year = period.fiscal_year
    own = {one.id for one in question.documents if one.fiscal_year and year and year < one.fiscal_year <= year + _LONGEST_BACK}
    ids = tuple(one for one in question.of_company if one in own)
    if not ids or concept.unit != "currency":
        return None
    found = facts.find(question.access, FactFilter(companies=question.spellings, document_ids=ids, everything=True))
    tied = [(fact, alike) for row in _rows(found) for fact, alike in _tied(row, _stated(found, concept, row[0]), period)]
    if not tied or len({fact.value for fact, _ in tied}) > 1:
        return None
    fact, alike = tied[0]
    named = " and ".join(sorted(one.label for one in alike))
    said = f"from a table that prints the statement's own figures for {named}"
    inputs = ((concept.title, fact),)
    formula = f"{concept.title} = {fact.label}"
    caveats = tuple(dict.fromkeys((*fact.caveats, said)))
    return Calculation(concept.name, formula, "as printed", fact.value, fact.unit, fact.period, question.company, inputs, caveats)


def figure_beside(facts: FactStore, question: Question, concept: Concept, period: PeriodTerm) -> Calculation | None:
    """Return an amount that no statement prints from a table of the whole company's figures: selected data; else None.

    Its row is called as the concept is, and beside it stand several figures of the statements of that very period, as they print them.
    None too when filings state it differently.
    """
    if concept.unit != "currency" or not (ids := question.of_company):
        return None
    years = (period.fiscal_year,) if period.fiscal_year is not None else ()
    wanted = FactFilter(companies=question.spellings, fiscal_years=years, document_ids=ids, everything=True)
    found = [fact for fact in facts.find(question.access, wanted) if is_of_period(fact, period)]
    names = {stems_of(name) for name in (concept.title, *concept.aliases)}
    rows = [one for one in found if one.statement is None and one.is_of_whole and one.value > 0 and stems_of(one.label) in names]
    rows = [one for one in rows if one.basis.accounting in STATED_ACCOUNTING and not one.caveats and one.unit == one.currency]
    beside = [one for one in rows if len(_repeated(one, found)) >= _LEAST_BESIDE]
    if not beside or any(abs(one.value - beside[0].value) > max(one.last_digit, beside[0].last_digit) for one in rows):
        return None
    fact = beside[0]
    said = "from a table that prints the statements' own figures beside it"
    inputs = ((concept.title, fact),)
    formula = f"{concept.title} = {fact.label}"
    return Calculation(concept.name, formula, "as printed", fact.value, fact.unit, fact.period, question.company, inputs, (said,))


def _repeated(row: Fact, facts: Iterable[Fact]) -> set[Decimal]:
    """Return the figures of the statements that stand beside a row too, those of enough digits."""
    same = [one for one in facts if one.document_id == row.document_id and one.unit == row.unit and one.period == row.period]
    stated = {one.value for one in same if one.is_stated_total and sum(map(str.isdigit, one.printed)) > _LEAST_DIGITS}
    near = {one.value for one in same if one.statement is None and one.page == row.page and abs(one.start - row.start) <= _NEAR}
    return stated & near - {row.value}


def _rows(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return the rows of tables outside the statements that are of the whole company on the statements' terms."""
    rows: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.statement is None and fact.is_of_whole and fact.basis.accounting in STATED_ACCOUNTING:
            rows[fact.document_id, fact.start].append(fact)
    return [row for row in rows.values() if len(row) > _LEAST_ALIKE]


def _stated(facts: Iterable[Fact], concept: Concept, beside: Fact) -> dict[Period, Fact]:
    own = (fact for fact in facts if fact.concept == concept.name and fact.is_stated_total and fact.unit == beside.unit)
    return {fact.period: fact for fact in own if fact.document_id == beside.document_id}


def _tied(row: Sequence[Fact], stated: dict[Period, Fact], period: PeriodTerm) -> list[tuple[Fact, list[Period]]]:
    """Return the row's figure of a period with the periods in which it agrees with the statement: several, and never otherwise."""
    both = [(fact, stated[fact.period]) for fact in row if fact.period in stated]
    alike = [fact.period for fact, other in both if fact.value == other.value > 0 and sum(map(str.isdigit, fact.printed)) >= _LEAST_DIGITS]
    if len(alike) < max(_LEAST_ALIKE, len(both)):
        return []
    of_year = (fact for fact in row if fact.period.fiscal_year == period.fiscal_year and is_of_period(fact, period))
    return [(fact, alike) for fact in of_year if fact.value > 0]
