"""A statement's figures in words: how each is shown, its unit, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from research.nouns.corrections import CORRECTED_BY
from research.nouns.facts import Fact, Status, scale_words
from research.nouns.sheets import SheetCell, SheetRow, StatementSheet

_DASHES = frozenset("-–—―−")
MOST_DECIMALS = 4


class Mark(StrEnum):
    """What sets a figure apart, in the words that readers see."""

    CORRECTED = "corrected"
    RESTATED = "stated otherwise"
    CAVEAT = "caveat"


SIGNS = {Mark.CORRECTED: "✎", Mark.RESTATED: "≠", Mark.CAVEAT: "!"}


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell ready to show: its figure, its marks, and one line for each thing to know; raw text, to be escaped."""

    figure: str
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]


def view_cell(cell: SheetCell, row: SheetRow, documents: Mapping[str, str]) -> CellView:
    """Return what the page shows of a cell; `documents` names them by id."""
    fact = cell.fact
    corrected = [one for one in fact.caveats if one.startswith(CORRECTED_BY)]
    caveats = [one for one in fact.caveats if one not in corrected]
    marks = [mark for mark, holds in ((Mark.CORRECTED, corrected), (Mark.RESTATED, cell.others), (Mark.CAVEAT, caveats)) if holds]
    scale = row.scale
    at_scale = "" if fact.scale == scale or not fact.value else f"printed as {fact.printed} {scale_words(fact.scale) or 'in units'}"
    notes = [*corrected, *restated_lines(cell, scale, documents), *caveats, *([at_scale] if at_scale else [])]
    return CellView(figure_text(fact, scale), tuple(marks), tuple(notes))


def restated_lines(cell: SheetCell, scale: int, documents: Mapping[str, str]) -> tuple[str, ...]:
    """Return a line for each filing that states the figure otherwise, with both values."""
    here = f"{figure_text(cell.fact, scale)} in {documents.get(cell.fact.document_id, 'this filing')}"
    return tuple(
        f"{here}, {figure_text(one, scale)} in {documents.get(one.document_id, 'another filing')} (page {one.page})" for one in cell.others
    )


def figure_text(fact: Fact, scale: int) -> str:
    """Return a figure at a scale with the digits that it is printed with: "1,284.6", "(63.8)", "—", "30.8 %", "10–12"."""
    if fact.low is not None and fact.high is not None:
        return f"{_number(fact.low / scale, fact, scale)}–{_number(fact.high / scale, fact, scale)}"
    if not fact.value and set(fact.printed.strip(" $€£¥")) <= _DASHES:
        return "—"
    return _number(fact.value / scale, fact, scale) + (" %" if fact.unit == "%" else "")


def number_at(fact: Fact, scale: int) -> Decimal:
    """Return a figure's number at a scale, without an exponent and with the digits that it is printed with."""
    number = fact.value / scale
    return number.quantize(Decimal(1).scaleb(-_decimals(number, fact, scale)))


def unit_line(sheet: StatementSheet) -> str:
    """Return what most of a sheet's figures are in: "USD in millions"."""
    return f"{sheet.unit} {scale_words(sheet.scale)}".strip()


def unit_words(row: SheetRow, sheet: StatementSheet) -> str:
    """Return a row's unit where it is not the sheet's: "shares in thousands", "USD/share"; "" where it is."""
    if row.is_head or (row.unit == sheet.unit and row.scale == sheet.scale):
        return ""
    return f"{row.unit} {scale_words(row.scale)}".strip()


def basis_words(fact: Fact) -> str:
    """Return on what terms a figure is stated: "diluted, as restated", "estimate, adjusted"; "as reported" when nothing else is said."""
    basis = fact.basis
    status = "" if fact.status is Status.ACTUAL else fact.status.value
    parts = (status, basis.accounting, basis.share, basis.entity, basis.operations, basis.restated or "as reported")
    return ", ".join(part for part in parts if part)


def _number(number: Decimal, fact: Fact, scale: int) -> str:
    digits = f"{abs(number):,.{_decimals(number, fact, scale)}f}"
    if number >= 0:
        return digits
    return f"−{digits}" if fact.printed.lstrip(" $€£¥")[:1] in _DASHES else f"({digits})"


def _decimals(number: Decimal, fact: Fact, scale: int) -> int:
    """Return the digits after the point: never fewer than are printed, up to four where a value that was corrected needs more."""
    last = (fact.last_digit / scale).normalize().as_tuple().exponent
    own = number.normalize().as_tuple().exponent
    printed, needed = (-place if isinstance(place, int) else 0 for place in (last, own))
    return max(0, printed, min(needed, MOST_DECIMALS))
