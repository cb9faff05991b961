"""Corrections over a document's figures: each is applied to what the earlier ones left, or is said not to fit any more.

The printed form and its place stay: a citation quotes what the page prints, and a caveat says what stands in its place and by whom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ingest.fact_keys import ABSENT, AMBIGUOUS, find_column, find_figure, find_row, read_key
from research.concepts.catalogue import find_concept
from research.concepts.companies import strip_legal_form
from research.directory import identity
from research.nouns.corrections import CORRECTED_BY, Corrected, Correction
from research.nouns.documents import Defect, Document
from research.nouns.facts import Fact, Period, Span, scale_words
from research.protocols.upkeep import CorrectionStore

NOT_APPLIED = "correction_not_applied"
KINDS = (Corrected.FACT, Corrected.LABEL, Corrected.PERIOD)
# Begins what is said of a column in another period.
COLUMN_IS = "the column is "
_GIVEN_AWAY = "Its concept was given to another row by a correction."


@dataclass(frozen=True, slots=True)
class CorrectedFacts:
    """A document's figures as corrected, each correction's id with why it was not applied ("" when it was), and a defect for each such."""

    facts: tuple[Fact, ...]
    outcomes: tuple[tuple[str, str], ...]
    defects: tuple[Defect, ...]


def company_key(company: str | None) -> str:
    """Return what tells a company apart in a correction that holds for all its documents; "" for an unknown one."""
    return identity(strip_legal_form(company)) if company else ""


def fact_corrections(store: CorrectionStore, source_key: str, company: str | None, label: str) -> tuple[Correction, ...]:
    """Return the corrections that count for a document's figures, in the order they were made.

    One for a whole company counts where those who may see the document may see what it was made on: it says so with reason and source.
    """
    held = [one for kind in KINDS for one in store.holding(kind, source_key, company=company_key(company), label=label)]
    last = {(one.kind, one.target, one.field): one for one in held}
    return tuple(sorted(last.values(), key=lambda one: one.id))


def carries(document: Document, corrections: Sequence[Correction]) -> bool:
    """Return whether a stored document's figures were read under these corrections and no others."""
    return {number for number, _ in document.corrected} == {str(one.id) for one in corrections}


def correct_facts(facts: Sequence[Fact], corrections: Sequence[Correction]) -> CorrectedFacts:
    """Return figures as corrected, in their order. One that was made for all of a company's documents need not fit this one.

    A column is told by the period that it was read with, so that columns can be put in each other's place.
    """
    current = tuple(facts)
    outcomes: list[tuple[str, str]] = []
    defects: list[Defect] = []
    for one in corrections:
        try:
            if one.kind is Corrected.PERIOD:
                current, reason = _correct_period(current, one, [fact.id for fact in find_column(read_key(one.field), facts)])
            else:
                current, reason = _APPLY[one.kind](current, one)
        except ValueError as error:
            reason = f"it cannot be read: {error}"
        outcomes.append((str(one.id), reason))
        if reason and not (one.company and reason == ABSENT):
            defects.append(Defect(NOT_APPLIED, f"A correction by {one.user} ({one.origin}) is not applied: {reason}."))
    return CorrectedFacts(current, tuple(outcomes), tuple(defects))


def period_text(period: Period) -> str:
    """Return a period as a correction's `value` holds it: "Q2 FY2024|2024|Q2|quarter|2024-04-01|2024-06-30"."""
    start = period.start.isoformat() if period.start else ""
    return "|".join((period.label, str(period.fiscal_year), period.fiscal_period, period.span.value, start, period.end.isoformat()))


def read_period(text: str) -> Period:
    """Return the period of a correction's `value`; raises ValueError for a text that is none."""
    label, year, part, span, start, end = text.split("|")
    return Period(date.fromisoformat(end), date.fromisoformat(start) if start else None, Span(span), label, int(year), part)


def _correct_figure(facts: tuple[Fact, ...], one: Correction) -> tuple[tuple[Fact, ...], str]:
    found = find_figure(read_key(one.field), facts)
    if len(found) != 1:
        return facts, AMBIGUOUS if found else ABSENT
    if one.value is None:
        return tuple(fact for fact in facts if fact is not found[0]), ""
    value = Decimal(one.value)
    fact = found[0]
    scale = scale_words(fact.scale)
    said = _said(one, f"{value / fact.scale:,f} stands in place of the printed {fact.printed}{f', {scale}' if scale else ''}")
    return _put(facts, {fact.id: replace(fact, value=value, low=None, high=None, caveats=(*fact.caveats, said))}), ""


def _map_label(facts: tuple[Fact, ...], one: Correction) -> tuple[tuple[Fact, ...], str]:
    rows = find_row(read_key(one.field), facts)
    if len(rows) != 1:
        return facts, AMBIGUOUS if rows else ABSENT
    concept = find_concept(one.value) if one.value else None
    if one.value and concept is None:
        return facts, f"there is no concept {one.value!r}"
    (row,) = rows
    changed = {}
    for fact in row:
        said = _said(one, f"the row is read as {_meaning(one.value)} in place of {_meaning(fact.concept)}")
        changed[fact.id] = replace(fact, concept=one.value, caveats=(*fact.caveats, said))
    for fact in facts if one.value else ():
        rival = fact.id not in changed and fact.concept == one.value and fact.statement is row[0].statement
        if rival and any((fact.period, fact.basis, fact.dimensions) == (own.period, own.basis, own.dimensions) for own in row):
            changed[fact.id] = replace(fact, concept=None, caveats=(*fact.caveats, _GIVEN_AWAY))
    return _put(facts, changed), ""


def _correct_period(facts: tuple[Fact, ...], one: Correction, column: Sequence[str]) -> tuple[tuple[Fact, ...], str]:
    """Return the facts with those of a column, given by their ids, in the period that a correction says."""
    found = [fact for fact in facts if fact.id in column]
    if not found or one.value is None:
        return facts, ABSENT
    period = read_period(one.value)
    changed = {}
    for fact in found:
        said = _said(one, f"{COLUMN_IS}{_when(period)} in place of {_when(fact.period)}")
        changed[fact.id] = replace(fact, period=period, caveats=(*fact.caveats, said))
    return _put(facts, changed), ""


_APPLY: Mapping[Corrected, Callable[[tuple[Fact, ...], Correction], tuple[tuple[Fact, ...], str]]] = {
    Corrected.FACT: _correct_figure,
    Corrected.LABEL: _map_label,
}


def _put(facts: tuple[Fact, ...], changed: Mapping[str, Fact]) -> tuple[Fact, ...]:
    return tuple(changed.get(fact.id, fact) for fact in facts)


def _said(one: Correction, what: str) -> str:
    reason = f" ({one.reason})" if one.reason else ""
    return f"{CORRECTED_BY}{one.user} on {one.made_at.date().isoformat()}: {what}{reason}."


def _meaning(concept: str | None) -> str:
    found = find_concept(concept) if concept else None
    return found.title if found else "no concept"


def _when(period: Period) -> str:
    return f"{period.label} ({'at' if period.start is None else 'to'} {period.end.isoformat()})"
