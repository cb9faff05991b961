"""Earlier periods as later filings state them: rows whose figure differs from the one that was first filed (restated?)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from research.concepts.catalogue import normalize_label
from research.nouns.documents import Document
from research.nouns.facts import Fact, Period, Statement

# Two documents mean the same day when theirs lie this many days apart: one may not print the exact day of a 52-week year's end.
SAME_DAYS = 8
_Row: TypeAlias = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that two filings state differently for one period: the figure of the earlier filing and of the next that states it."""

    earlier: Fact
    later: Fact

    @property
    def ratio(self) -> Decimal | None:
        """Return how many times the earlier figure the later one is, None without one."""
        return self.later.value / self.earlier.value if self.earlier.value else None


@dataclass(frozen=True, slots=True)
class Restatement:
    """What a later filing states differently of one statement and period than an earlier one did: the documents' names, and the rows."""

    statement: Statement
    period: str
    earlier: str
    later: str
    rows: tuple[Difference, ...]


def find_restatements(facts: Iterable[Fact], documents: Mapping[str, Document]) -> tuple[Restatement, ...]:
    """Return what the filings of one company state differently of the same period, newest period first.

    `documents` are those of the facts by id. Only rows that each document states once count, by concept or by their printed label, and
    two figures differ when they lie more than half a last digit apart. Of several documents with the same period's own figures (an
    amendment) each is compared with the next.
    """
    by_document: dict[str, list[Fact]] = {}
    for fact in facts:
        if _is_comparable(fact) and fact.document_id in documents:
            by_document.setdefault(fact.document_id, []).append(fact)
    ordered = sorted(by_document, key=lambda key: _age(documents[key]))
    stated = {key: _by_row(by_document[key]) for key in ordered}
    grouped: dict[tuple[Statement, str, str, str], list[Difference]] = {}
    for row in dict.fromkeys(row for key in ordered for row in stated[key]):
        for earlier, later in _same_periods([(key, fact) for key in ordered for fact in stated[key].get(row, ())]):
            if _differ(earlier, later) and earlier.statement:
                names = documents[earlier.document_id].name, documents[later.document_id].name
                grouped.setdefault((earlier.statement, earlier.period.label, *names), []).append(Difference(earlier, later))
    found = [Restatement(*key, tuple(rows)) for key, rows in grouped.items()]
    return tuple(sorted(found, key=lambda one: (-one.rows[0].earlier.period.end.toordinal(), one.statement.value, one.later)))


def same_period(one: Period, other: Period) -> bool:
    """Return whether two periods are the same stretch of time, or the same day, as far as documents print them."""
    return one.span is other.span and abs((one.end - other.end).days) <= SAME_DAYS


def _is_comparable(fact: Fact) -> bool:
    return fact.statement is not None and fact.is_of_whole


def _age(document: Document) -> tuple[int, str]:
    return (
        document.period_end.toordinal() if document.period_end else 0,
        f"{document.published_at or document.known_at:%Y-%m-%d}{document.name}",
    )


def _by_row(facts: Sequence[Fact]) -> dict[_Row, list[Fact]]:
    """Return the facts of a document by row, those left out that it states twice for one period."""
    rows: dict[_Row, list[Fact]] = {}
    for fact in facts:
        name = fact.concept or normalize_label(fact.label)
        if name:
            rows.setdefault((f"{fact.statement}:{name}", fact.unit, fact.basis.share), []).append(fact)
    return {row: held for row, held in rows.items() if max(Counter(fact.period for fact in held).values()) == 1}


def _same_periods(stated: Sequence[tuple[str, Fact]]) -> Iterable[tuple[Fact, Fact]]:
    """Yield each pair of figures for one period by one document and the next."""
    groups: list[list[Fact]] = []
    for _, fact in stated:
        group = next((held for held in groups if same_period(held[0].period, fact.period)), None)
        if group is None:
            groups.append([fact])
        else:
            group.append(fact)
    for group in groups:
        yield from pairwise(group)


def _differ(earlier: Fact, later: Fact) -> bool:
    if earlier.value == later.value:
        return False
    digits = earlier.last_digit, later.last_digit
    rounding = max(digits) / 2 if digits[0] != digits[1] else Decimal(0)
    # An expense is printed with either sign: the same amount under another label is no restatement.
    same_label = normalize_label(earlier.label) == normalize_label(later.label)
    values = (earlier.value, later.value) if same_label else (abs(earlier.value), abs(later.value))
    return abs(values[0] - values[1]) > rounding
