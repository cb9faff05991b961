"""What loading a file gives, before it becomes a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from research.nouns.documents import Defect, Kind, Page, Table, Tier


@dataclass(frozen=True, slots=True)
class Limits:
    """What a loader may read of one file: pages (or sheets, slides, sections), table cells, and MiB that an archive may inflate to."""

    max_pages: int = 5_000
    max_cells: int = 2_000_000
    max_inflated_mb: int = 512


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the file's own structure marks it: where its line starts, its words, its level (1 is the topmost)."""

    start: int
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Stated:
    """A metadata field that the file states outside its prose: `Metadata`'s field name, the value as text, and where it stands.

    Values read as `ingest.given` reads a caller's: ISO dates and instants, whole numbers, names.
    """

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class TaggedFact:
    """A figure that the file itself tags (inline XBRL): where it is printed, and what the tag says.

    `name` is the concept with its prefix ("us-gaap:Revenues"); `value` the decimal in units with the tag's sign, None for nil or for
    text; `text` the printed form; `unit` as declared ("USD", "USD/shares", "shares", "pure"), None without. `begins` is None for an
    instant. `dimensions` pairs axis and member. `start` and `end` are offsets into the text, both -1 for a hidden fact. `note` is what a
    reader should know of it, a sentence, "" without.
    """

    name: str
    value: str | None
    text: str
    unit: str | None
    begins: date | None
    ends: date | None
    dimensions: tuple[tuple[str, str], ...] = ()
    start: int = -1
    end: int = -1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as its loader read it.

    Text; pages that together cover it (with line boxes where the file has a printed form, else without lines and 0 points wide);
    tables; headings, when the format marks them, else none; metadata and figures that the file tags; what could not be read.
    """

    text: str = field(repr=False)
    pages: tuple[Page, ...] = field(repr=False)
    tables: tuple[Table, ...] = field(default=(), repr=False)
    defects: tuple[Defect, ...] = ()
    headings: tuple[Heading, ...] = field(default=(), repr=False)
    stated: tuple[Stated, ...] = ()
    tagged: tuple[TaggedFact, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several documents that a file holds: a key that stays the same over updates, the name it asks for, its own bytes."""

    key: str
    stem: str
    content: bytes = field(repr=False)


class Loader(Protocol):
    """Reads one kind of file. Made and run in the limited child process, so it may be slow, greedy or crash."""

    def __init__(self, limits: Limits) -> None: ...

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return what the file holds; raises CannotReadError or LimitExceededError, each naming the file, the cause and what to do."""
        ...


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; None where it does not say. `sources` pairs each field with where its value came from.

    `details` are what only its kind has, as name and value: a note's broker, rating, target_price ("USD 42"), price, price_date and
    analysts, a call's speakers. `disclosure_pages` (1-based) hold a note's legal matter and nothing else.
    """

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
    details: tuple[tuple[str, str], ...] = ()
    disclosure_pages: tuple[int, ...] = ()
