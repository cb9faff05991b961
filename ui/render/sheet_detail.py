"""A figure of a statement in full: row, period, figure with its unit, and everything to know of it."""

from __future__ import annotations

from research.nouns.facts import Fact, scale_words
from research.nouns.sheets import StatementSheet
from ui.render.escaping import escape_html
from ui.render.sheet_cells import basis_words, figure_text, view_cell
from ui.render.words import period_words, plain_name


def detail_html(sheet: StatementSheet, place: tuple[int, int]) -> str:
    """Return the head of a figure's source; "" where there is none."""
    cell, row = sheet.cell(*place), sheet.rows[place[0]]
    if cell is None:
        return ""
    view = view_cell(cell, row, sheet.documents)
    notes = "".join(f"<li>{escape_html(note)}</li>" for note in view.notes)
    section = f"{row.section.rstrip(':')} · " if row.section else ""
    return (
        f'<div data-testid="sheet-detail"><div class="rd-source-title">{escape_html(row.label)}</div>'
        f'<div class="rd-small rd-muted">{escape_html(section + period_words(cell.fact.period))}</div>'
        f'<div><span class="rd-sheet-value">{escape_html(figure_text(cell.fact, row.scale))}</span> '
        f'<span class="rd-small rd-muted">{escape_html(_terms(cell.fact, row.scale))}</span></div>'
        + (f'<ul class="rd-list rd-small rd-sheet-notes">{notes}</ul>' if notes else "")
        + "</div>"
    )


def _terms(fact: Fact, scale: int) -> str:
    concept = f"read as {plain_name(fact.concept).lower()}" if fact.concept else "read as no concept"
    return " · ".join([f"{fact.unit} {scale_words(scale)}".strip(), basis_words(fact), concept])
