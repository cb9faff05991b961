"""Abnormal jumps: a level that changes many times over within a year, where neither its statement nor another document bears it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from research.comparatives import same_period
from research.governance.known import known
from research.governance.making import of_figures, said_as_read
from research.governance.record import Record, alike
from research.governance.restated import has_split
from research.nouns.facts import Fact
from research.nouns.quality import UNTIED, Doubt, Finding, Severity
from research.splits import SHARES

# No level of the evaluation filings that grew by trade alone changed so many times within a year (`python -m tests.bench.quality`).
_FAR = 4
# More than a year, for 53 weeks and a change of the year's end.
_YEAR_DAYS = 400
# Beyond this it is its scale that is off.
_SCALE = 300
_ROUNDING = Decimal("0.005")
_PER_SHARE = {"shares_basic": "eps_basic", "shares_diluted": "eps_diluted"}
# Earnings for common shares may be less than net income by this part.
_SHARE_SLACK = Decimal("0.1")


def find_jumps(record: Record) -> Iterator[Finding]:
    """Yield a finding for each figure of a level that jumps and is not borne out, with the figure beside it from which it does."""
    split = has_split(record)
    for key, facts in record.rows.items():
        if key[1] not in known().levels or (split and key[1] in SHARES):
            continue
        valued, told = [fact for fact in facts if fact.value], set[str]()
        for before, after in _neighbours(valued):
            ratio = abs(after.value / before.value)
            doubted = _doubted(record, before, after, valued) if _FAR <= max(ratio, 1 / ratio) < _SCALE else None
            if doubted is None or doubted.id in told:
                continue
            told.add(doubted.id)
            other = before if doubted is after else after
            times = f"{ratio:.1f} times" if ratio > 1 else f"1/{1 / ratio:.1f} of"
            nothing = f"no sum of its statement and no other document bears out the one of {doubted.period.label}"
            message = f"{said_as_read(after)}, is {times} {said_as_read(before)}; {nothing}."
            yield of_figures(record, Doubt.JUMP, Severity.WARNING, message, doubted=[doubted], against=[other])


def _doubted(record: Record, before: Fact, after: Fact, row: Sequence[Fact]) -> Fact | None:
    """Return which end of a jump is in doubt: the one that is not borne out, of two the one farther from its row; None without one."""
    unproved = [fact for fact in (before, after) if not _is_borne_out(record, fact, row)]
    if len(unproved) < 2:
        return unproved[0] if unproved else None
    return max(reversed(unproved), key=lambda fact: _far(fact, [one for one in row if one.id != fact.id]))


def _far(fact: Fact, others: Sequence[Fact]) -> Decimal:
    """Return how many times the middle of the others a figure is, or that it is."""
    ratio = abs(fact.value) / Decimal(median(abs(one.value) for one in others))
    return max(ratio, 1 / ratio)


def _neighbours(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield figures of one sort of period that follow each other within a year, one for each period."""
    sorts: list[list[Fact]] = []
    for fact in sorted(facts, key=lambda one: one.period.end):
        held = next((group for group in sorts if alike(group[0].period, fact.period)), None)
        if held is None:
            sorts.append([fact])
        elif not same_period(held[-1].period, fact.period):
            held.append(fact)
    for group in sorts:
        yield from ((one, other) for one, other in pairwise(group) if (other.period.end - one.period.end).days <= _YEAR_DAYS)


def _is_borne_out(record: Record, fact: Fact, row: Sequence[Fact]) -> bool:
    """Return whether another document states the figure too, or a sum of its statement holds with it."""
    if any(one.document_id != fact.document_id and same_period(one.period, fact.period) and one.value == fact.value for one in row):
        return True
    if any(caveat.startswith(UNTIED) for caveat in fact.caveats):
        return False
    beside = {
        one.concept: one.value
        for one in record.by_document[fact.document_id]
        if one.concept and one.period.end == fact.period.end and alike(one.period, fact.period)
    }
    return any(_holds(tie, fact.concept or "", beside) for tie in known().ties) or _per_share_holds(fact, beside)


def _holds(tie: Mapping[str, int], concept: str, beside: Mapping[str, Decimal]) -> bool:
    """Return whether a sum that a concept is part of can be checked and comes to nought, costs taken as amounts."""
    if concept not in tie or not tie.keys() <= beside.keys():
        return False
    values = [sign * (abs(beside[name]) if sign < 0 else beside[name]) for name, sign in tie.items()]
    return abs(sum(values, Decimal(0))) <= _ROUNDING * max(abs(value) for value in values)


def _per_share_holds(fact: Fact, beside: Mapping[str, Decimal]) -> bool:
    each, earned = beside.get(_PER_SHARE.get(fact.concept or "", "")), beside.get("net_income")
    if each is None or not earned:
        return False
    return abs(each * fact.value - earned) <= _SHARE_SLACK * abs(earned)
