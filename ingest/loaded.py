"""What loading a file gives, before it becomes a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from research.nouns.documents import Defect, Kind, Page, Table, Tier


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's text, its pages with line boxes, the tables read from them, and what could not be read."""

    text: str = field(repr=False)
    pages: tuple[Page, ...] = field(repr=False)
    tables: tuple[Table, ...] = field(default=(), repr=False)
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; None where it does not say. `sources` pairs each field with where its value came from."""

    title: str = ""
    company: str | None = None
    ticker: str | None = None
    kind: Kind = Kind.OTHER
    tier: Tier = Tier.COMPANY
    form_type: str | None = None
    fiscal_year: int | None = None
    fiscal_period: str | None = None
    period_end: date | None = None
    published_at: datetime | None = None
    language: str | None = None
    sources: tuple[tuple[str, str], ...] = ()
