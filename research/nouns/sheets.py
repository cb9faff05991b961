"""Statements side by side: the rows of one statement over the periods of several filings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from research.nouns.facts import Fact, Period, Statement


class SheetBasis(StrEnum):
    """Which filing gives a period's figures: its own one, or the latest one that covers it."""

    AS_REPORTED = "as reported"
    RECAST = "recast"


class SheetSpan(StrEnum):
    """Which periods stand side by side."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    TO_DATE = "year to date"


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """What is put side by side; a `statement` of None means the figures of all tables that are no primary statement."""

    statement: Statement | None
    span: SheetSpan = SheetSpan.ANNUAL
    basis: SheetBasis = SheetBasis.AS_REPORTED


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A period, and the filing that gives its figures.

    `document` is the filing's name, "" where each figure has a filing of its own; `own` says that it reports on this very period and
    does not merely compare with it.
    """

    period: Period
    document_id: str = ""
    document: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A figure, and those that other filings state otherwise for the same row and period, the latest filing first."""

    fact: Fact
    others: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A printed row with a cell for each column (None: not printed), or a head without cells.

    `label` is as the newest filing on the sheet prints it, `also` as others do; `section` is the head over it. `level` counts
    indents; `total` marks a sum or result. `unit` and `scale` hold for the row's figures, scale 1 for per-share figures and percent.
    """

    label: str
    section: str
    level: int
    total: bool = False
    cells: tuple[SheetCell | None, ...] = ()
    also: tuple[str, ...] = ()
    concept: str | None = None
    unit: str = ""
    scale: int = 1

    @property
    def is_head(self) -> bool:
        """Return whether the row is a head over others."""
        return not self.cells


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """One company's statement: columns newest first, rows in printed order, and the documents' names by id.

    `unit` and `scale` are those of most of its money rows: "USD", 1,000,000.
    """

    company: str
    request: SheetRequest
    columns: tuple[SheetColumn, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    unit: str = ""
    scale: int = 1
    documents: dict[str, str] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> SheetCell | None:
        """Return a cell by its place, None when nothing is printed there or there is no such place."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row].cells):
            return None
        return self.rows[row].cells[column]
