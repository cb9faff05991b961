"""What stores and indexes are asked for, and what they give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from research.nouns.documents import Kind
from research.nouns.facts import Fact, Statement


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are wanted; an empty field does not restrict.

    Superseded and failed ones are never found by a filter unless `any_state` is set. `known_from` <= when it came < `known_before`.
    `source_start` is what its path or URL begins with; `named_in` is a text in which its name stands. Each of `said` stands, case aside,
    in what it is called or is: its name, title, company, ticker, form, date of publication, kind, tier or label.
    """

    companies: tuple[str, ...] = ()
    form_types: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    any_state: bool = False
    known_from: datetime | None = None
    known_before: datetime | None = None
    source_start: str = ""
    named_in: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """How many documents there are, and what they hold together."""

    documents: int = 0
    pages: int = 0
    chunks: int = 0
    facts: int = 0


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts are wanted; an empty field does not restrict.

    Without `everything` only what the statements state of the whole company is found (`Fact.is_stated_total`): figures of segments, of
    other tables, expected or adjusted ones are asked for by name, so that nobody takes one for the company's own. `of_parts` leaves of
    `everything` the figures of segments, products, places.
    """

    companies: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    fiscal_periods: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    document_ids: tuple[str, ...] = ()
    everything: bool = False
    of_parts: bool = False

    def fits(self, fact: Fact) -> bool:
        """Return whether a fact is wanted."""
        fields = (
            (fact.company, self.companies),
            (fact.concept, self.concepts),
            (fact.period.fiscal_year, self.fiscal_years),
            (fact.period.fiscal_period, self.fiscal_periods),
            (fact.statement, self.statements),
            (fact.document_id, self.document_ids),
        )
        if self.of_parts and not fact.dimensions:
            return False
        return (self.everything or fact.is_stated_total) and all(not values or value in values for value, values in fields)


@dataclass(frozen=True, slots=True)
class WeightedPhrase:
    """Words to look for together (a phrase when there are several) and how much they count."""

    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """A query for BM25: any of the phrases may match, each adds its weight times its score."""

    phrases: tuple[WeightedPhrase, ...]


@dataclass(frozen=True, slots=True)
class IndexHit:
    """A chunk that an index found; a higher score is a better match."""

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One row of the audit trail: when (aware UTC), who, what was done, to what, and (name, value) details.

    `apart` are details that tell words or figures of documents: they are kept beside the trail, which has only their hash, so that they can
    go when a document is purged. Read back they stand among the details as long as they are there.
    """

    at: datetime
    user: str
    action: str
    subject: str
    details: tuple[tuple[str, str], ...] = ()
    id: int | None = None
    apart: tuple[tuple[str, str], ...] = ()
