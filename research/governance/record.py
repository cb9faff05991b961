"""One company as the rules see it: its documents and what their statements state, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from research.concepts.catalogue import normalize_label
from research.nouns.documents import Document
from research.nouns.facts import Fact, Period, Span

# A row: its statement and name, what its figures are in, and whose shares.
Row: TypeAlias = tuple[str, str, str, str]
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Record:
    """A company's name, its documents by id, and their stated totals; facts of documents that are not here are left out.

    `rows` leaves out those that a document states twice for a period.
    """

    company: str
    documents: Mapping[str, Document]
    facts: tuple[Fact, ...]
    rows: Mapping[Row, tuple[Fact, ...]] = field(repr=False)
    by_document: Mapping[str, tuple[Fact, ...]] = field(repr=False)

    def name(self, fact: Fact) -> str:
        """Return the name of the document that states a fact."""
        return self.documents[fact.document_id].name


def record_of(company: str, documents: Iterable[Document], facts: Iterable[Fact]) -> Record:
    """Return the record of a company; `facts` may hold more than its statements' totals, which alone count."""
    held = {one.id: one for one in documents}
    stated = tuple(one for one in facts if one.document_id in held and one.is_stated_total)
    by_document: dict[str, list[Fact]] = {}
    for fact in stated:
        by_document.setdefault(fact.document_id, []).append(fact)
    rows: dict[Row, list[Fact]] = {}
    for held_facts in by_document.values():
        for key, row in _stated_once(held_facts).items():
            rows.setdefault(key, []).extend(row)
    return Record(company, held, stated, _frozen(rows), _frozen(by_document))


def _stated_once(facts: Sequence[Fact]) -> dict[Row, list[Fact]]:
    """Return the facts of a document by row, without the rows that it states twice for a period: which is meant is not known."""
    rows: dict[Row, list[Fact]] = {}
    for fact in facts:
        if key := row_of(fact):
            rows.setdefault(key, []).append(fact)
    return {key: row for key, row in rows.items() if max(Counter(fact.period for fact in row).values()) == 1}


def row_of(fact: Fact) -> Row | None:
    """Return the row that a fact stands in, None for one without a name."""
    name = fact.concept or normalize_label(fact.label)
    return (f"{fact.statement}", name, fact.unit, fact.basis.share or "") if name else None


def column_of(fact: Fact) -> tuple[str, str, Period]:
    """Return the column that a fact stands in: its document, statement and period."""
    return fact.document_id, f"{fact.statement}", fact.period


def columns(facts: Iterable[Fact]) -> dict[tuple[str, str, Period], list[Fact]]:
    """Return facts by the columns that they stand in."""
    found: dict[tuple[str, str, Period], list[Fact]] = {}
    for fact in facts:
        found.setdefault(column_of(fact), []).append(fact)
    return found


def alike(one: Period, other: Period) -> bool:
    """Return whether two periods are of one sort: both days, or as long as each other."""
    return one.span is other.span and one.span is not Span.OTHER


def _frozen(held: Mapping[_Key, Sequence[Fact]]) -> Mapping[_Key, tuple[Fact, ...]]:
    return {key: tuple(several) for key, several in held.items()}
