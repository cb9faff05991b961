"""Figures of two filings: what is stated otherwise of one period, and each filing's own period beside the other's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from research.comparatives import SAME_DAYS, find_restatements, same_period
from research.concepts.catalogue import concepts, find_concept, normalize_label
from research.metrics.calculator import CannotComputeError
from research.metrics.operations import combine
from research.nouns.answers import Operation
from research.nouns.comparisons import FigureChange
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact, Span
from research.splits import PER_SHARE, SHARES, Split, find_splits

_SPANS = {"FY": Span.YEAR, "H1": Span.HALF, "H2": Span.HALF, "9M": Span.NINE_MONTHS}


def restated_figures(older: Document, newer: Document, facts: Sequence[Fact]) -> tuple[FigureChange, ...]:
    """Return what the newer document states otherwise than the older one of the same period, the largest differences first.

    `facts` are those of both documents. A stock split that explains figures per share and share counts is named in their caveats.
    """
    documents = {older.id: older, newer.id: newer}
    splits = find_splits(facts, documents)
    found = [
        FigureChange(_name(row.later), row.earlier, row.later, _change(row.earlier, row.later), _explained(row.earlier, row.later, splits))
        for restatement in find_restatements(facts, documents)
        for row in restatement.rows
        if row.earlier.document_id == older.id and row.later.document_id == newer.id
    ]
    return tuple(sorted(found, key=lambda one: (bool(one.caveats), -_relative(one.older, one.newer))))


def period_figures(older: Document, newer: Document, facts: Sequence[Fact]) -> tuple[FigureChange, ...]:
    """Return the figures of the newer document's own period beside those of the older one's, in the order of the statements.

    Only canonical concepts that both documents state once for their period, in one unit, with the change worked out.
    """
    before, now = _own(older, facts), _own(newer, facts)
    splits = find_splits(facts, {older.id: older, newer.id: newer})
    rows = []
    for concept in concepts():
        old, new = before.get(concept.name), now.get(concept.name)
        if (
            old is None
            or new is None
            or old.unit != new.unit
            or old.period.span is not new.period.span
            or same_period(old.period, new.period)
        ):
            continue
        recast = _recast(old, newer, facts)
        base = recast or old
        caveats = _caveats(new, splits) if recast is None else (f"{newer.name} states {recast.printed} for {old.period.label}",)
        rows.append(FigureChange(concept.title, old, new, _change(base, new), caveats, recast))
    return tuple(rows)


def _own(document: Document, facts: Sequence[Fact]) -> Mapping[str, Fact]:
    """Return what a document states of its own period, by concept; a concept that it states with two values is left out."""
    stated: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.document_id == document.id and fact.concept and fact.is_stated_total and _is_own_period(document, fact):
            stated.setdefault(fact.concept, []).append(fact)
    return {concept: held[0] for concept, held in stated.items() if len({fact.value for fact in held}) == 1}


def _is_own_period(document: Document, fact: Fact) -> bool:
    period = fact.period
    if document.period_end is None or abs((period.end - document.period_end).days) > SAME_DAYS:
        return False
    return period.span in {Span.INSTANT, _SPANS.get(document.fiscal_period or "FY", Span.QUARTER)}


def _recast(old: Fact, newer: Document, facts: Sequence[Fact]) -> Fact | None:
    """Return what the newer document states for an older figure's period where it is another value."""
    found = [
        fact
        for fact in facts
        if fact.document_id == newer.id and fact.concept == old.concept and fact.unit == old.unit and fact.is_stated_total
        and same_period(fact.period, old.period)
    ]  # fmt: skip
    if (
        len({fact.value for fact in found}) != 1
        or abs(abs(found[0].value) - abs(old.value)) <= max(old.last_digit, found[0].last_digit) / 2
    ):
        return None
    return found[0]


def _change(older: Fact, newer: Fact) -> Calculation | None:
    """Return the growth from one fact to the other, where it has no meaning the change; None for different units."""
    parts = [_calculation(fact, amount=older.value < 0 and newer.value < 0 and _is_cost(fact)) for fact in (older, newer)]
    grows = parts[0].value > 0 and parts[1].value >= 0
    for operation in (Operation.GROWTH, Operation.CHANGE) if grows else (Operation.CHANGE,):
        try:
            return combine(operation, parts)
        except CannotComputeError:
            continue
    return None


def _is_cost(fact: Fact) -> bool:
    """Return whether an amount in brackets is a cost or a payment, which grows with its amount."""
    concept = find_concept(fact.concept) if fact.concept else None
    return concept is not None and (concept.positive or concept.told_by_statement)


def _calculation(fact: Fact, *, amount: bool) -> Calculation:
    name, value = fact.concept or fact.label, abs(fact.value) if amount else fact.value
    return Calculation(name, "", "", value, fact.unit, fact.period, fact.company, ((name, fact),))


def _relative(older: Fact, newer: Fact) -> Decimal:
    return abs(newer.value - older.value) / abs(older.value) if older.value else Decimal(1)


def _explained(older: Fact, newer: Fact, splits: Sequence[Split]) -> tuple[str, ...]:
    """Return what may explain that one figure is stated otherwise: a stock split, or a row that is called otherwise."""
    renamed = normalize_label(older.label) != normalize_label(newer.label)
    return (*_caveats(newer, splits), *([f"the row was called {older.label!r} and is now {newer.label!r}"] if renamed else []))


def _caveats(fact: Fact, splits: Sequence[Split]) -> tuple[str, ...]:
    if fact.concept not in (*SHARES, *PER_SHARE):
        return ()
    return tuple(f"there was a {split.name} between the two" for split in splits)


def _name(fact: Fact) -> str:
    concept = find_concept(fact.concept) if fact.concept else None
    return concept.title if concept else fact.label
