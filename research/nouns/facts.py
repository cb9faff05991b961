"""Figures that are known: facts read from statements, and calculations over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

SCALE_WORDS: Mapping[int, str] = {1: "", 1_000: "thousand", 1_000_000: "million", 1_000_000_000: "billion"}

# The accounting bases that are a statement's own: it says none, or GAAP.
STATED_ACCOUNTING: tuple[str | None, ...] = (None, "GAAP", "IFRS")


def scale_words(scale: int) -> str:
    """Return what a table's unit line says of its multiplier: "in millions"; nothing for units."""
    if scale == 1:
        return ""
    return f"in {SCALE_WORDS[scale]}s" if scale in SCALE_WORDS else f"in units of {scale:,}"


def fiscal_label(year: int, period: str | None = "FY") -> str:
    """Return how a fiscal period is named: "FY2018", "Q2 FY2024", "9M FY2024"; a period that is not known is the year's."""
    return f"FY{year}" if period in {None, "FY"} else f"{period} FY{year}"


class Status(StrEnum):
    """Whether a figure happened or is expected."""

    ACTUAL = "actual"
    GUIDANCE = "guidance"
    ESTIMATE = "estimate"
    CONSENSUS = "consensus"


class Span(StrEnum):
    """How long a fact's period is."""

    INSTANT = "instant"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine months"
    YEAR = "year"
    OTHER = "other"


class Statement(StrEnum):
    """The primary statements."""

    INCOME = "income statement"
    BALANCE = "balance sheet"
    CASH_FLOW = "cash flow statement"


@dataclass(frozen=True, slots=True)
class Period:
    """An instant (`start` None) or a stretch of days, with the fiscal label the document gives it ("FY2018", "Q2 FY2024")."""

    end: date
    start: date | None
    span: Span
    label: str
    fiscal_year: int
    fiscal_period: str = "FY"


@dataclass(frozen=True, slots=True)
class Basis:
    """On what terms a figure is stated; None where the table does not say."""

    accounting: str | None = None
    share: str | None = None
    entity: str | None = None
    restated: str | None = None
    operations: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed figure with everything needed to check it.

    `value` is scaled to units (dollars, shares, dollars per share); `printed` is the form on the page and `scale` the
    multiplier that its table states. `start`–`end` is the row on the page, `cell_start`–`cell_end` the figure in it.
    `low`–`high` hold a range, else None. `concept` is canonical ("capital_expenditure") or None; `label` as printed.
    """

    id: str
    company: str
    concept: str | None
    label: str
    value: Decimal
    printed: str
    scale: int
    unit: str
    currency: str | None
    period: Period
    status: Status
    basis: Basis
    statement: Statement | None
    document_id: str
    page: int
    start: int
    end: int
    cell_start: int
    cell_end: int
    low: Decimal | None = None
    high: Decimal | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def is_of_whole(self) -> bool:
        """Return whether this is an actual figure of the whole group as accounted for.

        Not of a part, of the parent company alone, adjusted, or only expected.
        """
        basis = self.basis
        return not self.dimensions and self.status is Status.ACTUAL and basis.entity != "parent" and basis.accounting != "adjusted"

    @property
    def is_stated_total(self) -> bool:
        """Return whether a primary statement, or a tag of the whole company, states this figure of the whole group on its own terms.

        Only such a figure may stand for the company's own; one of a segment, of another table, expected or adjusted never does.
        """
        return self.statement is not None and self.is_of_whole and self.basis.accounting in STATED_ACCOUNTING

    @property
    def last_digit(self) -> Decimal:
        """Return one unit of the last printed digit: 100,000 for "75.1" in millions, whichever mark the decimals have."""
        digits = Decimal("".join(character for character in self.printed if character.isdigit()) or 0)
        ratio = digits * self.scale / abs(self.value) if self.value else Decimal(0)
        if ratio and ratio == Decimal(1).scaleb(ratio.adjusted()):
            return Decimal(self.scale).scaleb(-ratio.adjusted())
        _, _, places = self.printed.partition(".")
        return Decimal(self.scale).scaleb(-sum(character.isdigit() for character in places))


@dataclass(frozen=True, slots=True)
class Calculation:
    """A figure made from others: formula in words, the convention it follows, its value and each operand.

    `inputs` pairs the operand's name in the formula with the fact or nested calculation that gave its value.
    """

    metric: str
    formula: str
    convention: str
    value: Decimal
    unit: str
    period: Period
    company: str
    inputs: tuple[tuple[str, Operand], ...]
    caveats: tuple[str, ...] = ()


Operand: TypeAlias = Fact | Calculation
