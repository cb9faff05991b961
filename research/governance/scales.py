"""Distorted scale: a figure a thousand or a million times off against the same fact elsewhere, or against its row's other years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from research.comparatives import same_period
from research.governance.known import known
from research.governance.making import more, of_figures, said, said_as_read
from research.governance.record import Record, alike, columns, row_of
from research.nouns.facts import Fact
from research.nouns.quality import UNTIED, Doubt, Finding, Severity

SCALES = (Decimal(1_000), Decimal(1_000_000))
# A figure of fewer digits is a thousand times another by chance.
_LEAST_DIGITS = 3
# No steady row of the evaluation filings has years so many times apart (`python -m tests.bench.quality`).
_FAR = Decimal(300)


@dataclass(frozen=True, slots=True)
class _Off:
    """A figure that is off, and the one that it is held against."""

    doubted: Fact
    against: Fact


def find_scales(record: Record) -> Iterator[Finding]:
    """Yield a finding for each column of a document that has figures of another scale than the same ones elsewhere, or than their row."""
    off: dict[str, _Off] = {}
    for facts in record.rows.values():
        for one in (*_elsewhere(record, facts), *_along_the_row(record, facts)):
            off.setdefault(one.doubted.id, one)
    by_column = columns(one.doubted for one in off.values())
    for doubted in by_column.values():
        against = [off[fact.id].against for fact in doubted]
        yield of_figures(record, Doubt.SCALE, Severity.ERROR, _message(record, doubted, against[0]), doubted=doubted, against=against)


def _message(record: Record, doubted: Sequence[Fact], against: Fact) -> str:
    ratio = abs(doubted[0].value / against.value)
    times = f"{ratio:,.0f} times" if ratio > 1 else f"1/{1 / ratio:,.0f} of"
    same = against.document_id != doubted[0].document_id
    where = f"in {record.name(against)} (page {against.page})" if same else f"on page {against.page}"
    return f"{said_as_read(doubted[0])}, is {times} {said(against)}, {where}{more(doubted)}."


def _elsewhere(record: Record, facts: Sequence[Fact]) -> Iterator[_Off]:
    """Yield the figures of a row that are a whole scale off against another document's of the same period."""
    for one, other in combinations(sorted((fact for fact in facts if fact.value), key=lambda fact: -abs(fact.value)), 2):
        if one.document_id == other.document_id or not same_period(one.period, other.period) or not _is_scaled(one, other):
            continue
        yield _Off(one, other) if _is_odder(record, one, other) else _Off(other, one)


def _is_scaled(one: Fact, other: Fact) -> bool:
    """Return whether one of two figures is a whole scale times the other, but for rounding."""
    large, small = sorted((abs(one.value), abs(other.value)), reverse=True)
    if any(large == small * scale for scale in SCALES):
        return True
    if sum(map(str.isdigit, one.printed)) < _LEAST_DIGITS or sum(map(str.isdigit, other.printed)) < _LEAST_DIGITS:
        return False
    return any(abs(large / scale - small) <= small / 200 for scale in SCALES)


def _is_odder(record: Record, large: Fact, small: Fact) -> bool:
    """Return whether the larger of two figures is the one that does not fit the row's other figures; of two alone the later one."""
    key = row_of(large)
    pair = {large.document_id, small.document_id}
    row = [one for one in record.rows[key] if one.value and alike(one.period, large.period)] if key else []
    others = [one for one in row if one.document_id not in pair] or [one for one in row if not same_period(one.period, large.period)]
    if not others:
        return _age(record, large) >= _age(record, small)
    usual = Decimal(median(abs(one.value) for one in others))
    far = _apart(abs(large.value), usual), _apart(abs(small.value), usual)
    return far[0] >= far[1] if far[0] != far[1] else _age(record, large) >= _age(record, small)


def _age(record: Record, fact: Fact) -> int:
    end = record.documents[fact.document_id].period_end
    return end.toordinal() if end else 0


def _apart(one: Decimal, other: Decimal) -> Decimal:
    return max(one / other, other / one)


def _along_the_row(record: Record, facts: Sequence[Fact]) -> Iterator[_Off]:
    """Yield the figures that are hundreds of times the others of a row that is steady, or that does not tie out."""
    valued = [fact for fact in facts if fact.value]
    steady = bool(valued) and valued[0].concept in known().steady
    for fact in valued:
        if not steady and not any(caveat.startswith(UNTIED) for caveat in fact.caveats):
            continue
        others = [one for one in valued if alike(one.period, fact.period) and not same_period(one.period, fact.period)]
        if not others:
            continue
        usual = Decimal(median(abs(one.value) for one in others))
        nearest = min(others, key=lambda one, fact=fact: abs((one.period.end - fact.period.end).days))  # type: ignore[misc]
        if (
            _apart(abs(fact.value), usual) >= _FAR
            and _apart(abs(fact.value), abs(nearest.value)) >= _FAR
            and _fits_worse(record, fact, nearest)
        ):
            yield _Off(fact, nearest)


def _fits_worse(record: Record, one: Fact, other: Fact) -> bool:
    """Return whether of two figures of a row the first lies farther from the figures of its own column that move little."""
    usual = [_usual(record, fact) for fact in (one, other)]
    if not all(usual):
        return abs(one.value) > abs(other.value)
    return _apart(abs(one.value), usual[0]) >= _apart(abs(other.value), usual[1])


def _usual(record: Record, fact: Fact) -> Decimal:
    """Return the middle amount of the levels beside a figure in its column, 0 without any."""
    beside = [
        abs(one.value)
        for one in record.by_document[fact.document_id]
        if one.period == fact.period and one.unit == fact.unit and one.concept in known().levels and one.id != fact.id and one.value
    ]
    return Decimal(median(beside)) if beside else Decimal(0)
