"""What ingest makes of a file: document, pages, lines, tables and chunks.

Offsets are always into `Document.text`, in characters, half open. Boxes are in PDF points with the origin at
the top left of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

# Forms of whole years, whose statements are audited.
ANNUAL_FORMS = frozenset({"10-K", "10-KT", "20-F", "40-F", "annual report"})


class Kind(StrEnum):
    """What sort of text a document is."""

    FILING = "filing"
    RESULTS = "results"
    REPORT = "report"
    NOTE = "note"
    TRANSCRIPT = "transcript"
    NEWS = "news"
    OTHER = "other"


# All kinds but news, of which a library has many times more than of all else.
PAPERS = tuple(kind for kind in Kind if kind is not Kind.NEWS)
# What a company's figures are reported in.
REPORTS = (Kind.FILING, Kind.RESULTS, Kind.REPORT)


class Tier(StrEnum):
    """How far a document's figures have been vouched for, best first."""

    AUDITED = "audited"
    FILED = "filed"
    UNAUDITED = "unaudited"
    COMPANY = "company"
    THIRD_PARTY = "third party"


class DocumentState(StrEnum):
    """How far ingest has come.

    A `parsed` document answers by its words: its figures are not read yet. A `lexical` one answers by words and figures, a `complete`
    one by meaning too; the others do not answer.
    """

    PARSED = "parsed"
    LEXICAL = "lexical"
    COMPLETE = "complete"
    SUPERSEDED = "superseded"
    FAILED = "failed"


ANSWERING = frozenset({DocumentState.PARSED, DocumentState.LEXICAL, DocumentState.COMPLETE})


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: points, origin top left, x0 < x1 and y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text printed without a wide gap; runs with one `row` number stand on the same visual line."""

    start: int
    end: int
    row: int
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page: 1-based number, offsets of its text in the document, size in points and its lines in reading order."""

    number: int
    start: int
    end: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure's place in a table: column index (0-based) and the offsets of its printed form."""

    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table line: the printed label (wrapped parts joined), its section head, its cells and the offsets of the whole row."""

    label: str
    start: int
    end: int
    cells: tuple[Cell, ...]
    section: str = ""
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table read from one page by geometry: title, printed unit line, one head text per column, and the rows in order."""

    page: int
    title: str
    units: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with a document that the reader should know: a code, one plain sentence, and the page if there is one."""

    code: str
    message: str
    page: int | None = None


class MarkKind(StrEnum):
    """Why a page counts for less: it repeats, or it says nothing of its own."""

    BOILERPLATE = "boilerplate"
    NEAR_DUPLICATE = "near duplicate"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True)
class PageMark:
    """A mark on one page of a document: what it is, and in words what it goes back to (the page that it repeats)."""

    document_id: str
    page: int
    kind: MarkKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: identity, metadata, text and pages.

    `id` hashes content and pipeline version; `name` is unique in the workspace; `source_key` (path or URL) is the
    identity that an update replaces. Unknown metadata is None. Datetimes are aware UTC. `sources` pairs metadata fields
    with where their values came from; `given` the fields that the caller gave, as text, also where a
    correction outranks them; `details` what a kind of document says beyond them (a note's rating and target price); `corrected` the ids of
    the corrections of its figures that held when it was read, each with why it was not applied, "" when it was.
    """

    id: str
    name: str
    source_key: str
    content_hash: str
    kind: Kind
    tier: Tier
    state: DocumentState
    known_at: datetime
    title: str = ""
    company: str | None = None
    also_called: tuple[str, ...] = ()
    ticker: str | None = None
    form_type: str | None = None
    fiscal_year: int | None = None
    fiscal_period: str | None = None
    period_end: date | None = None
    published_at: datetime | None = None
    language: str | None = None
    label: str = "public"
    text: str = field(default="", repr=False)
    pages: tuple[Page, ...] = field(default=(), repr=False)
    supersedes: str | None = None
    defects: tuple[Defect, ...] = ()
    chunk_count: int = 0
    fact_count: int = 0
    page_count: int = 0
    sources: tuple[tuple[str, str], ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A retrievable span: `text` equals `document.text[start:end]` and stays on one page.

    `context` (company, period, form, section, repeated column heads) is embedded and indexed with the text and never quoted.
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    page: int
    section: str = ""
    context: str = ""

    @property
    def indexed_text(self) -> str:
        """Return what is embedded and indexed: context, newline, text."""
        return f"{self.context}\n{self.text}" if self.context else self.text
