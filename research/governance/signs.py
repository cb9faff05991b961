"""Turned signs: a figure that cannot be below zero and is, or the same amount with another sign elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from research.comparatives import same_period
from research.concepts.catalogue import normalize_label
from research.governance.known import known
from research.governance.making import of_figures, said, said_as_read
from research.governance.record import Record
from research.nouns.facts import Fact
from research.nouns.quality import UNTIED, Doubt, Finding, Severity

# Figures of a row that agree in their sign tell that another one is odd.
_LEAST_AGREEING = 2


def find_signs(record: Record) -> Iterator[Finding]:
    """Yield a finding for each figure whose sign is turned."""
    for facts in record.rows.values():
        valued = [fact for fact in facts if fact.value]
        found = {one.id: (one, other) for one, other in (*_never(valued), *_elsewhere(valued), *_odd(valued))}
        for fact, other in found.values():
            beside = f"; {said(other)}, in {record.name(other)} (page {other.page}) has the other one" if other else ""
            message = f"{said_as_read(fact)}, has a sign that does not fit{beside}."
            against = [other] if other else []
            yield of_figures(record, Doubt.SIGN, Severity.ERROR, message, doubted=[fact], against=against)


def _never(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact | None]]:
    """Yield figures below zero of a row that cannot be, where the row's other figures are not."""
    positive = [fact for fact in facts if fact.value > 0]
    for fact in facts:
        if fact.value < 0 and fact.concept in known().never_negative and (positive or len(facts) == 1):
            yield fact, min(positive, key=lambda one, fact=fact: _distance(one, fact), default=None)  # type: ignore[misc]


def _distance(one: Fact, other: Fact) -> tuple[bool, int]:
    """Return how far two figures of a row stand apart: in another document or not, and by how many days."""
    return one.document_id != other.document_id, abs((one.period.end - other.period.end).days)


def _elsewhere(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact | None]]:
    """Yield the figures that another document prints with the other sign in a row of the same name; that which its row is unlike."""
    for one, other in combinations(facts, 2):
        same = one.document_id != other.document_id and same_period(one.period, other.period)
        if same and one.value == -other.value and normalize_label(one.label) == normalize_label(other.label):
            yield (one, other) if _agreeing(one, facts) <= _agreeing(other, facts) else (other, one)


def _odd(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact | None]]:
    """Yield the figures that do not tie out and have another sign than all others of their row."""
    for fact in facts:
        others = [one for one in facts if one.id != fact.id]
        turned = len(others) >= _LEAST_AGREEING and all(one.value * fact.value < 0 for one in others)
        if turned and any(caveat.startswith(UNTIED) for caveat in fact.caveats):
            yield fact, others[0]


def _agreeing(fact: Fact, facts: Sequence[Fact]) -> int:
    return sum(1 for one in facts if one.value * fact.value > 0 and one.id != fact.id)
