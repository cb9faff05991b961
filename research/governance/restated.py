"""Restatements and changes of currency: what a later filing states otherwise than an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from research.comparatives import find_restatements
from research.governance.making import more, of_figures
from research.governance.record import Record
from research.metrics.operands import printed_with_unit
from research.nouns.documents import Document
from research.nouns.facts import Fact
from research.nouns.quality import Doubt, Finding, Severity
from research.splits import PER_SHARE, SHARES, find_splits

_SPLIT = frozenset({*SHARES, *PER_SHARE})


def find_restated(record: Record, told: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each statement and period that a later filing states otherwise; figures by id that were `told` are left out.

    Where a split recasts shares and figures per share it is a note.
    """
    names = {document.name: document for document in record.documents.values()}
    split = has_split(record)
    for found in find_restatements(record.facts, record.documents):
        rows = [row for row in found.rows if not {row.earlier.id, row.later.id} & set(told)]
        earlier, later = names[found.earlier], names[found.later]
        if not rows or (earlier.form_type == later.form_type and earlier.period_end == later.period_end):
            continue
        recast = all(row.later.concept in _SPLIT for row in rows) and split
        first, doubted, against = rows[0], [row.earlier for row in rows], [row.later for row in rows]
        was, now = printed_with_unit(first.earlier), printed_with_unit(first.later)
        what = f"“{first.later.label}” of {first.later.period.label}"
        place = f"({earlier.name}, page {first.earlier.page})"
        message = f"{later.name} restates {what} from {was} {place} to {now} (page {first.later.page}){more(doubted)}."
        severity = Severity.NOTE if recast else Severity.WARNING
        yield of_figures(record, Doubt.RESTATED, severity, message, doubted=doubted, against=against)


def has_split(record: Record) -> bool:
    """Return whether filings of a company recast shares and figures per share."""
    return bool(find_splits([fact for fact in record.facts if fact.concept in _SPLIT], record.documents))


def find_currencies(record: Record) -> Iterator[Finding]:
    """Yield a finding for each document whose statements are in another currency than those beside it in time."""
    usual = [fact for document in _by_time(record) if (fact := _first_amount(record, document.id))]
    common = Counter(fact.currency for fact in usual)
    for before, after in pairwise(usual):
        if before.currency != after.currency:
            odd, other = (before, after) if common[before.currency] < common[after.currency] else (after, before)
            message = f"{record.name(odd)} is stated in {odd.currency}, {record.name(other)} beside it in {other.currency}."
            yield of_figures(record, Doubt.CURRENCY, Severity.WARNING, message, doubted=[odd], against=[other])


def _by_time(record: Record) -> list[Document]:
    return sorted(record.documents.values(), key=lambda one: (str(one.period_end or ""), one.name))


def _first_amount(record: Record, key: str) -> Fact | None:
    counted: dict[str, list[Fact]] = {}
    for fact in record.by_document.get(key, ()):
        if fact.currency and fact.unit == fact.currency:
            counted.setdefault(fact.currency, []).append(fact)
    return max(counted.values(), key=len)[0] if counted else None
