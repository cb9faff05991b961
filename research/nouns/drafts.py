"""What report writers make and bring: drafts to be checked sentence by sentence, and drafts that are written with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from research.nouns.answers import Citation, Claim, Verdict

# What a check says of a sentence of a draft: the same five words as of a claim of an answer.
SentenceVerdict: TypeAlias = Verdict


class DraftKind(StrEnum):
    """In which format a draft was brought."""

    WORD = "docx"
    MARKDOWN = "md"


class DraftPart(StrEnum):
    """Where in a draft's file words stand."""

    BODY = "body"
    FOOTNOTES = "footnotes"
    ENDNOTES = "endnotes"


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where in a draft's file a sentence stands.

    `block` counts the paragraphs and tables of its part in reading order from 0; paragraphs in a cell do not count, a table in a cell
    follows the one that holds it. For a cell `row` and `column` are its own, from 0, as in `DraftTable.rows`; else None. `start`–`end`
    are offsets in the words of the paragraph or cell as they stand in the file (of Word), or in the file's text (of Markdown).
    """

    part: DraftPart
    block: int
    row: int | None
    column: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftCell:
    """Which cell of which table of a draft a sentence is: `table` is the index in `DraftText.tables`; its heads as they are printed.

    `row_head` is the words at the left of its row, `column_heads` those over its column, topmost first.
    """

    table: int
    row: int
    column: int
    row_head: str
    column_heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence, one item of a list, one heading or one cell of a draft as it reads with all changes accepted.

    `headings` are the headings over it, outermost first; `is_heading` says that it is one itself (the last of them). `note` is the mark
    of the footnote or endnote that it stands in ("1", "ii"), "" in the body; `notes` are the marks of the notes it refers to.
    `is_caption` says that it names a table or a chart, `is_source` that it says where something stands and nothing else.
    """

    text: str
    place: DraftPlace
    headings: tuple[str, ...] = ()
    table: DraftCell | None = None
    is_heading: bool = False
    note: str = ""
    notes: tuple[str, ...] = ()
    is_caption: bool = False
    is_source: bool = False

    @property
    def heading(self) -> str:
        """Return the innermost heading over it, "" without."""
        return self.headings[-1] if self.headings else ""


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table of a draft: its rows as a full grid (a cell over several columns or rows stands at its first place, the others are "").

    `head_rows` is how many rows at the top hold the heads of columns. `caption` is what names it above or below, "" without, and
    `before` the paragraph just above ("US$ in millions"), which may be the same.
    """

    block: int
    caption: str
    before: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    head_rows: int


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A footnote or endnote: its mark as the reader sees it ("1", "ii") and its text."""

    part: DraftPart
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft as read: every sentence in reading order (body with its cells, then footnotes, then endnotes).

    `sha256` is that of the file's bytes; `unread` says line by line what the file holds and was not read (text boxes, embedded files).
    """

    name: str
    title: str
    kind: DraftKind
    sentences: tuple[DraftSentence, ...]
    tables: tuple[DraftTable, ...]
    footnotes: tuple[DraftNote, ...]
    sha256: str
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedSource:
    """What a footnote says of a citation: the document's title and day, the table and row where it stands, and a link to the place.

    Found by `citation.marker`; "" and None for what is not known.
    """

    citation: Citation
    title: str
    published_at: datetime | None = None
    table: str = ""
    row: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """What a check found of one sentence: the verdict and why, in one line for a reader.

    `citation` is the source found, None without; its details are those of the `DraftCheck.sources` with the same marker. `expected` is
    the source's figure in the house's form where the draft's is another, `accepted` the reason with which a reader let it stand.
    """

    sentence: DraftSentence
    verdict: Verdict
    reason: str
    citation: Citation | None = None
    expected: str | None = None
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class DraftContradiction:
    """Two sentences of one draft that cannot both be right, and what they disagree on."""

    first: DraftSentence
    second: DraftSentence
    reason: str


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A whole draft checked: its sentences in reading order, those that contradict each other, and the sources by marker."""

    sentences: tuple[CheckedSentence, ...]
    contradictions: tuple[DraftContradiction, ...]
    checked_at: datetime
    sources: tuple[CitedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptedSentence:
    """A sentence that a writer lets stand although a check spoke against it: the hash of its words, the verdict, the reason, and when."""

    sentence: str
    verdict: Verdict
    reason: str
    at: datetime


class DraftState(StrEnum):
    """How far a draft has come; any edit reopens it. In review are drafts of a team alone: somebody else than their writer signs them."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    REVIEWED = "reviewed"
    RELEASED = "released"


class Voice(StrEnum):
    """What a paragraph is: something that happened, a figure that is expected, or a view."""

    FACT = "fact"
    ESTIMATE = "estimate"
    OPINION = "opinion"


class ParagraphStyle(StrEnum):
    """How a paragraph is set."""

    BODY = "body"
    BULLET = "bullet"
    QUOTE = "quote"
    NOTE = "note"  # small print: disclaimers


class ChartForm(StrEnum):
    """How a chart shows its series."""

    COLUMNS = "columns"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class ParagraphBlock:
    """Sentences with their evidence; a renderer sets them one after the other with a space between."""

    claims: tuple[Claim, ...]
    style: ParagraphStyle = ParagraphStyle.BODY
    voice: Voice = Voice.FACT
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: heads of the columns and rows of cells, each a claim of its own; `totals` are the indexes of rows set off as totals.

    `unit` is the line under the caption ("US$ in millions, except per share"). `sources` are cited under the table as a whole.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Claim, ...], ...]
    sources: tuple[Citation, ...] = ()
    unit: str = ""
    totals: tuple[int, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One line of figures of a chart, one for each of its labels; None leaves a gap."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart over `labels` (periods, companies): `alt_text` says in words what it shows, `unit` what its axis counts.

    From label number `estimates_from` on (0-based) the figures are expected ones and are set apart.
    """

    caption: str
    alt_text: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    sources: tuple[Citation, ...] = ()
    form: ChartForm = ChartForm.COLUMNS
    estimates_from: int | None = None
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class MissingBlock:
    """What could not be written, and which evidence it would need, in one line."""

    text: str
    kind: Literal["missing"] = "missing"


Block: TypeAlias = ParagraphBlock | TableBlock | ChartBlock | MissingBlock


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a draft: a heading (level 1 is the topmost under the title) and its blocks in order.

    `id` names it within its draft, through changes of its heading; "" as long as nobody has edited the draft.
    """

    heading: str
    blocks: tuple[Block, ...] = ()
    level: int = 1
    id: str = ""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return the sentences of its paragraphs, in order."""
        return tuple(claim for block in self.blocks if isinstance(block, ParagraphBlock) for claim in block.claims)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what evidence it lacks, one line each."""
        return tuple(block.text for block in self.blocks if isinstance(block, MissingBlock))


@dataclass(frozen=True, slots=True)
class DraftElement:
    """Something that a house wants in its drafts ("rating", "price date"): what fills it, "" while it is open."""

    name: str
    value: str
    required: bool = True


class SourceUse(StrEnum):
    """What a writer decided of a source for a section."""

    PINNED = "pinned"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A document, or one page of it, that a section is to be written from first, or not at all."""

    section: str
    document_id: str
    page: int | None
    use: SourceUse


@dataclass(frozen=True, slots=True)
class SectionConflict:
    """A section's other text: what stood there when another tab, which had not seen it, saved its own; `version` still has it whole."""

    section: str
    text: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A document in the making; `version` counts saves from 1.

    `sources` has what the footnotes say of each marker that its claims, tables and charts cite, in the order of the list of sources;
    `completed_at` is the instant at which its figures were drawn from the library, None for one that was written by hand alone;
    `elements` are those of its house, `open_items` what keeps it from being final, one line each; one that `is_final` is no draft any more.
    `peers` and `topic` are what it was asked to be about beside its company; `choices` and `conflicts` are of its editing.
    """

    id: str
    title: str
    company: str | None
    template: str
    state: DraftState
    version: int
    sections: tuple[Section, ...]
    saved_at: datetime
    subtitle: str = ""
    sources: tuple[CitedSource, ...] = ()
    completed_at: datetime | None = None
    elements: tuple[DraftElement, ...] = ()
    open_items: tuple[str, ...] = ()
    is_final: bool = False
    peers: tuple[str, ...] = ()
    topic: str = ""
    choices: tuple[SourceChoice, ...] = ()
    conflicts: tuple[SectionConflict, ...] = ()
